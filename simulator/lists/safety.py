"""Simulator: safety.accident, the few drawn ones and those at the thresholds of the grades."""

from __future__ import annotations

import numpy as np
import polars as pl

from simulator.cases import events
from simulator.expressions import first_of
from simulator.lists.common import TOWN, days_of, inside, numbers, yes_no
from simulator.world.region import World, stream


def accident(world: World, first: int, last: int) -> pl.DataFrame:
    """safety.accident: rare; the first drawn one of the window is 较大; and those at the thresholds of the grades."""
    n = 2 + len(world.enterprises) // 400
    rng = stream(world, 21)
    days = np.sort(days_of(world.window.first, world.window.last, n, rng))
    firms = world.enterprises[rng.integers(len(world.enterprises), size=n)]
    rank = pl.int_range(pl.len())
    deaths = pl.when(rank == 0).then(3).otherwise(rank % 2)
    is_road = rank % 3 == 1
    frame = firms.select(
        ("SG" + pl.col("county_code") + pl.lit(numbers(n))).alias("accident_no"),
        pl.Series("occurred_date", days, dtype=pl.Date),
        pl.col("name").alias("enterprise_name"),
        pl.col("uscc").alias("enterprise_uscc"),
        *TOWN,
        pl.col("address").alias("location"),
        "industry_name",
        first_of((is_road, "车辆伤害"), otherwise="机械伤害").alias("accident_kind"),
        first_of((rank == 0, "较大"), otherwise="一般").alias("accident_grade"),
        deaths.cast(pl.Int64).alias("deaths_count"),
        pl.lit(1).alias("serious_injuries_count"),
        (rank % 4).cast(pl.Int64).alias("minor_injuries_count"),
        (deaths.cast(pl.Int64) * 120_000_000 + 3_000_000).alias("direct_loss_cny"),
        yes_no(is_road).alias("is_road_traffic"),
        yes_no(~is_road).alias("is_production_safety"),
        yes_no(rank % 2 == 0).alias("is_concluded"),
    )
    return inside(pl.concat([frame, events.accidents(world).cast(frame.schema)]), "occurred_date", first, last)
