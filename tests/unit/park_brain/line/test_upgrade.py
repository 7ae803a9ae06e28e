import json

import pytest

from park_brain.formats import FORMAT, NewerFormatError, home_format
from park_brain.installation import Installation
from park_brain.line import upgrade as module
from park_brain.line.upgrade import STEPS, upgrade
from park_brain.lock import WriterBusyError, writer_lock


@pytest.fixture
def home(tmp_path):
    home = Installation(tmp_path)
    home.prepare()
    (home.lake / "ledger").mkdir()
    (home.lake / "ledger" / "B1.json").write_text("{}")
    return home


def test_every_format_has_its_step():
    assert list(STEPS) == list(range(1, FORMAT))


def test_steps_come_one_after_the_other_and_a_failed_one_begins_again(home, monkeypatch):
    done, said = [], []

    def fails(*_):
        done.append("fails")
        raise OSError("the disk is full")

    monkeypatch.setattr(module, "FORMAT", 4)
    monkeypatch.setattr("park_brain.formats.FORMAT", 4)
    monkeypatch.setattr(module, "STEPS", {1: lambda *_: done.append(1), 2: fails, 3: lambda *_: done.append(3)})
    with pytest.raises(OSError, match="full"):
        upgrade(home, said.append)
    assert (done, home_format(home)) == ([1, "fails"], 2)
    monkeypatch.setitem(module.STEPS, 2, lambda *_: done.append(2))
    upgrade(home, said.append)
    assert (done, home_format(home)) == ([1, "fails", 2, 3], 4)
    upgrade(home, said.append)
    assert done == [1, "fails", 2, 3] and "nothing to do" in said[-1]


def test_a_newer_home_is_refused_and_left_as_it_is(home):
    home.format_file.write_text(json.dumps({"format": FORMAT + 1}))
    with pytest.raises(NewerFormatError):
        upgrade(home, print)
    assert json.loads(home.format_file.read_text()) == {"format": FORMAT + 1}


def test_an_upgrade_waits_for_no_other_writer(home):
    with writer_lock(home, any_format=True), pytest.raises(WriterBusyError):
        upgrade(home, print)
