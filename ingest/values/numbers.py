"""Ingest, values: numbers, money and areas as exact decimals (docs/architecture.md, Invariants 10)."""

from __future__ import annotations

import polars as pl

from ingest.values.amounts import LIMITS, PLAIN, read_amounts
from ingest.values.chinese import digits_for_words
from ingest.values.parsed import Cells, Finding, Parsed, flag, unreadable
from ingest.values.plausible import outside_bounds, unit_doubts

SCALES = {"money": 2, "area": 4, "decimal": 4, "integer": 0}
_YEAR = r"^((?:1[0-9]|2[0-9])[0-9]{2})(?:\.0+)?(?:\s*年度?(?:\s*[0-9]{1,2}\s*月.*)?)?$"
_YEAR_OF_DATE = r"^((?:1[0-9]|2[0-9])[0-9]{2})[-/.][0-9]{1,2}[-/.][0-9]{1,2}(?:[ T][0-9:.]+)?$"
YEARS = (1949, 2100)


def parse_number(cells: Cells) -> Parsed:
    """A number in the column's unit; separators, signs, 约, 万, 亿 and a written unit are understood."""
    scale = SCALES[cells.column.type]
    frame = read_amounts(cells)
    frame = frame.with_columns(exact=pl.col("amount") * pl.col("num") / pl.col("den"))
    frame = frame.with_columns(wide=pl.col("exact").round(scale, mode="half_away_from_zero"))
    fits = pl.col("wide").abs() < LIMITS[cells.column.type]
    if scale == 0:
        fits &= pl.col("wide") == pl.col("exact")  # 12.5 persons are no 13
    kept = pl.when(fits).then(pl.col("wide")).cast(pl.Int64 if scale == 0 else pl.Decimal(18, scale), strict=False)
    frame = frame.with_columns(value=kept)
    readable = pl.col("value").is_not_null()
    dressed = readable & ~pl.col("folded").str.contains(PLAIN) & ~pl.col("fullwidth")
    return Parsed(
        {cells.column.name: frame["value"]},
        (
            unreadable(cells, "bad_number", frame),
            Finding("fullwidth_text", "note", flag(frame, pl.col("fullwidth") & readable)),
            Finding("text_number", "note", flag(frame, dressed)),
            *unit_doubts(cells, frame, scale),
        ),
    )


def parse_year(cells: Cells) -> Parsed:
    """A calendar year: 2018, 2018年, 2018年度, 二〇一八年 or the year of a date."""
    frame = cells.frame.with_columns(text=digits_for_words(cells.frame["folded"]))
    year = pl.coalesce(pl.col("text").str.extract(_YEAR), pl.col("text").str.extract(_YEAR_OF_DATE))
    frame = frame.with_columns(value=year.cast(pl.Int32, strict=False))
    known = pl.col("value").is_between(*YEARS)
    findings = (
        unreadable(cells, "bad_number", frame),
        Finding("fullwidth_text", "note", flag(frame, pl.col("fullwidth") & pl.col("value").is_not_null())),
        Finding("implausible_date", "warn", flag(frame, ~known)),
        *(Finding("implausible_value", "warn", when) for when in outside_bounds(cells, frame)),
    )
    return Parsed({cells.column.name: frame["value"]}, findings)
