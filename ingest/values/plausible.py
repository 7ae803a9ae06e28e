"""Ingest, values: figures that no honest row holds, and the unit in which they would be honest."""

from __future__ import annotations

import polars as pl

from ingest.contracts.units import TYPED_UNITS, usual_units
from ingest.values.amounts import WIDE
from ingest.values.parsed import Cells, Finding, flag


def outside_bounds(cells: Cells, frame: pl.DataFrame) -> list[pl.Series]:
    """Where ``value`` lies outside the contract's bounds; nothing for a column without bounds."""
    if cells.column.plausible is None:
        return []
    low, high = cells.column.plausible
    outside = flag(frame, (pl.col("value") < low) | (pl.col("value") > high))
    return [outside] if outside.any() else []


def unit_doubts(cells: Cells, frame: pl.DataFrame, scale: int) -> tuple[Finding, ...]:
    """``unit_suspect`` where another unit would make the value plausible (named, never applied), else so."""
    for outside in outside_bounds(cells, frame):
        others = _in_other_units(cells, frame, scale)
        hint = frame.select(
            hint=pl.concat_str(pl.col("raw").str.strip_chars(), pl.lit("（"), others, pl.lit("）")),
        )["hint"]
        return (
            Finding("unit_suspect", "warn", outside & others.is_not_null(), shown=hint),
            Finding("implausible_value", "warn", outside & others.is_null()),
        )
    return ()


def _in_other_units(cells: Cells, frame: pl.DataFrame, scale: int) -> pl.Series:
    """``按公顷则为 125 ㎡`` for every unit that fits; NULL where none does or the cell names its unit."""
    low, high = cells.column.plausible or (0, 0)
    base = TYPED_UNITS.get(cells.column.type, cells.column.unit or "")
    hints = []
    for unit, size in usual_units(cells.column.type, cells.column.unit).items():
        if size == cells.unit:
            continue
        value = pl.col("amount") * pl.lit(size.numerator).cast(WIDE) / pl.lit(size.denominator).cast(WIDE)
        text = value.round(scale, mode="half_away_from_zero").cast(pl.String)
        short = pl.when(text.str.contains(".", literal=True)).then(text.str.strip_chars_end("0")).otherwise(text)
        others = pl.concat_str(pl.lit(f"按{unit}则为 "), short.str.strip_chars_end("."), pl.lit(f" {base}"))
        fits = value.is_between(low, high) & (pl.col("written") == "")
        hints.append(pl.when(fits).then(others))
    if not hints:
        return pl.Series("others", [None] * len(frame), dtype=pl.String)
    found = frame.select(others=pl.concat_str(hints, separator="，", ignore_nulls=True))["others"]
    return found.replace("", None)
