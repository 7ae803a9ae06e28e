"""Simulator: land.release and land.reserve, land released for new use and plots bought back."""

from __future__ import annotations

import numpy as np
import polars as pl

from simulator.cases.releases import acts
from simulator.expressions import constants, first_of
from simulator.lists.common import (
    PLACE,
    days_of,
    inside,
    mu_of,
    numbers,
    until,
    until_known,
    with_enterprise,
    with_firm,
)
from simulator.world.places import park_names
from simulator.world.region import World, stream

FREE = 10_000
"""1 ㎡ in the unit of areas."""


def releases(world: World) -> pl.DataFrame:
    """Acts of release in the window: every fortieth coded held parcel in part, each other of them in two acts."""
    parcels = world.land.parcels.filter(pl.col("land_code").is_not_null(), pl.col("holder") >= 0)
    some = parcels.filter(pl.int_range(pl.len()) % 40 == 3).with_columns(pl.int_range(pl.len()).alias("rank"))
    again = some.filter(pl.col("rank") % 2 == 0)
    frame = pl.concat([some.with_columns(act=1), again.with_columns(act=2)]).sort("pid", "act")
    n = len(frame)
    rng = stream(world, 3)
    half = (world.window.first + world.window.last) // 2
    days = np.where(
        frame["act"].to_numpy() == 1,
        days_of(world.window.first, half, n, rng),
        days_of(min(half + 1, world.window.last), world.window.last, n, rng),
    )
    share = pl.lit(pl.Series(rng.integers(20, 45, n), dtype=pl.Int64))
    new_user = pl.Series(rng.integers(len(world.enterprises), size=n), dtype=pl.Int64)
    return frame.select(
        "pid",
        "act",
        "rank",
        *PLACE,
        pl.col("holder").alias("eid"),
        pl.col("land_e4").alias("land_area_sqm"),
        (pl.col("land_e4") * share // 100 // FREE * FREE).alias("release_area_sqm"),
        pl.Series("release_date", days, dtype=pl.Date),
        new_user.alias("new_eid"),
    )


def release(world: World, first: int, last: int) -> pl.DataFrame:
    """land.release: 闲置盘活 or 再供地; a parcel is never released beyond its area."""
    frame = releases(world)
    again = pl.col("rank") % 3 == 0
    county = world.enterprises["county_code"][0][:4]
    frame = frame.with_columns(
        ("PH" + pl.lit(county) + "-" + pl.lit(numbers(len(frame)))).alias("release_no"),
        park_names(world).gather(frame["pid"]).alias("platform_name"),
        first_of((again, "再供地"), otherwise="闲置盘活").alias("release_kind"),
        mu_of("land_area_sqm"),
        mu_of("release_area_sqm"),
        *constants(new_use="工业用地", note="（分期盘活）"),
        pl.when(again).then(pl.col("new_eid")).alias("new_eid"),
    ).drop("act", "rank")
    frame = inside(_with_staged(world, frame), "release_date", first, last)
    named = with_enterprise(world, frame)
    return with_firm(world, named.rename({"new_eid": "eid"}), new_user_name="name", new_user_uscc="uscc")


def _with_staged(world: World, frame: pl.DataFrame) -> pl.DataFrame:
    staged = acts(world, releases(world), reserves(world)).drop("stage")
    if not len(staged):
        return frame.drop("pid")
    staged = staged.with_columns(
        park_names(world).gather(staged["pid"]).alias("platform_name"),
        mu_of("land_area_sqm"),
        mu_of("release_area_sqm"),
        pl.lit("工业用地").alias("new_use"),
    )
    return pl.concat([frame, staged], how="diagonal_relaxed").drop("pid")


def reserves(world: World) -> pl.DataFrame:
    """Plots to be bought back, with the days on which things happen in the end."""
    parcels = world.land.parcels.filter(pl.col("holder") >= 0)
    some = parcels.filter(pl.int_range(pl.len()) % 30 == 7)
    n = len(some)
    rng = stream(world, 4)
    listed = days_of(world.window.first - 9, max(world.window.first - 9, world.window.last - 3), n, rng)
    steps = np.cumsum(rng.integers(20, 150, (n, 3)), axis=1).astype("timedelta64[D]")
    value = pl.col("land_e4") // FREE * 60_000
    days = {
        name: pl.Series(name, listed + steps[:, i], dtype=pl.Date)
        for i, name in enumerate(("signed_date", "vacated_date", "delivered_date"))
    }
    return some.select(
        ("SC" + pl.col("county_code") + "-" + pl.lit(numbers(n))).alias("reserve_no"),
        "pid",
        *PLACE,
        pl.col("holder").alias("eid"),
        pl.col("land_e4").alias("land_area_sqm"),
        mu_of("land_e4").alias("land_area_sqm__mu"),
        pl.when(pl.col("floor_e4") > 0).then(pl.col("floor_e4")).alias("floor_area_sqm"),
        pl.Series("listed_date", listed, dtype=pl.Date),
        *days.values(),
        value.alias("land_value_cny"),
        (value // 3).alias("building_value_cny"),
        (value + value // 3).alias("compensation_cny"),
    )


def reserve(world: World, month: int) -> pl.DataFrame:
    """land.reserve as its keeper can restate it at the end of a month."""
    known = until_known(reserves(world), "listed_date", month)
    known = known.with_columns(*(until(name, month) for name in ("signed_date", "vacated_date", "delivered_date")))
    signed = pl.col("signed_date").is_not_null()
    status = first_of(
        (pl.col("delivered_date").is_not_null(), "交付"),
        (pl.col("vacated_date").is_not_null(), "腾空"),
        (signed, "签约"),
        otherwise="列入计划",
    )
    frame = known.with_columns(
        *constants(reserve_kind="政府收储", price_zone="一类片区"),
        status.alias("reserve_status"),
        pl.col("listed_date").dt.offset_by("400d").alias("planned_date"),
        pl.lit(4500).alias("guide_price_wan_cny_per_mu"),
        *(pl.when(signed).then(pl.col(c)).alias(c) for c in ("land_value_cny", "building_value_cny")),
        pl.when(signed).then(pl.col("compensation_cny")).alias("compensation_cny"),
        pl.when(signed).then(pl.col("compensation_cny") // 200 * 100).alias("paid_cny"),
        (pl.col("town_name") + "人民政府").alias("responsible_unit"),
        park_names(world).gather(known["pid"]).alias("platform_name"),
    ).drop("pid")
    return with_enterprise(world, frame)
