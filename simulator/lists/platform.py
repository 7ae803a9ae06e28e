"""Simulator: platform.register and the monthly platform.status."""

from __future__ import annotations

import polars as pl

from simulator.expressions import first_of
from simulator.lists.common import yes_no
from simulator.options import month_end
from simulator.world.places import AREAS, members, platforms
from simulator.world.region import World


def register(world: World) -> pl.DataFrame:
    """platform.register: every platform with its parent, its areas and its keeper."""
    tree = platforms(world.region)
    parents = tree.select(parent_code="platform_code", parent_name="platform_name")
    tree = tree.join(parents, on="parent_code", how="left", maintain_order="left")
    is_park = pl.col("platform_kind") == "小微企业园"
    firms = world.enterprises.head(len(tree))
    return tree.with_columns(
        *((pl.col(f"{area}_mu") * 20_000_000 // 3).alias(f"{area}_area_sqm") for area in AREAS),
        *((pl.col(f"{area}_mu") * 10_000).alias(f"{area}_area_sqm__mu") for area in AREAS),
        first_of(
            (is_park, pl.lit(firms["name"])),
            otherwise=pl.col("platform_name") + "管理委员会",
        ).alias("operator_name"),
        pl.when(is_park).then(pl.lit(firms["uscc"])).alias("operator_uscc"),
        pl.col("established_date", "abolished_date").str.to_date(),
    ).drop("members", *(f"{area}_mu" for area in AREAS))


def status(world: World, month: int) -> pl.DataFrame:
    """platform.status: which platforms have a 园区大脑 and are joined to 园区管家 by the end of a month."""
    tree = platforms(world.region).filter(
        pl.col("abolished_date").is_null() | (pl.col("abolished_date").str.to_date() > month_end(month))
    )
    rank = pl.int_range(pl.len())
    since = month - world.window.first
    brain, steward = rank * 2 <= since, rank * 3 <= since
    counts = _counts(world)
    frame = tree.select("platform_code", "platform_name", "county_name").join(
        counts, on="platform_code", how="left", maintain_order="left"
    )
    return frame.with_columns(
        yes_no(brain).alias("is_brain_connected"),
        yes_no(steward).alias("is_steward_connected"),
        yes_no(brain & steward).alias("is_interconnected"),
        pl.when(brain).then(pl.lit("安全生产数字化监管、数字化物业")).alias("brain_functions"),
        first_of((rank == 0, pl.lit(max(3, 9 - since // 3))), otherwise=1).alias("institution_count"),
        first_of((rank == 0, pl.lit(max(60, 120 - since))), otherwise=4).alias("post_count"),
        first_of((rank == 0, pl.lit(max(50, 110 - since))), otherwise=3).alias("staff_count"),
        pl.col("enterprise_count", "above_scale_count").fill_null(0),
        first_of((rank % 3 == 0, pl.lit(25_000_000, pl.Int64)), otherwise=0).alias("vacant_floor_area_sqm"),
    )


def _counts(world: World) -> pl.DataFrame:
    """Holders of parcels per smallest park."""
    holders = world.land.parcels.select("pid", "holder").filter(pl.col("holder") >= 0)
    firms = world.enterprises.select("eid", "on_roster")
    above_scale = pl.col("on_roster").sum().cast(pl.Int64).alias("above_scale_count")
    return (
        members(world)
        .join(holders, on="pid")
        .unique(["platform_code", "holder"], maintain_order=True)
        .join(firms, left_on="holder", right_on="eid")
        .group_by("platform_code", maintain_order=True)
        .agg(pl.len().cast(pl.Int64).alias("enterprise_count"), above_scale)
    )
