"""Orchestration: one Dagster run is one refresh: one lock, one instant, results handed from step to step.

A step advances the run as far as its assets need; a step asked for alone first does what comes before it.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import dagster as dg
from dagster._core.errors import DagsterAssetCheckFailedError

from park_brain.alert import alert
from park_brain.configuration import load_configuration, webhook_of
from park_brain.failure import explained
from park_brain.installation import Installation
from park_brain.line import Run, begin, instants
from park_brain.lock import writer_lock
from park_brain.run_log import run_log

HOME_VARIABLE = "PARK_HOME"
DEFAULT_HOME = "state"
TOLD = "park_brain/told"
"""Tag of a run whose failure people have been told; its value is a hash of what they were told."""


def home_from_environment() -> Installation:
    """The installation this Dagster works on; read when a run or sensor asks, never at import."""
    return Installation(Path(os.environ.get(HOME_VARIABLE, DEFAULT_HOME)).resolve())


def raise_alert(title: str, message: str, event: str = "") -> None:
    """Tell people of an event, once where it has a name: of a run, several of its steps may fail."""
    home = home_from_environment()
    alert(home, title, message, webhook=webhook_of(home, os.environ), event=event)


def account(error: BaseException | None) -> str:
    """What may be told of the error of a step: Dagster names the checks that failed, for others see ``failure``."""
    if error is None:
        return "unknown error"
    if isinstance(error, DagsterAssetCheckFailedError):
        return str(error)
    return explained(error, home_from_environment().root)[1]


def tell(instance: dg.DagsterInstance | None, run_id: str | None, message: str) -> None:
    """One alert for a failed run, and none if the run before failed of the same."""
    run = instance.get_run_by_id(run_id) if instance and run_id else None
    if instance is None or run is None:
        raise_alert("Dagster run failed", message)
        return
    same = hashlib.sha256(re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9]+", "#", message).encode()).hexdigest()[:16]
    if TOLD not in run.tags and _told_before(instance, run.run_id) != same:
        raise_alert(f"Dagster run {run.run_id} failed", message, event=run.run_id)
    instance.add_run_tags(run.run_id, {TOLD: same})


def _told_before(instance: dg.DagsterInstance, run_id: str) -> str | None:
    """What was told of the finished run before this one."""
    finished = dg.RunsFilter(statuses=[dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE])
    runs = [run for run in instance.get_runs(filters=finished, limit=2) if run.run_id != run_id]
    return runs[0].tags.get(TOLD) if runs else None


@dg.resource(
    config_schema={"as_of": dg.Field(str, is_required=False, description="Naive UTC, ISO 8601; default: now.")},
    description="Holds the writer lock from the first step of a run to the last.",
)
def session_resource(context: dg.InitResourceContext) -> Iterator[Run]:
    """Open the refresh of one Dagster run; refuses at once while another writer works."""
    stated = context.resource_config.get("as_of")
    home = home_from_environment()
    try:
        configuration = load_configuration(home, os.environ)
        home.prepare()
        with writer_lock(home), run_log(home, "Dagster run", configuration.log.keep):
            progress = context.log.info if context.log else print
            as_of, seen_at = instants(home, datetime.fromisoformat(stated) if stated else None)
            yield begin(home, as_of, progress, configuration=configuration, seen_at=seen_at)
    except Exception as error:
        tell(context.instance, context.run_id, account(error))
        raise
