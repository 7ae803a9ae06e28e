import contextlib
import json
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest

from park_brain.fingerprints import LastRefresh, last_refresh, remember
from park_brain.installation import Installation
from park_brain.line import order
from park_brain.rules import RulesError
from park_brain.tables import write_table

AS_OF = datetime(2024, 1, 20, 1, 0)


@pytest.fixture(autouse=True)
def _unlogged(monkeypatch):
    """The stages here find nothing that a log could count."""
    monkeypatch.setattr(order, "note_stage", lambda run, stage: None)


@pytest.fixture
def run(tmp_path):
    home = Installation(tmp_path)
    home.prepare()
    return order.begin(home, AS_OF)


@pytest.fixture
def line(monkeypatch):
    """Four stages that only note that they ran; the third (a release is reused) or the last one finds the release."""
    ran = []

    def stage(name, release=None):
        def work(run):
            ran.append(name)
            run.selection = SimpleNamespace(next_due=None)
            run.release = release

        work.__name__ = name
        return work

    def set_up(reused=False):
        release = SimpleNamespace(id="R1")
        stages = (
            stage("land"),
            stage("select"),
            stage("reuse", release if reused else None),
            stage("publish", release),
        )
        monkeypatch.setattr(order, "ORDER", stages)
        return stages

    return SimpleNamespace(ran=ran, set_up=set_up)


def test_a_run_advances_to_a_stage_and_goes_on_from_there(run, line):
    _, select, reuse, publish = line.set_up()
    order.advance(run, until=select)
    assert line.ran == ["land", "select"] and last_refresh(run.home) is None
    order.advance(run, until=select)
    order.advance(run, until=reuse)
    assert line.ran == ["land", "select", "reuse"]
    order.advance(run, until=publish)
    assert line.ran == ["land", "select", "reuse", "publish"]
    assert list(run.durations) == line.ran


def test_nothing_is_built_once_there_is_a_release(run, line, monkeypatch):
    *_, publish = line.set_up(reused=True)
    monkeypatch.setattr(order, "LAST", publish)
    order.advance(run, until=publish)
    assert line.ran == ["land", "select", "reuse"]
    assert last_refresh(run.home).release_id == "R1"
    assert last_refresh(run.home).inputs == run.inputs


def test_a_stage_that_failed_runs_again(run, line, monkeypatch):
    def fail(_):
        raise RuntimeError("no")

    monkeypatch.setattr(order, "ORDER", (fail,))
    for _ in range(2):
        with pytest.raises(RuntimeError):
            order.advance(run, until=fail)
    assert run.durations == {}


@pytest.mark.parametrize(("is_damage", "times"), [(True, 2), (False, 1)])
def test_what_failed_on_damaged_files_begins_once_more_without_them(run, monkeypatch, is_damage, times):
    ran = []

    def land(run):
        run.batches = ["B1"]
        ran.append("land")

    def select(_):
        ran.append("select")
        if ran.count("select") == 1 or not is_damage:
            raise RuntimeError("no")

    monkeypatch.setattr(order, "ORDER", (land, select))
    monkeypatch.setattr(order.stages, "mend_after", lambda _: is_damage)
    with contextlib.nullcontext() if is_damage else pytest.raises(RuntimeError):
        order.advance(run, until=select)
    assert ran == ["land", "select"] * times


def test_a_cache_that_cannot_be_read_is_removed(run, caplog):
    sound, torn = (run.home.selected / "tax.tax_paid" / f"{name}.parquet" for name in ("sound", "torn"))
    for path in (sound, torn):
        path.parent.mkdir(exist_ok=True)
        write_table({"x": "VARCHAR"}, [("y" * 999,)] * 999, path)
    assert not order.stages.mend_after(run)
    torn.write_bytes(torn.read_bytes()[:20] + b"\xff" * 40 + torn.read_bytes()[60:])
    assert order.stages.mend_after(run)
    assert sound.exists() and not torn.exists() and "torn.parquet cannot be read" in caplog.text


def test_every_stage_of_the_line_has_a_name_of_its_own():
    names = [stage.__name__ for stage in order.ORDER]
    assert len(set(names)) == len(names)
    assert names.index("select") < names.index("reuse") < names.index("identity") < names.index("publish")


@pytest.fixture
def clock(monkeypatch):
    """Sets the clock."""
    return lambda instant: monkeypatch.setattr(order, "utc_now", lambda: instant)


def remembered(home, as_of):
    remember(home, LastRefresh("i", as_of, as_of.date(), "R1", next_due=None, seconds=1.0))


def test_a_clock_that_was_set_back_is_refused_with_the_reason(run, clock):
    home = run.home
    clock(AS_OF)
    assert order.now(home) == AS_OF
    remembered(home, AS_OF + timedelta(minutes=1))
    with pytest.raises(order.ClockError, match=r"09:00 .*09:01.*--as-of 2024-01-20T09:00"):
        order.now(home)
    with pytest.raises(order.ClockError):
        order.refresh(home)
    clock(AS_OF + timedelta(minutes=1))
    assert order.now(home) == AS_OF + timedelta(minutes=1)


def test_an_instant_that_is_stated_is_taken_whatever_came_before(run, line):
    line.set_up()
    remembered(run.home, AS_OF + timedelta(days=1))
    order.refresh(run.home, AS_OF)
    assert line.ran == ["land", "select", "reuse", "publish"]


def test_the_release_tells_the_last_instant_where_nothing_else_remembers(run, clock):
    release = run.home.releases / "R1"
    release.mkdir()
    (release / "manifest.json").write_text(json.dumps({"as_of": (AS_OF + timedelta(days=1)).isoformat()}))
    (run.home.releases / "current").symlink_to("R1")
    clock(AS_OF)
    with pytest.raises(order.ClockError):
        order.now(run.home)
    (release / "manifest.json").write_text("[]")
    assert order.now(run.home) == AS_OF


def test_rules_that_cannot_be_used_stop_a_run_before_anything(run):
    (run.home.root / "rules").mkdir()
    (run.home.root / "rules" / "nothing.csv").write_text("x")
    with pytest.raises(RulesError, match="no such table of rules"):
        order.refresh(run.home, AS_OF)
    assert not list(run.home.lake.iterdir())
