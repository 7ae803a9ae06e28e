"""Simulator: the truth of accidents (H3, T6) and penalties (P6, N19)."""

from __future__ import annotations

import polars as pl

from simulator.lists.enforcement import penalties
from simulator.lists.safety import accident
from simulator.options import month_end, month_start
from simulator.truth.plan_numbers import ACCIDENT_GRADES
from simulator.world.region import World

FEN_PER_WAN = 1_000_000


def accident_grades(world: World) -> pl.DataFrame:
    """accident_no, occurred_date, county, grade by the figures, is_in_scope (生产安全, not on the road), is_serious."""
    reported = accident(world, world.window.first, world.window.last)
    rows = [
        (
            row["accident_no"],
            row["occurred_date"],
            row["enterprise_uscc"],
            row["county_name"],
            row["town_name"],
            row["deaths_count"],
            _grade(row["deaths_count"], row["serious_injuries_count"], row["direct_loss_cny"]),
            row["is_road_traffic"] == "否" and row["is_production_safety"] == "是",
        )
        for row in reported.iter_rows(named=True)
    ]
    names = ["accident_no", "occurred_date", "uscc", "county_name", "town_name", "deaths_count", "grade", "is_in_scope"]
    return pl.DataFrame(rows, schema=names, orient="row").with_columns(is_serious=pl.col("grade") != "一般")


def _grade(deaths: int, injured: int, loss_fen: int) -> str:
    for grade, from_deaths, from_injured, from_wan in ACCIDENT_GRADES:
        if deaths >= from_deaths or injured >= from_injured or loss_fen >= from_wan * FEN_PER_WAN:
            return grade
    return "一般"


def penalty_states(world: World) -> pl.DataFrame:
    """Each decision as its newest version says: a revoked one costs nothing and stops nobody, at no time."""
    day = month_end(world.window.last)
    reported = penalties(world).filter(pl.col("recorded_date").is_between(month_start(world.window.first), day))
    newest = reported.sort("version_no").unique("decision_no", keep="last", maintain_order=True)
    revoked, stops = pl.col("is_revoked") == "是", pl.col("stop_kind") != "无"
    since = pl.col("stop_from_date").fill_null(pl.col("decided_date")) <= day
    lifted = (pl.col("stop_to_date") <= day).fill_null(value=False)
    firms = world.enterprises.select("eid", "uscc")
    return newest.join(firms, on="eid", how="left", maintain_order="left").select(
        "decision_no",
        "uscc",
        "version_no",
        "decided_date",
        "enforcement_domain",
        revoked.alias("is_revoked"),
        (stops & ~revoked).alias("is_three_stop"),
        (stops & ~revoked & since & ~lifted).alias("is_live"),
        pl.when(revoked).then(0).otherwise(pl.col("fine_cny")).alias("counted_fen"),
    )
