"""Every kind of damage of a lake is named; a sound one has none."""

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from ingest.lake.check import check_lake
from ingest.lake.ledger import BatchRecord, read_records
from ingest.stage import take_in
from park_brain.installation import Installation

ROWS = "纳税人识别号,纳税人名称,征收项目,税款所属期,入库金额\n91350100M000100Y43,某某机械有限公司,增值税,2023-06,1.50\n"


@pytest.fixture
def lake(home, contracts) -> Installation:
    file = home.inbox / "330683" / "tax" / "2023-06" / "税收.csv"
    file.parent.mkdir(parents=True)
    file.write_text(ROWS + "合计,,,,3\n", encoding="utf-8")
    assert not take_in(home, contracts).refusals
    (home.lake / "person.key").chmod(0o600)
    return home


def batch(home: Installation) -> BatchRecord:
    (found,) = read_records(home.lake / "ledger", BatchRecord)
    return found


def only(home: Installation, kind: str) -> Path:
    (found,) = (home.lake / kind).iterdir()
    return found


def rewrite(path: Path, was: str, now: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert was in text
    path.write_text(text.replace(was, now), encoding="utf-8")


def other_rows(path: Path) -> None:
    pl.read_parquet(path).with_columns(taxpayer_name=pl.lit("另一家公司")).write_parquet(path)


def fewer_rows(path: Path) -> None:
    pl.read_parquet(path).head(0).write_parquet(path)


DAMAGES: dict[str, tuple[Callable[[Installation], object], str, str]] = {
    "raw changed": (lambda h: only(h, "raw").write_bytes(b"x" * 10), "lake/raw/", "not those received"),
    "raw lost": (lambda h: only(h, "raw").unlink(), "lake/arrivals/", "its bytes are missing"),
    "raw of no name": (lambda h: (h.lake / "raw" / "notes").write_text("x"), "lake/raw/notes", "no hash"),
    "arrival cut off": (lambda h: only(h, "arrivals").write_text('{"arrival_id"'), "lake/arrivals/", "no whole record"),
    "arrival lost": (lambda h: only(h, "arrivals").unlink(), "lake/outcomes/", "there is no arrival"),
    "arrival under another name": (
        lambda h: only(h, "arrivals").rename(h.lake / "arrivals" / "A1.json"),
        "lake/arrivals/A1.json",
        "holds the record",
    ),
    "outcome garbage": (lambda h: only(h, "outcomes").write_bytes(b"\xff\x00"), "lake/outcomes/", "no whole record"),
    "ledger garbage": (lambda h: only(h, "ledger").write_text("[]"), "lake/ledger/", "no whole record"),
    "ledger lost": (lambda h: only(h, "ledger").unlink(), "lake/outcomes/", "the ledger has no batch"),
    "counts changed": (
        lambda h: rewrite(only(h, "ledger"), '"rows_accepted": 1', '"rows_accepted": 2'),
        "lake/ledger/",
        "accepted + quarantined + excluded",
    ),
    "typed lost": (lambda h: batch(h).typed_path(h).unlink(), "lake/typed/", "is missing"),
    "typed cut off": (
        lambda h: batch(h).typed_path(h).write_bytes(batch(h).typed_path(h).read_bytes()[:100]),
        "lake/typed/",
        "cannot be read",
    ),
    "typed rows lost": (lambda h: fewer_rows(batch(h).typed_path(h)), "lake/typed/", "holds 0 rows, the ledger says 1"),
    "typed cell changed": (lambda h: other_rows(batch(h).typed_path(h)), "lake/typed/", "its content was changed"),
    "text lost": (lambda h: batch(h).text_path(h).unlink(), "lake/text/", "is missing"),
    "violations garbage": (lambda h: batch(h).violations_path(h).write_bytes(b"x"), "lake/violations/", "be read"),
    "key lost": (lambda h: (h.lake / "person.key").unlink(), "lake/person.key", "is missing"),
    "key garbage": (lambda h: (h.lake / "person.key").write_text("x"), "lake/person.key", "no key of ours"),
    "key open": (lambda h: (h.lake / "person.key").chmod(0o644), "lake/person.key", "others than our user"),
}


def test_a_sound_lake_has_no_damage(lake):
    assert list(check_lake(lake)) == []


@pytest.mark.parametrize("name", DAMAGES)
def test_each_damage_is_named_with_what_to_do(lake, name):
    damage, place, said = DAMAGES[name]
    damage(lake)
    found = list(check_lake(lake))
    assert [each for each in found if each.place.startswith(place) and said in each.wrong and each.remedy], found
    assert "某某机械" not in "".join(map(str, found))


def test_rows_of_records_without_hashes_are_counted(lake):
    record = only(lake, "ledger")
    record.write_text(batch(lake).model_copy(update={"files": {}}).model_dump_json(), encoding="utf-8")
    assert list(check_lake(lake)) == []
    fewer_rows(batch(lake).typed_path(lake))
    assert ["holds 0 rows" in each.wrong for each in check_lake(lake)] == [True]


def test_looking_changes_nothing(lake):
    def state() -> list[tuple[str, int]]:
        return sorted((str(path), path.stat().st_mtime_ns) for path in lake.lake.rglob("*"))

    before = state()
    list(check_lake(lake))
    assert state() == before
