"""Ingest: Excel workbooks (.xlsx, .xlsm, .xls) as rows of text, with how each cell was stored.

python-calamine reads them: it is the one reader measured to get 年月日 date cells right.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from park_brain.ingest.refusals import broken_workbook, password_protected
from park_brain.ingest.rows import BOOL, DATE, EMPTY, NUMBER, TEXT, Merge, Row, Sheet


def read_workbook(path: Path) -> list[Sheet]:
    """All worksheets in their order.

    Raises:
        Refused: protected by a password, or damaged.
    """
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_path(str(path))
        return [
            _sheet(name, book.get_sheet_by_name(name))
            for meta in book.sheets_metadata
            if meta.typ == calamine.SheetTypeEnum.WorkSheet and (name := meta.name) is not None
        ]
    except calamine.PasswordError as error:
        raise password_protected() from error
    except (calamine.CalamineError, calamine.ZipError, calamine.XmlError, OSError, ValueError) as error:
        raise broken_workbook(error) from error


def _sheet(name: str, sheet: Any) -> Sheet:
    ranges = sheet.merged_cell_ranges or ()
    merges = tuple(Merge(*start, *end) for start, end in ranges)
    return Sheet(name, _rows(sheet), merges)


def _rows(sheet: Any) -> Iterator[Row]:
    # calamine starts at the first used row; people count from the top of the sheet.
    first = (sheet.start or (0, 0))[0]
    pad = (sheet.start or (0, 0))[1]
    for line in range(first):
        yield Row(line + 1, [], "")
    for offset, values in enumerate(sheet.to_python(skip_empty_area=True)):
        pairs = [_cell(value) for value in values]
        yield Row(
            first + offset + 1,
            [""] * pad + [text for text, _ in pairs],
            EMPTY * pad + "".join(kind for _, kind in pairs),
        )


def _cell(value: object) -> tuple[str, str]:
    """Text of a cell and how it was stored; numbers without exponents, dates in ISO form."""
    match value:
        case "":
            return "", EMPTY
        case str():
            return value, TEXT
        case bool():
            return ("是" if value else "否"), BOOL
        case int():
            return str(value), NUMBER
        case float():
            return _number_text(value), NUMBER
        case datetime():
            at_midnight = value.time() == time(0)
            return (value.date().isoformat() if at_midnight else value.isoformat(" ")), DATE
        case date():
            return value.isoformat(), DATE
        case time() | timedelta():
            return str(value), TEXT
        case _:
            return str(value), TEXT


def _number_text(value: float) -> str:
    if value.is_integer():
        return str(int(value))
    return format(Decimal(repr(value)), "f")
