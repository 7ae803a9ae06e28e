"""Ingest: findings about rows and cells that a spreadsheet does not show as they are: hidden, errors, not computed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.readers.rows import ERROR, FORMULA, Row
from ingest.recognise.table import Table

Found = tuple[int, str, str, str, str | None]
"""Row, rule, severity, column and value, as in FINDING_SCHEMA."""


def marked_cells(table: Table, rows: Sequence[Row], first: int) -> Iterator[Found]:
    """Hidden rows, error values, and formulas whose result the file does not hold."""
    anchor = table.contract.columns[0].name
    for number, row in enumerate(rows, first):
        if row.hidden:
            yield number, "hidden_row", "note", anchor, None
        if ERROR in row.kinds or FORMULA in row.kinds:
            yield from _unusable(table, row, number)


def _unusable(table: Table, row: Row, number: int) -> Iterator[Found]:
    for index, column in table.match.columns.items():
        kind = row.kinds[index] if index < len(row.kinds) else ""
        if kind == ERROR:
            yield number, "error_cell", column.bad_severity, column.name, row.cells[index]
        elif kind == FORMULA:
            yield number, "formula_not_computed", column.bad_severity, column.name, None
