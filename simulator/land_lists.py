"""Simulator: the land lists as typed frames (conventions as in ``lists``)."""

from __future__ import annotations

import numpy as np
import polars as pl

from simulator.departments.platform import park_names
from simulator.enterprises import rng_for
from simulator.lineage import MERGED, MONTHS_BETWEEN, as_before, is_told
from simulator.lists import firm_columns
from simulator.options import month_end
from simulator.world import World


def parcel_register(world: World, *, early: bool = False) -> pl.DataFrame:
    """land.parcel_register; ``early``: a former state that the last one corrects (parcels missing, other areas)."""
    parcels = _early(world) if early else world.land.parcels
    holder = parcels.select(pl.when(pl.col("holder") >= 0).then(pl.col("holder"))).to_series()
    firm = firm_columns(world, holder, holder_name="name", holder_uscc="uscc")
    frame = parcels.select(
        "land_code",
        "unit_code",
        "location",
        "county_name",
        "town_name",
        park_names(world).gather(parcels["pid"]).alias("platform_name"),
        "ownership",
        pl.col("land_e4").alias("land_area_sqm"),
        pl.col("land_mu_e4").alias("land_area_sqm__mu"),
        pl.when(pl.col("floor_e4") > 0).then(pl.col("floor_e4")).alias("floor_area_sqm"),
        pl.col("far_e2").alias("floor_area_ratio"),
        "planned_use",
        "plan_conformity",
        pl.lit("国土空间总体规划（2021-2035年）").alias("plan_version"),
        pl.lit("工业用地").alias("current_use"),
        "land_status",
        "supply_date",
        "boundary_wkt",
        *_change(world, parcels),
    )
    return pl.concat([frame, firm], how="horizontal")


def _change(world: World, parcels: pl.DataFrame) -> list[pl.Series]:
    """What became of a former code (of a merged parcel: both parts' codes) and when; of some nothing is told."""
    parts = world.land.parts.group_by("pid", maintain_order=True).agg(pl.col("land_code").str.join("、").alias("both"))
    told = parcels.join(parts, on="pid", how="left", maintain_order="left").with_columns(is_told())
    codes = pl.when(pl.col("change_kind") == MERGED).then("both").otherwise("former_code").alias("former_land_codes")
    return told.select(
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


def supply_contract(world: World) -> pl.DataFrame:
    """land.supply_contract: contracts with promises for one coded state parcel in eight."""
    some = world.land.parcels.filter(
        pl.col("land_code").is_not_null(), pl.col("holder") >= 0, pl.col("ownership") == "国有", pl.col("pid") % 8 == 0
    )
    return contracts_of(world, some, rng_for(world.seed, world.region, 9), 1)


def contracts_of(world: World, some: pl.DataFrame, rng: np.random.Generator, first: int) -> pl.DataFrame:
    """A contract for each of the parcels, kept in time, numbered from ``first`` on."""
    n = len(some)
    firm = firm_columns(
        world, some["holder"], transferee_name="name", transferee_uscc="uscc", industry_name="industry_name"
    )
    signed = pl.col("supply_date").fill_null(pl.date(2015, 3, 10))
    number = pl.Series(np.arange(first, first + n)).cast(pl.String).str.zfill(5)
    frame = some.select(
        (pl.col("county_code") + signed.dt.year().cast(pl.String) + "A" + pl.lit(number)).alias("contract_no"),
        (pl.col("county_code") + signed.dt.year().cast(pl.String) + "B" + pl.lit(number)).alias("supervision_no"),
        "land_code",
        "location",
        pl.col("county_name").alias("district_name"),
        (pl.lit(pl.Series(range(n), dtype=pl.Int64)).cast(pl.String) + "号工业项目").alias("project_name"),
        pl.col("land_e4").alias("land_area_sqm"),
        pl.col("land_mu_e4").alias("land_area_sqm__mu"),
        pl.lit("工业用地").alias("land_use"),
        pl.lit("挂牌出让").alias("supply_method"),
        pl.lit("新增建设用地").alias("land_source"),
        pl.lit("三级").alias("land_grade"),
        (pl.col("land_e4") // 10_000 * pl.lit(pl.Series(rng.integers(300, 700, n))) * 100).alias("price_cny"),
        pl.lit(50).alias("term_years"),
        pl.lit("人民政府").alias("approver"),
        signed.alias("signed_date"),
        signed.dt.offset_by("60d").alias("handover_date"),
        signed.dt.offset_by("150d").alias("planned_start_date"),
        signed.dt.offset_by("900d").alias("planned_finish_date"),
        signed.dt.offset_by("170d").alias("actual_start_date"),
        signed.dt.offset_by("950d").alias("actual_finish_date"),
        pl.lit(100).alias("far_min"),
        pl.lit(300).alias("far_max"),
        pl.when(pl.col("pid") % 16 == 0).then(pl.lit("是")).otherwise(pl.lit("否")).alias("is_standard_land"),
        *(pl.Series(name, rng.integers(low, high, n)) for name, low, high in PROMISES),
    )
    return pl.concat([frame, firm], how="horizontal")


PROMISES = (
    ("promised_investment_wan_cny_per_mu", 30000, 60000),
    ("promised_far", 100, 250),
    ("promised_tax_wan_cny_per_mu", 1500, 4000),
    ("promised_energy_tce_per_wan_cny", 10, 60),
    ("promised_emission_t_per_wan_cny", 1, 20),
)
"""Promise, lowest and highest value in hundredths."""
