"""Ingest: how far the sheets of binary workbooks (.xls, .xlsb) reach, before a reader allocates their rectangles.

Only positions of cells are looked at. The reader believes them whatever they are: one damaged column number asks
for a hundred gigabytes.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Sequence

from park_brain.ingest.limits import MAX_COLUMNS, MAX_SHEETS, check_cells, too_large
from park_brain.ingest.refusals import password_protected

SECTOR_FREE = 0xFFFFFFFC
"""Numbers from here on end a chain of sectors."""
_CELLS = {0x0006, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E, 0x00BD, 0x0201, 0x00BE}
_START_OF_SHEET, _PASSWORD = 0x0809, 0x002F
_XLSB_ROW, _XLSB_CELLS = 0, range(1, 20)
_HEADER, _ENTRY = 512, 128


def check_xls(content: bytes) -> None:
    """Refuse a legacy workbook whose sheets span more cells than any list.

    Raises:
        ValueError: the container is damaged.
    """
    stream = _workbook_stream(content)
    position, sheets, cells, rows, columns = 0, 0, 0, 0, 0
    while position + 4 <= len(stream):
        record, length = struct.unpack_from("<HH", stream, position)
        if record == _START_OF_SHEET:
            cells = check_cells(rows, columns, cells)
            sheets, rows, columns = sheets + 1, 0, 0
        elif record == _PASSWORD:
            raise password_protected()
        elif record in _CELLS and length >= 4 and position + 8 <= len(stream):
            row, column = struct.unpack_from("<HH", stream, position + 4)
            last = struct.unpack_from("<H", stream, position + 2 + length)[0] if record == 0x00BD else column
            rows, columns = max(rows, row + 1), max(columns, column + 1, last + 1)
        position += 4 + length
    check_cells(rows, columns, cells)
    if sheets > 4 * MAX_SHEETS:
        raise too_large(f"it has {sheets} sheets")


def _workbook_stream(content: bytes) -> bytes:
    """The stream of the workbook inside the compound file: small ones lie in a stream of their own, in 64 bytes each.

    Every chain of sectors is checked to end: the reader follows one that runs in a circle until memory is gone.
    """
    if len(content) < _HEADER:
        raise ValueError("the file is shorter than its own header")
    shift = struct.unpack_from("<H", content, 30)[0]
    if shift not in (9, 12):
        raise ValueError("its sectors have no size that exists")
    size = 1 << shift
    first_directory, _, cutoff, first_small = struct.unpack_from("<4I", content, 48)
    sectors, table = content[size:], _allocation_table(content, size)
    _check_chains(table)
    small_table = _numbers(_chain(sectors, table, size, first_small))
    _check_chains(small_table)
    directory = _chain(sectors, table, size, first_directory)
    entries = [directory[offset : offset + _ENTRY] for offset in range(0, len(directory) - _ENTRY + 1, _ENTRY)]
    for entry in entries:
        name = entry[: max(0, min(struct.unpack_from("<H", entry, 64)[0], 64) - 2)].decode("utf-16-le", "replace")
        start, length = struct.unpack_from("<2I", entry, 116)
        if name in ("Workbook", "Book") and length < cutoff:
            small = _chain(sectors, table, size, struct.unpack_from("<I", entries[0], 116)[0])
            return _chain(small, small_table, 64, start)
        if name in ("Workbook", "Book"):
            return _chain(sectors, table, size, start)
    raise ValueError("it holds no workbook")


def _allocation_table(content: bytes, size: int) -> list[int]:
    """For each sector the one that follows it. The table itself lies in sectors that a chain of lists names."""
    named = list(struct.unpack_from("<109I", content, 76))
    following, seen = struct.unpack_from("<I", content, 68)[0], set[int]()
    while following < SECTOR_FREE and (following + 2) * size <= len(content):
        if following in seen:
            raise ValueError("its sectors run in a circle")
        seen.add(following)
        more = struct.unpack_from(f"<{size // 4}I", content, (following + 1) * size)
        named += more[:-1]
        following = more[-1]
    return [
        number
        for sector in named
        if sector < SECTOR_FREE
        for number in _numbers(content[(sector + 1) * size : (sector + 2) * size])
    ]


def _numbers(block: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(block) // 4}I", block[: len(block) // 4 * 4])


def _check_chains(table: Sequence[int]) -> None:
    """Raise where following the table from any sector would never end."""
    checked = bytearray(len(table))
    for start in range(len(table)):
        sector, path = start, set[int]()
        while sector < len(table) and not checked[sector]:
            checked[sector] = 1
            path.add(sector)
            sector = table[sector]
        if sector in path:
            raise ValueError("its sectors run in a circle")


def _chain(sectors: bytes, table: Sequence[int], size: int, sector: int) -> bytes:
    pieces: list[bytes] = []
    while sector < SECTOR_FREE:
        pieces.append(sectors[sector * size : (sector + 1) * size])
        sector = table[sector] if sector < len(table) else SECTOR_FREE
    return b"".join(pieces)


def check_xlsb(archive: zipfile.ZipFile) -> None:
    """Refuse an .xlsb whose sheets span more cells than any list; reads every member to its end."""
    cells = 0
    for member in archive.infolist():
        data = archive.read(member)
        if member.filename.lower().startswith("xl/worksheets/") and member.filename.lower().endswith(".bin"):
            rows, columns = _xlsb_extent(data)
            cells = check_cells(rows, columns, cells)


def _xlsb_extent(data: bytes) -> tuple[int, int]:
    position, rows, columns, row = 0, 0, 0, 0
    while position < len(data):
        record, position = _number(data, position, 2)
        length, position = _number(data, position, 4)
        if record == _XLSB_ROW and position + 4 <= len(data):
            row = struct.unpack_from("<I", data, position)[0]
        elif record in _XLSB_CELLS and position + 4 <= len(data):
            column = struct.unpack_from("<I", data, position)[0]
            rows, columns = max(rows, row + 1), max(columns, min(column, MAX_COLUMNS) + 1)
        position += length
    return rows, columns


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
