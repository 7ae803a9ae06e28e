"""Ingest: the stream of the workbook inside a compound file (.xls), with every chain of sectors checked to end."""

from __future__ import annotations

import struct
from collections.abc import Sequence

SECTOR_FREE = 0xFFFFFFFC
"""Numbers from here on end a chain of sectors."""
_HEADER, _ENTRY = 512, 128


def workbook_stream(content: bytes) -> bytes:
    """The stream of the workbook: small ones lie in a stream of their own, in 64 bytes each.

    A reader follows a chain that runs in a circle until memory is gone.

    Raises:
        ValueError: the container is damaged.
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
