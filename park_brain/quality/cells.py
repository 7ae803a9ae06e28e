"""Quality: workbooks that say the same in every run and that no spreadsheet program can be tricked by.

Every text is written as a string cell, which a spreadsheet program never evaluates. A clerk may still save the
sheet as CSV and open that; a text that a program would then take for a formula therefore gets an apostrophe in
front, unless it is a plain figure such as -12.50 or a dash.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

LONGEST_NAME = 31
LONGEST_TEXT = 32_000
"""A cell holds 32,767 characters."""
CREATED = date(2020, 1, 1)
"""Written into files that belong to no business date, so that equal content gives equal bytes."""
_FORMULA_START = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_FIGURE = re.compile(r"[+\-－＋]?[\d,.，．\s]*[%％]?|[-－—]+")
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_GREY, _LINE = "#808080", "#BFBFBF"
_STYLES: dict[str, dict[str, Any]] = {
    "plain": {"text_wrap": True, "valign": "top"},
    "as_received": {},
    "title": {"bold": True, "font_size": 16},
    "label": {"bold": True, "valign": "top"},
    "muted": {"font_color": _GREY, "text_wrap": True, "valign": "top"},
    "header": {"bold": True, "bg_color": "#DDEBF7", "border": 1, "border_color": _LINE, "text_wrap": True},
    "received_header": {"bold": True, "bg_color": "#EDEDED", "border": 1, "border_color": _LINE, "text_wrap": True},
    "reject": {"bg_color": "#F8CBAD", "text_wrap": True, "valign": "top"},
    "warn": {"bg_color": "#FFE699", "text_wrap": True, "valign": "top"},
    "note": {"bg_color": "#E2EFDA", "text_wrap": True, "valign": "top"},
    "excluded": {"font_color": _GREY, "bg_color": "#F2F2F2"},
    "link": {"font_color": "#0563C1", "underline": 1, "valign": "top"},
    "required": {"bold": True, "bg_color": "#FFD966", "border": 1, "border_color": _LINE, "text_wrap": True},
    "text": {"num_format": "@"},
    "date": {"num_format": "yyyy-mm-dd"},
    "money": {"num_format": "#,##0.00"},
    "area": {"num_format": "#,##0.00##"},
    "integer": {"num_format": "0"},
}


class Book:
    """A workbook being written. ``streaming`` keeps one row in memory: rows must then come in order."""

    def __init__(self, path: Path, *, created: date = CREATED, title: str = "", streaming: bool = False) -> None:
        import xlsxwriter

        self._book: Any = xlsxwriter.Workbook(str(path), {"constant_memory": streaming, "strings_to_formulas": False})
        self._book.set_properties({"created": datetime.combine(created, time()), "title": title, "author": ""})
        self._styles: dict[str, Any] = {}

    def __enter__(self) -> Book:
        return self

    def __exit__(self, *_: object) -> None:
        self._book.close()

    def add(self, name: str) -> Any:
        """A new sheet at the end."""
        return self._book.add_worksheet(name)

    def style(self, name: str) -> Any:
        """A cell format, made once per workbook."""
        if name not in self._styles:
            self._styles[name] = self._book.add_format(_STYLES[name])
        return self._styles[name]

    def header_row(self, page: Any, line: int, names: Sequence[str], style: str = "header", first: int = 0) -> None:
        """Column names in one row."""
        for column, name in enumerate(names, first):
            page.write_string(line, column, safe_text(name), self.style(style))

    def frame(self, page: Any, columns: Sequence[tuple[str, int]], rows: int, header: int = 0) -> None:
        """Widths of columns, a header that stays in sight, filters over this many rows below it."""
        for column, (_, width) in enumerate(columns):
            page.set_column(column, column, width)
        page.freeze_panes(header + 1, 0)
        page.autofilter(header, 0, header + rows, len(columns) - 1)

    def row(self, page: Any, line: int, values: Sequence[str | int], first: int = 0) -> None:
        """One row of figures and texts."""
        style = self.style("plain")
        for column, value in enumerate(values, first):
            if isinstance(value, int):
                page.write_number(line, column, value, style)
            elif value:
                page.write_string(line, column, safe_text(value), style)


def safe_text(text: str) -> str:
    """A text as it may stand in a cell: see the docstring of this module."""
    clean = _CONTROL.sub("", text)[:LONGEST_TEXT]
    if clean.startswith(_FORMULA_START) and not _FIGURE.fullmatch(clean):
        return "'" + clean
    return clean


def sheet_name(wanted: str, taken: set[str]) -> str:
    """A name spreadsheet programs accept, different from those taken (which it joins)."""
    name = _NOT_IN_NAMES.sub(" ", wanted).strip()[:LONGEST_NAME].strip() or "表"
    number = 1
    while name.lower() in taken:
        number += 1
        mark = f" {number}"
        name = f"{_NOT_IN_NAMES.sub(' ', wanted).strip()[: LONGEST_NAME - len(mark)]}{mark}"
    taken.add(name.lower())
    return name
