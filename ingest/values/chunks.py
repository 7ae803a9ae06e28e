"""Ingest, values: the rows of tables as received: their text for the lake, their data columns to be typed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import polars as pl
import pyarrow as pa

from ingest.readers.rows import ERROR, TEXT
from ingest.readers.sheets import Block, RowBlock
from ingest.recognise.cell_findings import CellFindings
from ingest.recognise.roles import total_kind
from ingest.recognise.table import Table
from ingest.recognise.walk import walk
from ingest.values.columns import FINDING_SCHEMA

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
        findings = CellFindings(table)
        for block, roles in walk(table):
            counter.roles.update(roles)
            data = _data_rows(block, roles)
            yield Chunk(
                _text_table(table, block, roles),
                _data_frame(table, data, next_row),
                table.units,
                pl.DataFrame(list(findings.of(data, next_row)), schema=FINDING_SCHEMA, orient="row"),
                _totals_frame(table, block, roles, next_row),
            )
            next_row += len(data)


def _data_rows(block: Block, roles: Sequence[str]) -> Block:
    if roles.count("data") == len(block):
        return block
    return block.at([place for place, role in enumerate(roles) if role == "data"])


def _text_table(table: Table, block: Block, roles: Sequence[str]) -> pa.Table:
    columns = {
        "sheet": pa.repeat(table.sheet, len(block)),
        "line": block.lines.to_arrow().cast(pa.int32()),
        "role": pa.array(roles, pa.string()),
        "hidden": pa.array(block.hidden, pa.bool_()),
        "cells": block.cells,
    }
    return pa.table(columns, schema=TEXT_SCHEMA)


def _data_frame(table: Table, data: Block, first: int) -> pl.DataFrame:
    columns = {
        "_row": pl.int_range(first, first + len(data), dtype=pl.Int64, eager=True),
        "_sheet": _repeated(table.sheet, data),
        "_line": data.lines,
    }
    columns |= _received(table, data)
    for name, value in table.constants().items():
        columns[name], columns[f"{name}|kind"] = _repeated(value, data), _repeated(TEXT, data)
    return pl.DataFrame(columns)


def _repeated(text: str, block: Block) -> pl.Series:
    return pl.repeat(text, len(block), dtype=pl.String, eager=True)


def _received(table: Table, block: Block) -> dict[str, pl.Series]:
    columns: dict[str, pl.Series] = {}
    for index, column in table.match.columns.items():
        texts, kinds = block.texts(index), block.kinds(index)
        if (kinds == ERROR).any():  # an error is reported as what it is, and its text is no value
            texts = pl.select(pl.when(kinds != ERROR).then(texts).otherwise(pl.lit(""))).to_series()
        columns[column.name], columns[f"{column.name}|kind"] = texts, kinds
    return columns


def _totals_frame(table: Table, block: Block, roles: Sequence[str], first: int) -> pl.DataFrame:
    """Rows of sums, each with the number of the last data row above it."""
    last = first - 1
    found: list[tuple[int, int | None, str]] = []
    for place, role in enumerate(roles if "total" in roles else ()):
        last += role == "data"
        if role == "total" and (kind := total_kind(block.rows[place])) in ("小计", "合计"):
            found.append((place, last if last >= 0 else None, kind))
    totals = block.at([place for place, _, _ in found]) if found else RowBlock(())
    columns = {
        "_sheet": _repeated(table.sheet, totals),
        "_line": totals.lines,
        "_after_row": pl.Series([after for _, after, _ in found], dtype=pl.Int64),
        "_kind": pl.Series([kind for _, _, kind in found], dtype=pl.String),
    }
    return pl.DataFrame(columns | _received(table, totals))
