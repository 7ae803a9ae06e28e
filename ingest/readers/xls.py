"""Ingest, readers: the binary workbooks of Excel 5 to 2003 (.xls), through xlrd.

It tells error cells, hidden rows, merged ranges and the date formats of Chinese Excel, and follows no chain of
sectors twice. Rows stay as short as the file has them, and a sheet is measured before the next one is read.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import xlrd

from ingest.lake.refusals import Refused, broken_file, password_protected
from ingest.readers.cells import cell_text
from ingest.readers.limits import MAX_SHEETS, check_cells, too_large
from ingest.readers.rows import EMPTY, ERROR, ERROR_NAMES, Merge, Row
from ingest.readers.sheets import Sheet, in_blocks

ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
"""A newer workbook that a password wraps into the container of the old format."""
_NOTHING = b"\x00\x06"
"""xlrd's types of a cell that is not there, and of one that is only formatted."""
_LAST_DAYS = (2_958_466, 2_957_004)
"""First serial number beyond the year 9999, counted from 1900 and from 1904."""


def read_xls(path: Path) -> list[Sheet]:
    """All worksheets in their order.

    Raises:
        Refused: protected by a password, damaged, or larger than any list.
    """
    content = path.read_bytes()
    if ENCRYPTED_STREAM in content:
        raise password_protected()
    try:
        return _sheets(content)
    except (Refused, MemoryError):
        raise
    except Exception as error:  # xlrd raises whatever struct, its assertions and its own checks raise on damaged bytes
        if "encrypted" in str(error):
            raise password_protected() from error
        raise broken_file(error if str(error) else ValueError("a record that no workbook holds")) from error


def _sheets(content: bytes) -> list[Sheet]:
    # The formats tell which rows are hidden and which cells are merged; remarks of the reader are nobody's to read.
    book = xlrd.open_workbook(
        file_contents=content, formatting_info=True, on_demand=True, ragged_rows=True, logfile=io.StringIO()
    )
    if book.nsheets > MAX_SHEETS:
        raise too_large(f"it has {book.nsheets} sheets")
    sheets, cells = [], 0
    for page in book:
        cells = check_cells(page.nrows, page.ncols, cells)
        merges = tuple(Merge(top, left, bottom - 1, right - 1) for top, bottom, left, right in page.merged_cells)
        sheets.append(Sheet(page.name, in_blocks(_rows(page)), merges, hidden=page.visibility != 0))
    return sheets


def _rows(page: Any) -> Iterator[Row]:
    """Rows up to the last one with a value, all as long as the longest."""
    used = [len(bytes(page.row_types(number)).rstrip(_NOTHING)) for number in range(page.nrows)]
    width = max(used, default=0)
    while used and not used[-1]:
        used.pop()
    for number, length in enumerate(used):
        pairs = [_text(page, number, index) for index in range(length)]
        texts = [text for text, _ in pairs] + [""] * (width - length)
        kinds = "".join(kind for _, kind in pairs) + EMPTY * (width - length)
        yield Row(number + 1, texts, kinds, _is_hidden(page, number))


def _is_hidden(page: Any, number: int) -> bool:
    return number in page.rowinfo_map and bool(page.rowinfo_map[number].hidden)


def _text(page: Any, number: int, index: int) -> tuple[str, str]:
    value = page.cell_value(number, index)
    match page.cell_type(number, index):
        case xlrd.XL_CELL_DATE:
            return _date_text(value, page.book.datemode)
        case xlrd.XL_CELL_BOOLEAN:
            return cell_text(bool(value))
        case xlrd.XL_CELL_ERROR:
            return ERROR_NAMES.get(value, "#ERROR!"), ERROR
        case _:
            return cell_text(value)


def _date_text(days: float, datemode: int) -> tuple[str, str]:
    """A day, an instant, or below the first day a time; what the calendar has no day for stays a number."""
    if not 0 <= days < _LAST_DAYS[datemode]:
        return cell_text(days)
    moment = xlrd.xldate_as_datetime(days, datemode)
    return cell_text(moment if days >= 1 else moment.time())
