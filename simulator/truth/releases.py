"""Simulator: the truth of released land (T5, N13): acts by date, each counting what is left of its parcel."""

from __future__ import annotations

import polars as pl

from simulator.files.region_style import land_unit
from simulator.lists.release import release, reserves
from simulator.options import month_end
from simulator.world.region import World

SCHEMA = {
    "plot": pl.String,
    "release_date": pl.Date,
    "release_kind": pl.String,
    "stated_e4": pl.Int64,
    "counted_e4": pl.Int64,
}


def land_releases(world: World) -> pl.DataFrame:
    """One row per act; ``plot`` is the parcel's code or, without one, its place."""
    left = {
        parcel["land_code"] or parcel["location"]: parcel["land_e4"]
        for parcel in world.land.parcels.select("land_code", "location", "land_e4").iter_rows(named=True)
    }
    rows = []
    for act in _acts(world).iter_rows(named=True):
        counted = min(act["stated_e4"], left[act["plot"]])
        left[act["plot"]] -= counted
        rows.append((act["plot"], act["release_date"], act["release_kind"], act["stated_e4"], counted))
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _acts(world: World) -> pl.DataFrame:
    """Acts of release and delivered reserves, in order."""
    reported = release(world, world.window.first, world.window.last)
    delivered = reserves(world).filter(pl.col("delivered_date") <= month_end(world.window.last))
    plot = pl.col("land_code").fill_null(pl.col("location")).alias("plot")
    frames = [
        reported.select(plot, "release_date", "release_kind", _as_read(world, "land.release", "release_area_sqm")),
        delivered.select(
            plot,
            pl.col("delivered_date").alias("release_date"),
            pl.lit("收储").alias("release_kind"),
            _as_read(world, "land.reserve", "land_area_sqm"),
        ),
    ]
    return pl.concat(frames).sort("plot", "release_date", maintain_order=True)


def _as_read(world: World, code: str, column: str) -> pl.Expr:
    """1e-4 ㎡ as a reader gets them: written in 亩 with four decimals an area loses its last digits."""
    unit = land_unit(code, world.region)
    mu = pl.col(column) * 3 // 2000
    read = (mu * 4000 + 3) // 6 if unit == "亩" else pl.col(column)
    return read.cast(pl.Int64).alias("stated_e4")
