"""Simulator: the truth of tax by parcel, shared to the fen (docs/readings.md, Land, floor, occupancy; Tax).

A row that names a parcel goes to it. The rest of an enterprise's month is shared by its used land in its own county,
without plots in 建设期, by largest remainder; without such land it has no parcel.
"""

from __future__ import annotations

import polars as pl

from simulator.world.occupancy import occupancy_as_known
from simulator.world.region import World
from simulator.world.taxes import CONTRIBUTION, TAX_TYPES, month_rows

WITHOUT_WEIGHT = "建设期"
KEY = ("eid", "land_code", "location")
WIDE = pl.Int128
"""fen times 1e-4 ㎡ may need more than 64 bits."""


def counted_rows(world: World, month: int) -> pl.DataFrame:
    """Rows of a month that are 税收实际贡献: eid, fen, land_code (named parcel), is_income_tax."""
    counted = [i for i, tax in enumerate(TAX_TYPES) if tax in CONTRIBUTION]
    rows = month_rows(world.seed, world.region, month, world.payers).filter(pl.col("tax_type").is_in(counted))
    income = pl.col("tax_type") == TAX_TYPES.index("企业所得税")
    return rows.select("eid", "fen", "land_code", income.alias("is_income_tax"))


def tax_by_parcel(world: World, month: int) -> pl.DataFrame:
    """eid, land_code, location (both null: no parcel), fen of a month; parts add up to what the firm paid."""
    rows, land = counted_rows(world, month), occupancy_as_known(world, month)
    places = land.filter(pl.col("land_code").is_not_null()).unique("land_code").select("land_code", "location")
    named = rows.filter(pl.col("land_code").is_not_null()).join(places, on="land_code", how="left", validate="m:1")
    rest = rows.filter(pl.col("land_code").is_null()).group_by("eid").agg(pl.col("fen").sum())
    shared = _shared(rest, _weights(world, land))
    both = pl.concat([named.select(*KEY, "fen"), shared.select(*KEY, "fen")])
    return both.group_by(KEY).agg(pl.col("fen").sum()).sort(KEY, nulls_last=True)


def _weights(world: World, land: pl.DataFrame) -> pl.DataFrame:
    """eid, land_code, location, weight: used land in the firm's own county."""
    county = world.enterprises.select("eid", own_county="county_code")
    used = land.filter(pl.col("eid").is_not_null(), pl.col("land_e4") > 0, pl.col("land_status") != WITHOUT_WEIGHT)
    used = used.join(county, on="eid", how="left").filter(pl.col("county_code") == pl.col("own_county"))
    return used.select(*KEY, pl.col("land_e4").alias("weight"))


def _shared(rest: pl.DataFrame, weights: pl.DataFrame) -> pl.DataFrame:
    """Each firm's fen by weight; the fen left over go one each to the largest remainders. Signs are kept."""
    frame = rest.join(weights, on="eid", how="left").with_columns(pl.col("weight").fill_null(1).cast(WIDE))
    frame = frame.with_columns(whole=pl.col("weight").sum().over("eid"))
    product = pl.col("fen").abs().cast(WIDE) * pl.col("weight")
    frame = frame.with_columns(floor=product // pl.col("whole"), remainder=product % pl.col("whole"))
    frame = frame.sort("eid", "remainder", "land_code", "location", descending=[False, True, False, False])
    left_over = pl.col("fen").abs() - pl.col("floor").sum().over("eid")
    more = (pl.int_range(pl.len()).over("eid") < left_over).cast(pl.Int64)
    return frame.with_columns((pl.col("fen").sign() * (pl.col("floor") + more)).cast(pl.Int64).alias("fen"))
