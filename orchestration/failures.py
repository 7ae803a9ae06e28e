"""Orchestration: what a failed run leaves behind: one alert, however it ended, and none for the same failure again."""

from __future__ import annotations

import dagster as dg

from orchestration.session import TOLD, home_from_environment, tell
from park_brain.failure import explained


@dg.failure_hook(name="alert_on_failure")
def alert_on_failure(context: dg.HookContext) -> None:
    """A failed step tells at once, with Dagster's daemon running or not."""
    error = context.op_exception
    account = explained(error, home_from_environment().root)[1] if error else "unknown error"
    tell(context.instance, context.run_id, f"step {context.op.name}: {account}")


def tell_of_failed_run(context: dg.RunFailureSensorContext) -> None:
    """Tell of a run that ended otherwise: interrupted, killed, never started."""
    run = context.instance.get_run_by_id(context.dagster_run.run_id)
    if run is not None and TOLD not in run.tags:
        tell(context.instance, run.run_id, context.failure_event.message or "it ended without a word")
