"""Simulator: who uses which land month by month, in integers of 1e-4 ㎡ (docs/readings.md, Land, floor, occupancy).

Used land = own + leased in - leased out + other. Parcels are those known at the month end; what nobody holds or uses
is there under no enterprise, so that every parcel's land is there once.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import numpy as np
import polars as pl

from simulator.options import month_end
from simulator.world.lineage import MERGED, known_as
from simulator.world.region import World
from simulator.world.strata import strata

TENURES = ("own_e4", "leased_in_e4", "leased_out_e4", "other_e4")
KEY = ("pid", "part", "eid")
FULL_SHARE = 10_000
MONTHS_KEPT = 16
"""A year and its neighbours: a dozen kinds of truth ask for the same months, one kind after the other."""


@lru_cache(MONTHS_KEPT)
def occupancy_by_tenure(world: World, month: int) -> pl.DataFrame:
    """pid, part, eid (null: nobody's), the four tenures and land_e4 at a month end.

    ``part`` distinguishes the two parcels of a merged one while they were two; else it is 0.
    """
    day = month_end(month)
    moves = [*_owned(world, day), *_sold_units(world, day), *_let(world, day), *_used(world, day)]
    total = pl.concat(moves).group_by(KEY).agg(_sum(name) for name in TENURES)
    own, rented, let, other = (pl.col(name) for name in TENURES)
    land = (own + rented - let + other).alias("land_e4")
    held = total.filter(pl.any_horizontal(pl.col(name) != 0 for name in TENURES))
    return held.select(*KEY, *TENURES, land).sort(KEY, nulls_last=True)


def _sum(tenure: str) -> pl.Expr:
    return pl.col("e4").filter(pl.col("tenure") == tenure).sum().alias(tenure)


def _move(frame: pl.DataFrame, tenure: str, eid: pl.Expr, e4: pl.Expr, part: pl.Expr | None = None) -> pl.DataFrame:
    place = pl.lit(0) if part is None else part
    return frame.select(
        "pid",
        place.cast(pl.Int32).alias("part"),
        eid.cast(pl.Int64).alias("eid"),
        pl.lit(tenure).alias("tenure"),
        e4.cast(pl.Int64).alias("e4"),
    )


def _holder(day: date) -> pl.Expr:
    """Who holds a parcel on a day: its holder, before that the seller, or nobody."""
    held = pl.col("holder").ge(0) & (pl.col("held_from").is_null() | (pl.col("held_from") <= day))
    return pl.when(held).then("holder").otherwise("sold_by")


def _owned(world: World, day: date) -> list[pl.DataFrame]:
    """Every parcel whole, a merged one before that day in its parts."""
    parts, parcels = world.land.parts, world.land.parcels
    in_parts = (pl.col("change_kind") == MERGED) & (pl.col("change_date") > day)
    in_parts = in_parts.fill_null(value=False)
    apart = parcels.filter(in_parts).select("pid", "holder", "held_from", "sold_by")
    apart = apart.join(parts, on="pid", maintain_order="left_right")
    return [
        _move(parcels.filter(~in_parts), "own_e4", _holder(day), pl.col("land_e4")),
        _move(apart, "own_e4", _holder(day), pl.col("land_e4"), pl.col("part")),
    ]


def _sold_units(world: World, day: date) -> list[pl.DataFrame]:
    """独用 + 分摊: from the registration on a unit's land is its owner's (of two by share), no more the operator's."""
    sold = strata(world).filter(pl.col("eid").is_not_null(), pl.col("registered_date") <= day)
    parcels = world.land.parcels.select("pid", "held_from", "sold_by")
    sold = sold.join(parcels, on="pid", how="left", maintain_order="left")
    share = pl.col("share_e2").fill_null(FULL_SHARE)
    land = (2 * pl.col("land_e4") * share + FULL_SHARE) // (2 * FULL_SHARE)
    return [_move(sold, "own_e4", pl.col("eid"), land), _move(sold, "own_e4", _holder(day), -land)]


def _in_force(day: date) -> pl.Expr:
    return (pl.col("start_date") <= day) & (pl.col("end_date").is_null() | (pl.col("end_date") >= day))


def _let(world: World, day: date) -> list[pl.DataFrame]:
    """What a lease gives its tenant the lessor has let; reported by one side or both, it is one lease."""
    force = world.land.leases.filter(_in_force(day))
    return [
        _move(force, "leased_out_e4", pl.col("lessor"), pl.col("land_e4")),
        _move(force, "leased_in_e4", pl.col("lessee"), pl.col("land_e4")),
    ]


def _used(world: World, day: date) -> list[pl.DataFrame]:
    """Used without a right: there is less that is nobody's."""
    force = world.land.others.filter(_in_force(day))
    nobody = pl.lit(None, pl.Int64)
    return [
        _move(force, "other_e4", pl.col("eid"), pl.col("land_e4")),
        _move(force, "own_e4", nobody, -pl.col("land_e4")),
    ]


def occupancy_month(world: World, month: int) -> pl.DataFrame:
    """Used land at a month end by today's parcels: pid, eid (null: nobody's), land_e4; no row without land."""
    used = occupancy_by_tenure(world, month).group_by("pid", "eid").agg(pl.col("land_e4").sum())
    return used.filter(pl.col("land_e4") != 0).sort("pid", "eid", nulls_last=True)


def occupancy_as_known(world: World, month: int) -> pl.DataFrame:
    """As ``occupancy_by_tenure``, by the parcels known at the month end: land_code, location, county, status, eid."""
    places = known_as(world.land, month_end(month))
    more = world.land.parcels.select("pid", "county_code", "land_status")
    frame = occupancy_by_tenure(world, month).join(places, on=["pid", "part"], how="left", maintain_order="left")
    frame = frame.join(more, on="pid", how="left", maintain_order="left")
    key = ("land_code", "location", "county_code", "land_status", "eid")
    return frame.group_by(key).agg(pl.col(*TENURES, "land_e4").sum()).sort(key, nulls_last=True)


def year_land(world: World, year: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Sum over the year's month ends (up to the last month) of each enterprise's land, in 1e-4 ㎡."""
    total = np.zeros(len(world.enterprises), np.int64)
    for month in world.window.mart_months:
        if month // 12 == year:
            by_firm = occupancy_month(world, month).drop_nulls("eid").group_by("eid").agg(pl.col("land_e4").sum())
            total[by_firm["eid"].to_numpy()] += by_firm["land_e4"].to_numpy()
    return total
