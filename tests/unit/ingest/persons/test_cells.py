"""Cells of whoever a row names: what is evidently an organisation stays, whatever else there is does not."""

import csv
from pathlib import Path

import pytest

from ingest.persons.cells import may_name_a_person, organisation_in, plain_name

with (Path(__file__).parent / "names.csv").open(encoding="utf-8", newline="") as table:
    CELLS = list(csv.DictReader(table))
HIDDEN_LETTERS = ("王\u200b小\u2060明", "王\u3000小\u3000华", "王\u00a0小华", "\ufeff求国强")


@pytest.mark.parametrize("cell", [*(row["cell"] for row in CELLS if row["kind"] == "person"), *HIDDEN_LETTERS])
def test_whoever_is_not_evidently_an_organisation_is_a_person(cell):
    assert organisation_in(cell) is None


@pytest.mark.parametrize("row", [row for row in CELLS if row["shown"]], ids=lambda row: row["cell"])
def test_organisations_stay_and_a_person_beside_one_is_left_out(row):
    assert organisation_in(row["cell"]) == row["shown"]


def test_what_is_no_name_is_no_person():
    assert [organisation_in(text) for text in ("不详", "同上", "沿街店面")] == ["不详", "同上", "沿街店面"]


def test_one_person_is_written_in_many_ways():
    ways = [
        "求国强",
        "求 国 强",
        "求国强（个体）",
        "求国强先生",
        "个体户求国强",
        "经营者：求国强",
        "求国强户",
        "求国强330683199001011234",
    ]
    assert {plain_name(way) for way in ways} == {"求国强"}


def test_a_code_proves_an_organisation_unless_the_name_looks_like_a_persons():
    assert not any(may_name_a_person(name) for name in ("阿里巴巴", "恒盛", "腾达科创"))
    assert all(
        may_name_a_person(name) for name in ("求国强", "买买提·艾力", "Zhang Weiming", "王小明先生", "阿里（王小明）")
    )


def test_real_organisations_keep_their_names_without_codes_or_register(real_data):
    (path,) = (real_data / "real" / "tax").glob("A级纳税人名单*.csv")
    names = {row[1] for row in csv.reader(path.read_text(encoding="gbk").splitlines()[1:])}
    shown = {name: organisation_in(name) for name in names}
    assert sum(text is None for text in shown.values()) == 0
    assert sum(text not in (None, name) for name, text in shown.items()) <= 5


@pytest.mark.parametrize("cell", ["户" * 2_000, "王1A " * 8_000, "某某机械有限公司" * 500])
def test_what_is_far_too_long_for_a_name_is_hidden(cell):
    assert organisation_in(cell) is None and may_name_a_person(cell)
