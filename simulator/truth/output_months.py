"""Simulator: the truth of 快报: the figures of each report's own period (docs/readings.md, Periods)."""

from __future__ import annotations

import polars as pl

from simulator.expressions import first_of
from simulator.lists.output_month import JANUARY_REGIONS, MEASURES, cumulative, reported
from simulator.options import month_start
from simulator.world.region import World


def monthly_figures(world: World, year: int) -> pl.DataFrame:
    """The truth of 快报: per report its own period's figures in fen, with how they are found.

    ``figure_state``: as_reported (January), two_month (February without January), differenced, no_previous.
    """
    firms = cumulative(world, year)
    window, january = world.window, year * 12
    numbers = [m - january + 1 for m in window.months if m // 12 == year]
    sent = [n for n in numbers if n > 1 or world.region in JANUARY_REGIONS]
    reports = {number: reported(firms, number).select("eid", *MEASURES) for number in sent}
    if not reports:
        reports = {1: reported(firms, 1).select("eid", *MEASURES).head(0)}
    return pl.concat([_figures(reports, number, january + number - 1) for number in reports])


def _figures(reports: dict[int, pl.DataFrame], number: int, month: int) -> pl.DataFrame:
    """One month's reports against those of the month before."""
    now = reports[number]
    before = reports.get(number - 1, now.head(0)).with_columns(pl.lit(True).alias("known"))
    both = now.join(before, on="eid", how="left", suffix="_before", maintain_order="left")
    known = pl.col("known").is_not_null()
    alone = {1: "as_reported", 2: "two_month"}.get(number, "no_previous")
    is_whole = pl.lit(number <= 2)
    figures = [
        first_of((known, pl.col(name) - pl.col(f"{name}_before")), (is_whole, pl.col(name))).alias(name)
        for name in MEASURES
    ]
    state = first_of((known, "differenced"), otherwise=pl.lit(alone)).alias("figure_state")
    start = first_of((state == "two_month", pl.lit(month_start(month - 1))), otherwise=pl.lit(month_start(month)))
    upto = [pl.col(name).alias(f"{name}_ytd") for name in MEASURES]
    return both.select("eid", pl.lit(month).alias("month"), state, start.alias("figure_start"), *upto, *figures)
