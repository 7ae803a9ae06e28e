"""Ingest, values: the figures of 合计 and 小计 rows, to be compared with the rows they sum."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import polars as pl

from ingest.contracts.contract import Column, Contract
from ingest.contracts.units import accepted_units
from ingest.values.amounts import WIDE, read_amounts
from ingest.values.parsed import read_cells

TOTAL_SCHEMA = {
    "_sheet": pl.String(),
    "_line": pl.Int64(),
    "_after_row": pl.Int64(),
    "_kind": pl.String(),
    "column_name": pl.String(),
    "shown": pl.String(),
    "total": WIDE,
    "step": WIDE,
}

WIDE_PLACES = 10


def is_summable(column: Column) -> bool:
    """Whether rows of a column add up; a decimal does only in a unit of its own (kWh, t), never as a ratio."""
    if column.type == "decimal":
        return len(accepted_units(column.type, column.unit)) > 1 and "/" not in (column.unit or "")
    return column.type in ("money", "area", "integer") and bool(column.outputs)


def type_totals(contract: Contract, totals: pl.DataFrame, units: Mapping[str, Fraction]) -> pl.DataFrame:
    """One row per figure of a total row (TOTAL_SCHEMA): its value in the typed unit, and what one unit of its last
    shown digit is worth. ``totals`` has ``_sheet, _line, _after_row, _kind`` and the received cells."""
    found = [pl.DataFrame(schema=TOTAL_SCHEMA)]
    for column in contract.columns:
        if not is_summable(column) or column.name not in totals.columns:
            continue
        unit = units.get(column.name, Fraction(1))
        frame = read_amounts(read_cells(column, totals[column.name], totals[f"{column.name}|kind"], unit))
        frame = frame.with_columns(digit=_last_digit(frame["folded"]))
        figures = frame.select(
            column_name=pl.lit(column.name),
            shown=pl.col("trimmed"),
            total=pl.col("amount") * pl.col("num") / pl.col("den"),
            step=pl.col("digit") * pl.col("num") / pl.col("den"),
        )
        place = totals.select("_sheet", "_line", "_after_row", "_kind")
        found.append(place.hstack(figures).drop_nulls(["total", "step"]).cast(TOTAL_SCHEMA))  # type: ignore[arg-type]
    return pl.concat(found)


def _last_digit(texts: pl.Series) -> pl.Series:
    """12.30 -> 0.01, 12 -> 1: how exactly a figure is shown."""
    places = texts.str.extract(r"\.([0-9]+)").str.len_chars().fill_null(0)
    digits = {n: f"{10**-n:.{n}f}" for n in range(WIDE_PLACES + 1)}
    return places.clip(0, WIDE_PLACES).replace_strict(digits, return_dtype=pl.String).cast(WIDE)
