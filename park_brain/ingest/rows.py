"""Ingest: what every reader hands on: sheets of rows of text cells, with line numbers as people see them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

TEXT, NUMBER, DATE, BOOL, ERROR, EMPTY = "s", "n", "d", "b", "e", " "


class Row(NamedTuple):
    """One physical row. ``kinds`` has one letter per cell saying how the file stored it."""

    line: int
    cells: list[str]
    kinds: str

    @property
    def filled(self) -> list[str]:
        """Cells that hold anything, stripped."""
        return [text for cell in self.cells if (text := cell.strip())]


class Merge(NamedTuple):
    """A merged range, 0-based and inclusive."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Sheet:
    """One sheet (or the one table of a text file). ``rows`` can be walked once."""

    name: str
    rows: Iterator[Row]
    merges: tuple[Merge, ...] = ()


def column_letter(index: int) -> str:
    """0 -> A, 26 -> AA: how a spreadsheet names the column."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
