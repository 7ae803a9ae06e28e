"""Finding the list, its header and the role of each row."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import pytest

from ingest.lake.refusals import Refused
from ingest.readers.rows import Merge, Row, column_letter
from ingest.readers.sheets import RowBlock, Sheet, in_blocks
from ingest.recognise.layout import find_tables
from ingest.recognise.table import Table
from ingest.values.chunks import RowCounter, chunks

TAX = ["纳税人识别号", "纳税人名称", "征收项目", "税款所属期", "入库金额"]
DATA = ["91350100M000100Y43", "某某机械有限公司", "增值税", "2023-06", "1.5"]


def sheet(*rows: Sequence[str], merges: Sequence[Merge] = ()) -> Sheet:
    lines = [Row(n, list(cells), "s" * len(cells)) for n, cells in enumerate(rows, 1)]
    return Sheet("表1", in_blocks(lines), tuple(merges))


@pytest.fixture
def find_all(contracts):
    def find_in(found: Sheet, department: str = "tax", name: str = "x.xlsx") -> list[Table]:
        return find_tables(found, [c for c in contracts.values() if c.department == department], "330683", name)

    return find_in


@pytest.fixture
def find(find_all):
    def only(*args, **kwargs) -> Table:
        (table,) = find_all(*args, **kwargs)
        return table

    return only


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
        {"blank": 1, "header": 1, "note": 2, "repeated_header": 1, "title": 2, "total": 1, "unit": 1},
        1,
    )


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
)
def test_the_unit_comes_from_header_unit_row_note_or_contract(find, rows, size):
    assert find(sheet(*rows)).units == {"amount_cny": size}


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


def test_aliases_of_a_region_are_read_there_and_nowhere_else(contracts):
    header = ["园区管家编码", "用地企业名称", "用地方式"]
    land = [contract for contract in contracts.values() if contract.department == "land"]
    (table,) = find_tables(sheet(header, ["330681001001GB00001", "某某公司", "自有"]), land, "330681", "x.xlsx")
    assert table.match.columns[0].name == "land_code"
    with pytest.raises(Refused) as stop:
        find_tables(sheet(header, ["330683001001GB00001", "某某公司", "自有"]), land, "330683", "x.xlsx")
    assert "“园区管家编码”（A 列）" in stop.value.refusal.zh


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


def test_an_empty_sheet_is_no_table(find_all):
    assert find_all(sheet(["", " "], [])) == []


def test_a_nil_report_needs_no_header(find):
    table = find(sheet(["嵊州市2023年6月违法建设治理清单"], ["零报告"]), "illegal_construction")
    assert table.contract.list == "illegal_construction.issue"
    assert roles(table) == ({"title": 2}, 0)


def test_a_title_and_the_word_for_nothing_are_a_nil_report(find):
    assert roles(find(sheet(["2023年6月违法建设治理清单"], ["无"]), "illegal_construction")) == ({"title": 2}, 0)


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


@pytest.mark.parametrize(
    ("cells", "role"),
    [(["无"], "nil"), (["无"] * 5, "nil"), (["本月无"], "nil"), (["/", "—", "/", "/", "/"], "blank")],
)
def test_rows_that_say_there_is_nothing(find, cells, role):
    assert roles(find(sheet(TAX, cells))) == ({"header": 1, role: 1}, 0)


def test_lines_of_a_template_with_nothing_but_their_number_are_blank(find):
    rows = [["序号", *TAX], ["1", *DATA], ["2", "", "", "", "", ""], ["3"], ["4", "", "甲", "", "", ""]]
    assert roles(find(sheet(*rows))) == ({"blank": 2, "header": 1}, 2)


def test_two_units_above_a_table_are_a_contradiction_unless_the_header_tells(find):
    with pytest.raises(Refused) as stop:
        _ = find(sheet(["单位：元"], ["单位：万元"], TAX, DATA)).units
    assert (stop.value.refusal.code, stop.value.refusal.line) == ("unit_twice", 3)
    told = [*TAX[:4], "入库金额（千元）"]
    assert find(sheet(["单位：元"], ["单位：万元"], told, DATA)).units == {"amount_cny": 1_000}
    assert find(sheet(["金额单位：万元，面积单位：亩"], TAX, DATA)).units == {"amount_cny": 10_000}


def test_a_note_that_speaks_of_nil_reports_is_no_nil_report(find):
    rows = [["违法建设治理清单"], ["说明：没有的请作零报告"], ["甲", "乙", "丙", "丁"], ["1", "2", "3", "4"]]
    with pytest.raises(Refused) as stop:
        find(sheet(*rows), "illegal_construction")
    assert stop.value.refusal.code == "unknown_list"


def test_two_tables_without_anything_between_them_are_refused(find):
    with pytest.raises(Refused) as stop:
        find(sheet(TAX, DATA, [*TAX, "备注"], [*DATA, "x"]))
    assert stop.value.refusal.code == "several_tables"


def test_a_merged_amount_is_not_copied_to_every_row(find):
    table = find(sheet(TAX, DATA, [*DATA[:4], ""], merges=[Merge(1, 4, 2, 4), Merge(1, 1, 2, 1)]))
    (chunk,) = chunks([table], RowCounter())
    assert chunk.data["amount_cny"].to_list() == ["1.5", ""]


def test_column_letters():
    assert [column_letter(i) for i in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_two_complete_tables_with_a_title_between_them_are_two_tables(find_all):
    rating = [["纳税人识别号", "纳税人名称", "评价年度"], ["91350100M000100Y43", "某某机械有限公司", "2023"]]
    rows = [["入库明细"], TAX, DATA, ["合计", "", "", "", "1.5"], [], ["2023年A级纳税人名单"], *rating]
    first, second = find_all(sheet(*rows))
    assert (first.contract.list, second.contract.list) == ("tax.tax_paid", "tax.credit_rating")
    assert (first.heading, second.heading) == ("入库明细", "2023年A级纳税人名单")
    counter = RowCounter()
    list(chunks([first, second], counter))
    assert counter.total == len(rows) and counter.data == 2


def test_a_header_above_a_wider_one_is_not_taken_for_a_title(find_all):
    first, second = find_all(sheet(TAX, DATA, [], [*TAX, "备注"], [*DATA, "x"]))
    assert [roles(table)[1] for table in (first, second)] == [1, 1]


@pytest.mark.parametrize(
    "header", ["入库金额/万元", "入库金额,万元", "入库金额 单位：万元", "入库金额_万元", "入库金额（单位：万元）"]
)
def test_units_inside_headers(find, header):
    assert find(sheet([*TAX[:4], header], DATA)).units == {"amount_cny": 10_000}


@pytest.mark.parametrize(
    ("group", "header", "size"),
    [
        ("缴款（万元）", "入库金额", 10_000),
        ("单位：万元", "入库金额", 10_000),
        ("缴款（万元）", "入库金额（元）", 1),
        ("缴款（户）", "入库金额", 1),
        ("缴款", "入库金额", 1),
    ],
)
def test_a_group_of_columns_may_name_their_unit(find, group, header, size):
    top, names = [*TAX[:3], group, ""], ["", "", "", "入库日期", header]
    merges = [Merge(0, 3, 0, 4), *(Merge(0, n, 1, n) for n in range(3))]
    assert find(sheet(top, names, [*DATA[:3], "2023-06-05", "1"], merges=merges)).units == {"amount_cny": size}


@pytest.mark.parametrize("merges", [[Merge(1, 2, 1, 3), Merge(1, 4, 1, 5)], []])
def test_groups_above_a_header_that_needs_none_speak_for_their_own_columns(find, merges):
    names = ["企业名称", "统一社会信用代码", "工业总产值", "营业收入", "工业增加值", "研发费用"]
    groups = ["", "", "产值（千元）", "", "其他（元）", ""]
    row = ["某某公司", DATA[0], "1", "2", "3", "4"]
    sizes = find(sheet(["2023年主要经济指标"], groups, names, row, merges=merges), "economy").units
    assert [int(sizes[f"{name}_cny"]) for name in ("output_value", "revenue", "value_added", "rd")] == [
        1000,
        1000,
        1,
        1,
    ]


def test_hints_of_a_template_are_no_part_of_a_header(find):
    assert find(
        sheet(["纳税人识别号（必填）", *TAX[1:3], "税款所属期（yyyy-mm）", "*入库金额"], DATA)
    ).match.is_complete


def test_a_unit_named_below_the_table_counts_where_nothing_else_names_one(find):
    note = ["注：单位：万元"]
    assert find(sheet(TAX, DATA, note)).units == {"amount_cny": 10_000}
    assert find(sheet(["单位：千元"], TAX, DATA, ["注：另附明细"])).units == {"amount_cny": 1_000}
    assert find(sheet([*TAX[:4], "入库金额（元）"], DATA, note)).units == {"amount_cny": 1}


def test_notes_that_name_different_units_are_refused(find):
    table = find(sheet(TAX, DATA, ["注：单位：万元"], ["注：单位：千元"]))
    with pytest.raises(Refused) as stop:
        roles(table)
    assert (stop.value.refusal.code, stop.value.refusal.line) == ("unit_below", 4)


@pytest.mark.parametrize("numbers", [["甲", "乙", "1", "2", "3"], ["(1)", "(2)", "(3)", "(4)", "(5)=(3)+(4)"]])
def test_numbers_of_columns_are_no_data(find, numbers):
    table = find(sheet(TAX, ["", "", "", "", "万元"], numbers, DATA, TAX, numbers, DATA))
    assert roles(table) == ({"column_numbers": 2, "header": 1, "repeated_header": 1, "unit": 1}, 2)
    assert table.units == {"amount_cny": 10_000}


def test_a_header_of_three_rows_is_joined_from_its_most_precise_name(find):
    table = find(
        sheet(
            ["宗地代码", "用地企业名称", "用地方式", "用地情况", "", ""],
            ["", "", "", "租赁期限", "", "用地面积"],
            ["", "", "", "租赁起始日期", "租赁截止日期", ""],
            ["330683001001GB00001", "某某公司", "承租", "2023-01-01", "2024-01-01", "100"],
            merges=[Merge(0, 0, 2, 0), Merge(0, 3, 0, 5), Merge(1, 3, 1, 4), Merge(1, 5, 2, 5)],
        ),
        "land",
    )
    names = [column.name for _, column in sorted(table.match.columns.items())]
    assert names == ["land_code", "occupant_name", "tenure", "start_date", "end_date", "land_area_sqm"]
    assert len(table.header) == 3


def test_both_rows_of_a_header_repeated_with_other_white_space(find):
    upper = ["宗地代码", "用地企业名称", "用地方式", "租赁期限", "", "用地面积"]
    lower = ["", "", "", "租赁起始日期", "租赁截止日期", ""]
    data = ["330683001001GB00001", "某某公司", "承租", "2023-01-01", "2024-01-01", "100"]
    wide = ["宗 地 代 码", "用地企业名称 ", "用地方式", "租 赁期限", "", "用地面积"]
    table = find(sheet(upper, lower, data, wide, lower, data, merges=[Merge(0, 3, 0, 4)]), "land")
    assert roles(table) == ({"header": 2, "repeated_header": 2}, 2)


@pytest.mark.parametrize("label", ["合  计", "本页小计", "剡湖街道小计", "剡湖街道合计", "合计：12户", "总计"])
def test_totals_keep_their_figures(find, label):
    (chunk,) = chunks([find(sheet(TAX, DATA, DATA, [label, "", "", "", "3.0"], DATA))], RowCounter())
    kind = "小计" if "页" in label or "街道" in label else "合计"
    row = chunk.totals.select("_sheet", "_line", "_after_row", "_kind", "amount_cny").row(0)
    assert row == ("表1", 4, 1, kind, "3.0") and chunk.data.height == 3


def test_a_firm_called_total_is_a_firm(find):
    assert roles(find(sheet(TAX, ["", "合计某某有限公司", *DATA[2:]]))) == ({"header": 1}, 1)
    assert roles(find(sheet(TAX, [DATA[0], "合计", *DATA[2:]]))) == ({"header": 1}, 1)


@pytest.mark.parametrize(
    "cells", [[DATA[0], "合计", "", "", "9"], [*DATA[:2], "合计", "", "9"], ["", "合计", *DATA[2:]]]
)
def test_a_total_of_one_firm_is_no_firm(find, cells):
    assert roles(find(sheet(TAX, DATA, cells))) == ({"header": 1, "total": 1}, 1)


@pytest.mark.parametrize(
    ("cells", "role"),
    [
        (["续表"], "note"),
        (["第2页 共3页"], "note"),
        (["第 2 页"], "note"),
        (["—2—"], "note"),
        (["（盖章）"], "note"),
        (["2023年7月5日"], "note"),
        (["打印日期：2023-07-01"], "note"),
        (["※ 数据截至6月30日"], "note"),
        (["*", "含免抵调"], "note"),
        (["1.本表数据来自金三系统"], "note"),
        (["联系人：某某", "联系电话：0575"], "note"),
        (["嵊州市税收入库（续）"], "title"),
        (["嵊州市 税收入库"], "repeated_header"),
        (["2023年6月税收入库明细"], "title"),
        (["剡湖街道"], "data"),
        (["*", "某某公司", "增值税"], "data"),
        (["2023年7月5日", "某某公司"], "data"),
    ],
)
def test_what_surrounds_the_pages_of_a_table_is_no_data(find, cells, role):
    table = find(sheet(["嵊州市税收入库"], TAX, DATA, cells, DATA))
    counter = RowCounter()
    list(chunks([table], counter))
    expected = {"data": 2, "title": 1, "header": 1}
    assert counter.roles == expected | {role: expected.get(role, 0) + 1}


@pytest.mark.parametrize("name", ["填表说明", "封面", "目录", "数据字典", "说明"])
def test_sheets_of_notes_are_no_lists(find_all, name):
    found = Sheet(name, in_blocks([Row(1, ["填表说明"], "s"), Row(2, ["1", "请如实填写"], "ss")]))
    assert find_all(found) == []


def test_a_duplicate_header_names_both_columns(find):
    with pytest.raises(Refused) as stop:
        find(sheet([*TAX, "实缴税金"], [*DATA, "1"]))
    assert "column F" in stop.value.refusal.en and "column E" in stop.value.refusal.en
    assert "F 列" in stop.value.refusal.zh and "E 列" in stop.value.refusal.zh


def test_tables_beside_one_another_are_told_to_part(find):
    with pytest.raises(Refused) as stop:
        find(sheet([*TAX, "", *TAX], [*DATA, "", *DATA]))
    assert stop.value.refusal.code == "duplicate_header" and "左右并排" in stop.value.refusal.zh


def test_a_text_without_columns_is_told_how_to_have_some(find):
    with pytest.raises(Refused) as stop:
        find(sheet(["|".join(TAX)], ["|".join(DATA)]))
    assert stop.value.refusal.code == "unknown_list" and "逗号" in stop.value.refusal.zh


def test_names_cut_off_by_a_shapefile_are_read_where_they_can_be_one_column_alone(find):
    def found(*header: str) -> Table:
        rows = [
            Row(1, [*header, "geometry"], "sssss"),
            Row(2, ["330683001001GB00001", "某地", "某某", "1", ""], "ssss "),
        ]
        return find(Sheet("", in_blocks(rows), spatial=True), "land")

    names = [column.name for _, column in sorted(found("宗地代", "坐落", "土地使用权", "宗地面").match.columns.items())]
    assert names == ["land_code", "location", "holder_name", "land_area_sqm", "boundary_wkt"]
    with pytest.raises(Refused):
        found("宗地", "坐落", "权利人", "宗地面积")


def test_every_unknown_header_is_named_with_its_letter(find):
    with pytest.raises(Refused) as stop:
        find(sheet([*TAX, "入库税金", "经办人员"], [*DATA, "1", "2"]))
    assert all(text in stop.value.refusal.zh for text in ("“入库税金”（F 列）", "“经办人员”（G 列）"))


def marked(kinds: str, hidden: bool = False, last: str = "1.5") -> Row:
    return Row(2, [*DATA[:4], last], kinds, hidden)


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (marked("sssss", hidden=True), [("hidden_row", "note", "taxpayer_uscc", None)]),
        (marked("sssse", last="#REF!"), [("error_cell", "reject", "amount_cny", "#REF!")]),
        (marked("ssssf", last=""), [("formula_not_computed", "reject", "amount_cny", None)]),
    ],
)
def test_what_a_sheet_does_not_show_is_found(find, row, found):
    rows = in_blocks([Row(1, TAX, "sssss"), row])
    (chunk,) = chunks([find(Sheet("表1", rows))], RowCounter())
    assert chunk.findings.select("rule_id", "severity", "column_name", "value").rows() == found
    assert chunk.text["hidden"].to_pylist() == [False, row.hidden]
    assert chunk.data["amount_cny"].to_list() == ["1.5" if row.hidden else ""]


def test_what_concerns_a_whole_sheet_is_reported_once_however_it_is_cut_into_blocks(find):
    rows = [Row(1, ["", *TAX], "ssssss"), *(Row(line, ["?", *DATA], "ssssss") for line in range(2, 9))]
    table = find(Sheet("表1", in_blocks(rows, 2), hidden=True))
    table = dataclasses.replace(table, body=iter([RowBlock(rows[1:4]), RowBlock(rows[4:])]))
    findings = [
        row for chunk in chunks([table], RowCounter()) for row in chunk.findings.select("_row", "rule_id").rows()
    ]
    assert findings == [(0, "unnamed_column"), (0, "hidden_sheet")]


def test_a_hidden_sheet_is_marked_once(find):
    rows = in_blocks([Row(1, TAX, "sssss"), Row(2, DATA, "sssss"), Row(3, DATA, "sssss")])
    (chunk,) = chunks([find(Sheet("表1", rows, hidden=True))], RowCounter())
    assert chunk.findings.select("_row", "rule_id", "value").rows() == [(0, "hidden_sheet", "表1")]


def test_a_map_is_only_for_lists_with_a_geometry(find):
    header = ["宗地代码", "坐落", "权利人", "宗地面积", "geometry"]
    rows = [Row(1, header, "sssss"), Row(2, ["330683001001GB00001", "某地", "某某", "1", "POINT (1 2)"], "sssss")]
    assert find(Sheet("", in_blocks(rows), spatial=True), "land").contract.list == "land.parcel_register"
    with pytest.raises(Refused) as stop:
        find(Sheet("", in_blocks(rows), spatial=True), "tax")
    assert stop.value.refusal.code == "no_map_list"
