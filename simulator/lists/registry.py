"""Simulator: registry.enterprise."""

from __future__ import annotations

import polars as pl

from simulator.cases import firm_rows as staged
from simulator.expressions import first_of
from simulator.lists.common import TOWN
from simulator.world.enterprises import NO_TAX
from simulator.world.region import World


def enterprise(world: World) -> pl.DataFrame:
    """registry.enterprise: nearly every firm; a few renamed in the past, some without tax deregistered."""
    drawn = (pl.col("tax_class") == NO_TAX) & (pl.col("eid") % 3 == 0) & ~staged.is_staged()
    gone = drawn | staged.is_staged(staged.CANCELLED)
    old_name = pl.col("name").str.slice(0, 2) + "老" + pl.col("name").str.slice(2)
    return world.enterprises.filter(~staged.is_staged(staged.UNREGISTERED)).select(
        pl.col("uscc").alias("enterprise_uscc"),
        pl.col("name").alias("enterprise_name"),
        pl.when(pl.col("eid") % 50 == 11).then(old_name).alias("former_name"),
        "entity_type",
        first_of((gone, "注销"), otherwise="存续").alias("registration_status"),
        "established_date",
        pl.col("capital_fen").alias("registered_capital_cny"),
        *TOWN,
        "address",
        "industry_code",
        "industry_name",
        "legal_person",
        "phone",
    )
