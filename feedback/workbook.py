"""Feedback: workbooks that are equal in every run and safe against formula injection.

Every text is written as a string cell, which a spreadsheet program never evaluates. A clerk may still save the sheet as
CSV and open that, so a text that would then be taken for a formula gets a leading apostrophe, unless it is a plain
figure such as -12.50 or a dash.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

LONGEST_NAME = 31
LONGEST_TEXT = 32_000
"""A cell holds 32,767 characters."""
A4 = 9
LINE_POINTS, MOST_LINES = 15, 12
LAST_NARROW = "\u2e7f"
"""Characters above it are Chinese or as wide."""
CREATED = date(2020, 1, 1)
"""Creation date of files without a business date, so that equal content gives equal bytes."""
_FORMULA_START = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_FIGURE = re.compile(r"[+\-－＋]?[\d,.，．\s]*[%％]?|[-－—]+")
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_GREY, _LINE = "#808080", "#BFBFBF"
_STYLES: dict[str, dict[str, Any]] = {
    "plain": {"text_wrap": True, "valign": "top"},
    "figure": {"align": "center", "valign": "top"},
    "as_received": {"valign": "top"},
    "title": {"bold": True, "font_size": 16},
    "label": {"bold": True, "valign": "top"},
    "muted": {"font_color": _GREY, "text_wrap": True, "valign": "top"},
    "headline_reject": {"bold": True, "bg_color": "#F8CBAD"},
    "headline_warn": {"bold": True, "bg_color": "#FFE699"},
    "muted_line": {"font_color": _GREY},
    "header": {"bold": True, "bg_color": "#DDEBF7", "border": 1, "border_color": _LINE, "text_wrap": True},
    "received_header": {"bold": True, "bg_color": "#EDEDED", "border": 1, "border_color": _LINE, "text_wrap": True},
    "reject": {"bg_color": "#F8CBAD", "text_wrap": True, "valign": "top"},
    "warn": {"bg_color": "#FFE699", "text_wrap": True, "valign": "top"},
    "note": {"bg_color": "#E2EFDA", "text_wrap": True, "valign": "top"},
    "excluded": {"font_color": _GREY, "bg_color": "#F2F2F2"},
    "link": {"font_color": "#0563C1", "underline": 1, "valign": "top", "text_wrap": True},
    "required": {"bold": True, "bg_color": "#FFD966", "border": 1, "border_color": _LINE, "text_wrap": True},
    "text": {"num_format": "@"},
    "date": {"num_format": "yyyy-mm-dd"},
    "money": {"num_format": "#,##0.00"},
    "area": {"num_format": "#,##0.00##"},
    "integer": {"num_format": "0"},
}


class Book:
    """A workbook being written; with ``streaming`` only one row is in memory and rows must come in order."""

    def __init__(self, path: Path, *, created: date = CREATED, title: str = "", streaming: bool = False) -> None:
        import xlsxwriter

        self._book: Any = xlsxwriter.Workbook(str(path), {"constant_memory": streaming, "strings_to_formulas": False})
        self._book.set_properties({"created": datetime.combine(created, time()), "title": title, "author": ""})
        self._styles: dict[str, Any] = {}
        self._widths: dict[Any, dict[int, int]] = defaultdict(dict)

    def __enter__(self) -> Book:
        return self

    def __exit__(self, *_: object) -> None:
        self._book.close()

    def add(self, name: str) -> Any:
        """Add a sheet at the end; it prints one A4 page wide with page numbers."""
        page = self._book.add_worksheet(name)
        page.set_landscape()
        page.set_paper(A4)
        page.fit_to_pages(1, 0)
        page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        page.set_footer("&L&A&R第 &P 页，共 &N 页")
        return page

    def style(self, name: str) -> Any:
        """A cell format, created once per workbook."""
        if name not in self._styles:
            self._styles[name] = self._book.add_format(_STYLES[name])
        return self._styles[name]

    def header_row(self, page: Any, line: int, names: Sequence[str], style: str = "header", first: int = 0) -> None:
        """Write column names in one row."""
        for column, name in enumerate(names, first):
            page.write_string(line, column, safe_text(name), self.style(style))

    def widths(self, page: Any, widths: Sequence[int]) -> None:
        """Set column widths in characters, from the first column on."""
        for column, width in enumerate(widths):
            page.set_column(column, column, width)
            self._widths[page][column] = width

    def frame(self, page: Any, columns: Sequence[tuple[str, int]], rows: int, header: int = 0) -> None:
        """Set column widths, freeze and repeat the header, and filter this many rows below it."""
        self.widths(page, [width for _, width in columns])
        page.freeze_panes(header + 1, 0)
        page.repeat_rows(0, header)
        page.autofilter(header, 0, header + rows, len(columns) - 1)

    def row(self, page: Any, line: int, values: Sequence[str | int], first: int = 0) -> None:
        """Write one row of figures and texts."""
        for column, value in enumerate(values, first):
            if isinstance(value, int):
                page.write_number(line, column, value, self.style("figure"))
            elif value:
                page.write_string(line, column, safe_text(value), self.style("plain"))

    def fit(self, page: Any, line: int, values: Mapping[int, str]) -> None:
        """Make the row high enough for its wrapped texts; not every program does that by itself."""
        widths = self._widths[page]
        needed = max((_lines(text, widths.get(column, 8)) for column, text in values.items()), default=1)
        if needed > 1:
            page.set_row(line, LINE_POINTS * min(needed, MOST_LINES))


def _lines(text: str, width: int) -> int:
    """Lines that a text needs in a column; a Chinese character is as wide as two letters."""
    if 2 * len(text) <= width and "\n" not in text:
        return 1
    parts = text.split("\n")
    return sum(max(1, math.ceil(sum(1 + (c > LAST_NARROW) for c in part) / max(width - 1, 1))) for part in parts)


def safe_text(text: str) -> str:
    """A text that is safe in a cell: see the docstring of this module."""
    clean = _CONTROL.sub("", text)[:LONGEST_TEXT]
    if clean.startswith(_FORMULA_START) and not _FIGURE.fullmatch(clean):
        return "'" + clean
    return clean


def sheet_name(wanted: str, taken: set[str]) -> str:
    """A sheet name that spreadsheet programs accept and that is not in ``taken``; it is added there."""
    name = _NOT_IN_NAMES.sub(" ", wanted).strip()[:LONGEST_NAME].strip() or "表"
    number = 1
    while name.lower() in taken:
        number += 1
        mark = f" {number}"
        name = f"{_NOT_IN_NAMES.sub(' ', wanted).strip()[: LONGEST_NAME - len(mark)]}{mark}"
    taken.add(name.lower())
    return name
