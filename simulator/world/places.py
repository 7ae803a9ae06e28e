"""Simulator: where parcels lie: platforms and parks as a tree, and parcels across two towns."""

from __future__ import annotations

from functools import cache

import numpy as np
import polars as pl

from simulator.tables import FOLDER
from simulator.world.region import World

CROSS_TOWN_REGIONS = ("330683", "330681")
"""Regions whose towns survey apart, so that a parcel across two towns is reported by both."""
CROSS_TOWN_PERCENT = 30
AREAS = ("planned", "approved", "built")


def cross_town(world: World) -> pl.DataFrame:
    """Parcels that reach into another town: pid and that town."""
    if world.region not in CROSS_TOWN_REGIONS:
        return pl.DataFrame(schema={"pid": pl.Int64, "other_town": pl.String})
    towns = world.land.parcels["town_name"].unique().sort()
    some = world.land.parcels.filter(
        pl.col("land_code").is_not_null(),
        pl.col("holder") >= 0,
        (pl.col("pid") % 50 == 9) & pl.col("stage").is_null() | (pl.col("stage") == "across_towns"),
    )
    after = pl.DataFrame({"town_name": towns, "other_town": towns.gather((np.arange(len(towns)) + 1) % len(towns))})
    joined = some.join(after, on="town_name", how="left", maintain_order="left")
    return joined.filter(pl.col("town_name") != pl.col("other_town")).select("pid", "other_town")


@cache
def _table() -> pl.DataFrame:
    numbers = [*(f"{area}_mu" for area in AREAS), "star_rating", "members"]
    return pl.read_csv(FOLDER / "platforms.csv", infer_schema=False).with_columns(pl.col(numbers).cast(pl.Int64))


def platforms(region: str) -> pl.DataFrame:
    """The region's platforms, parents before their parks."""
    return _table().filter(pl.col("region") == region).drop("region")


def members(world: World) -> pl.DataFrame:
    """pid and platform_code of parcels in a platform: the smallest park that holds it.

    The parcels of the leading platform are shared out to it and to the parks below it; a park of its own outside
    holds none of the drawn parcels.
    """
    tree = platforms(world.region)
    leading = tree.row(0, named=True)["platform_code"]
    below = tree.filter(pl.col("platform_code").str.starts_with(leading))
    codes = np.repeat(below["platform_code"].to_numpy(), below["members"].to_numpy())
    inside = world.land.parcels.filter("in_platform").select("pid")
    rank = inside["pid"].to_numpy() // 3 % len(codes)
    return inside.with_columns(pl.Series("platform_code", codes[rank], dtype=pl.String))


def park_names(world: World) -> pl.Series:
    """Per parcel the name of the smallest park it lies in; null outside."""
    names = members(world).join(
        platforms(world.region).select("platform_code", "platform_name"), on="platform_code", how="left"
    )
    every = world.land.parcels.select("pid").join(names, on="pid", how="left", maintain_order="left")
    return every["platform_name"]
