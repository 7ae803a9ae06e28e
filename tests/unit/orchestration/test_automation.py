"""The sensors: what they ask for, what they tell, and what Dagster keeps of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

import dagster as dg
import pytest

from orchestration import automation
from orchestration.asking import Pace
from orchestration.automation import inbox_sensor
from orchestration.failures import tell_of_failed_run
from park_brain.fingerprints import LastRefresh, inputs_fingerprint, remember
from park_brain.installation import Installation

AS_OF = datetime(2023, 4, 20)


@pytest.fixture
def watched(tmp_path, monkeypatch) -> Installation:
    """An inbox with one file; Dagster is pointed at it."""
    home = Installation(tmp_path)
    home.prepare()
    folder = home.inbox / "330683" / "tax"
    folder.mkdir(parents=True)
    (folder / "税收.csv").write_text("x")
    monkeypatch.setenv("PARK_HOME", str(tmp_path))
    return home


class Ticks:
    """The sensor, tick after tick, on one instance."""

    def __init__(self) -> None:
        self.instance = dg.DagsterInstance.ephemeral()
        self.cursor: str | None = None
        self._sensor = inbox_sensor(Pace(first_pause=timedelta(0)))

    def __call__(self) -> list[str | None] | str:
        context = dg.build_sensor_context(cursor=self.cursor, instance=self.instance)
        result = self._sensor(context)
        if isinstance(result, dg.SkipReason):
            self.cursor = context.cursor
            return str(result.skip_message)
        self.cursor = result.cursor
        return [request.run_key for request in result.run_requests]

    def run(self, key: str, status: dg.DagsterRunStatus) -> None:
        """The run asked for under a key has come to this."""
        tags = {"dagster/run_key": key}
        self.instance.add_run(dg.DagsterRun("refresh", run_id=str(uuid4()), status=status, tags=tags))


def test_the_sensor_waits_until_the_inbox_is_quiet_and_asks_until_a_run_succeeds(watched):
    tick = Ticks()
    assert "waiting" in tick()
    (first,) = tick()
    tick.run(first, dg.DagsterRunStatus.FAILURE)
    (second,) = tick()
    assert first != second
    tick.run(second, dg.DagsterRunStatus.SUCCESS)
    assert tick() == tick() == "nothing new in the inbox"
    new = watched.inbox / "330683" / "tax" / "new.csv"
    new.write_text("x")
    assert "waiting" in tick()
    new.write_text("xy")
    assert "waiting" in tick()
    (third,) = tick()
    tick.run(third, dg.DagsterRunStatus.SUCCESS)
    new.unlink()
    assert "waiting" in tick()
    (fourth,) = tick()
    assert len({first, second, third, fourth}) == 4, "the inbox went back to an earlier listing"


def test_the_sensor_asks_for_nothing_while_a_run_is_under_way(watched):
    tick = Ticks()
    tick()
    (key,) = tick()
    tick.run(key, dg.DagsterRunStatus.STARTED)
    assert tick() == "a run is under way"


def test_a_sensor_that_fails_tells_once_and_goes_on(watched, monkeypatch):
    def fail(*_: object) -> str:
        raise PermissionError("刘某某.xlsx")

    tick = Ticks()
    with monkeypatch.context() as patch:
        patch.setattr(automation, "inbox_fingerprint", fail)
        assert tick() == tick() == "the sensor failed (PermissionError); the alert says why"
    (report,) = watched.alerts.glob("*.txt")
    assert "刘某某" not in str(tick.cursor) and "PermissionError" in report.read_text(encoding="utf-8")
    assert "waiting" in tick()


def test_a_run_that_ends_without_a_step_failing_leaves_one_alert_for_each_event(watched):
    def interrupted(message: str) -> None:
        run = dg.DagsterRun("refresh", run_id=str(uuid4()), status=dg.DagsterRunStatus.FAILURE)
        instance.add_run(run)
        event = dg.DagsterEvent("PIPELINE_FAILURE", "refresh", message=message)
        context = dg.build_run_status_sensor_context("failure_sensor", event, instance, run)
        tell_of_failed_run(context.for_run_failure())
        tell_of_failed_run(context.for_run_failure())

    instance = dg.DagsterInstance.ephemeral()
    for pid, count in ((11, 1), (12, 1)):
        interrupted(f"process {pid} was interrupted")
        assert len(list(watched.alerts.glob("*.txt"))) == count
    interrupted("the disk is full")
    assert len(list(watched.alerts.glob("*.txt"))) == 2


def test_the_sensor_leaves_alone_what_park_refresh_has_published(watched, monkeypatch):
    monkeypatch.setattr(automation, "utc_now", lambda: AS_OF)
    release = watched.releases / "R1"
    release.mkdir(parents=True)
    (release / "manifest.json").write_text("{}")
    (watched.releases / "current").symlink_to("R1")
    business_date = AS_OF.date()
    inputs = inputs_fingerprint(watched, business_date)
    remember(watched, LastRefresh(inputs, AS_OF, business_date, "R1", next_due=None, seconds=1.0))
    tick = Ticks()
    assert tick() == "nothing new in the inbox"
    (watched.inbox / "330683" / "new.csv").write_text("x")
    assert "waiting" in tick()
