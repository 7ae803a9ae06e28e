"""Ingest, values: identifiers. Kept as text; a credit code is checked by both digits and repaired only safely."""

from __future__ import annotations

import polars as pl

from park_brain import uscc
from park_brain.ingest.rows import NUMBER
from park_brain.ingest.values.parsed import Cells, Finding, Parsed, flag

SAFE_DIGITS = 15
"""A spreadsheet number keeps 15 digits; a longer identifier stored as a number may have lost its end."""
KNOWN_LENGTHS = (9, 15, 18)
DRESSING = r"[\s'\"=\-·\u200e\u200f\u202a-\u202e]"
"""What programs and people put around or into a credit code to keep it text or to make it readable."""


def parse_code(cells: Cells) -> Parsed:
    """Any identifier: width folded, white space removed, upper case."""
    frame = _with_code(cells)
    long_number = (pl.col("kind") == NUMBER) & (pl.col("code").str.len_chars() >= SAFE_DIGITS)
    return Parsed(
        {cells.column.name: frame["code"]},
        (
            Finding("fullwidth_text", "note", flag(frame, pl.col("fullwidth") & pl.col("code").is_not_null())),
            Finding("code_was_number", "warn", flag(frame, long_number)),
        ),
    )


def parse_uscc(cells: Cells) -> Parsed:
    """统一社会信用代码, or an older code. ID-card numbers are dropped at the border (invariant 11)."""
    frame = _with_code(cells, DRESSING).with_columns(fixed=uscc.repaired(pl.col("code")))
    frame = frame.with_columns(valid=uscc.is_valid(pl.col("code")), fixable=uscc.is_valid(pl.col("fixed")))
    frame = frame.with_columns(
        good=pl.col("valid") | pl.col("fixable"),
        personal=~pl.col("valid") & ~pl.col("fixable") & uscc.is_personal_number(pl.col("code")),
    )
    named = pl.col("code").str.contains(r"[\p{Han}]")
    kept = pl.when(~pl.col("personal") & ~named).then(pl.col("code"))
    value = pl.when(~pl.col("valid") & pl.col("fixable")).then(pl.col("fixed")).otherwise(kept)
    return Parsed({cells.column.name: frame.select(value.alias("value"))["value"]}, _uscc_findings(frame))


def _uscc_findings(frame: pl.DataFrame) -> tuple[Finding, ...]:
    unknown = ~pl.col("good") & ~pl.col("personal")
    length = pl.col("code").str.len_chars()
    respelt = pl.col("valid") & (pl.col("folded") != pl.col("code"))
    warned = {
        "code_repaired": (~pl.col("valid") & pl.col("fixable")) | respelt,
        "code_check_digit": unknown & (length == uscc.LENGTH),
        "code_format": unknown & ~length.is_in(KNOWN_LENGTHS),
        "code_was_number": (pl.col("kind") == NUMBER) & pl.col("code").is_not_null(),
    }
    return (
        Finding("personal_number", "warn", frame["personal"], hide=True),
        Finding("fullwidth_text", "note", flag(frame, pl.col("fullwidth") & pl.col("code").is_not_null())),
        *(Finding(rule, "warn", flag(frame, when)) for rule, when in warned.items()),
    )


def _with_code(cells: Cells, dressing: str = r"\s") -> pl.DataFrame:
    frame = cells.frame.with_columns(code=pl.col("folded").str.replace_all(dressing, "").str.to_uppercase())
    return frame.with_columns(code=pl.when(pl.col("code") != "").then(pl.col("code")))
