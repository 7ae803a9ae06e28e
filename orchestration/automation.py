"""Orchestration: the job, when it runs by itself, and who is told when it fails."""

from __future__ import annotations

from uuid import uuid4

import dagster as dg

from orchestration.asking import Decision, Memory, Outcome, Pace, decide, recall, settle
from orchestration.failures import alert_on_failure, tell_of_failed_run
from orchestration.session import account, home_from_environment, raise_alert
from park_brain.clock import business_date, utc_now
from park_brain.fingerprints import inbox_fingerprint, inputs_fingerprint, nothing_new
from park_brain.installation import Installation

JOB = "refresh"
RUN_KEY = "dagster/run_key"
OUTCOMES = {
    dg.DagsterRunStatus.SUCCESS: Outcome.SUCCEEDED,
    dg.DagsterRunStatus.FAILURE: Outcome.FAILED,
    dg.DagsterRunStatus.CANCELED: Outcome.CANCELED,
}

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


def failure_sensor(pace: Pace) -> dg.SensorDefinition:
    """Tells of failed runs that could not tell it themselves."""
    return dg.run_failure_sensor(
        name="failure_sensor",
        monitored_jobs=[refresh_job],
        minimum_interval_seconds=pace.interval_seconds,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Leaves an alert for a run that was interrupted or killed.",
    )(tell_of_failed_run)


def inbox_sensor(pace: Pace) -> dg.SensorDefinition:
    """Runs the refresh when the inbox has changed and has then been quiet for one interval, until it is published."""

    def tick(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
        memory = recall(context.cursor)
        try:
            decision = _look(context.instance, memory, pace)
        except Exception as error:  # whatever it is, the next tick tries again
            return _failed(context, memory, error)
        return _answer(context, decision)

    return dg.SensorDefinition(
        name="inbox_sensor",
        job=refresh_job,
        evaluation_fn=tick,
        minimum_interval_seconds=pace.interval_seconds,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Runs the refresh when the inbox has changed and has then been quiet for one interval.",
    )


def _look(instance: dg.DagsterInstance, memory: Memory, pace: Pace) -> Decision:
    home, now = home_from_environment(), utc_now()
    outcome = _outcome(instance, memory.run_key)
    if outcome is Outcome.UNDER_WAY:  # the inbox need not be walked meanwhile
        return Decision(memory, "a run is under way")
    listing = inbox_fingerprint(home)
    if listing != memory.settled and _is_refreshed(home):
        return Decision(settle(memory, listing), "nothing new in the inbox")
    return decide(memory, listing, outcome, now, pace)


def _is_refreshed(home: Installation) -> bool:
    """Whether somebody, `park refresh` perhaps, has already published all this."""
    now = utc_now()
    return nothing_new(home, inputs_fingerprint(home, business_date(now)), now) is not None


def _outcome(instance: dg.DagsterInstance, run_key: str) -> Outcome:
    """What became of the run asked for, unless any run of the job is under way."""
    unfinished = [status for status in dg.DagsterRunStatus if status not in OUTCOMES]
    if instance.get_runs_count(dg.RunsFilter(job_name=JOB, statuses=unfinished)):
        return Outcome.UNDER_WAY
    runs = instance.get_runs(dg.RunsFilter(tags={RUN_KEY: run_key}), limit=1) if run_key else []
    return OUTCOMES[runs[0].status] if runs else Outcome.NONE


def _answer(context: dg.SensorEvaluationContext, decision: Decision) -> dg.SensorResult | dg.SkipReason:
    memory = decision.memory.model_copy(update={"error": ""})
    if decision.given_up:
        raise_alert("No further try until the inbox changes", decision.reason)
    if decision.is_asking:
        memory = memory.model_copy(update={"run_key": f"{memory.asked}-{uuid4().hex}"})
        request = dg.RunRequest(run_key=memory.run_key, tags={"park_brain/try": str(memory.tries)})
        return dg.SensorResult(run_requests=[request], cursor=memory.model_dump_json())
    context.update_cursor(memory.model_dump_json())
    return dg.SkipReason(decision.reason)


def _failed(context: dg.SensorEvaluationContext, memory: Memory, error: Exception) -> dg.SkipReason:
    """Tell once per kind of error; its text may hold names, so that Dagster keeps its kind alone."""
    kind = type(error).__name__
    if kind != memory.error:
        raise_alert("The inbox sensor failed", account(error))
    context.update_cursor(memory.model_copy(update={"error": kind}).model_dump_json())
    return dg.SkipReason(f"the sensor failed ({kind}); the alert says why")
