"""Simulator: land.supply_contract and land.contract_check, promises and whether they were kept."""

from __future__ import annotations

import numpy as np
import polars as pl

from simulator.cases.contracts import checks
from simulator.expressions import first_of
from simulator.lists.common import days_of, inside, yes_no
from simulator.world.contracts import contracts_of
from simulator.world.enterprises import rng_for
from simulator.world.region import World, stream


def supply_contract(world: World) -> pl.DataFrame:
    """land.supply_contract: contracts with promises for one coded state parcel in eight."""
    some = world.land.parcels.filter(
        pl.col("land_code").is_not_null(), pl.col("holder") >= 0, pl.col("ownership") == "国有", pl.col("pid") % 8 == 0
    )
    return contracts_of(world, some, rng_for(world.seed, world.region, 9), 1)


def contract_check(world: World, first: int, last: int) -> pl.DataFrame:
    """land.contract_check: promises of a third of the supply contracts, each checked once in the window."""
    contracts = supply_contract(world).with_row_index("rank").filter(pl.col("rank") % 3 == 0)
    n = len(contracts)
    rng = stream(world, 2)
    day = pl.lit(pl.Series(days_of(world.window.first, world.window.last, n, rng), dtype=pl.Date))
    kept = rng.random(n) < 0.7
    part = pl.lit(pl.Series(np.where(kept, rng.integers(100, 130, n), rng.integers(55, 95, n)), dtype=pl.Int64))
    at_least = ("promised_investment_wan_cny_per_mu", "promised_far", "promised_tax_wan_cny_per_mu")
    at_most = ("promised_energy_tce_per_wan_cny", "promised_emission_t_per_wan_cny")
    failed = pl.lit(pl.Series(~kept, dtype=pl.Boolean))
    frame = contracts.select(
        "contract_no",
        "supervision_no",
        "land_code",
        "project_name",
        pl.col("transferee_name").alias("enterprise_name"),
        pl.col("transferee_uscc").alias("enterprise_uscc"),
        pl.col("district_name").alias("county_name"),
        first_of((pl.col("rank") % 2 == 0, "达产复核"), otherwise="竣工核验").alias("checkpoint"),
        day.dt.offset_by("-30d").alias("due_date"),
        day.alias("check_date"),
        *at_least,
        *at_most,
        *((pl.col(name) * part // 100).alias(name.replace("promised", "actual")) for name in at_least),
        *(pl.col(name).alias(name.replace("promised", "actual")) for name in at_most),
        first_of((failed, "不达标"), otherwise="达标").alias("check_result"),
        pl.when(failed).then(pl.lit("投资强度、容积率、亩均税收")).alias("failed_items"),
        yes_no(failed).alias("is_breach"),
        pl.when(failed).then(pl.lit(30_000_000, pl.Int64)).alias("penalty_due_cny"),
        pl.when(failed & (pl.col("rank") % 2 == 0)).then(pl.lit(10_000_000, pl.Int64)).alias("penalty_received_cny"),
        pl.when(failed).then(pl.lit("限期整改")).alias("disposal"),
        pl.lit("标准地联合复核组").alias("check_unit"),
    )
    staged = checks(world)
    reported = pl.concat([frame, staged.select(pl.exclude("stage"))], how="diagonal_relaxed") if len(staged) else frame
    return inside(reported, "check_date", first, last)
