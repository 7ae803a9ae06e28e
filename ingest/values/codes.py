"""Ingest, values: identifiers. Kept as text, with what a number format did to them undone or flagged."""

from __future__ import annotations

import polars as pl

from ingest.persons.id_numbers import are_numbers_of_persons
from ingest.readers.rows import NUMBER
from ingest.values.parsed import Cells, Finding, Parsed, flag

SAFE_DIGITS = 15
"""A spreadsheet number keeps 15 digits; a longer identifier stored as a number may have lost its end."""
EXPONENT = r"^[0-9](?:\.[0-9]+)?E\+?[0-9]{1,2}$"
"""9.13307E+17: the end of the code is gone, and many codes look the same. It identifies nothing."""


def parse_code(cells: Cells) -> Parsed:
    """Any identifier: width folded, white space removed, upper case, lost leading zeros given back."""
    frame = read_codes(cells).with_columns(
        damaged=pl.col("code").str.contains(EXPONENT).fill_null(False),
        personal=are_numbers_of_persons(cells.frame["raw"]),
    )
    a_number = pl.col("kind") == NUMBER
    width = cells.column.width or 0
    short = a_number & pl.col("code").str.contains("^[0-9]+$") & (pl.col("code").str.len_chars() < width)
    frame = frame.with_columns(short=short.fill_null(False))
    kept = pl.when(~pl.col("damaged") & ~pl.col("personal")).then(pl.col("code"))
    value = pl.when(pl.col("short")).then(pl.col("code").str.zfill(width)).otherwise(kept)
    long_number = a_number & (pl.col("code").str.len_chars() >= SAFE_DIGITS) & ~pl.col("personal")
    return Parsed(
        {cells.column.name: frame.select(value=value)["value"]},
        (
            Finding("personal_number", "warn", frame["personal"], hide=True),
            Finding(
                "fullwidth_text",
                "note",
                flag(frame, pl.col("fullwidth") & pl.col("code").is_not_null() & ~pl.col("personal")),
            ),
            Finding("code_was_number", "warn", flag(frame, long_number | pl.col("damaged"))),
            Finding("code_padded", "note", frame["short"]),
        ),
    )


def read_codes(cells: Cells, dressing: str = r"\s") -> pl.DataFrame:
    """The cells with ``code``: folded, without dressing, in upper case."""
    frame = cells.frame.with_columns(code=pl.col("folded").str.replace_all(dressing, "").str.to_uppercase())
    return frame.with_columns(code=pl.when(pl.col("code") != "").then(pl.col("code")))
