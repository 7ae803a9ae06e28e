"""Simulator: cases that the last restatement of a register leaves out although they were never closed (未销号消失)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import polars as pl

from simulator.options import Window, month_end
from simulator.world.region import World

SAFETY_VANISHES_IN = "330683"
"""Region whose last register of safety problems leaves out a case that is still open."""
Restated = Callable[[World, int], pl.DataFrame]
CASE_NO = {"governance.plan": "plan_no", "land.reserve": "reserve_no", "economy.outdated_capacity": "item_no"}
CLOSED = {
    "governance.plan": "closed_date",
    "land.reserve": "delivered_date",
    "economy.outdated_capacity": "closed_date",
}
VANISHES_IN = {"330683": "governance.plan", "330681": "land.reserve", "330800": "economy.outdated_capacity"}
"""Region -> register whose last restatement leaves out a case that was never closed (未销号消失)."""


def vanished_case(region: str, cases: pl.DataFrame, window: Window) -> str | None:
    """The case that the last register leaves out although it was reported before and is not closed (未销号消失)."""
    ends = window.quarter_ends
    if region != SAFETY_VANISHES_IN or len(ends) < 2:
        return None
    reported = pl.col("found_date") <= month_end(ends[-2])
    closed = pl.col("closed_date").is_not_null() & (pl.col("closed_date") <= month_end(ends[-1]))
    numbers = cases.filter(reported, ~closed)["issue_no"]
    return str(numbers[0]) if len(numbers) else None


def vanished(world: World, registers: Mapping[str, Restated]) -> dict[str, str]:
    """List -> number of the case that its last restatement no longer reports, though it was never closed."""
    code, ends = VANISHES_IN[world.region], world.window.quarter_ends
    if len(ends) < 2:
        return {}
    reported = [registers[code](world, month).filter(pl.col(CLOSED[code]).is_null()) for month in ends[-2:]]
    both = reported[0].join(reported[1], on=CASE_NO[code], how="semi", maintain_order="left")
    return {code: both[CASE_NO[code]][0]} if len(both) else {}
