"""Ingest: stream the rows of tables in bounded chunks: text as received, and data columns to be typed."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import polars as pl
import pyarrow as pa

from ingest.readers.bulk import Bulk
from ingest.readers.rows import ERROR, TEXT, Merge, Row, column_letter
from ingest.recognise.cell_findings import Found, marked_cells
from ingest.recognise.roles import is_plainly_data, total_kind
from ingest.recognise.table import Table
from ingest.values.columns import FINDING_SCHEMA

CHUNK_ROWS, CHUNK_CELLS = 100_000, 4_000_000
FIGURES = ("money", "area", "decimal", "integer")
"""A merged amount belongs to the first row alone; copied to every row it would count many times."""
TEXT_SCHEMA = pa.schema(
    [
        ("sheet", pa.string()),
        ("line", pa.int32()),
        ("role", pa.string()),
        ("hidden", pa.bool_()),
        ("cells", pa.list_(pa.string())),
    ]
)


@dataclass(frozen=True)
class Chunk:
    """Some rows of one table. ``data`` has _row, _sheet, _line and ``<column>``, ``<column>|kind``.

    ``totals`` has the received cells of total rows in the same columns, with _sheet, _line, _after_row (the last data
    row above it) and _kind (小计 or 合计).
    """

    text: pa.Table
    data: pl.DataFrame
    units: dict[str, Fraction]
    findings: pl.DataFrame
    totals: pl.DataFrame


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
        units, is_first = table.units(), True
        for rows in _in_chunks(_with_roles(table)):
            if isinstance(rows, Bulk):
                counter.roles["data"] += len(rows)
                yield _bulk_chunk(table, rows, units, next_row)
                next_row += len(rows)
                continue
            counter.roles.update(role for _, role in rows)
            data = [row for row, role in rows if role == "data"]
            frame = _data_frame(table, data, next_row)
            found = [*_misplaced_cells(table, data, next_row), *marked_cells(table, data, next_row)]
            if table.hidden and is_first and data:
                found.append((next_row, "hidden_sheet", "note", table.contract.columns[0].name, table.sheet))
            findings = pl.DataFrame(found, schema=FINDING_SCHEMA, orient="row")
            yield Chunk(_text_table(table, rows), frame, units, findings, _totals_frame(table, rows, next_row))
            next_row += len(data)
            is_first = is_first and not data


def _with_roles(table: Table) -> Iterator[tuple[Row, str] | Bulk]:
    for row in table.head:
        yield row, "title" if row.filled else "blank"
    for row in table.header:
        yield row, "header"
    yield from table.beneath
    fill = MergeFill(table) if table.merges else None
    previous = ""
    for item in _body(table):
        if isinstance(item, Bulk):
            yield item
            continue
        role = table.role(item, previous)
        if role == "note":
            table.check_note(item)
        yield (fill(item) if fill else item), role
        previous = role


def _body(table: Table) -> Iterator[Row | Bulk]:
    """Rows below the header; plain data rows of a text file many at once (what stands above them is data too)."""
    for row in table.body:
        yield row
        while _is_past_header(table, row) and table.bulk and (bulk := table.bulk()):
            if not _is_plain(table, bulk):
                yield from bulk.rows(list(range(len(bulk))))
                break
            yield bulk


def _is_past_header(table: Table, row: Row) -> bool:
    """Whether the rows looked at to find the table are used up, and the last one is plain data."""
    is_repeated = row.line in table.repeated
    return row.line >= table.looked_at and not is_repeated and is_plainly_data(row.cells, table.ascii_headers)


def _is_plain(table: Table, bulk: Bulk) -> bool:
    """Whether every row is data and no cell lies outside of the header."""
    width = max((len(row.cells) for row in table.header), default=0)
    if len(bulk.columns) > width or table.match.unnamed:
        return False
    return all(table.role(row, "data") == "data" for row in bulk.doubtful(table.ascii_headers))


def _in_chunks(rows: Iterator[tuple[Row, str] | Bulk]) -> Iterator[list[tuple[Row, str]] | Bulk]:
    buffer: list[tuple[Row, str]] = []
    cells = 0
    for item in rows:
        if isinstance(item, Bulk):
            if buffer:
                yield buffer
            yield item
            buffer, cells = [], 0
            continue
        buffer.append(item)
        cells += len(item[0].cells)
        if len(buffer) == CHUNK_ROWS or cells >= CHUNK_CELLS:
            yield buffer
            buffer, cells = [], 0
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


def _data_frame(table: Table, rows: Sequence[Row], first: int) -> pl.DataFrame:
    columns: dict[str, pl.Series] = {
        "_row": pl.Series(range(first, first + len(rows)), dtype=pl.Int64),
        "_sheet": pl.Series([table.sheet] * len(rows), dtype=pl.String),
        "_line": pl.Series([row.line for row in rows], dtype=pl.Int64),
    }
    columns |= _received(table, rows)
    for name, value in table.constants().items():
        columns[name] = pl.Series([value] * len(rows), dtype=pl.String)
        columns[f"{name}|kind"] = pl.Series([TEXT] * len(rows), dtype=pl.String)
    return pl.DataFrame(columns)


def _bulk_chunk(table: Table, bulk: Bulk, units: dict[str, Fraction], first: int) -> Chunk:
    """The same as for rows one by one, none of which is hidden, merged, a total or outside of the header."""
    count = len(bulk)
    lines = pl.int_range(bulk.first_line, bulk.first_line + count, dtype=pl.Int32, eager=True)
    text = pl.Series([TEXT], dtype=pl.String).new_from_index(0, count)
    columns = {
        "_row": pl.int_range(first, first + count, dtype=pl.Int64, eager=True),
        "_sheet": pl.Series([table.sheet], dtype=pl.String).new_from_index(0, count),
        "_line": lines.cast(pl.Int64),
    }
    for index, column in table.match.columns.items():
        is_there = index < len(bulk.columns)
        columns[column.name] = bulk.columns[index] if is_there else pl.Series([""]).new_from_index(0, count)
        columns[f"{column.name}|kind"] = text
    for name, value in table.constants().items():
        columns[name] = pl.Series([value], dtype=pl.String).new_from_index(0, count)
        columns[f"{name}|kind"] = text
    received = pl.DataFrame([column.alias(str(n)) for n, column in enumerate(bulk.columns)])
    as_text = pl.DataFrame({"sheet": columns["_sheet"], "line": lines}).with_columns(
        pl.lit("data").alias("role"),
        pl.lit(False).alias("hidden"),
        received.select(pl.concat_list(pl.all())).to_series().alias("cells"),
    )
    return Chunk(
        as_text.to_arrow().cast(TEXT_SCHEMA),
        pl.DataFrame(columns),
        units,
        pl.DataFrame(schema=FINDING_SCHEMA),
        _totals_frame(table, (), first),
    )


def _received(table: Table, rows: Sequence[Row]) -> dict[str, pl.Series]:
    columns: dict[str, pl.Series] = {}
    has_kinds = any(row.kinds for row in rows)
    for index, column in table.match.columns.items():
        cells = [row.cells[index] if index < len(row.cells) else "" for row in rows]
        kinds = _kinds(rows, index) if has_kinds else pl.repeat(TEXT, len(rows), dtype=pl.String, eager=True)
        if has_kinds and (kinds == ERROR).any():  # an error is reported as what it is, and its text is no value
            cells = ["" if kind == ERROR else cell for cell, kind in zip(cells, kinds, strict=True)]
        columns[column.name] = pl.Series(cells, dtype=pl.String)
        columns[f"{column.name}|kind"] = kinds
    return columns


def _totals_frame(table: Table, rows: Sequence[tuple[Row, str]], first: int) -> pl.DataFrame:
    found: list[tuple[Row, int | None, str]] = []
    last = first - 1
    for row, role in rows:
        last += role == "data"
        if role == "total" and (kind := total_kind(row)) in ("小计", "合计"):
            found.append((row, last if last >= 0 else None, kind))
    columns: dict[str, pl.Series] = {
        "_sheet": pl.Series([table.sheet] * len(found), dtype=pl.String),
        "_line": pl.Series([row.line for row, _, _ in found], dtype=pl.Int64),
        "_after_row": pl.Series([after for _, after, _ in found], dtype=pl.Int64),
        "_kind": pl.Series([kind for _, _, kind in found], dtype=pl.String),
    }
    return pl.DataFrame(columns | _received(table, [row for row, _, _ in found]))


def _kinds(rows: Sequence[Row], index: int) -> pl.Series:
    """How each cell was stored; where a file does not tell, as text."""
    return pl.Series([row.kinds[index] if index < len(row.kinds) else TEXT for row in rows], dtype=pl.String)


def _text_table(table: Table, rows: Sequence[tuple[Row, str]]) -> pa.Table:
    offsets = itertools.accumulate((len(row.cells) for row, _ in rows), initial=0)
    texts = pa.array(itertools.chain.from_iterable(row.cells for row, _ in rows), pa.string())
    columns = {
        "sheet": [table.sheet] * len(rows),
        "line": [row.line for row, _ in rows],
        "role": [role for _, role in rows],
        "hidden": [row.hidden for row, _ in rows],
        "cells": pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), texts),
    }
    return pa.table(columns, schema=TEXT_SCHEMA)


def _misplaced_cells(table: Table, rows: Sequence[Row], first: int) -> Iterator[Found]:
    """Cells outside the header: beyond its end (the row is shifted), or under a column without a name."""
    width = max((len(row.cells) for row in table.header), default=0)
    anchor = table.contract.columns[0].name
    waiting = set(table.match.unnamed)
    for number, row in enumerate(rows, first):
        if len(row.cells) > width and (extra := "".join(row.cells[width:]).strip()):
            yield number, "too_many_cells", "reject", anchor, extra
        for index in sorted(waiting) if waiting else ():
            if index < len(row.cells) and row.cells[index].strip():
                waiting.discard(index)
                yield number, "unnamed_column", "warn", column_letter(index), row.cells[index].strip()
