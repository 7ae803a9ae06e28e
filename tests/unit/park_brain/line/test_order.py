from datetime import datetime
from types import SimpleNamespace

import pytest

from park_brain.fingerprints import last_refresh
from park_brain.installation import Installation
from park_brain.line import order

AS_OF = datetime(2024, 1, 20, 1, 0)


@pytest.fixture
def run(tmp_path):
    home = Installation(tmp_path)
    home.prepare()
    return order.begin(home, AS_OF)


@pytest.fixture
def line(monkeypatch):
    """Four stages that only note that they ran; the third (a release is reused) or the last one finds the release."""
    ran = []
    monkeypatch.setattr(order, "note_stage", lambda run, stage: None)

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


def test_every_stage_of_the_line_has_a_name_of_its_own():
    names = [stage.__name__ for stage in order.ORDER]
    assert len(set(names)) == len(names)
    assert names.index("select") < names.index("reuse") < names.index("identity") < names.index("publish")
