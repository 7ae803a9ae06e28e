"""Simulator: faults of deliveries: sent twice, corrected, added to, cut off, whole and in parts, without a period."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from simulator import tables
from simulator.faults.catalogue import Fault
from simulator.faults.exhibits.page import Line
from simulator.faults.exhibits.sheet_faults import AMOUNT, TITLE
from simulator.faults.exhibits.small_lists import TAX
from simulator.faults.exhibits.stage import Stage
from simulator.faults.exhibits.table import Table

FULL_ROWS, CUT_ROWS = 20, 4
"""A delivery of this size is believed; a later one of so few rows for the same month is held."""


def _lines(table: Table) -> list[Line]:
    return [TITLE, table.headers, *table.rows]


def sent_twice(stage: Stage, fault: Fault) -> None:
    """The same bytes under another name two days later: one batch, counted once."""
    period = stage.next_month()
    lines = _lines(stage.tax(period))
    stage.send_lines(stage.path(TAX, period), lines)
    stage.mark(fault, stage.send_lines(stage.path(TAX, period, label="（重发）"), lines, day=2), None)


def corrected(stage: Stage, fault: Fault) -> None:
    """A whole delivery replaced by a later one."""
    period, table = stage.next_tax()
    first = stage.send_lines(stage.path(TAX, period), _lines(table))
    table.rows[0][table.at(AMOUNT)] = 4321.5
    again = stage.send_lines(stage.path(TAX, period, label="（更正）"), _lines(table), day=3)
    stage.mark(fault, first, None)
    stage.mark(fault, again, 3, "4321.50", rule="latest", column=AMOUNT)


def added_to(stage: Stage, fault: Fault) -> None:
    """Rows that came late, as a supplement."""
    period, table = stage.next_tax()
    late = Table(TAX, table.names, table.headers, table.rows[4:])
    table.rows = table.rows[:4]
    stage.send_lines(stage.path(TAX, period), _lines(table))
    path = stage.send_lines(stage.path(TAX, period, label="（补报）"), _lines(late), day=2)
    stage.mark(fault, path, 3, late.amount(0), column=AMOUNT)


def cut_off(stage: Stage, fault: Fault) -> None:
    """A month sent again with a fifth of its rows."""
    period, table = stage.next_tax(FULL_ROWS)
    stage.send_lines(stage.path(TAX, period), _lines(table))
    table.rows = table.rows[:CUT_ROWS]
    stage.mark(fault, stage.send_lines(stage.path(TAX, period, label="（新）"), _lines(table), day=4), None)


def whole_and_part(stage: Stage, fault: Fault) -> None:
    """The whole county delivered, and one town of it later on its own: never added up."""
    period, table = stage.next_tax()
    whole = stage.send_lines(stage.path(TAX, period), _lines(table))
    town = tables.towns(stage.world.region)["town_name"][0]
    table.rows = table.rows[:2]
    part = stage.send_lines(stage.path(TAX, period, part=town), _lines(table), day=1)
    stage.mark(fault, whole, None)
    stage.mark(fault, part, None)


def nothing_to_report(stage: Stage, fault: Fault) -> None:
    """A month without any tax, said in words: a delivery, with no rows."""
    period, table = stage.next_tax()
    lines: list[Line] = [TITLE, table.headers, [fault.value]]
    stage.mark(fault, stage.send_lines(stage.path(TAX, period), lines), 3)


def untold_period(stage: Stage, fault: Fault) -> None:
    """Neither title nor name says which month, or they name several."""
    period = stage.next_month()
    said = stage.path(TAX, period).name.replace(f"{period[:4]}年{int(period[5:7])}月", fault.value)
    path = Path(stage.world.region, "tax", said)
    stage.mark(fault, stage.send_lines(path, _lines(stage.tax(period))), None)


def misfiled(stage: Stage, fault: Fault) -> None:
    """The folder says one month, the title another: the folder counts, and every row is flagged."""
    period, table = stage.next_tax()
    name = stage.path(TAX, "").name
    path = Path(stage.world.region, "tax", period, name)
    title: list[Line] = [["2023年5月税收入库明细表"], table.headers, *table.rows]
    stage.mark(fault, stage.send_lines(path, title), 3, table.amount(0), column=AMOUNT)


BUILDERS: dict[str, Callable[[Stage, Fault], None]] = {
    "sent_twice": sent_twice,
    "corrected": corrected,
    "added_to": added_to,
    "cut_off": cut_off,
    "whole_and_part": whole_and_part,
    "nothing_to_report": nothing_to_report,
    "untold_period": untold_period,
    "misfiled": misfiled,
}
