"""Ingest, recognise: walk down a table: every row with its role, merged cells filled in, notes checked."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from ingest.readers.rows import TEXT, Merge, Row
from ingest.readers.sheets import Block, RowBlock
from ingest.recognise.table import Table

FIGURES = ("money", "area", "decimal", "integer")
"""A merged amount belongs to the first row alone; copied to every row it would count many times."""


def walk(table: Table) -> Iterator[tuple[Block, list[str]]]:
    """All rows of a table from its title on, in blocks, with the role of each.

    Raises:
        Refused: a note below names another unit than the one the rows above were read in.
    """
    fill = MergeFill(table) if table.merges else None
    previous = ""
    for number, block in enumerate(_body(table)):
        roles = table.roles(block, previous)
        _check_notes(table, block, roles)
        previous = roles[-1] if roles else previous
        filled = RowBlock([fill(row) for row in block.rows]) if fill else block
        yield (filled, roles) if number else _below(_opening(table), filled, roles)


def _body(table: Table) -> Iterator[Block]:
    """The rows below the header, also where there are none."""
    first = next(table.body, RowBlock(()))
    return itertools.chain([first], table.body)


def _check_notes(table: Table, block: Block, roles: Sequence[str]) -> None:
    if "note" in roles:
        for row, role in zip(block.rows, roles, strict=True):
            if role == "note":
                table.check_note(row)


def _below(opening: list[tuple[Row, str]], block: Block, roles: list[str]) -> tuple[Block, list[str]]:
    """The first rows together with those above them, so that a small sheet is one block."""
    rows = [row for row, _ in opening]
    return RowBlock([*rows, *block.rows]), [*(role for _, role in opening), *roles]


def _opening(table: Table) -> list[tuple[Row, str]]:
    """The rows down to the first one that may be data."""
    titles = [(row, "title" if row.filled else "blank") for row in table.head]
    return [*titles, *((row, "header") for row in table.header), *table.beneath]


class MergeFill:
    """A vertically merged data cell (a town over its rows) holds for every row it spans."""

    def __init__(self, table: Table) -> None:
        last_header = table.header[-1].line if table.header else 0
        self._starting: dict[int, list[Merge]] = {}
        for merge in table.merges:
            column = table.match.columns.get(merge.left)
            if merge.bottom > merge.top >= last_header and column is not None and column.type not in FIGURES:
                self._starting.setdefault(merge.top + 1, []).append(merge)
        self._open: dict[int, tuple[int, str, str]] = {}

    def __call__(self, row: Row) -> Row:
        """The row with open merges filled in."""
        if not (self._starting or self._open):
            return row
        cells, kinds = list(row.cells), list(row.kinds or TEXT * len(row.cells))
        for left, (last, text, kind) in list(self._open.items()):
            if last < row.line:
                del self._open[left]
            elif left < len(cells) and not cells[left].strip():
                cells[left], kinds[left] = text, kind
        for merge in self._starting.pop(row.line, []):
            if merge.left < len(cells):
                self._open[merge.left] = (merge.bottom + 1, cells[merge.left], kinds[merge.left])
        return Row(row.line, cells, "".join(kinds), row.hidden)
