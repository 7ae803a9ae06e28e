"""Simulator: faults of single cells. One list per file, one fault per row, the value as the catalogue spells it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import groupby

from simulator.faults.catalogue import Fault
from simulator.faults.exhibits.page import DayCell, Formula, Line, Value
from simulator.faults.exhibits.small_lists import TAX
from simulator.faults.exhibits.stage import VALUE_MONTH, Stage
from simulator.faults.exhibits.table import Table
from simulator.options import month_text

CellWriter = Callable[[str, str], Value]
"""(the catalogue's value, what stood in the cell) -> what the clerk's cell holds."""
_ESCAPE = re.compile(r"\\u([0-9a-f]{4})")
PERIODS = {"land.parcel_register": "2019-12-31"}
"""Day of the exhibits of snapshots; months and years follow from VALUE_MONTH."""
YEARLY = ("economy.output", "economy.evaluation_result")


def _text(value: str, _was: str) -> Value:
    r"""Verbatim; ``\u00a0`` and its like stand for characters nobody sees in a table."""
    return _ESCAPE.sub(lambda found: chr(int(found.group(1), 16)), value)


def _day(value: str, _was: str) -> Value:
    """``43800@31``: Excel's day count and the number format."""
    serial, number_format = value.split("@")
    return DayCell(int(serial), int(number_format) if number_format.isdigit() else number_format)


CELLS: dict[str, CellWriter] = {
    "cell": _text,
    "cell_number": lambda value, _was: float(value),
    "cell_error": lambda value, _was: Formula("=NA()", value),
    "cell_uncomputed": lambda value, _was: Formula(value, ""),
    "cell_formula": lambda value, _was: Formula("=1+1", float(value)),
    "cell_boolean": lambda value, _was: value == "TRUE",
    "cell_day": _day,
    "cell_dashes": lambda _value, was: f"{was[:8]}-{was[8:17]}-{was[17:]}",
    "cell_apostrophe": lambda _value, was: f"'{was}",
    "cell_unseen": lambda _value, was: f"\u200e{was}\u200e",
    "cell_twice": lambda value, was: f"{was}{value}{was}",
    "cell_before": lambda value, was: f"{value}{was}",
}


def draw(stage: Stage, faults: Sequence[Fault]) -> None:
    """One file per list; a small world needs a second, which adds to the first. The last row of each stays clean."""
    for list_code, group in groupby(sorted(faults, key=lambda fault: fault.list_code), lambda f: f.list_code):
        own, label = list(group), ""
        while own:
            table = _table(stage, list_code, len(own) + 1)
            fitting = own[: len(table.rows) - 1]
            _spoil(stage, fitting, table, label)
            own, label = own[len(fitting) :], "（补报）"


def _spoil(stage: Stage, faults: Sequence[Fault], table: Table, label: str) -> None:
    for position, fault in enumerate(faults):
        row, place = table.rows[position], table.at(fault.column)
        row[place] = CELLS[fault.action](fault.value, table.text(position, fault.column))
    lines: list[Line] = [["（系统导出）"], table.headers, *table.rows]
    path = stage.send_lines(stage.path(table.list_code, _period(table.list_code), label=label), lines)
    for position, fault in enumerate(faults):
        stage.mark(fault, path, position + 3, _expected(fault, table, position))


def _period(list_code: str) -> str:
    month = month_text(VALUE_MONTH)
    return month[:4] if list_code in YEARLY else PERIODS.get(list_code, month)


def _table(stage: Stage, list_code: str, count: int) -> Table:
    return stage.tax(month_text(VALUE_MONTH), count) if list_code == TAX else stage.plain(list_code, count)


def _expected(fault: Fault, table: Table, position: int) -> str:
    """``=``: the cell must be read as it was before the fault, without the dress."""
    if fault.expected != "=":
        return fault.expected
    written = table.text(position, fault.column)
    return re.sub(r"[-'\u200e]", "", written)
