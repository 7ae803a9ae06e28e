"""Ingest, readers: one pass over the parts of an .xlsb for hidden rows and errors, and how far each sheet reaches."""

from __future__ import annotations

import posixpath
import struct
import xml.etree.ElementTree as ET
import zipfile

from ingest.readers.limits import MAX_COLUMNS, check_cells
from ingest.readers.marks import SheetMarks
from ingest.readers.rows import ERROR_NAMES

_ROW, _CELLS, _ERRORS = 0, range(1, 20), (3, 11)
_SHEET_NAME = 156
_HIDDEN = 0x10
WORKBOOK, RELATIONS = "xl/workbook.bin", "xl/_rels/workbook.bin.rels"


def scan_xlsb(archive: zipfile.ZipFile) -> dict[str, SheetMarks]:
    """Marks of each worksheet by name. Reads every member to its end, so that no size in the directory can lie.

    Raises:
        Refused: a sheet spans more cells than any list.
    """
    by_member: dict[str, SheetMarks] = {}
    cells = 0
    for member in archive.infolist():
        data = archive.read(member)
        if member.filename.lower().startswith("xl/worksheets/") and member.filename.lower().endswith(".bin"):
            by_member[member.filename] = marks = _scan(data)
            cells = check_cells(marks.rows, marks.columns, cells)
    return {name: by_member[member] for name, member in _sheets(archive).items() if member in by_member}


def _scan(data: bytes) -> SheetMarks:
    marks, position, row = SheetMarks(), 0, 0
    while position < len(data):
        record, position = _number(data, position, 2)
        length, position = _number(data, position, 4)
        if record == _ROW and position + 4 <= len(data):
            row = struct.unpack_from("<I", data, position)[0]
            if data[position + 11 : position + 12] and data[position + 11] & _HIDDEN:
                marks.hidden.add(row + 1)
        elif record in _CELLS and position + 4 <= len(data):
            column = min(struct.unpack_from("<I", data, position)[0], MAX_COLUMNS)
            marks.rows, marks.columns = max(marks.rows, row + 1), max(marks.columns, column + 1)
            if record in _ERRORS and position + 9 <= len(data):
                marks.cells.setdefault(row + 1, {})[column] = ERROR_NAMES.get(data[position + 8], "#ERROR!")
        position += length
    return marks


def _sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name -> member that holds it."""
    if RELATIONS not in archive.namelist():
        return {}
    targets = {item.get("Id", ""): item.get("Target", "") for item in ET.fromstring(archive.read(RELATIONS))}
    data, position, found = archive.read(WORKBOOK), 0, dict[str, str]()
    while position < len(data):
        record, position = _number(data, position, 2)
        length, position = _number(data, position, 4)
        if record == _SHEET_NAME:
            relation, after = _wide(data, position + 8)
            target = targets.get(relation, "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            found[_wide(data, after)[0]] = path
        position += length
    return found


def _wide(data: bytes, position: int) -> tuple[str, int]:
    """A text behind the number of its characters, and where it ends."""
    start = position + 4
    end = start + 2 * int.from_bytes(data[position:start], "little")
    return data[start:end].decode("utf-16-le", "replace"), end


def _number(data: bytes, position: int, most: int) -> tuple[int, int]:
    """A number in groups of seven bits."""
    number = 0
    for shift in range(most):
        if position >= len(data):
            break
        byte = data[position]
        number |= (byte & 0x7F) << (7 * shift)
        position += 1
        if byte < 0x80:
            break
    return number, position
