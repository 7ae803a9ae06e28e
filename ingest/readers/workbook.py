"""Ingest, readers: spreadsheets (.xlsx, .xlsm, .xlsb, .ods) as rows of text, with how each cell was stored.

python-calamine reads them: it is the one reader measured to get 年月日 date cells right. What it does not tell (hidden
rows, errors, and in .xlsx and .xlsm formulas without a result) a scan of each format marks beforehand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ingest.lake.refusals import broken_file, password_protected
from ingest.readers.cells import read_values
from ingest.readers.limits import MAX_SHEETS, check_cells, too_large
from ingest.readers.marks import SheetMarks
from ingest.readers.rows import EMPTY, ERROR, FORMULA, Merge, Row
from ingest.readers.sheets import Sheet, in_blocks

NO_MARKS = SheetMarks()


def read_workbook(path: Path, marks: Mapping[str, SheetMarks]) -> list[Sheet]:
    """All worksheets in their order.

    Raises:
        Refused: protected by a password, damaged, or larger than any list.
    """
    import python_calamine as calamine

    with _refusing_damage():
        book = calamine.CalamineWorkbook.from_path(str(path))
        pages = [meta for meta in book.sheets_metadata if meta.typ == calamine.SheetTypeEnum.WorkSheet and meta.name]
        if len(pages) > MAX_SHEETS:
            raise too_large(f"it has {len(pages)} sheets")
        sheets, cells = [], 0
        for meta in pages:
            page = book.get_sheet_by_name(meta.name)
            cells = check_cells(page.height, page.width, cells)
            hidden = meta.visible != calamine.SheetVisibleEnum.Visible
            sheets.append(_sheet(meta.name, page, marks.get(meta.name, NO_MARKS), hidden))
        return sheets


@contextmanager
def _refusing_damage() -> Iterator[None]:
    """Whatever the native reader says of damaged bytes, as one refusal."""
    import python_calamine as calamine

    try:
        yield
    except calamine.PasswordError as error:
        raise password_protected() from error
    except (calamine.CalamineError, calamine.ZipError, calamine.XmlError, OSError, ValueError) as error:
        raise broken_file(error) from error
    except BaseException as error:
        # A broken assumption inside the reader arrives as an exception of no importable class.
        if type(error).__name__ != "PanicException":
            raise
        raise broken_file(ValueError(str(error))) from error


def _sheet(name: str, page: Any, marks: SheetMarks, hidden: bool) -> Sheet:
    ranges = page.merged_cell_ranges or ()
    merges = tuple(Merge(*start, *end) for start, end in ranges)
    return Sheet(name, in_blocks(_rows(page, marks)), merges, hidden=hidden)


def _rows(page: Any, marks: SheetMarks) -> Iterator[Row]:
    # calamine gives the rows above the first used one, but not the columns left of it.
    pad = page.start[1] if page.start else 0
    left = [""] * pad
    for line, values in enumerate(page.iter_rows() if page.start else (), 1):
        texts, kinds = read_values(values)
        yield _marked(line, left + texts if pad else texts, EMPTY * pad + kinds, marks)


def _marked(line: int, texts: list[str], kinds: str, marks: SheetMarks) -> Row:
    found = marks.cells.get(line)
    if found:
        letters = list(kinds)
        for index, what in found.items():
            if index < len(texts) and texts[index] in ("", what):
                texts[index], letters[index] = what, ERROR if what else FORMULA
        kinds = "".join(letters)
    return Row(line, texts, kinds, line in marks.hidden)
