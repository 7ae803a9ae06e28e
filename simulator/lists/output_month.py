"""Simulator: economy.output_month (快报): cumulative figures from January on, with late starters and gaps."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simulator.lists.common import rounded, with_firm
from simulator.world.region import World, output, roster, stream

JANUARY_REGIONS = ("330800",)
"""Where January is reported alone; elsewhere February's report is the first, of two months."""
MEASURES = ("output_value", "revenue", "value_added", "profit", "rd")
MONTHS = 12


def cumulative(world: World, year: int) -> pl.DataFrame:
    """One row per 规上 firm of the year: eid, first (month number of its first report), gap (a month it misses), and
    lists of twelve cumulative figures per measure (fen; energy 1e-2 tce)."""
    firms = roster(world, year)
    figures = firms.join(output(world, year), on="eid", how="left", maintain_order="left")
    n = len(firms)
    rng = stream(world, 10, year)
    weights = rng.uniform(0.7, 1.3, (n, MONTHS)).cumsum(axis=1)
    upto = weights / weights[:, -1:]
    revised = rng.uniform(0.97, 1.03, n)
    value = figures["output_fen"].to_numpy() * revised
    columns: dict[str, NDArray[np.float64]] = {
        "output_value": value,
        "revenue": figures["revenue_fen"].to_numpy() * revised,
        "value_added": value * rng.uniform(0.12, 0.35, n),
        "profit": value * rng.uniform(-0.04, 0.12, n),
        "rd": value * rng.uniform(0.0, 0.05, n),
    }
    late = rng.random(n) < 0.04
    first = np.where(late, rng.integers(3, MONTHS + 1, n), 1)
    gap = np.where(rng.random(n) < 0.03, rng.integers(4, MONTHS, n), 0)
    lists = [pl.Series(name, rounded(yearly[:, None] * upto, 10_000)) for name, yearly in columns.items()]
    energy = pl.Series("energy", rounded(value[:, None] * upto * 1.2e-8))
    staff = figures["staff"].fill_null(10)
    return pl.DataFrame([firms["eid"], pl.Series("first", first), pl.Series("gap", gap), staff, *lists, energy])


def reported(firms: pl.DataFrame, number: int) -> pl.DataFrame:
    """Firms that report in a month (1 to 12), with their cumulative figures then."""
    there = firms.filter((pl.col("first") <= number) & (pl.col("gap") != number))
    return there.with_columns(pl.col(*MEASURES, "energy").arr.get(number - 1))


def output_month(world: World, firms: pl.DataFrame, month: int) -> pl.DataFrame:
    """economy.output_month: figures from January to the month, of those who report."""
    now = reported(firms, month % 12 + 1)
    frame = now.select(
        "eid",
        *(pl.col(name).alias(f"{name}_ytd_cny") for name in MEASURES),
        pl.col("energy").alias("energy_ytd_tce"),
        pl.col("staff").alias("staff_end_count"),
    )
    return with_firm(
        world,
        frame,
        enterprise_uscc="uscc",
        enterprise_name="name",
        county_name="county_name",
        industry_code="industry_code",
    )
