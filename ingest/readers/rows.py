"""Ingest, readers: one row of text cells and how the file stored them, with line numbers as people see them."""

from __future__ import annotations

from typing import NamedTuple

TEXT, NUMBER, DATE, BOOL, ERROR, EMPTY = "s", "n", "d", "b", "e", " "
FORMULA = "f"
"""A formula whose result the program that wrote the file never stored."""

ERROR_NAMES = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
"""Error values as binary workbooks number them."""


class Row(NamedTuple):
    """One physical row. ``kinds`` has one letter per cell saying how the file stored it; "" where it cannot tell."""

    line: int
    cells: list[str]
    kinds: str
    hidden: bool = False
    """Hidden by hand or by a filter: whoever looks at the file does not see it."""

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


def column_letter(index: int) -> str:
    """0 -> A, 26 -> AA: how a spreadsheet names the column."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
