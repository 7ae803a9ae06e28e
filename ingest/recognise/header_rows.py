"""Ingest, recognise: which rows of a sheet can be a header, alone, with the rows below, or under a line of groups."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ingest.contracts.units import normal
from ingest.readers.rows import Merge, Row
from ingest.recognise.headers import HeaderMatch, Heading, Vocabulary, knows, match_headers, names_unit

MIN_HEADERS = 2
MAX_HEIGHT = 3
MergesByTop = Mapping[int, Sequence[Merge]]
Candidate = tuple[HeaderMatch, int, int]
"""What a contract makes of the rows from a position on, and over which height."""


def header_candidates(
    rows: Sequence[Row], merges: MergesByTop, vocabularies: Sequence[Vocabulary], positions: range
) -> Iterator[Candidate]:
    """Every reading of one to three rows as a header that some contract knows anything of."""
    hits = [_hits(rows[position], vocabularies) for position in range(positions.start, len(rows[: positions.stop + 2]))]
    for offset, position in enumerate(positions):
        if len(rows[position].filled) < MIN_HEADERS:
            continue
        for height in range(1, min(MAX_HEIGHT, len(rows) - position) + 1):
            if not any(hits[offset : offset + height]):
                continue
            headings = _headings(rows[position : position + height], merges)
            for vocabulary in vocabularies:
                yield match_headers(vocabulary, headings), position, height


def _hits(row: Row, vocabularies: Sequence[Vocabulary]) -> bool:
    return any(knows(vocabulary, text) for text in row.filled for vocabulary in vocabularies)


def _headings(rows: Sequence[Row], merges: MergesByTop) -> list[Heading]:
    """Header rows as one. A name under a merged parent counts with its parents, and else for itself."""
    levels = [*(spread(row, merges) for row in rows[:-1]), rows[-1].cells]
    headings = []
    for i in range(max(map(len, levels))):
        parts = [text for level in levels if i < len(level) and (text := level[i].strip())]
        spellings = dict.fromkeys("".join(parts[start:]) for start in range(len(parts)))
        if len(parts) > 2:
            spellings["".join((parts[0], parts[-1]))] = None
        headings.append(Heading(i, normal("".join(parts)), tuple(spellings) or ("",), tuple(parts[:-1])))
    return headings


def spread(row: Row, merges: MergesByTop) -> list[str]:
    """The cells of a row with each merged one written over all the columns it spans."""
    cells = list(row.cells)
    for merge in merges.get(row.line - 1, ()):
        if merge.left < len(cells):
            for i in range(merge.left, min(merge.right + 1, len(cells))):
                cells[i] = cells[merge.left]
    return cells


def merges_by_top(merges: Sequence[Merge]) -> dict[int, list[Merge]]:
    """Merged ranges over more than one column by their first row, counted from 0."""
    found: dict[int, list[Merge]] = {}
    for merge in merges:
        if merge.right > merge.left:
            found.setdefault(merge.top, []).append(merge)
    return found


def groups_above(head: Sequence[Row], merges: Sequence[Merge]) -> list[str]:
    """Text of the group over each column (产值（万元） over two of them); nothing where the line names no units.

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
