"""Orchestration: one Dagster run is one refresh: one lock, one instant, results handed from step to step.

A step advances the run as far as its assets need; a step asked for alone first does what comes before it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import dagster as dg

from park_brain.alert import alert
from park_brain.clock import utc_now
from park_brain.installation import Installation
from park_brain.line import Run, begin
from park_brain.lock import WriterBusyError, writer_lock

HOME_VARIABLE = "PARK_HOME"
WEBHOOK_VARIABLE = "PARK_ALERT_WEBHOOK"
DEFAULT_HOME = "state"


def home_from_environment() -> Installation:
    """The installation this Dagster works on; read when a run or sensor asks, never at import."""
    return Installation(Path(os.environ.get(HOME_VARIABLE, DEFAULT_HOME)).resolve())


def raise_alert(title: str, message: str) -> None:
    """Leave a readable report of a failed run."""
    alert(home_from_environment(), title, message, webhook=os.environ.get(WEBHOOK_VARIABLE))


@dg.resource(
    config_schema={"as_of": dg.Field(str, is_required=False, description="Naive UTC, ISO 8601; default: now.")},
    description="Holds the writer lock from the first step of a run to the last.",
)
def session_resource(context: dg.InitResourceContext) -> Iterator[Run]:
    """Open the refresh of one Dagster run; refuses at once while another writer works."""
    as_of = context.resource_config.get("as_of")
    home = home_from_environment()
    home.prepare()
    try:
        with writer_lock(home):
            progress = context.log.info if context.log else print
            now = utc_now()
            yield begin(home, datetime.fromisoformat(as_of) if as_of else now, progress, seen_at=now)
    except WriterBusyError as error:
        raise_alert("Dagster run refused", str(error))
        raise
