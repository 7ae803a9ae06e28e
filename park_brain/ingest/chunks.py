"""Ingest: stream the rows of tables in bounded chunks: text as received, and data columns to be typed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import polars as pl
import pyarrow as pa

from park_brain.ingest.layout import Table, row_role
from park_brain.ingest.rows import TEXT, Merge, Row, column_letter
from park_brain.ingest.values.columns import FINDING_SCHEMA

CHUNK_ROWS = 100_000
FIGURES = ("money", "area", "decimal", "integer")
"""A merged amount belongs to the first row alone; copied to every row it would count many times."""
TEXT_SCHEMA = pa.schema(
    [("sheet", pa.string()), ("line", pa.int32()), ("role", pa.string()), ("cells", pa.list_(pa.string()))]
)


@dataclass(frozen=True)
class Chunk:
    """Some rows of one table. ``data`` has _row, _sheet, _line and ``<column>``, ``<column>|kind``."""

    text: pa.Table
    data: pl.DataFrame
    units: dict[str, Fraction]
    findings: pl.DataFrame


@dataclass
class RowCounter:
    """Accounting while rows stream by: every physical row is counted once, by its role."""

    roles: Counter[str] = field(default_factory=Counter)

    @property
    def data(self) -> int:
        """Rows that hold data."""
        return self.roles["data"]

    @property
    def excluded(self) -> dict[str, int]:
        """Rows that hold none, by reason."""
        return {role: count for role, count in sorted(self.roles.items()) if role != "data" and count}

    @property
    def total(self) -> int:
        """Rows read."""
        return sum(self.roles.values())


def chunks(tables: Sequence[Table], counter: RowCounter) -> Iterator[Chunk]:
    """All rows of the tables; ``_row`` runs through all of them."""
    next_row = 0
    for table in tables:
        units = table.units()
        for rows in _in_chunks(_with_roles(table)):
            counter.roles.update(role for _, role in rows)
            data = [row for row, role in rows if role == "data"]
            frame = _data_frame(table, data, next_row)
            yield Chunk(_text_table(table, rows), frame, units, _layout_findings(table, data, next_row))
            next_row += len(data)


def _with_roles(table: Table) -> Iterator[tuple[Row, str]]:
    for row in table.head:
        yield row, "title" if row.filled else "blank"
    for row in table.header:
        yield row, "header"
    if table.unit_row is not None:
        yield table.unit_row, "unit"
    fill = MergeFill(table)
    previous = ""
    for row in table.body:
        role = row_role(row, table)
        if role == "data" and previous == "note" and len(row.filled) == 1:
            role = "note"  # the next line of the same explanation
        yield fill(row), role
        previous = role


def _in_chunks(rows: Iterator[tuple[Row, str]]) -> Iterator[list[tuple[Row, str]]]:
    buffer: list[tuple[Row, str]] = []
    for item in rows:
        buffer.append(item)
        if len(buffer) == CHUNK_ROWS:
            yield buffer
            buffer = []
    if buffer:
        yield buffer


class MergeFill:
    """A vertically merged data cell (a town over its rows) holds for every row it spans."""

    def __init__(self, table: Table) -> None:
        last_header = table.header[-1].line if table.header else 0
        self._starting: dict[int, list[Merge]] = {}
        for merge in table.merges:
            column = table.match.columns.get(merge.left)
            if merge.bottom > merge.top >= last_header and column is not None and column.type not in FIGURES:
                self._starting.setdefault(merge.top + 1, []).append(merge)
        self._open: list[tuple[Merge, str, str]] = []

    def __call__(self, row: Row) -> Row:
        """The row with open merges filled in."""
        if not (self._starting or self._open):
            return row
        self._open = [item for item in self._open if item[0].bottom + 1 >= row.line]
        cells, kinds = list(row.cells), list(row.kinds)
        for merge, text, kind in self._open:
            if merge.left < len(cells) and not cells[merge.left].strip():
                cells[merge.left], kinds[merge.left] = text, kind
        for merge in self._starting.pop(row.line, []):
            if merge.left < len(cells):
                self._open.append((merge, cells[merge.left], kinds[merge.left]))
        return Row(row.line, cells, "".join(kinds))


def _data_frame(table: Table, rows: Sequence[Row], first: int) -> pl.DataFrame:
    columns: dict[str, pl.Series] = {
        "_row": pl.Series(range(first, first + len(rows)), dtype=pl.Int64),
        "_sheet": pl.Series([table.sheet] * len(rows), dtype=pl.String),
        "_line": pl.Series([row.line for row in rows], dtype=pl.Int64),
    }
    for index, column in table.match.columns.items():
        cells = [row.cells[index] if index < len(row.cells) else "" for row in rows]
        columns[column.name] = pl.Series(cells, dtype=pl.String)
        columns[f"{column.name}|kind"] = _kinds(rows, index)
    for name, value in table.constants().items():
        columns[name] = pl.Series([value] * len(rows), dtype=pl.String)
        columns[f"{name}|kind"] = pl.Series([TEXT] * len(rows), dtype=pl.String)
    return pl.DataFrame(columns)


def _kinds(rows: Sequence[Row], index: int) -> pl.Series:
    """How each cell was stored; a text file knows nothing but text."""
    if not any(row.kinds for row in rows):
        return pl.repeat(TEXT, len(rows), dtype=pl.String, eager=True)
    return pl.Series([row.kinds[index] if index < len(row.kinds) else TEXT for row in rows], dtype=pl.String)


def _text_table(table: Table, rows: Sequence[tuple[Row, str]]) -> pa.Table:
    columns = {
        "sheet": [table.sheet] * len(rows),
        "line": [row.line for row, _ in rows],
        "role": [role for _, role in rows],
        "cells": [row.cells for row, _ in rows],
    }
    return pa.table(columns, schema=TEXT_SCHEMA)


def _layout_findings(table: Table, rows: Sequence[Row], first: int) -> pl.DataFrame:
    """Cells outside the header: beyond its end (the row is shifted), or under a column without a name."""
    width = max((len(row.cells) for row in table.header), default=0)
    anchor = table.contract.columns[0].name
    found: list[tuple[int, str, str, str, str]] = []
    reported: set[int] = set()
    for number, row in enumerate(rows, first):
        if len(row.cells) > width and (extra := "".join(row.cells[width:]).strip()):
            found.append((number, "too_many_cells", "reject", anchor, extra))
        for index in table.match.unnamed:
            if index not in reported and index < len(row.cells) and row.cells[index].strip():
                reported.add(index)
                found.append((number, "unnamed_column", "warn", column_letter(index), row.cells[index].strip()))
    return pl.DataFrame(found, schema=FINDING_SCHEMA, orient="row")
