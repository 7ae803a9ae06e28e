"""Ingest, readers: many rows of a text file at once, as columns, where nothing in them needs a closer look.

Whatever is not plain (a quote, a row of another length, a control character) goes through the csv module, so that
both ways read the same cells on the same lines.
"""

from __future__ import annotations

import io
import re

import polars as pl

from ingest.readers.limits import MAX_COLUMNS

MIN_CELLS = 2
"""A line without a delimiter is no row of a table."""
NOT_PLAIN = ('"', "\0", "\x1a")
"""Quotes, what the csv module takes as an end, and the end of file of DOS days."""
_SIMPLY_QUOTED = '(?<![^{mark}\n])"([^"{mark}\r\n]*)"(?![^{mark}\r\n])'
"""A whole cell in quotes that need not be there."""


def plain_columns(text: str, delimiter: str, longest: int) -> list[pl.Series] | None:
    """Whole lines of text as columns of cells; None unless every line is a plain row of the same length.

    ``longest``: bytes a cell may have; a longer one is for the csv module to refuse.
    """
    height = text.count("\n") + (not text.endswith("\n"))
    if '"' in text:
        text = re.sub(_SIMPLY_QUOTED.format(mark=delimiter), r"\1", text)
    if any(mark in text for mark in NOT_PLAIN) or text.count("\r") != text.count("\r\n"):
        return None
    text = text.replace("\r\n", "\n")
    width = text.partition("\n")[0].count(delimiter) + 1
    if not MIN_CELLS <= width <= MAX_COLUMNS or text.count(delimiter) != height * (width - 1):
        return None
    try:
        frame = pl.read_csv(
            io.BytesIO(text.encode()),
            has_header=False,
            separator=delimiter,
            quote_char=None,
            schema={str(number): pl.String for number in range(width)},
            empty_string_is_null=False,
            extra_columns="raise",
            missing_columns="raise",
        )
    except pl.exceptions.PolarsError:
        return None
    if (
        frame.shape != (height, width)
        or (frame.select(pl.all().str.len_bytes().max()).max_horizontal() > longest).any()
    ):
        return None
    return frame.get_columns()
