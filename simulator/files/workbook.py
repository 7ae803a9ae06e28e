"""Simulator: a sheet as the workbook a department would send."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl

from simulator.files.region_style import Column
from simulator.files.sheet import NUMBER_KINDS, Sheet

EXCEL_EPOCH_DAYS = 25_569
"""Excel counts days from 1899-12-30."""
CREATED = datetime(2023, 1, 1)
"""Written into every workbook, so that equal data give equal bytes."""


@dataclass(frozen=True)
class Layout:
    """A region's habits. ``date_format`` '' writes dates as ISO text."""

    sheet_name: str
    has_number: bool
    has_total: bool
    notes: tuple[str, ...]
    date_format: str


LAYOUTS = {
    "330683": Layout(
        "Sheet1", True, True, ("填表说明：1.本表由主管部门填报。", "2.金额、面积按证载或入库数填写。"), ""
    ),
    "330681": Layout("明细表", False, False, (), "yyyy/m/d"),
    "330800": Layout("数据", True, True, ("注：本表数据以部门系统导出为准。",), 'yyyy"年"m"月"d"日"'),
}


def write_workbook(sheet: Sheet, path: Path) -> int:
    """Write the workbook; gives the 1-based line of the first data row."""
    return write_pages([(LAYOUTS[sheet.region].sheet_name, sheet)], path)


def write_pages(pages: Sequence[tuple[str, Sheet]], path: Path) -> int:
    """Write named sheets into one workbook; gives the 1-based line of the first data row of the last."""
    import xlsxwriter

    book = xlsxwriter.Workbook(path, {"strings_to_numbers": False, "strings_to_formulas": False, "in_memory": True})
    book.set_properties({"created": CREATED})
    line = 0
    for name, sheet in pages:
        line = _write_page(book, book.add_worksheet(name), sheet)
    book.close()
    return line


def _write_page(book: Any, page: Any, sheet: Sheet) -> int:
    layout = LAYOUTS[sheet.region]
    bold = book.add_format({"bold": True, "align": "center", "border": 1})
    dated = book.add_format({"num_format": layout.date_format}) if layout.date_format else None
    shift = int(layout.has_number)
    width = len(sheet.columns) + shift
    page.merge_range(0, 0, 0, width - 1, sheet.title, bold)
    page.write_string(1, 0, "　　".join(t for t in (sheet.preamble, sheet.unit_row) if t))
    first = _write_header(page, sheet.columns, layout, bold)
    for place, column in enumerate(sheet.columns):
        _write_column(page, sheet, column, first, place + shift, dated)
    if layout.has_number:
        for position in range(len(sheet.rows)):
            page.write_number(first + position, 0, position + 1)
    _write_tail(page, sheet, layout, first + len(sheet.rows))
    return first + 1


def _write_header(page: Any, columns: tuple[Column, ...], layout: Layout, bold: Any) -> int:
    """One row, or two where a column has a parent: then the others are merged downwards."""
    top, shift = 2, int(layout.has_number)
    two_rows = any(column.parent for column in columns)
    named = [(shift + i, column) for i, column in enumerate(columns)]
    if layout.has_number:
        _label(page, top, 0, "序号", two_rows, bold)
    for place, column in named:
        if column.parent is None:
            _label(page, top, place, column.header, two_rows, bold)
        else:
            page.write_string(top + 1, place, column.header, bold)
    for parent in dict.fromkeys(column.parent for column in columns if column.parent):
        places = [place for place, column in named if column.parent == parent]
        if len(places) > 1:
            page.merge_range(top, places[0], top, places[-1], parent, bold)
        else:
            page.write_string(top, places[0], parent, bold)
    return top + (2 if two_rows else 1)


def _label(page: Any, row: int, place: int, text: str, two_rows: bool, bold: Any) -> None:
    if two_rows:
        page.merge_range(row, place, row + 1, place, text, bold)
    else:
        page.write_string(row, place, text, bold)


def _write_column(page: Any, sheet: Sheet, column: Column, first: int, place: int, dated: Any) -> None:
    """One column downwards; cells that a fault touched are written as they are."""
    order = sheet.order if sheet.cells else {}
    touched = {order[row]: cell.value for (row, name), cell in sheet.cells.items() if name == column.name}
    text = sheet.rows[column.name]
    if column.kind in NUMBER_KINDS:
        values: list[Any] = text.cast(pl.Float64).to_list()
        _write(page.write_number, values, touched, first, place)
    elif column.kind == "date" and dated is not None:
        values = (text.str.to_date("%Y-%m-%d").cast(pl.Int32) + EXCEL_EPOCH_DAYS).to_list()
        _write(lambda row, col, value: page.write_number(row, col, value, dated), values, touched, first, place)
    else:
        _write(page.write_string, text.to_list(), touched, first, place)
    for position, value in touched.items():
        if isinstance(value, float):
            page.write_number(first + position, place, value)
        elif value:
            page.write_string(first + position, place, value)


def _write(write: Any, values: list[Any], touched: dict[int, str | float], first: int, place: int) -> None:
    for position, value in enumerate(values):
        if value is not None and position not in touched:
            write(first + position, place, value)


def _write_tail(page: Any, sheet: Sheet, layout: Layout, row: int) -> None:
    """零报告, the total of the first money or area column, and the notes."""
    if sheet.nil_text:
        page.write_string(row, 0, sheet.nil_text)
        row += 1
    summed = [(i, c) for i, c in enumerate(sheet.columns) if c.kind in ("money", "area")]
    if layout.has_total and summed and len(sheet.rows):
        page.write_string(row, 0, "合计")
        for place, column in summed:
            total = sheet.rows[column.name].cast(pl.Float64).sum()
            page.write_number(row, place + int(layout.has_number), round(total, 6))
        row += 1
    for offset, note in enumerate(layout.notes):
        page.write_string(row + offset, 0, note)
