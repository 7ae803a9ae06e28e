"""Row rules, duplicates and totals over one batch; what a violation says, and whom it never names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from ingest.contracts.contract import Column, Contract, Rule
from ingest.lake.batch_files import BatchFiles
from ingest.persons.hidden import PersonKey
from ingest.rules.row_rules import Judgement, judge_rows
from ingest.rules.violations import BatchIdentity
from ingest.values.columns import FINDING_SCHEMA, type_chunk
from ingest.values.sums import type_totals

KEY = b"key"
PERSONS = PersonKey(KEY, "330683")
IDENTITY = BatchIdentity("B1", "test.list", "330683", "whole", "2023-06")


def rule(name: str, column: str, holds: str, **more: Any) -> Rule:
    return Rule(
        id=name,
        column=column,
        holds=holds,
        zh="不对",
        remedy="请改正",
        dimension="一致性",
        **{"severity": "warn"} | more,
    )


def make_contract(*rules: Rule, **more: Any) -> Contract:
    columns = (
        Column(name="code", zh="编号", type="code"),
        Column(name="place", zh="坐落", type="text"),
        Column(name="secret", zh="密", type="text", sensitivity="L4"),
        Column(name="area_sqm", zh="面积", type="area", unit="亩"),
        Column(name="part_sqm", zh="其中", type="area", unit="亩"),
    )
    values = {"kind": "snapshot", "natural_key": ("code", "place"), "columns": columns} | more
    return Contract(list="test.list", zh="测试", grain="One row per cell.", period="date", rules=rules, **values)


def frame(rows: Sequence[dict[str, str]], sheet: str = "表1") -> pl.DataFrame:
    names = list(dict.fromkeys(name for row in rows for name in row))
    cells = {name: [row.get(name, "") for row in rows] for name in names}
    data = pl.DataFrame({"_sheet": [sheet] * len(rows), "_line": range(2, len(rows) + 2), **cells})
    return data.with_columns(pl.lit("s").alias(f"{name}|kind") for name in names)


def judge(
    folder: Path,
    contract: Contract,
    rows: Sequence[dict[str, str]],
    totals: Sequence[tuple[int | None, str, dict[str, str]]] = (),
    identity: BatchIdentity = IDENTITY,
) -> tuple[Judgement, pl.DataFrame]:
    """Type and judge rows given as text; totals are (row above, 合计 or 小计, figures)."""
    files, units = BatchFiles(folder), {"area_sqm": Fraction(1), "part_sqm": Fraction(1)}
    typed = type_chunk(contract, frame(rows).with_row_index("_row"), units, PERSONS)
    typed.rows.write_parquet(files.rows)
    typed.findings.write_parquet(files.findings)
    shown = frame([figures for *_, figures in totals] or [{"area_sqm": ""}]).head(len(totals))
    place = pl.DataFrame(
        {"_after_row": [t[0] for t in totals], "_kind": [t[1] for t in totals]},
        schema={"_after_row": pl.Int64, "_kind": pl.String},
    )
    type_totals(contract, pl.concat([shown, place], how="horizontal"), units).write_parquet(files.totals)
    with duckdb.connect() as con:
        judgement = judge_rows(con, contract, identity, files)
    return judgement, pl.read_parquet(files.violations)


def row(code: str, place: str = "甲村", area: str = "10", **more: str) -> dict[str, str]:
    return {"code": code, "place": place, "area_sqm": area, **more}


def test_every_failing_row_is_kept_with_value_reason_and_owner(tmp_path):
    rules = (
        rule("part_within", "part_sqm", "part_sqm <= area_sqm", severity="reject", owner="测绘院"),
        rule("small", "area_sqm", "area_sqm < 100"),
    )
    rows = [row("A", part_sqm="3"), row("B", part_sqm="11"), row("C", area="200", part_sqm="300"), row("D")]
    judgement, found = judge(tmp_path, make_contract(*rules), rows)
    assert (judgement.accepted, judgement.quarantined) == (2, 2)
    assert judgement.violations == {"part_within": 2, "small": 1}
    assert found.select("line", "rule_id", "value_masked", "row_key", "owner").rows() == [
        (3, "part_within", "11.0000", "B｜甲村", "测绘院"),
        (4, "part_within", "300.0000", "C｜甲村", "测绘院"),
        (4, "small", "200.0000", "C｜甲村", None),
    ]
    assert set(found["message_zh"]) == {"不对"} and set(found["column_zh"]) == {"其中", "面积"}
    assert pl.read_parquet(tmp_path / "typed.parquet")["code"].to_list() == ["A", "D"]


def test_a_rule_may_compare_a_row_with_the_rest_of_its_list(tmp_path):
    alone = rule("one_place_per_code", "place", "count(distinct place) over (partition by code) = 1")
    most = rule("not_twice_the_mean", "area_sqm", "area_sqm <= 2 * avg(area_sqm) over ()")
    rows = [row("A", "甲村"), row("A", "乙村"), row("B"), row("C", area="1000")]
    judgement, found = judge(tmp_path, make_contract(alone, most), rows)
    assert judgement.violations == {"not_twice_the_mean": 1, "one_place_per_code": 2}
    assert found["line"].to_list() == [2, 3, 5]


def test_duplicates_stand_on_the_later_rows_and_unknown_counts_as_equal(tmp_path):
    rows = [row("A"), row("A"), row("A", area="11"), row("B", ""), row("B", ""), row("", "", "7"), row("", "", "8")]
    judgement, found = judge(tmp_path, make_contract(), rows)
    assert found.select("line", "rule_id").rows() == [
        (3, "duplicate_row"),
        (4, "duplicate_key"),
        (6, "duplicate_row"),
    ]
    assert judgement.quarantined == 3


def test_the_same_finding_from_reading_and_typing_counts_once(tmp_path):
    contract = make_contract(natural_key=("code",))
    rows = frame([row("A", area="#REF!")]).with_row_index("_row")
    files = BatchFiles(tmp_path)
    typed = type_chunk(contract, rows, {}, PERSONS)
    typed.rows.write_parquet(files.rows)
    pl.concat([typed.findings, typed.findings]).write_parquet(files.findings)
    type_totals(contract, rows.with_columns(_after_row=None, _kind=None).head(0), {}).write_parquet(files.totals)
    with duckdb.connect() as con:
        assert judge_rows(con, contract, IDENTITY, files).violations == {"error_cell": 1}


@pytest.mark.parametrize(
    ("kind", "same"), [("snapshot", True), ("register", True), ("period", False), ("event", False)]
)
def test_a_fault_restated_next_month_is_one_fault_where_the_list_restates_its_state(tmp_path, kind, same):
    contract = make_contract(rule("small", "area_sqm", "area_sqm < 5"), kind=kind)
    _, june = judge(tmp_path, contract, [row("A")])
    _, july = judge(tmp_path, contract, [row("B", area="1"), row("A")], identity=replace(IDENTITY, period="2023-07"))
    _, again = judge(tmp_path, contract, [row("A"), row("B")], identity=replace(IDENTITY, batch_id="B2"))
    assert (june["violation_id"][0] in july["violation_id"]) is same
    assert june["violation_id"][0] in again["violation_id"]
    assert set(july["period"]) == {"2023-07"}


def test_no_violation_names_a_person(tmp_path):
    persons = ["李四", "王五 13805751234", "110101199003077571", "联系人：李四"]
    contract = make_contract(rule("never", "place", "false"), rule("never_secret", "secret", "false"))
    rows = [row(f"A{n}", person, secret="机密") for n, person in enumerate(persons)]
    _, found = judge(tmp_path, contract, [*rows, row("A9", "甲村", "李四")])
    text = "\n".join(str(cell) for line in found.rows() for cell in line)
    assert found.height == 11
    assert not any(word in text for word in ("李四", "王五", "1380575", "19900307", "机密"))
    assert found.filter(rule_id="never")["value_masked"].to_list()[-1] == "甲村"
    assert found.filter(rule_id="never_secret")["value_masked"].to_list() == ["***"] * 5


AREAS = [row("A", area="10"), row("B", area="20.5"), row("C", area="30"), row("D", area="40")]


@pytest.mark.parametrize(
    "totals",
    [
        [(3, "合计", "100.5")],
        [(3, "合计", "101")],
        [(None, "合计", "100.5")],
        [(1, "小计", "30.5"), (3, "小计", "70"), (3, "合计", "100.5")],
        [(1, "合计", "30.5"), (3, "合计", "70")],
        [(0, "小计", "10"), (1, "小计", "20.5"), (1, "小计", "30.5"), (3, "合计", "100.5")],
        [(3, "合计", "0.01005公顷")],
        [(3, "合计", "见附表")],
        [(3, "合计", "")],
    ],
)
def test_totals_that_agree(tmp_path, totals):
    figures = [(at, kind, {"area_sqm": text}) for at, kind, text in totals]
    judgement, _ = judge(tmp_path, make_contract(), AREAS, figures)
    assert judgement.violations == {}


def test_a_total_that_differs_is_named_on_the_last_row_above_it(tmp_path):
    totals = [(1, "小计", {"area_sqm": "31.5"}), (3, "合计", {"area_sqm": "120", "part_sqm": "0"})]
    judgement, found = judge(tmp_path, make_contract(), AREAS, totals)
    assert judgement.violations == {"total_differs": 2} and judgement.accepted == 4
    assert found.select("line", "column_zh", "value_masked").rows() == [
        (3, "面积", "第 2 行小计 31.5（各行之和 30.5㎡）"),
        (5, "面积", "第 3 行合计 120（各行之和 100.5㎡）"),
    ]


def test_rows_with_an_unreadable_cell_are_not_summed(tmp_path):
    rows = [*AREAS, row("E", area="待测")]
    judgement, _ = judge(tmp_path, make_contract(), rows, [(4, "合计", {"area_sqm": "160.5"})])
    assert judgement.violations == {"bad_number": 1}


def test_ratios_do_not_add_up(tmp_path):
    columns = (Column(name="code", zh="编号", type="code"), Column(name="far", zh="容积率", type="decimal"))
    contract = make_contract(natural_key=("code",), columns=columns)
    rows = [{"code": "A", "far": "1.5"}, {"code": "B", "far": "2"}]
    judgement, _ = judge(tmp_path, contract, rows, [(1, "合计", {"far": "1.8"})])
    assert judgement.violations == {}


def test_rejected_rows_count_in_totals(tmp_path):
    big = rule("small", "area_sqm", "area_sqm < 35", severity="reject")
    judgement, _ = judge(tmp_path, make_contract(big), AREAS, [(3, "合计", {"area_sqm": "100.5"})])
    assert judgement.violations == {"small": 1}


def test_findings_keep_their_schema():
    typed = type_chunk(make_contract(), frame([row("A", area="坏")]).with_row_index("_row"), {}, PERSONS)
    assert dict(typed.findings.schema) == FINDING_SCHEMA
    assert typed.rows["area_sqm"].dtype == pl.Decimal(18, 4) and typed.rows["area_sqm"][0] is None
    assert Decimal(0) not in typed.rows["area_sqm"].to_list()


def test_a_rule_may_look_into_its_list_as_a_table(tmp_path):
    known = rule("parent_is_listed", "place", "place in (select code from rows) or place = '甲村'")
    judgement, found = judge(tmp_path, make_contract(known), [row("A"), row("B", "A"), row("C", "Z")])
    assert judgement.violations == {"parent_is_listed": 1} and found["line"].to_list() == [4]


def test_a_batch_without_findings_keeps_a_file_of_the_same_shape(tmp_path):
    clean, none = judge(tmp_path, make_contract(), [row("A"), row("B")])
    _, some = judge(tmp_path, make_contract(rule("never", "place", "false")), [row("A")])
    assert (clean.accepted, clean.quarantined, clean.violations) == (2, 0, {})
    assert none.is_empty() and dict(none.schema) == dict(some.schema)
