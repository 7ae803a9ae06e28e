"""Simulator: faults of whole workbooks: hidden things, several sheets, several lists, other Excel formats."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path

from simulator import tables
from simulator.faults.catalogue import Fault
from simulator.faults.exhibits.page import DayCell, Line, Page, workbook_bytes
from simulator.faults.exhibits.sheet_faults import TITLE
from simulator.faults.exhibits.small_lists import TAX
from simulator.faults.exhibits.stage import Stage
from simulator.faults.exhibits.table import Table
from simulator.files.workbook import CREATED

EXCEL_1904_DAYS = 1_462
"""The old Macintosh calendar of Excel begins four years later."""


def _send(stage: Stage, period: str, pages: Sequence[Page], *, suffix: str = ".xlsx", date_1904: bool = False) -> Path:
    return stage.send(stage.path(TAX, period, suffix=suffix), workbook_bytes(pages, date_1904=date_1904))


def _page(table: Table, name: str = "Sheet1") -> Page:
    return Page(name, [TITLE, table.headers, *table.rows])


def hidden_row(stage: Stage, fault: Fault) -> None:
    """A row that a filter or a hand has hidden: it is data all the same."""
    period, table = stage.next_tax()
    page = Page("Sheet1", [TITLE, table.headers, *table.rows], hidden_lines=frozenset({5}))
    stage.mark(fault, _send(stage, period, [page]), 5, table.amount(2), column="amount_cny")


def hidden_sheet(stage: Stage, fault: Fault) -> None:
    """The rows of the county's second half lie on a hidden sheet."""
    period, table = stage.next_tax()
    first, rest = table.rows[:3], table.rows[3:]
    pages = [
        Page("Sheet1", [TITLE, table.headers, *first]),
        Page("Sheet2", [TITLE, table.headers, *rest], is_hidden=True),
    ]
    stage.mark(fault, _send(stage, period, pages), 3, table.amount(3), sheet="Sheet2", column="amount_cny")


def side_sheet(stage: Stage, fault: Fault) -> None:
    """A sheet beside the list that is no list: 填表说明, 封面, an empty Sheet3."""
    period, table = stage.next_tax()
    words: list[Line] = [[text] for text in fault.value.split("|") if text]
    pages = [Page("填表说明" if words else "Sheet3", words), _page(table)]
    stage.mark(fault, _send(stage, period, pages), 3, table.amount(0), column="amount_cny")


def two_lists(stage: Stage, fault: Fault) -> None:
    """Two lists of the office in one workbook, each on its own sheet."""
    period = stage.next_month()
    table, rating = stage.tax(period), stage.plain("tax.credit_rating", 4)
    for row in rating.rows:
        row[rating.at("rating_year")] = float(period[:4])
    lines: list[Line] = [["纳税信用等级名单"], rating.headers, *rating.rows]
    pages = [_page(table, "入库明细"), Page("信用等级", lines)]
    path = _send(stage, period, pages)
    stage.mark(fault, path, 3, table.amount(0), sheet="入库明细", column="amount_cny")
    stage.mark(fault, path, 6, period[:4], sheet="信用等级", column="rating_year")


def two_tables(stage: Stage, fault: Fault) -> None:
    """Two lists of the office below one another on one sheet."""
    period = stage.next_month()
    table, rating = stage.tax(period, 4), stage.plain("tax.credit_rating", 4)
    for row in rating.rows:
        row[rating.at("rating_year")] = float(period[:4])
    lines: list[Line] = [TITLE, table.headers, *table.rows, [], ["纳税信用等级名单"], rating.headers, *rating.rows]
    path = _send(stage, period, [Page("Sheet1", lines)])
    stage.mark(fault, path, 3, table.amount(0), column="amount_cny")
    stage.mark(fault, path, 10, period[:4], column="rating_year")


def town_sheets(stage: Stage, fault: Fault) -> None:
    """One sheet per town; each becomes a part of its own."""
    period, table = stage.next_tax()
    names = tables.towns(stage.world.region)["town_name"].head(2).to_list()
    halves = (table.rows[:3], table.rows[3:])
    pages = [Page(name, [TITLE, table.headers, *rows]) for name, rows in zip(names, halves, strict=True)]
    path = _send(stage, period, pages)
    for name, first in zip(names, (0, 3), strict=True):
        stage.mark(fault, path, 3, table.amount(first), sheet=name, column="amount_cny")


def merged_cells(stage: Stage, fault: Fault) -> None:
    """A county that is written once for three rows, merged downwards."""
    period, table = stage.next_tax()
    county = tables.towns(stage.world.region)["county_name"][0]
    rows: list[Line] = [[county if number == 0 else None, *row] for number, row in enumerate(table.rows)]
    page = Page("Sheet1", [TITLE, ["县（市、区）", *table.headers], *rows], merges=((2, 0, 4, 0),))
    stage.mark(fault, _send(stage, period, [page]), 5, county, column="county_name")


def calendar_1904(stage: Stage, fault: Fault) -> None:
    """A workbook that counts its days from 1904."""
    period, table = stage.next_tax()
    serial = 43_800 - EXCEL_1904_DAYS
    table.rows[0][table.at("paid_date")] = DayCell(serial, "yyyy/m/d")
    stage.mark(fault, _send(stage, period, [_page(table)], date_1904=True), 3, "2019-12-01", column="paid_date")


def macro_workbook(stage: Stage, fault: Fault) -> None:
    """The list as .xlsm."""
    period, table = stage.next_tax()
    stage.mark(fault, _send(stage, period, [_page(table)], suffix=".xlsm"), 3, table.amount(0), column="amount_cny")


def far_cell(stage: Stage, fault: Fault) -> None:
    """One stray cell in the last corner of the sheet: a reader would ask for hundreds of gigabytes."""
    import xlsxwriter

    period, table = stage.next_tax()
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    book.set_properties({"created": CREATED})
    sheet = book.add_worksheet("Sheet1")
    for row, line in enumerate([TITLE, table.headers]):
        for column, value in enumerate(line):
            sheet.write_string(row, column, str(value))
    sheet.write_string(1_048_575, 16_383, " ")
    book.close()
    stage.mark(fault, stage.send(stage.path(TAX, period), target.getvalue()), None)


def stranger_list(stage: Stage, fault: Fault) -> None:
    """A list of another department in this department's folder."""
    period = stage.next_month()
    output = stage.plain("economy.output", 4)
    path = _send(stage, period, [Page("Sheet1", [["工业企业主要经济指标"], output.headers, *output.rows])])
    stage.mark(fault, path, None)


def no_list(stage: Stage, fault: Fault) -> None:
    """A workbook that is no list of anybody's."""
    period = stage.next_month()
    lines: list[Line] = [["食堂采购表"], ["菜名", "单价", "斤两", "摊位"], ["青菜", 2.5, 10.0, "A01"]]
    stage.mark(fault, _send(stage, period, [Page("Sheet1", lines)]), None)


def one_bad_sheet(stage: Stage, fault: Fault) -> None:
    """One sheet of the list is refused: the others wait, so that a part never passes for all of it."""
    period, table = stage.next_tax()
    bad = table.named(amount_cny="应纳税所得")
    pages = [
        Page("第一税务所", [TITLE, table.headers, *table.rows[:3]]),
        Page("第二税务所", [TITLE, bad, *table.rows[3:]]),
    ]
    path = _send(stage, period, pages)
    stage.mark(fault, path, None, sheet="第一税务所")


def headless_sheet(stage: Stage, fault: Fault) -> None:
    """A second sheet goes on where the first one ends, without its header."""
    period, table = stage.next_tax()
    first = Page("Sheet1", [TITLE, table.headers, *table.rows[:3]])
    path = _send(stage, period, [first, Page("Sheet2", table.rows[3:])])
    stage.mark(fault, path, 1, sheet="Sheet2")


BUILDERS: dict[str, Callable[[Stage, Fault], None]] = {
    "hidden_row": hidden_row,
    "hidden_sheet": hidden_sheet,
    "side_sheet": side_sheet,
    "two_lists": two_lists,
    "two_tables": two_tables,
    "town_sheets": town_sheets,
    "merged_cells": merged_cells,
    "calendar_1904": calendar_1904,
    "macro_workbook": macro_workbook,
    "far_cell": far_cell,
    "stranger_list": stranger_list,
    "no_list": no_list,
    "one_bad_sheet": one_bad_sheet,
    "headless_sheet": headless_sheet,
}
