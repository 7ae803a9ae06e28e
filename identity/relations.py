"""Derive: how the steps of this stage read selected lists, run their SQL files and load data frames."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from park_brain.installation import Installation
from park_brain.sql import literal

if TYPE_CHECKING:
    import duckdb
    import polars as pl

LAST_ROW = "struct_pack(received_at := _received_at, batch_id := _batch_id, sheet := _sheet, line := _line)"
"""The position of a row; the maximum is the row received last."""


def selected_rows(home: Installation, code: str) -> str:
    """The selected rows of a list as a relation."""
    return f"read_parquet({literal(home.selected / code / '*.parquet')})"


def run_sql(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Run one SQL file."""
    connection.execute(path.read_text(encoding="utf-8"))


def load_frame(connection: duckdb.DuckDBPyConnection, table: str, frame: pl.DataFrame) -> None:
    """Create (or replace) a temporary table with the rows of a data frame."""
    connection.register("frame", frame.to_arrow())
    connection.execute(f"create or replace temp table {table} as from frame")
    connection.unregister("frame")
