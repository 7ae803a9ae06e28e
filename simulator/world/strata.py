"""Simulator: buildings of small parks sold by the floor: units whose floor and apportioned land add up exactly."""

from __future__ import annotations

import numpy as np
import polars as pl

from simulator.expressions import first_of
from simulator.options import month_start
from simulator.world.region import World, stream

UNITS = 8
"""Units per building, two on each floor; the last is unsold, the second of the first building has two owners."""
SHARES = (6_000, 4_000)
"""Shares of the two owners in hundredths of a percent."""


def strata_parcels(world: World) -> pl.DataFrame:
    """Parcels sold by the floor: coded, in a platform, built on, nothing of them let."""
    parcels, leases = world.land.parcels, world.land.leases
    free = parcels.filter(
        pl.col("stage").is_null(),
        pl.col("change_kind").is_null(),
        pl.col("in_platform"),
        pl.col("land_code").is_not_null(),
        pl.col("floor_e4") > 0,
        pl.col("holder") >= 0,
        ~pl.col("pid").is_in(leases["pid"].implode()),
    )
    return free.head(1 + len(parcels) // 150)


def strata(world: World) -> pl.DataFrame:
    """One row per unit and owner: pid, unit, eid (null: unsold), land_e4, floor_e4, share_e2 (two owners only).

    ``registered_date``: long ago, of the third unit of each building in the middle of the window.
    """
    parcels = strata_parcels(world).select("pid", "holder", whole_land="land_e4", whole_floor="floor_e4")
    n = len(parcels) * UNITS
    rng = stream(world, 1)
    frame = pl.DataFrame(
        {
            "pid": np.repeat(parcels["pid"].to_numpy(), UNITS),
            "unit": np.tile(np.arange(UNITS), len(parcels)),
            "weight": rng.integers(5, 16, n),
            "buyer": rng.integers(world.enterprises["stage"].null_count(), size=n),
        }
    ).join(parcels, on="pid", how="left", maintain_order="left")
    first, last = pl.col("unit") == 0, pl.col("unit") == UNITS - 1
    frame = frame.select(
        "pid",
        "unit",
        "holder",
        _part("whole_land").alias("land_e4"),
        _part("whole_floor").alias("floor_e4"),
        first_of((first, pl.col("holder")), (~last, pl.col("buyer"))).alias("eid"),
        pl.lit(None, pl.Int64).alias("share_e2"),
    )
    return _shared(frame).with_columns(_registered(world)).sort("pid", "unit", maintain_order=True)


def _shared(frame: pl.DataFrame) -> pl.DataFrame:
    """The second unit of the first building has two owners, a row for each."""
    shared = frame.filter((pl.col("unit") == 1) & (pl.col("eid") != pl.col("holder"))).head(1)
    owners = [
        shared.with_columns(pl.col(owner).alias("eid"), share_e2=share)
        for owner, share in (("eid", SHARES[0]), ("holder", SHARES[1]))
    ]
    rest = frame.join(shared, on=["pid", "unit"], how="anti", maintain_order="left")
    return pl.concat([rest, *(owner.select(rest.columns) for owner in owners)], how="vertical_relaxed")


def _registered(world: World) -> pl.Expr:
    middle = month_start(world.window.first + len(world.window.months) // 2).replace(day=15)
    long_ago = pl.date(2012 + pl.col("pid") % 9, 6, 15)
    return first_of((pl.col("unit") == 2, pl.lit(middle)), otherwise=long_ago).alias("registered_date")


def _part(whole: str) -> pl.Expr:
    """The unit's part by weight; parts of a parcel add up to the whole."""
    upto, weights = pl.col("weight").cum_sum().over("pid"), pl.col("weight").sum().over("pid")
    return pl.col(whole) * upto // weights - pl.col(whole) * (upto - pl.col("weight")) // weights
