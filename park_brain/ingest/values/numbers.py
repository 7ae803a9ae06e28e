"""Ingest, values: numbers, money and areas as exact decimals (design.md invariant 10)."""

from __future__ import annotations

from fractions import Fraction

import polars as pl

from park_brain.ingest.units import UNITS_BY_TYPE
from park_brain.ingest.values.parsed import Cells, Finding, Parsed, flag, unreadable

WIDE = pl.Decimal(38, 10)
SCALES = {"money": 2, "area": 4, "decimal": 4, "integer": 0}
LIMIT = 10**14
"""Larger amounts do not fit DECIMAL(18,4) and are no land area or sum of one firm."""
_PLAIN = r"^[+-]?[0-9]+(\.[0-9]+)?$"
_GROUPED = r"^(约?\s*[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?\s*[^0-9]*)$"
_NUMBER = r"^约?\s*([+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+))\s*(万|亿)?\s*([^0-9万亿]*|万元|亿元|万平方米)$"


def parse_number(cells: Cells) -> Parsed:
    """A number in the column's unit; thousands separators, 约, 万, 亿 and a written unit are understood."""
    scale = SCALES[cells.column.type]
    frame = _amounts(cells)
    wide = (pl.col("amount") * pl.col("num") / pl.col("den")).round(scale, mode="half_away_from_zero")
    frame = frame.with_columns(wide=wide)
    fits = pl.when(pl.col("wide").abs() < LIMIT).then(pl.col("wide"))
    frame = frame.with_columns(value=fits.cast(pl.Int64 if scale == 0 else pl.Decimal(18, scale), strict=False))
    readable = pl.col("value").is_not_null()
    dressed = readable & ~pl.col("folded").str.contains(_PLAIN) & ~pl.col("fullwidth")
    return Parsed(
        {cells.column.name: frame["value"]},
        (
            unreadable(cells, "bad_number", frame),
            Finding("fullwidth_text", "note", flag(frame, pl.col("fullwidth") & readable)),
            Finding("text_number", "note", flag(frame, dressed)),
        ),
    )


def _amounts(cells: Cells) -> pl.DataFrame:
    """Add ``amount`` and the fraction ``num / den`` it is multiplied by; NULL in an unknown unit."""
    text = pl.col("folded")
    # "70，40" is two numbers, not 7040: only groups of three are thousands.
    ungrouped = pl.when(text.str.contains(_GROUPED)).then(text.str.replace_all(",", "")).otherwise(text)
    frame = cells.frame.with_columns(text=ungrouped)
    frame = frame.with_columns(parts=text_groups("text", _NUMBER)).unnest("parts")
    written = pl.concat_str(pl.col("2").fill_null(""), pl.col("3").fill_null(""))
    sizes = _unit_sizes(cells)
    # Storage noise of floating point (0.30000000000000004) lies beyond the tenth decimal.
    amount = pl.col("1").str.replace(r"(\.[0-9]{10})[0-9]+$", "$1").cast(WIDE, strict=False)
    fits = pl.when(amount.abs() < LIMIT).then(amount)
    frame = frame.with_columns(written=written, amount=fits)
    return frame.with_columns(
        num=_mapped("written", {k: v.numerator for k, v in sizes.items()}),
        den=_mapped("written", {k: v.denominator for k, v in sizes.items()}),
    )


def text_groups(column: str, pattern: str) -> pl.Expr:
    """Groups of a regex as a struct with fields 1, 2, ..."""
    return pl.col(column).str.extract_groups(pattern)


def _mapped(column: str, values: dict[str, int]) -> pl.Expr:
    return pl.col(column).replace_strict(values, default=None, return_dtype=pl.Int64).cast(WIDE)


def _unit_sizes(cells: Cells) -> dict[str, Fraction]:
    """What may stand behind a number: nothing, its own unit, another of its kind; 万 only in 元 and ㎡."""
    sizes = {**UNITS_BY_TYPE.get(cells.column.type, {}), "": cells.unit}
    if cells.column.unit and cells.column.type not in UNITS_BY_TYPE:
        sizes[cells.column.unit] = cells.unit
    if cells.unit == 1:
        sizes |= {"万": Fraction(10_000), "亿": Fraction(100_000_000)}
    return sizes


def parse_year(cells: Cells) -> Parsed:
    """A calendar year: 2018, 2018年, 2018年度 or the year of a date."""
    year = pl.col("folded").str.extract(r"^((?:19|20)[0-9]{2})(?:\.0+)?(?:年度?.*|[-/.][0-9]{1,2}.*)?$")
    frame = cells.frame.with_columns(value=year.cast(pl.Int32, strict=False))
    return Parsed(
        {cells.column.name: frame["value"]},
        (
            unreadable(cells, "bad_number", frame),
            Finding("fullwidth_text", "note", flag(frame, pl.col("fullwidth") & pl.col("value").is_not_null())),
        ),
    )
