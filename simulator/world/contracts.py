"""Simulator: a supply contract with its promises for each of some parcels."""

from __future__ import annotations

import numpy as np
import polars as pl

from simulator.expressions import constants, first_of
from simulator.world.region import World, firm_columns

PROMISES = (
    ("promised_investment_wan_cny_per_mu", 30000, 60000),
    ("promised_far", 100, 250),
    ("promised_tax_wan_cny_per_mu", 1500, 4000),
    ("promised_energy_tce_per_wan_cny", 10, 60),
    ("promised_emission_t_per_wan_cny", 1, 20),
)
"""Promise, lowest and highest value in hundredths."""


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
        *constants(
            land_use="工业用地",
            supply_method="挂牌出让",
            land_source="新增建设用地",
            land_grade="三级",
            approver="人民政府",
        ),
        (pl.col("land_e4") // 10_000 * pl.lit(pl.Series(rng.integers(300, 700, n))) * 100).alias("price_cny"),
        pl.lit(50).alias("term_years"),
        signed.alias("signed_date"),
        signed.dt.offset_by("60d").alias("handover_date"),
        signed.dt.offset_by("150d").alias("planned_start_date"),
        signed.dt.offset_by("900d").alias("planned_finish_date"),
        signed.dt.offset_by("170d").alias("actual_start_date"),
        signed.dt.offset_by("950d").alias("actual_finish_date"),
        pl.lit(100).alias("far_min"),
        pl.lit(300).alias("far_max"),
        first_of((pl.col("pid") % 16 == 0, "是"), otherwise="否").alias("is_standard_land"),
        *(pl.Series(name, rng.integers(low, high, n)) for name, low, high in PROMISES),
    )
    return pl.concat([frame, firm], how="horizontal")
