"""Finding the list, its header and the role of each row."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from park_brain.ingest.chunks import RowCounter, chunks
from park_brain.ingest.layout import Table, find_table
from park_brain.ingest.refusals import Refused
from park_brain.ingest.rows import Merge, Row, Sheet, column_letter

TAX = ["纳税人识别号", "纳税人名称", "征收项目", "税款所属期", "入库金额"]
DATA = ["91350100M000100Y43", "某某机械有限公司", "增值税", "2023-06", "1.5"]


def sheet(*rows: Sequence[str], merges: Sequence[Merge] = ()) -> Sheet:
    lines = [Row(n, list(cells), "s" * len(cells)) for n, cells in enumerate(rows, 1)]
    return Sheet("表1", iter(lines), tuple(merges))


@pytest.fixture
def find(contracts):
    def find_in(found: Sheet, department: str = "tax", name: str = "x.xlsx") -> Table | None:
        return find_table(found, [c for c in contracts.values() if c.department == department], "330683", name)

    return find_in


def roles(table: Table) -> tuple[dict[str, int], int]:
    counter = RowCounter()
    list(chunks([table], counter))
    return counter.excluded, counter.data


def test_every_row_has_one_role(find):
    table = find(
        sheet(
            ["嵊州市2023年6月税收入库明细"],
            ["填报单位：税务局", "", "", "", "单位：万元"],
            TAX,
            ["", "", "", "", "万元"],
            DATA,
            ["", "", "", "", ""],
            TAX,
            ["合计", "", "", "", "1.5"],
            ["填表说明：1.按月报送"],
            ["2.金额按入库数填写"],
        )
    )
    assert table.contract.list == "tax.tax_paid"
    assert roles(table) == (
        {"blank": 1, "header": 1, "note": 2, "repeated_header": 1, "title": 2, "total": 1, "unit": 1}, 1,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "size"),
    [
        ([TAX, DATA], 1),
        ([["单位：万元"], TAX, DATA], 10_000),
        ([["填报单位：亿元镇"], TAX, DATA], 1),
        ([TAX, ["", "", "", "", "千元"], DATA], 1_000),
        ([["单位：万元"], [*TAX[:4], "入库金额（元）"], DATA], 1),
        ([["货币单位：万元"], TAX, DATA], 10_000),
        ([["税收入库明细（万元）"], TAX, DATA], 10_000),
        ([["单位: 万 元"], TAX, DATA], 10_000),
        ([["以万元计"], TAX, DATA], 10_000),
        ([["单位：万元/亩"], TAX, DATA], 1),
        ([TAX, ["计量单位", "", "", "", "万元"], DATA], 10_000),
    ],
)  # fmt: skip
def test_the_unit_comes_from_header_unit_row_note_or_contract(find, rows, size):
    assert find(sheet(*rows)).units() == {"amount_cny": size}


def test_a_merged_header_of_two_rows_is_joined(find):
    table = find(
        sheet(
            ["宗地代码", "用地企业名称", "用地方式", "租赁期限", "", "用地面积"],
            ["", "", "", "租赁起始日期", "租赁截止日期", ""],
            ["330683001001GB00001", "某某公司", "承租", "2023-01-01", "2024-01-01", "100"],
            merges=[Merge(0, 3, 0, 4), Merge(0, 0, 1, 0)],
        ),
        "land",
    )
    names = [column.name for _, column in sorted(table.match.columns.items())]
    assert names == ["land_code", "occupant_name", "tenure", "start_date", "end_date", "land_area_sqm"]
    assert len(table.header) == 2


def test_a_merged_data_cell_holds_for_all_its_rows(find):
    header = ["县（市、区）", *TAX]
    table = find(sheet(header, ["柯城区", *DATA], ["", *DATA], ["衢江区", *DATA], merges=[Merge(1, 0, 2, 0)]))
    (chunk,) = chunks([table], RowCounter())
    assert chunk.data["county_name"].to_list() == ["柯城区", "柯城区", "衢江区"]


def test_an_unknown_header_stops_the_sheet_and_names_its_column(find):
    with pytest.raises(Refused) as stop:
        find(sheet(["标题"], [*TAX, "税收金额合计"], [*DATA, "1"]))
    refusal = stop.value.refusal
    assert (refusal.code, refusal.sheet, refusal.line) == ("unknown_header", "表1", 2)
    assert "'税收金额合计' (column F)" in refusal.en and "税额" in refusal.zh


def test_a_missing_required_header_is_named(find):
    with pytest.raises(Refused) as stop:
        find(sheet(TAX[:4], DATA[:4]))
    assert stop.value.refusal.code == "missing_header" and "入库金额" in stop.value.refusal.zh


def test_one_column_under_two_headers_is_refused(find):
    with pytest.raises(Refused) as stop:
        find(sheet([*TAX, "实缴税金"], [*DATA, "1"]))
    assert stop.value.refusal.code == "duplicate_header"


def test_a_sheet_of_no_known_list_is_refused(find):
    with pytest.raises(Refused) as stop:
        find(sheet(["甲", "乙"], ["1", "2"]))
    assert stop.value.refusal.code == "unknown_list"


def test_an_empty_sheet_is_no_table(find):
    assert find(sheet(["", " "], [])) is None


def test_a_nil_report_needs_no_header(find):
    table = find(sheet(["嵊州市2023年6月违法建设治理清单"], ["零报告"]), "illegal_construction")
    assert table.contract.list == "illegal_construction.issue"
    assert roles(table) == ({"title": 2}, 0)


def test_a_nil_row_below_a_header_is_no_data(find):
    assert roles(find(sheet(TAX, ["本月无数据，零报告"]))) == ({"header": 1, "nil": 1}, 0)


@pytest.mark.parametrize(
    "cells",
    [
        ["嵊州市合计", "", "", "", "9"],
        ["12", "合计（万元）", "", "", "9"],
        ["本月合计", "", "", "", "9"],
        ["共计", "", "", "", "9"],
    ],
)
def test_totals_are_no_enterprises(find, cells):
    assert roles(find(sheet(TAX, DATA, cells))) == ({"header": 1, "total": 1}, 1)


def test_a_note_that_speaks_of_nil_reports_is_no_nil_report(find):
    rows = [["违法建设治理清单"], ["说明：没有的请作零报告"], ["甲", "乙", "丙", "丁"], ["1", "2", "3", "4"]]
    with pytest.raises(Refused) as stop:
        find(sheet(*rows), "illegal_construction")
    assert stop.value.refusal.code == "unknown_list"


def test_two_tables_below_one_another_are_refused(find):
    with pytest.raises(Refused) as stop:
        find(sheet(TAX, DATA, ["", ""], [*TAX, "备注"], [*DATA, "x"]))
    assert stop.value.refusal.code == "several_tables"


def test_a_merged_amount_is_not_copied_to_every_row(find):
    table = find(sheet(TAX, DATA, [*DATA[:4], ""], merges=[Merge(1, 4, 2, 4), Merge(1, 1, 2, 1)]))
    (chunk,) = chunks([table], RowCounter())
    assert chunk.data["amount_cny"].to_list() == ["1.5", ""]


def test_column_letters():
    assert [column_letter(i) for i in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
