"""Simulator: the environment bureau's permits, key units and emissions."""

from __future__ import annotations

import numpy as np
import polars as pl

from simulator.cases import firm_rows as staged
from simulator.expressions import constants
from simulator.lists.common import TOWN
from simulator.world.enterprises import rng_for
from simulator.world.region import World, stream

NO_PERMIT = 9
"""Last digit of the drawn firms without a permit."""


def permit(world: World) -> pl.DataFrame:
    """environment.permit: nine firms in ten, most of them by 登记; of the staged ones those that hold one."""
    without = (pl.col("eid") % 10 == NO_PERMIT) & ~staged.is_staged() | staged.is_staged(staged.WITHOUT_PERMIT)
    firms = world.enterprises.filter(~without)
    kind = pl.when(staged.is_staged()).then(2).otherwise((pl.col("eid") % 10).clip(0, 2))
    start = (
        pl.when(staged.is_staged(staged.PERMIT_EXPIRED))
        .then(world.window.first // 12 - 7)
        .otherwise(pl.col("established_date").dt.year() % 3 + 2020)
    )
    span = start.cast(pl.String) + "-03-01至" + (start + 5).cast(pl.String) + "-02-28"
    return firms.select(
        pl.concat_str("uscc", pl.lit("001"), kind.replace_strict({0: "P", 1: "Q", 2: "X"})).alias("permit_no"),
        pl.col("name").alias("holder_name"),
        pl.col("uscc").alias("holder_uscc"),
        kind.replace_strict({0: "重点管理", 1: "简化管理", 2: "登记管理"}).alias("permit_kind"),
        "industry_name",
        pl.lit("浙江省").alias("province_name"),
        "county_name",
        span.alias("valid"),
        pl.date(start, 2, 20).alias("issued_date"),
        "address",
    )


def key_unit(world: World) -> pl.DataFrame:
    """environment.key_unit: one firm in forty."""
    firms = world.enterprises.filter(pl.col("eid") % 40 == 0)
    n = len(firms)
    rng = rng_for(world.seed, world.region, 10)
    return firms.select(
        pl.col("name").alias("unit_name"),
        pl.col("uscc").alias("unit_uscc"),
        *constants(is_listed_company="否", has_national_permit="是", is_stopped="否"),
        "established_date",
        pl.col("name").alias("site_name"),
        (pl.col("uscc").str.slice(8, 9) + "001").alias("site_code"),
        pl.lit(pl.Series(rng.choice(["废水", "废气", "废气,土壤,危废"], n))).alias("pollution_kinds"),
        "industry_name",
        "address",
        "county_name",
        ("120." + pl.lit(pl.Series(rng.integers(100000, 999999, n))).cast(pl.String)).alias("longitude_deg"),
        ("29." + pl.lit(pl.Series(rng.integers(100000, 999999, n))).cast(pl.String)).alias("latitude_deg"),
    )


def emission(world: World, year: int) -> pl.DataFrame:
    """environment.emission: permit holders with more than a registration; equivalents by the tax law's table."""
    firms = world.enterprises.filter(pl.col("eid") % 10 < 2, ~staged.is_staged())
    n = len(firms)
    rng = stream(world, 20, year)
    cod = rng.integers(20, 900, n)
    nitrogen = np.minimum(rng.integers(0, 60, n), cod)
    sulphur, nox, vocs = (rng.integers(0, top, n) for top in (300, 500, 400))
    equivalent = cod + (nitrogen * 5 + 3) // 4 + (sulphur * 20 + 18) // 19 + (nox * 20 + 18) // 19
    return firms.select(
        pl.col("uscc").alias("enterprise_uscc"),
        pl.col("name").alias("enterprise_name"),
        *TOWN,
        "industry_code",
        pl.concat_str("uscc", pl.lit("001"), (pl.col("eid") % 10).replace_strict({0: "P", 1: "Q"})).alias("permit_no"),
        *(
            pl.Series(name, values.astype(np.int64))
            for name, values in (
                ("wastewater_t", cod * 400),
                ("cod_t", cod),
                ("ammonia_nitrogen_t", nitrogen),
                ("so2_t", sulphur),
                ("nox_t", nox),
                ("vocs_t", vocs),
                ("pollution_equivalent_t", equivalent),
            )
        ),
        pl.lit("排污许可执行报告").alias("data_source"),
    )
