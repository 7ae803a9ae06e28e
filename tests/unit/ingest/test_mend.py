"""Whatever is damaged in the lake is named, set aside and derived again from raw; the others are left alone."""

from __future__ import annotations

import json
import shutil
from datetime import datetime

import pytest

from ingest.lake.damage import known_damages
from ingest.lake.ledger import Arrival, Outcome, load_batches, read_records
from ingest.mend import mend, mend_unreadable
from ingest.parser_version import derivation_of
from ingest.stage import take_in
from park_brain.formats import FORMAT, NewerFormatError
from park_brain.installation import Installation
from tests.unit.ingest.test_stage import HEADER, ROW, put

NOW = datetime(2024, 1, 20)


@pytest.fixture(scope="module")
def pattern(tmp_path_factory, contracts):
    """Two files, one with a sidecar, and what became of them."""
    home = Installation(tmp_path_factory.mktemp("landed"))
    home.prepare()
    put(home, "330683/tax/2023-06/a.csv", HEADER + ROW)
    put(home, "330683/tax/b.csv", HEADER + ROW.replace("1.50", "2.50"), "period: 2023-07\npart: 甘霖镇")
    take_in(home, contracts)
    return home


@pytest.fixture
def landed(pattern, tmp_path):
    """A copy to damage."""
    shutil.copytree(pattern.root, tmp_path / "home")
    return Installation(tmp_path / "home")


def known(home, contracts):
    """All that select is told: batches, with the files of their rows."""
    batches = load_batches(home, {code: derivation_of(contract) for code, contract in contracts.items()})
    assert all(batch.typed_path(home).exists() for batch in batches)
    return batches


def mended(home, contracts):
    """Look over the lake and take in again; how many files were read."""
    mend(home, contracts, NOW)
    return take_in(home, contracts).new_files


def the_file(home, kind):
    return sorted(path for path in (home.lake / kind).rglob("*.*") if path.is_file())[0]


DAMAGES = {
    "empty": lambda path: path.write_bytes(b""),
    "cut": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "garbage": lambda path: path.write_bytes(b"\x00\xff" * 300),
    "missing": lambda path: path.unlink(),
    "folder": lambda path: (path.unlink(), path.mkdir()),
}
WRONG = {
    "types": lambda path: path.write_text(path.read_text().replace('"330683/tax', '3, "x": "')),
    "name": lambda path: path.rename(path.with_name("Z9.json")),
}


@pytest.mark.parametrize("damage", ["cut", "missing", "folder", "types", "name"])
@pytest.mark.parametrize("kind", ["arrivals", "outcomes", "ledger"])
def test_a_damaged_record_is_named_and_made_again(landed, contracts, kind, damage):
    before = known(landed, contracts)
    path = the_file(landed, kind)
    (DAMAGES | WRONG)[damage](path)
    if damage == "types" and kind == "outcomes":
        path.write_text(path.read_text().replace('"batches": [', '"batches": [7, '))
    mended(landed, contracts)
    assert known(landed, contracts) == before
    found = [found.path for found in known_damages(landed)]
    assert damage == "missing" or found == [f"{kind}/{'Z9.json' if damage == 'name' else path.name}"]
    assert mended(landed, contracts) == 0 and len(known_damages(landed)) == len(found)


@pytest.mark.parametrize(
    ("layer", "damage"),
    [("typed", "empty"), ("typed", "cut"), ("typed", "folder"), ("text", "garbage"), ("violations", "missing")],
)
def test_rows_that_are_gone_are_derived_again_and_nothing_else(landed, contracts, layer, damage):
    before = known(landed, contracts)
    path = the_file(landed, layer)
    DAMAGES[damage](path)
    assert mended(landed, contracts) == 1
    assert known(landed, contracts) == before and path.is_file()
    assert path.relative_to(landed.lake).as_posix() in {found.path for found in known_damages(landed)}
    assert mended(landed, contracts) == 0


def test_rows_damaged_in_the_middle_are_found_by_reading_them_to_the_end(landed, contracts):
    before = known(landed, contracts)
    path = before[0].typed_path(landed)
    content = bytearray(path.read_bytes())
    content[4 : len(content) // 2] = b"\xff" * (len(content) // 2 - 4)
    path.write_bytes(content)
    assert mend(landed, contracts, NOW) == []
    found = mend_unreadable(landed, contracts, before, NOW)
    assert [damage.path.split("/")[0] for damage in found] == ["typed", "ledger"]
    assert found[0].path == path.relative_to(landed.lake).as_posix() and "cannot be read" in found[0].what
    assert take_in(landed, contracts).new_files == 1
    assert known(landed, contracts) == before and mend_unreadable(landed, contracts, before, NOW) == []


def test_a_sound_lake_is_left_alone(landed, contracts):
    before = {path: path.stat().st_mtime_ns for path in landed.lake.rglob("*")}
    assert mend(landed, contracts, NOW) == []
    assert {path: path.stat().st_mtime_ns for path in landed.lake.rglob("*")} == before


def test_an_arrival_whose_file_left_the_inbox_is_told_by_the_ledger(landed, contracts):
    before = known(landed, contracts)
    arrivals = {a.arrival_id: a for a in read_records(landed.lake / "arrivals", Arrival)}
    shutil.rmtree(landed.inbox / "330683")
    for path in (landed.lake / "arrivals").iterdir():
        path.write_text("{")
    assert mended(landed, contracts) == 0
    assert known(landed, contracts) == before
    again = {a.arrival_id: a for a in read_records(landed.lake / "arrivals", Arrival)}
    assert {i: a.model_copy(update={"sidecar": None}) for i, a in again.items()} == {
        i: a.model_copy(update={"sidecar": None}) for i, a in arrivals.items()
    }
    for path in (landed.lake / "outcomes").iterdir():
        path.unlink()
    mended(landed, contracts)  # read again from raw, with the sidecar that the ledger remembers
    assert known(landed, contracts) == before


def test_raw_bytes_that_changed_are_not_read_and_come_back_from_the_inbox(landed, contracts):
    before = known(landed, contracts)
    for path in (landed.lake / "raw").iterdir():
        path.write_bytes(b"other")
    for path in (landed.lake / "outcomes").iterdir():
        path.unlink()
    assert mended(landed, contracts) == 2
    assert known(landed, contracts) == before
    assert [found.path.split("/")[0] for found in known_damages(landed)] == ["raw", "raw"]


def test_a_file_that_is_nowhere_any_more_is_asked_for_again_once(landed, contracts):
    kept, lost = sorted(known(landed, contracts), key=lambda batch: batch.path)
    content = (landed.lake / "raw" / lost.sha256).read_bytes()
    (landed.lake / "raw" / lost.sha256).unlink()
    (landed.inbox / lost.path).unlink()
    lost.typed_path(landed).unlink()
    assert mended(landed, contracts) == 0
    assert known(landed, contracts) == [kept]
    (refused,) = [o for o in read_records(landed.lake / "outcomes", Outcome) if o.refusals]
    assert (refused.arrival_id, refused.refusals[0].code) == (lost.arrival_id, "raw_lost")
    count = len(known_damages(landed))
    assert mended(landed, contracts) == 0 and len(known_damages(landed)) == count
    (landed.inbox / lost.path).write_bytes(content)
    assert mended(landed, contracts) == 1
    assert {batch.batch_id for batch in known(landed, contracts)} == {kept.batch_id, lost.batch_id}


def test_a_record_of_newer_software_stops_and_is_not_set_aside(landed, contracts):
    path = the_file(landed, "ledger")
    path.write_text(json.dumps({"format": FORMAT + 1}))
    with pytest.raises(NewerFormatError, match=path.name):
        mend(landed, contracts, NOW)
    assert path.exists() and known_damages(landed) == []


def test_a_record_cannot_lead_out_of_its_folder(landed, contracts):
    path = the_file(landed, "outcomes")
    stored = json.loads(path.read_text()) | {"arrival_id": "../../../x"}
    path.write_text(json.dumps(stored))
    mend(landed, contracts, NOW)
    assert not path.exists() and [found.path for found in known_damages(landed)] == [f"outcomes/{path.name}"]
