"""Ingest, readers: how large a file of each format may be. Checked before a native reader asks for the memory."""

from __future__ import annotations

import zipfile
from pathlib import Path

from ingest.lake.refusals import Refused, refused

MIB, GIB = 1024**2, 1024**3
MAX_FILE_BYTES = {
    "workbook": GIB,
    "legacy": 256 * MIB,
    "text": 4 * GIB,
    "document": 64 * MIB,
    "parquet": 4 * GIB,
    "geojson": 64 * MIB,
    "shapefile": 512 * MIB,
}
MAX_UNPACKED_BYTES = 2 * GIB
MAX_DOCUMENT_BYTES = 128 * MIB
"""A document is parsed as a tree, some ten times its size."""
MAX_PART_BYTES = 16 * MIB
"""Parts that only say where the sheets are."""
MAX_STRINGS_BYTES = 768 * MIB
MAX_MEMBERS = 5_000
MAX_RATIO = 200
RATIO_FROM_BYTES = 256 * MIB
"""Small files compress well; beyond this size such a ratio is no list any more."""
MAX_CELLS = 40_000_000
"""Cells of the rectangles from the first to the last used cell, all sheets together: a reader allocates them."""
MAX_STREAMED_CELLS = 400_000_000
"""Cells of a format read row by row: no rectangle is allocated, yet few bytes may say a value a billion times."""
RATIO_FROM_CELLS = 1_000_000
MAX_COLUMNS = 16_384
MAX_SHEETS = 256
MAX_LINE_BYTES = 32 * MIB


def check_file_size(path: Path, kind: str) -> None:
    """Refuse a file larger than any list of its format."""
    size = path.stat().st_size
    if size > MAX_FILE_BYTES[kind]:
        raise too_large(f"it has {size / MIB:.0f} MiB; {MAX_FILE_BYTES[kind] / MIB:.0f} are allowed")


def check_archive(archive: zipfile.ZipFile, limit: int = MAX_UNPACKED_BYTES) -> None:
    """Refuse an archive that unpacks to more than any list does. Its directory may lie: read members to their end."""
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if unpacked > limit or (unpacked > RATIO_FROM_BYTES and unpacked > packed * MAX_RATIO):
        raise too_large(f"it unpacks to {unpacked / MIB:.0f} MiB")
    if len(members) > MAX_MEMBERS:
        raise too_large(f"it holds {len(members)} parts")


def check_cells(rows: int, columns: int, before: int = 0) -> int:
    """Cells so far, with those of one more sheet.

    Raises:
        Refused: a sheet spans more than any list does: one stray blank in the last cell would ask for gigabytes.
    """
    if columns > MAX_COLUMNS or before + rows * columns > MAX_CELLS:
        raise too_large(f"a sheet spans {rows} rows and {columns} columns")
    return before + rows * columns


def check_streamed(rows: int, columns: int, size: int) -> None:
    """Refuse a file of ``size`` bytes that claims more cells than any list, or far more than its bytes can tell."""
    cells = rows * columns
    if cells > MAX_STREAMED_CELLS or (cells > RATIO_FROM_CELLS and cells > size * MAX_RATIO):
        raise too_large(f"its {size} bytes claim {rows} rows of {columns} columns")


def too_large(what: str) -> Refused:
    """More than any list: usually cells far beyond the end of the table."""
    return refused(
        "too_large",
        f"{what}; delete empty cells at the far end of the sheet, or split the file",
        "文件过大或表格末尾有多余的空单元格，请删除空行空列或拆分后重新报送",
    )
