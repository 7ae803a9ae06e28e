"""Derive: the one normalisation of names and places (DuckDB has no NFKC, so it is Polars)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

BRACKETS = {"〔": "(", "〕": ")", "【": "(", "】": ")", "[": "(", "]": ")", "{": "(", "}": ")"}
"""NFKC already turns full-width （） into (); the other pairs departments type follow here."""
NOISE = r"[\s\p{Z}\p{C}·•・.,，。、'\"“”‘’]"
"""Blanks of every width, control characters and punctuation that never tells two firms apart."""


def normalised(column: str) -> pl.Expr:
    """Names equal up to width, case, brackets, blanks and stops become equal texts; empty stays ''."""
    import polars as pl

    text = pl.col(column).str.normalize("NFKC").str.to_uppercase()
    return text.str.replace_many(list(BRACKETS), list(BRACKETS.values())).str.replace_all(NOISE, "")
