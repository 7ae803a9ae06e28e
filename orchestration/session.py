"""Orchestration: one Dagster run is one refresh: one lock, one instant, results handed from step to step."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import dagster as dg

from park_brain.alert import alert
from park_brain.clock import utc_now
from park_brain.fingerprints import inputs_fingerprint
from park_brain.installation import Installation
from park_brain.line import Run, finish, stage_build, stage_identity, stage_ingest, stage_release, stage_select
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


@dataclass(frozen=True)
class Session:
    """The refresh under way. A step asked for alone first does what it needs; repeated stages are cheap."""

    run: Run
    inputs: str
    """Fingerprint of the inputs, taken before the inbox is read."""

    def lists(self) -> None:
        """Inbox to winning rows, once."""
        if self.run.selection is None:
            stage_ingest(self.run)
            stage_select(self.run)

    def identity(self) -> None:
        """Keys of enterprises and parcels, once."""
        self.lists()
        if self.run.derived is None:
            stage_identity(self.run)

    def marts(self) -> None:
        """The build, once."""
        self.identity()
        if self.run.built is None:
            stage_build(self.run)

    def release(self) -> None:
        """Publish and remember what was seen."""
        self.marts()
        stage_release(self.run)
        finish(self.run, self.inputs)


@dg.resource(
    config_schema={"as_of": dg.Field(str, is_required=False, description="Naive UTC, ISO 8601; default: now.")},
    description="Holds the writer lock from the first step of a run to the last.",
)
def session_resource(context: dg.InitResourceContext) -> Iterator[Session]:
    """Open the session of one run; refuses at once while another writer works."""
    as_of = context.resource_config.get("as_of")
    home = home_from_environment()
    home.prepare()
    try:
        with writer_lock(home):
            log = context.log
            run = Run(home, datetime.fromisoformat(as_of) if as_of else utc_now(), say=log.info if log else print)
            yield Session(run, inputs_fingerprint(home, run.business_date))
    except WriterBusyError as error:
        raise_alert("Dagster run refused", str(error))
        raise
