"""Simulator: land.occupancy, what each enterprise states about the land it holds, rents, lets or just uses."""

from __future__ import annotations

import polars as pl

from simulator.lists.common import some_blank
from simulator.world.lineage import MERGED, SPLIT, wholes
from simulator.world.region import World, firm_columns

COLUMNS = (
    "pid",
    "tenure",
    "eid",
    "other",
    "land_area_sqm",
    "land_area_sqm__mu",
    "floor_area_sqm",
    "start_date",
    "end_date",
    "land_code",
    "location",
)


def occupancy(world: World) -> pl.DataFrame:
    """land.occupancy: own use, also of former holders and parcels, both sides of most leases, use without a right.

    Leases are reported under today's code even where they began before it, but for those that say ``on_former``.
    """
    frame = pl.concat([*_own(world), *_leases(world), _others(world)]).sort("pid", maintain_order=True)
    places = world.land.parcels.select("pid", "county_name", "town_name")
    frame = frame.join(places, on="pid", how="left", maintain_order="left")
    firm = firm_columns(world, frame["eid"], occupant_name="name", occupant_uscc="uscc")
    other = firm_columns(world, frame["other"], counterparty_name="name", counterparty_uscc="uscc")
    wide = pl.concat([frame, firm, other], how="horizontal")
    return wide.with_columns(some_blank("occupant_uscc", pl.col("pid") * 7 + pl.col("eid"))).drop("eid", "other")


def _own(world: World) -> list[pl.DataFrame]:
    """自有: of holders and sellers under today's code; of staged plots that were split or merged under each.

    Who held a drawn parcel before it was split, only the former register reports.
    """
    parcels = world.land.parcels
    changed = pl.col("stage").is_not_null() & pl.col("change_kind").fill_null("").is_in([SPLIT, MERGED])
    until_change = pl.col("change_date").dt.offset_by("-1d")
    sold = parcels.filter(pl.col("sold_by").is_not_null(), pl.col("change_kind").is_null())
    former = [wholes(parcels.filter(changed)), _parts(world)]
    return [
        _owned(parcels.filter("states_own", ~changed), "holder", pl.col("own_from"), pl.lit(None, pl.Date)),
        _owned(parcels.filter(changed), "holder", pl.col("change_date"), pl.lit(None, pl.Date)),
        _owned(sold, "sold_by", pl.col("supply_date"), pl.col("held_from").dt.offset_by("-1d")),
        *(_owned(frame, "holder", pl.col("supply_date"), until_change) for frame in former),
    ]


def _parts(world: World) -> pl.DataFrame:
    rest = ("land_code", "location", "land_e4", "land_mu_e4", "floor_e4", "unit_code")
    return world.land.parts.join(world.land.parcels.drop(rest), on="pid", how="left", maintain_order="left")


def _owned(frame: pl.DataFrame, holder: str, start: pl.Expr, end: pl.Expr) -> pl.DataFrame:
    return frame.select(
        "pid",
        pl.lit("自有").alias("tenure"),
        pl.col(holder).alias("eid"),
        pl.lit(None, pl.Int64).alias("other"),
        pl.col("land_e4").alias("land_area_sqm"),
        pl.col("land_mu_e4").alias("land_area_sqm__mu"),
        pl.lit(None, pl.Int64).alias("floor_area_sqm"),
        start.alias("start_date"),
        end.alias("end_date"),
        "land_code",
        "location",
    ).select(COLUMNS)


def _leases(world: World) -> list[pl.DataFrame]:
    """Each side that reports a lease."""
    leases = world.land.leases.join(_reported_places(world), on=["pid", "on_former"], how="left", maintain_order="left")
    return [
        leases.filter(pl.col("reported_by").is_in(["both", eid])).select(
            "pid",
            pl.lit(tenure).alias("tenure"),
            pl.col(eid).alias("eid"),
            pl.col(other).alias("other"),
            pl.col("stated_e4").alias("land_area_sqm"),
            pl.col("stated_mu_e4").alias("land_area_sqm__mu"),
            pl.col("floor_e4").alias("floor_area_sqm"),
            "start_date",
            "end_date",
            "land_code",
            "location",
        )
        for tenure, eid, other in (("出租", "lessor", "lessee"), ("承租", "lessee", "lessor"))
    ]


def _reported_places(world: World) -> pl.DataFrame:
    """Code and place of each parcel, today's and (``on_former``) that of the whole or of the first part."""
    parcels = world.land.parcels
    halves = parcels.filter(pl.col("change_kind") == SPLIT).select("pid", "former_code")
    whole = wholes(parcels).select("former_code", "land_code", "location")
    past = [
        halves.join(whole, on="former_code").select("pid", "land_code", "location"),
        world.land.parts.filter(pl.col("part") == 0).select("pid", "land_code", "location"),
    ]
    return pl.concat(
        [
            parcels.select("pid", "land_code", "location", on_former=pl.lit(False)),
            pl.concat(past).with_columns(on_former=pl.lit(True)),
        ]
    )


def _others(world: World) -> pl.DataFrame:
    """其他: land actually used by somebody who neither holds nor rents it."""
    places = world.land.parcels.select("pid", "land_code", "location")
    return world.land.others.join(places, on="pid", how="left", maintain_order="left").select(
        "pid",
        pl.lit("其他").alias("tenure"),
        "eid",
        pl.lit(None, pl.Int64).alias("other"),
        pl.col("land_e4").alias("land_area_sqm"),
        pl.col("land_mu_e4").alias("land_area_sqm__mu"),
        pl.lit(None, pl.Int64).alias("floor_area_sqm"),
        "start_date",
        "end_date",
        "land_code",
        "location",
    )
