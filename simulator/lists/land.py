"""Simulator: land.parcel_register and land.property_unit."""

from __future__ import annotations

import polars as pl

from simulator.expressions import constants, first_of
from simulator.lists.common import TOWN, numbers, with_firm, yes_no
from simulator.options import month_end
from simulator.tables import REGIONS
from simulator.world.lineage import MERGED, MONTHS_BETWEEN, SPLIT, as_before, is_told
from simulator.world.places import park_names
from simulator.world.region import World, firm_columns
from simulator.world.strata import strata


def parcel_register(world: World, *, early: bool = False) -> pl.DataFrame:
    """land.parcel_register; ``early``: a former state that the last one corrects (parcels missing, other areas)."""
    parcels = _early(world) if early else world.land.parcels
    holder = parcels.select(pl.when(pl.col("holder") >= 0).then(pl.col("holder"))).to_series()
    firm = firm_columns(world, holder, holder_name="name", holder_uscc="uscc")
    frame = parcels.select(
        "land_code",
        "unit_code",
        "location",
        *TOWN,
        park_names(world).gather(parcels["pid"]).alias("platform_name"),
        "ownership",
        pl.col("land_e4").alias("land_area_sqm"),
        pl.col("land_mu_e4").alias("land_area_sqm__mu"),
        pl.when(pl.col("floor_e4") > 0).then(pl.col("floor_e4")).alias("floor_area_sqm"),
        pl.col("far_e2").alias("floor_area_ratio"),
        "planned_use",
        "plan_conformity",
        *constants(plan_version="国土空间总体规划（2021-2035年）", current_use="工业用地"),
        "land_status",
        "supply_date",
        "boundary_wkt",
        *_change(world, parcels),
    )
    return pl.concat([frame, firm], how="horizontal")


def _change(world: World, parcels: pl.DataFrame) -> list[pl.Series]:
    """What became of a former code (of a merged parcel: both parts' codes) and when; of some nothing is reported."""
    parts = world.land.parts.group_by("pid", maintain_order=True).agg(pl.col("land_code").str.join("、").alias("both"))
    reported = parcels.join(parts, on="pid", how="left", maintain_order="left").with_columns(is_told())
    codes = pl.when(pl.col("change_kind") == MERGED).then("both").otherwise("former_code").alias("former_land_codes")
    return reported.select(
        pl.when("is_told").then(name).alias(alias)
        for name, alias in (
            (codes, "former_land_codes"),
            ("change_kind", "change_kind"),
            ("change_date", "change_date"),
        )
    ).get_columns()


def _early(world: World) -> pl.DataFrame:
    """Half a year ago: some parcels missing, some with another area, those changed since as they were, and sellers."""
    parcels = as_before(world.land)
    plain = world.land.parcels.filter(pl.col("change_kind").is_null(), pl.col("stage").is_null())
    same = pl.col("pid").is_in(plain["pid"].implode())
    other = pl.when((pl.col("pid") % 37 == 5) & same)
    larger = (("land_e4", 2_000_000), ("land_mu_e4", 3_000))
    is_sold = pl.col("sold_by").is_not_null() & (pl.col("held_from") > month_end(world.window.last - MONTHS_BETWEEN))
    return parcels.filter((pl.col("pid") % 29 != 3) | ~same).with_columns(
        *(other.then(pl.col(name) + more).otherwise(pl.col(name)).alias(name) for name, more in larger),
        pl.when(is_sold).then("sold_by").otherwise("holder").alias("holder"),
    )


def property_unit(world: World) -> pl.DataFrame:
    """land.property_unit: units sold by the floor, and one undivided unit for each fourth coded parcel."""
    parcels = world.land.parcels
    units = strata(world).select(
        "pid",
        "eid",
        pl.lit("1").alias("building_no"),
        (pl.col("unit") // 2 + 1).cast(pl.String).alias("floor_no"),
        ((pl.col("unit") // 2 + 1) * 100 + pl.col("unit") % 2 + 1).cast(pl.String).alias("room_no"),
        pl.col("share_e2").alias("ownership_share_pct"),
        pl.lit(0, pl.Int64).alias("own_land_area_sqm"),
        pl.col("land_e4").alias("shared_land_area_sqm"),
        pl.col("floor_e4").alias("floor_area_sqm"),
        ("F0001" + (pl.col("unit") + 1).cast(pl.String).str.zfill(4)).alias("suffix"),
        "registered_date",
    )
    long_ago = pl.date(2012 + pl.col("pid") % 9, 6, 15)
    single = parcels.filter(
        pl.col("unit_code").is_not_null(),
        pl.col("holder") >= 0,
        pl.col("pid") % 4 == 1,
        ~pl.col("pid").is_in(units["pid"].implode()),
        ~pl.col("change_kind").fill_null("").is_in([SPLIT, MERGED]),
    ).select(
        pl.max_horizontal(long_ago, "held_from").alias("registered_date"),
        "pid",
        pl.col("holder").alias("eid"),
        pl.col("land_e4").alias("own_land_area_sqm"),
        pl.lit(0, pl.Int64).alias("shared_land_area_sqm"),
        pl.col("unit_code").str.slice(19).alias("suffix"),
        pl.when(pl.col("floor_e4") > 0).then(pl.col("floor_e4")).alias("floor_area_sqm"),
    )
    frame = pl.concat([units, single], how="diagonal_relaxed")
    return _registered(world, frame).with_columns(pl.col("holder_name").fill_null("未售"))


def _registered(world: World, frame: pl.DataFrame) -> pl.DataFrame:
    """Codes, certificate and dates; those of one unit with two owners share the unit's code."""
    places = world.land.parcels.select("pid", "land_code", "location", "county_name", "town_name", "ownership")
    frame = frame.join(places, on="pid", how="left", maintain_order="left")
    state = first_of((pl.col("ownership") == "国有", "国有"), otherwise="集体")
    wide = frame.with_columns(
        park_names(world).gather(frame["pid"]).alias("platform_name"),
        (pl.col("land_code") + pl.col("suffix")).alias("unit_code"),
        ("浙（2020）" + pl.lit(REGIONS[world.region].zh) + "不动产权第" + pl.lit(numbers(len(frame), 7)) + "号").alias(
            "certificate_no"
        ),
        (state + "建设用地使用权/房屋所有权").alias("right_kind"),
        *constants(land_use="工业用地", building_use="工业", registration_state="现势", is_sealed="否"),
        pl.col("registered_date").dt.offset_by("38y").alias("term_to_date"),
        yes_no(pl.col("pid") % 9 == 0).alias("is_mortgaged"),
        pl.when(pl.col("eid").is_not_null()).then(pl.lit("企业")).alias("holder_kind"),
    ).drop("pid", "suffix", "ownership")
    return with_firm(world, wide, holder_name="name", holder_uscc="uscc")
