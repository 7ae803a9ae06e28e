"""Simulator: investment.project, plants under construction and those of staged contracts, restated each quarter."""

from __future__ import annotations

import polars as pl

from simulator.cases import contracts
from simulator.expressions import constants, first_of
from simulator.lists.common import TOWN, days_of, numbers, until, until_known, with_enterprise
from simulator.options import month_start
from simulator.world.places import park_names
from simulator.world.region import World, stream


def projects(world: World) -> pl.DataFrame:
    """Investment projects on held parcels, with the days on which things happen in the end."""
    held = world.land.parcels.filter(pl.col("holder") >= 0, pl.col("land_code").is_not_null())
    some = held.filter(pl.int_range(pl.len()) % 25 == 6)
    n = len(some)
    rng = stream(world, 50)
    signed = days_of(world.window.first - 18, max(world.window.first - 18, world.window.last - 2), n, rng)
    start = signed + rng.integers(30, 200, n).astype("timedelta64[D]")
    finish = start + rng.integers(200, 600, n).astype("timedelta64[D]")
    return some.select(
        ("2023-" + pl.col("county_code") + "-04-01-" + pl.lit(numbers(n, 6))).alias("project_code"),
        ("年产" + pl.lit(numbers(n, 1)) + "万套智能部件项目").alias("project_name"),
        "pid",
        "land_code",
        *TOWN,
        pl.col("holder").alias("eid"),
        pl.Series("signed_date", signed, dtype=pl.Date),
        pl.Series("start_date", start, dtype=pl.Date),
        pl.Series("finish_date", finish, dtype=pl.Date),
        pl.Series("planned_investment_cny", rng.integers(2, 120, n) * 1_000_000_000),
    )


def project(world: World, month: int) -> pl.DataFrame:
    """investment.project as it can be restated at the end of a month; what is spent grows evenly with the building."""
    known = until_known(projects(world), "signed_date", month)
    spent = _spent(month)
    frame = known.with_columns(
        until("start_date", month),
        until("finish_date", month),
        spent.alias("completed_investment_cny"),
        (spent - _spent(month // 12 * 12 - 1)).alias("completed_investment_ytd_cny"),
        (pl.col("planned_investment_cny") * 7 // 10).alias("fixed_investment_cny"),
        *constants(project_kind="新建", is_industrial="是"),
        park_names(world).gather(known["pid"]).alias("platform_name"),
    )
    frame = _with_staged(world, frame, month)
    status = pl.when(pl.col("finish_date").is_not_null()).then(pl.lit("竣工"))
    building = first_of((pl.col("start_date").is_not_null(), "在建"), otherwise="签约")
    frame = frame.with_columns(status.otherwise(building).alias("project_status")).drop("pid")
    return with_enterprise(world, frame, industry_code="industry_code")


def _with_staged(world: World, frame: pl.DataFrame, month: int) -> pl.DataFrame:
    """With the projects of begun and unfinished supply contracts."""
    staged = contracts.projects(world, month)
    if not len(staged):
        return frame
    before = contracts.projects(world, month // 12 * 12 - 1)["completed_investment_cny"]
    rank = pl.int_range(pl.len())
    staged = staged.with_columns(
        ("2023-" + pl.col("county_code") + "-04-01-9" + rank.cast(pl.String).str.zfill(5)).alias("project_code"),
        ("供地项目" + (rank + 1).cast(pl.String) + "号").alias("project_name"),
        pl.col("start_date").dt.offset_by("-60d").alias("signed_date"),
        (pl.col("completed_investment_cny") - before).alias("completed_investment_ytd_cny"),
        pl.col("planned_investment_cny").alias("fixed_investment_cny"),
        *constants(project_kind="新建", is_industrial="是"),
        park_names(world).gather(staged["pid"]).alias("platform_name"),
    ).drop("county_code")
    return pl.concat([frame, staged], how="diagonal_relaxed")


def _spent(month: int) -> pl.Expr:
    """Up to the end of a month, in whole 万元 (fen)."""
    total = (pl.col("finish_date") - pl.col("start_date")).dt.total_days()
    gone = (pl.lit(month_start(month + 1)) - pl.col("start_date")).dt.total_days().clip(0)
    share = pl.min_horizontal(gone, total)
    return pl.col("planned_investment_cny") * 9 // 10 * share // total // 1_000_000 * 1_000_000
