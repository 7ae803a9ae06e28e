"""Ingest: many rows of a text file at once, as columns, where nothing in them needs a closer look.

A million rows one by one cost ten times as much. Whatever is not plain (a quote, a row of another length, a
control character) goes through the csv module as before, so that both ways read the same cells on the same lines.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from ingest.readers.limits import MAX_COLUMNS
from ingest.readers.rows import Row
from ingest.recognise.roles import LABELS, MIN_CELLS

NOT_PLAIN = ('"', "\0", "\x1a")
"""Quotes, what the csv module takes as an end, and the end of file of DOS days."""
_SIMPLY_QUOTED = '(?<![^{mark}\n])"([^"{mark}\r\n]*)"(?![^{mark}\r\n])'
"""A whole cell in quotes that need not be there."""


@dataclass(frozen=True)
class Bulk:
    """Rows that follow each other line by line, all of the same number of cells, one series of texts per cell."""

    first_line: int
    columns: list[pl.Series]

    def __len__(self) -> int:
        return len(self.columns[0])

    def rows(self, places: list[int]) -> Iterator[Row]:
        """Some of the rows one by one."""
        cells = zip(*(column.gather(places).to_list() for column in self.columns), strict=True)
        return (Row(self.first_line + n, list(texts), "") for n, texts in zip(places, cells, strict=True))

    def doubtful(self, ascii_headers: frozenset[str]) -> Iterator[Row]:
        """The rows for which `roles.is_plainly_data` does not hold."""
        first, *labels = self.columns[:LABELS]
        plain = first.str.contains("^[A-Za-z0-9]") & (labels[0].str.len_bytes() > 0)
        for label in labels:
            plain &= ~label.str.contains("计", literal=True)
        if ascii_headers:
            plain &= ~first.str.to_lowercase().is_in(list(ascii_headers))
        return self.rows((~plain).arg_true().to_list())


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
