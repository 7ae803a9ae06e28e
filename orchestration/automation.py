"""Orchestration: the job, when it runs by itself, and what a failure leaves behind."""

from __future__ import annotations

import json

import dagster as dg

from orchestration.session import home_from_environment, raise_alert
from park_brain.clock import business_date, utc_now
from park_brain.failure import explained
from park_brain.fingerprints import inbox_fingerprint, inputs_fingerprint, nothing_new
from park_brain.installation import Installation

JOB = "refresh"
SENSOR_SECONDS = 60


@dg.failure_hook(name="alert_on_failure")
def alert_on_failure(context: dg.HookContext) -> None:
    """A failed step leaves a file that people can read without Dagster."""
    error = context.op_exception
    account = explained(error, home_from_environment().root)[1] if error else "unknown error"
    raise_alert(f"Dagster run {context.run_id} failed in step {context.op.name}", account, event=context.run_id)


refresh_job = dg.define_asset_job(
    JOB,
    selection=dg.AssetSelection.all(),
    executor_def=dg.in_process_executor,
    hooks={alert_on_failure},
    description="Inbox to release, the same as `park refresh`.",
)

daily_schedule = dg.ScheduleDefinition(
    name="daily_refresh",
    job=refresh_job,
    cron_schedule="0 6 * * *",
    execution_timezone="Asia/Shanghai",
    default_status=dg.DefaultScheduleStatus.RUNNING,
)


@dg.sensor(
    name="inbox_sensor",
    job=refresh_job,
    minimum_interval_seconds=SENSOR_SECONDS,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Runs the refresh when the inbox has changed and has then been quiet for one interval.",
)
def inbox_sensor(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
    """Compare the inbox listing with the last ones seen; files still being copied are waited for."""
    cursor = json.loads(context.cursor or "{}")
    home = home_from_environment()
    listing = inbox_fingerprint(home)
    if listing == cursor.get("requested") or _is_refreshed(home):
        return dg.SkipReason("nothing new in the inbox")
    if listing != cursor.get("seen"):
        context.update_cursor(json.dumps({**cursor, "seen": listing}))
        return dg.SkipReason("the inbox has changed; waiting until it is quiet")
    requested = json.dumps({"seen": listing, "requested": listing})
    return dg.SensorResult(run_requests=[dg.RunRequest(run_key=listing)], cursor=requested)


def _is_refreshed(home: Installation) -> bool:
    """Whether somebody, `park refresh` perhaps, has already published all this."""
    now = utc_now()
    return nothing_new(home, inputs_fingerprint(home, business_date(now)), now) is not None
