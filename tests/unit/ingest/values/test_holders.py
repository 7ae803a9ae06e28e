"""Names once the whole row is typed: what the code beside a name proves, and what a person's number there means."""

from __future__ import annotations

from fractions import Fraction

import polars as pl
import pytest

from ingest.contracts.contract import Column, Contract
from ingest.contracts.named import EnterpriseNamed
from ingest.values.columns import TypedChunk, type_chunk
from tests.support.one_cell import PERSONS
from tests.unit.ingest.persons.test_id_numbers import BOTH

FIRM, SOLE_TRADER = "91330683MA2BQXW9XK", "92330683MA2BQXW9XG"
NUMBER = "330683199001011234"
CONTRACT = Contract(
    list="test.holder",
    zh="测试",
    grain="One row per holder.",
    kind="snapshot",
    period="date",
    natural_key=("code", "name"),
    enterprises=(EnterpriseNamed(uscc="code", name="name", address="address", former="former"),),
    columns=(
        Column(name="code", zh="代码", type="uscc"),
        Column(name="name", zh="名称", type="text", personal="if_natural_person"),
        Column(name="former", zh="曾用名", type="text", personal="if_natural_person"),
        Column(name="address", zh="地址", type="text"),
    ),
)


def typed(rows: list[dict[str, str]]) -> TypedChunk:
    chunk = pl.DataFrame({"_row": range(len(rows)), "_sheet": "", "_line": range(len(rows))})
    for column in CONTRACT.columns:
        cells = [row.get(column.name, "") for row in rows]
        chunk = chunk.with_columns(pl.Series(column.name, cells), pl.lit("s").alias(f"{column.name}|kind"))
    return type_chunk(CONTRACT, chunk, dict[str, Fraction](), PERSONS)


def names(*rows: dict[str, str]) -> list[str]:
    return typed(list(rows)).rows["name"].to_list()


def test_the_code_of_an_organisation_keeps_a_name_that_says_nothing():
    kept, hidden, none = names(
        dict(code=FIRM, name="腾达科创"), dict(code=SOLE_TRADER, name="腾达科创"), dict(name="腾达科创")
    )
    assert kept == "腾达科创" and hidden.startswith("自然人#") and none.startswith("自然人#")


@pytest.mark.parametrize("number", BOTH)
def test_what_is_also_a_persons_number_proves_no_organisation(number):
    chunk = typed([dict(code=number, name="腾达科创"), dict(code=number, name="嵊州市虚构甲机械有限公司")])
    assert chunk.rows["code"].to_list() == [None, None]
    assert chunk.rows["name"][0].startswith("自然人#") and chunk.rows["name"][1] == "嵊州市虚构甲机械有限公司"
    assert set(chunk.findings["rule_id"]) == {"personal_number"} and number not in chunk.findings.write_json()


def test_sole_traders_of_one_name_stay_two_and_the_code_makes_their_rows_one():
    other = "92330683MA2BQXW81Q"
    rows = [dict(code=code, name="求国强", address=at) for code in (SOLE_TRADER, other) for at in ("甘霖镇1号", "")]
    one, same, two, again = names(*rows)
    assert one == same != two == again


def test_former_names_are_judged_as_present_ones():
    chunk = typed(
        [dict(code=FIRM, name="嵊州市甲厂", former="求国强"), dict(code=FIRM, name="嵊州市甲厂", former="腾达科创")]
    )
    assert chunk.rows["former"][0].startswith("自然人#") and chunk.rows["former"][1] == "腾达科创"


def test_a_number_beside_a_firms_name_is_masked():
    assert names(dict(name="嵊州市甲机械厂 13805751234")) == ["嵊州市甲机械厂 ***"]
    assert "13805751234" not in names(dict(name="求国强13805751234"))[0]
