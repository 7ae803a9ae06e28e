"""Ingest, values: free text, categories, yes and no."""

from __future__ import annotations

import polars as pl

from ingest.contracts.units import normal
from ingest.values.parsed import Cells, Parsed, unreadable

TRUE = ("是", "有", "√", "✓", "✔", "☑", "Y", "YES", "T", "TRUE", "1", "已", "对", "真")
FALSE = ("否", "无", "没有", "×", "✗", "✕", "✖", "✘", "X", "N", "NO", "F", "FALSE", "0", "未", "不是", "错", "假")


def parse_text(cells: Cells) -> Parsed:
    """Trimmed text; what of it may pass is decided in ``screening`` and, for names, in ``holders``."""
    return Parsed({cells.column.name: cells.frame["trimmed"]})


def parse_category(cells: Cells) -> Parsed:
    """The canonical value; a spelling that the contract does not list is never given a default."""
    spellings = {
        normal(spelling): canonical
        for canonical, others in cells.column.values.items()
        for spelling in (canonical, *others)
    }
    text = pl.col("folded").str.replace_all(r"\s", "")
    frame = cells.frame.with_columns(value=text.replace_strict(spellings, default=None, return_dtype=pl.String))
    return Parsed({cells.column.name: frame["value"]}, (unreadable(cells, "unknown_value", frame),))


def parse_boolean(cells: Cells) -> Parsed:
    """是/否 and the marks people make for them."""
    spellings = dict.fromkeys(TRUE, True) | dict.fromkeys(FALSE, False)
    text = pl.col("trimmed").str.normalize("NFKC").str.to_uppercase()
    frame = cells.frame.with_columns(value=text.replace_strict(spellings, default=None, return_dtype=pl.Boolean))
    return Parsed({cells.column.name: frame["value"]}, (unreadable(cells, "unknown_value", frame, "trimmed"),))
