"""Ingest: one pass over the records of an .xls for hidden rows and errors, and how far each sheet reaches.

The reader gives an empty cell for an error, and believes positions whatever they are: one damaged column number asks
for a hundred gigabytes.
"""

from __future__ import annotations

import struct

from ingest.lake.refusals import password_protected
from ingest.readers.compound_file import workbook_stream
from ingest.readers.limits import MAX_SHEETS, check_cells, too_large
from ingest.readers.rows import ERROR_NAMES
from ingest.readers.xlsx_marks import SheetMarks

_FORMULA, _BOOL_OR_ERROR, _MANY_BLANKS = 0x0006, 0x0205, 0x00BE
_MANY_NUMBERS = 0x00BD
_CELLS = {_FORMULA, 0x00D6, 0x00FD, 0x0203, 0x0204, _BOOL_OR_ERROR, 0x027E, _MANY_NUMBERS, 0x0201, _MANY_BLANKS}
_SHEET_NAME, _START_OF_SHEET, _ROW, _PASSWORD = 0x0085, 0x0809, 0x0208, 0x002F
_HIDDEN = 0x20
_NO_NUMBER, _ERROR_RESULT = b"\xff\xff", 2


def scan_xls(content: bytes) -> dict[str, SheetMarks]:
    """Marks of each sheet by name.

    Raises:
        Refused: protected by a password, or a sheet spans more cells than any list.
        ValueError: the container is damaged.
    """
    stream = workbook_stream(content)
    names: dict[int, str] = {}
    sheets: dict[str, SheetMarks] = {}
    marks, position, started = SheetMarks(), 0, 0
    while position + 4 <= len(stream):
        record, length = struct.unpack_from("<HH", stream, position)
        data = stream[position + 4 : position + 4 + length]
        if record == _START_OF_SHEET:
            marks, started = sheets.setdefault(names.get(position, ""), SheetMarks()), started + 1
        elif record == _PASSWORD:
            raise password_protected()
        elif record == _SHEET_NAME and len(data) > 8:
            names[struct.unpack_from("<I", data)[0]] = _sheet_name(data)
        elif record == _ROW and len(data) >= 14 and struct.unpack_from("<H", data, 12)[0] & _HIDDEN:
            marks.hidden.add(struct.unpack_from("<H", data)[0] + 1)
        elif record in _CELLS and len(data) >= 4:
            _mark_cell(record, data, marks)
        position += 4 + length
    _check(sheets, started)
    return sheets


def _check(sheets: dict[str, SheetMarks], started: int) -> None:
    cells = 0
    for marks in sheets.values():
        cells = check_cells(marks.rows, marks.columns, cells)
    if started > 4 * MAX_SHEETS:
        raise too_large(f"it has {started} sheets")


def _sheet_name(data: bytes) -> str:
    """Position, state, kind, then the length of the name and whether its characters have two bytes."""
    length, is_wide = data[6], data[7] & 1
    return (
        data[8 : 8 + 2 * length].decode("utf-16-le", "replace") if is_wide else data[8 : 8 + length].decode("latin-1")
    )


def _mark_cell(record: int, data: bytes, marks: SheetMarks) -> None:
    row, column = struct.unpack_from("<HH", data)
    last = struct.unpack_from("<H", data, len(data) - 2)[0] if record in (_MANY_NUMBERS, _MANY_BLANKS) else column
    marks.rows, marks.columns = max(marks.rows, row + 1), max(marks.columns, column + 1, last + 1)
    code: int | None = None
    if record == _BOOL_OR_ERROR and len(data) >= 8 and data[7]:
        code = data[6]
    elif record == _FORMULA and data[12:14] == _NO_NUMBER and data[6] == _ERROR_RESULT:
        code = data[8]
    if code is not None:
        marks.cells.setdefault(row + 1, {})[column] = ERROR_NAMES.get(code, "#ERROR!")
