"""Simulator: a small list of an exhibit, and its lines as text."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from simulator.faults.exhibits.page import Line, Value


@dataclass
class Table:
    """A clean list with the headers of its template."""

    list_code: str
    names: list[str]
    headers: Line
    rows: list[Line]

    def at(self, column: str) -> int:
        """Position of a column."""
        return self.names.index(column)

    def text(self, row: int, column: str) -> str:
        """What stands in a cell."""
        value = self.rows[row][self.at(column)]
        return "" if value is None else str(value)

    def amount(self, row: int) -> str:
        """The tax paid in a row, as text."""
        return plain(self.rows[row][self.at("amount_cny")])

    def named(self, **headers: str) -> Line:
        """The headers, some of them written otherwise."""
        return [headers.get(name, header) for name, header in zip(self.names, self.headers, strict=True)]


def text_of(lines: list[Line], delimiter: str = ",") -> str:
    """Lines as a delimited text."""
    target = io.StringIO()
    csv.writer(target, delimiter=delimiter, lineterminator="\n").writerows(
        ["" if value is None else plain(value) for value in line] for line in lines
    )
    return target.getvalue()


def plain(value: Value) -> str:
    """A cell as text: whole numbers without a point."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
