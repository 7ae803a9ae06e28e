"""Ingest: how large a workbook may be. Checked on the archive, before a native reader asks for the memory."""

from __future__ import annotations

import re
import zipfile
from typing import IO

from park_brain.ingest.refusals import Refused, refused

MAX_UNPACKED_BYTES = 2 * 1024**3
MAX_RATIO = 200
RATIO_FROM_BYTES = 256 * 1024**2
"""Small files compress well; beyond this size such a ratio is no list any more."""
MAX_CELLS = 100_000_000
SMALL_ROWS, LETTERS = 100_000, 26
BLOCK_BYTES, OVERLAP = 1 << 22, 32
_LARGE_ROW = re.compile(rb'<row [^>]*?r="(\d{6,7})"|<c r="[A-Z]+(\d{6,7})"')
_WIDE_COLUMN = re.compile(rb'<c r="([A-Z]{2,3})\d')


def check_workbook_size(archive: zipfile.ZipFile) -> None:
    """Refuse an archive that unpacks, or a sheet that spans, more than any list does.

    A reader allocates the rectangle from the first to the last used cell: one stray blank in the last cell of a
    sheet would ask for hundreds of gigabytes.
    """
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if unpacked > MAX_UNPACKED_BYTES or (unpacked > RATIO_FROM_BYTES and unpacked > packed * MAX_RATIO):
        raise _too_large(f"it unpacks to {unpacked / 1024**2:.0f} MiB")
    for member in members:
        if member.filename.startswith("xl/worksheets/") and member.filename.endswith(".xml"):
            with archive.open(member) as sheet:
                rows, columns = _extent(sheet)
            if rows * columns > MAX_CELLS:
                raise _too_large(f"a sheet spans up to {rows} rows and {columns} columns")


def _extent(sheet: IO[bytes]) -> tuple[int, int]:
    """Upper bounds of rows and columns used: exact where they are large, else the small bound."""
    rows, columns, rest = SMALL_ROWS, LETTERS, b""
    while block := sheet.read(BLOCK_BYTES):
        text = rest + block
        rows = max([rows, *(int(one or two) for one, two in set(_LARGE_ROW.findall(text)))])
        columns = max([columns, *(_number(name) for name in set(_WIDE_COLUMN.findall(text)))])
        rest = text[-OVERLAP:]
    return rows, columns


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * LETTERS + letter - ord("A") + 1
    return number


def _too_large(what: str) -> Refused:
    return refused(
        "too_large",
        f"{what}; delete empty cells at the far end of the sheet, or split the file",
        "工作簿过大或表格末尾有多余的空单元格，请删除空行空列或拆分后重新报送",
    )
