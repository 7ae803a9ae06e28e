"""Kernel: tables on their way into Parquet, small ones of Python rows and large ones inside DuckDB."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from park_brain.sql import literal

Cell = str | int | bool | date | datetime | None
Row = tuple[Cell, ...]


def arrow_table(columns: dict[str, str], rows: Sequence[Row]) -> Any:
    """A ``pyarrow.Table`` with the named SQL types; also for no rows at all."""
    import pyarrow as pa

    makers: dict[str, Callable[[], Any]] = {
        "VARCHAR": pa.string,
        "INTEGER": pa.int32,
        "BIGINT": pa.int64,
        "BOOLEAN": pa.bool_,
        "DATE": pa.date32,
        "TIMESTAMP": lambda: pa.timestamp("us"),
    }
    by_column: list[Any] = list(zip(*rows, strict=True)) if rows else [()] * len(columns)
    arrays = [pa.array(values, type=makers[kind]()) for values, kind in zip(by_column, columns.values(), strict=True)]
    return pa.Table.from_arrays(arrays, names=list(columns))


def write_table(columns: dict[str, str], rows: Sequence[Row], path: Path) -> int:
    """Write the rows as one Parquet file; returns how many."""
    import pyarrow.parquet as pq

    pq.write_table(arrow_table(columns, rows), path)
    return len(rows)


def copy_table(connection: Any, table: str, path: Path) -> int:
    """Write a table in order of all its columns, so that equal content is equal bytes; returns its rows."""
    return copy_query(connection, f"from {table} order by all", path)


def copy_query(connection: Any, query: str, path: Path) -> int:
    """Write the result of a query as Parquet without holding it in memory; returns its rows."""
    copied = connection.execute(f"copy ({query}) to {literal(path)} (format parquet, compression zstd)").fetchone()
    return int(copied[0])
