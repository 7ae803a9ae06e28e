"""Ingest, recognise: findings about rows and cells that are not where, or not what, they seem to be."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.readers.rows import ERROR, FORMULA, Row, column_letter
from ingest.readers.sheets import Block
from ingest.recognise.table import Table

Found = tuple[int, str, str, str, str | None]
"""Row, rule, severity, column and value, as in FINDING_SCHEMA."""


class CellFindings:
    """Hidden rows and sheets, errors, formulas without a result, and cells outside of the header, of one table."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._anchor = table.contract.columns[0].name
        self._width = max((len(row.cells) for row in table.header), default=0)
        self._unnamed = set(table.match.unnamed)
        """Columns without a name in which nothing was found yet: each is reported once."""
        self._is_hidden = table.hidden

    def of(self, data: Block, first: int) -> Iterator[Found]:
        """What is found in data rows, the first of which has the number ``first``."""
        if not data.is_plain or self._unnamed or data.width > self._width:
            for number, row in enumerate(data.rows, first):
                yield from self._misplaced(row, number)
        if not data.is_plain:
            for number, row in enumerate(data.rows, first):
                yield from self._marked(row, number)
        if self._is_hidden and len(data):
            self._is_hidden = False
            yield first, "hidden_sheet", "note", self._anchor, self._table.sheet

    def _misplaced(self, row: Row, number: int) -> Iterator[Found]:
        """Cells beyond the end of the header (the row is shifted), or under a column without a name."""
        if len(row.cells) > self._width and (extra := "".join(row.cells[self._width :]).strip()):
            yield number, "too_many_cells", "reject", self._anchor, extra
        for index in sorted(self._unnamed):
            if index < len(row.cells) and (text := row.cells[index].strip()):
                self._unnamed.discard(index)
                yield number, "unnamed_column", "warn", column_letter(index), text

    def _marked(self, row: Row, number: int) -> Iterator[Found]:
        if row.hidden:
            yield number, "hidden_row", "note", self._anchor, None
        if ERROR in row.kinds or FORMULA in row.kinds:
            yield from self._unusable(row, number)

    def _unusable(self, row: Row, number: int) -> Iterator[Found]:
        for index, column in self._table.match.columns.items():
            kind = row.kinds[index] if index < len(row.kinds) else ""
            if kind == ERROR:
                yield number, "error_cell", column.bad_severity, column.name, row.cells[index]
            elif kind == FORMULA:
                yield number, "formula_not_computed", column.bad_severity, column.name, None
