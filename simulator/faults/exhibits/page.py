"""Simulator: the pages of an exhibit as a workbook. Cells hold what clerks leave in them, not only texts."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from simulator.files.workbook import CREATED


@dataclass(frozen=True)
class Formula:
    """A formula and the value its program stored; '' where a program wrote it that never computes."""

    text: str
    result: str | float


@dataclass(frozen=True)
class DayCell:
    """A real date cell: Excel's day count under a number format (31 and its like are the Chinese built-in ones)."""

    serial: int
    number_format: str | int


Value = str | float | bool | Formula | DayCell | None
Line = list[Value]


@dataclass(frozen=True)
class Page:
    """One worksheet. Lines are counted from 1, merged ranges (top, left, bottom, right) from 0 as libraries do."""

    name: str
    lines: Sequence[Line]
    hidden_lines: frozenset[int] = frozenset()
    merges: tuple[tuple[int, int, int, int], ...] = ()
    is_hidden: bool = False


def workbook_bytes(pages: Sequence[Page], *, date_1904: bool = False) -> bytes:
    """The workbook as it lies on disk; equal pages give equal bytes."""
    import xlsxwriter

    target = io.BytesIO()
    options = {"strings_to_numbers": False, "strings_to_formulas": False, "in_memory": True, "date_1904": date_1904}
    book = xlsxwriter.Workbook(target, options)
    book.set_properties({"created": CREATED})
    for page in pages:
        sheet = book.add_worksheet(page.name)
        _write_page(book, sheet, page)
        if page.is_hidden:
            sheet.hide()
    book.close()
    return target.getvalue()


def _write_page(book: Any, sheet: Any, page: Page) -> None:
    for row, line in enumerate(page.lines):
        for column, value in enumerate(line):
            _write_cell(book, sheet, row, column, value)
    for top, left, bottom, right in page.merges:
        sheet.merge_range(top, left, bottom, right, page.lines[top][left])
    for line_number in page.hidden_lines:
        sheet.set_row(line_number - 1, None, None, {"hidden": True})


def _write_cell(book: Any, sheet: Any, row: int, column: int, value: Value) -> None:
    match value:
        case None | "":
            return
        case bool():
            sheet.write_boolean(row, column, value)
        case str():
            sheet.write_string(row, column, value)
        case Formula():
            sheet.write_formula(row, column, value.text, None, value.result)
        case DayCell():
            sheet.write_number(row, column, value.serial, book.add_format({"num_format": value.number_format}))
        case _:
            sheet.write_number(row, column, value)
