"""Ingest: a line of groups right above a header that is complete without it: 产值（万元） over two of its columns."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.readers.rows import Merge, Row
from ingest.recognise.header_rows import merges_by_top, spread
from ingest.recognise.headers import names_unit


def groups_above(head: Sequence[Row], merges: Sequence[Merge]) -> list[str]:
    """Text of the group over each column, or nothing where the last line above the header names no groups with units.

    A title with a unit behind it speaks for the whole table: it stands alone in its line and begins at the left.
    """
    row = head[-1] if head else None
    if row is None or not any(map(names_unit, row.filled)):
        return []
    starts = [index for index, text in enumerate(row.cells) if text.strip()]
    if len(starts) == 1 and not any(merge.left == starts[0] > 0 for merge in merges if merge.top == row.line - 1):
        return []
    return spread(row, merges_by_top(merges)) if merges else _filled_to_the_right(row.cells)


def _filled_to_the_right(cells: Sequence[str]) -> list[str]:
    """Texts know no merged cells: a group reaches to where the next one begins."""
    over, texts = "", []
    for cell in cells:
        over = cell.strip() or over
        texts.append(over)
    return texts
