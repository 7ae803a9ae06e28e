"""Simulator: fiscal.revenue by budget level and fiscal.land_sale."""

from __future__ import annotations

import polars as pl

from simulator.lists.common import days_of, inside, with_firm
from simulator.lists.contracts import supply_contract
from simulator.world.region import World, stream
from simulator.world.taxes import TAX_TYPES

SHARED_TAXES = {
    "增值税": ("101010101", "国内增值税", 50),
    "城市维护建设税": ("1010901", "城市维护建设税", 0),
    "企业所得税": ("1010401", "企业所得税", 60),
}
"""Tax -> budget item, its name, percent of the centre; the rest is the county's."""


def revenue(world: World, rows: pl.DataFrame, year_to_date: pl.DataFrame | None) -> tuple[pl.DataFrame, pl.DataFrame]:
    """fiscal.revenue of a month from its tax rows, and the year's sums so far; a fifth of those who pay monthly.

    Only every second of them is reported with its income tax, so that a month is not twice the month before.
    """
    kinds = {TAX_TYPES.index(tax): item for tax, item in SHARED_TAXES.items()}
    reported = pl.col("eid").is_in(pl.Series(world.payers.monthly).implode()) & (pl.col("eid") % 5 == 0)
    income = pl.col("tax_type") == TAX_TYPES.index("企业所得税")
    month = rows.filter(pl.col("tax_type").is_in(list(kinds)), reported, ~income | (pl.col("eid") % 2 == 0))
    month = month.group_by("eid", "tax_type", maintain_order=True).agg(pl.col("fen").sum())
    earlier = year_to_date if year_to_date is not None else month.head(0)
    known = pl.concat([earlier, month]).group_by("eid", "tax_type", maintain_order=True).agg(pl.col("fen").sum())
    both = month.join(known.rename({"fen": "fen_ytd"}), on=["eid", "tax_type"], how="left", maintain_order="left")
    return _levels(world, both, kinds), known


def _levels(world: World, both: pl.DataFrame, kinds: dict[int, tuple[str, str, int]]) -> pl.DataFrame:
    """A row per budget level; the levels of an item add up to what was paid."""
    local = "区县"
    percent = pl.col("tax_type").replace_strict({kind: item[2] for kind, item in kinds.items()})
    parts = []
    for level, is_central in (("中央", True), (local, False)):
        amounts = []
        for column, name in (("fen", "amount_cny"), ("fen_ytd", "amount_ytd_cny")):
            central = pl.col(column) * percent // 100
            amounts.append((central if is_central else pl.col(column) - central).alias(name))
        there = both.filter(percent > 0) if is_central else both
        parts.append(there.select("eid", "tax_type", pl.lit(level).alias("budget_level"), *amounts))
    frame = pl.concat(parts).sort("eid", "tax_type", "budget_level")
    frame = frame.with_columns(
        pl.col("tax_type").replace_strict({k: item[0] for k, item in kinds.items()}).alias("budget_item_code"),
        pl.col("tax_type").replace_strict({k: item[1] for k, item in kinds.items()}).alias("budget_item"),
    ).drop("tax_type")
    return with_firm(world, frame, taxpayer_uscc="uscc", taxpayer_name="name", county_name="county_name")


def land_sale(world: World, first: int, last: int) -> pl.DataFrame:
    """fiscal.land_sale: late instalments of every third supply contract."""
    contracts = supply_contract(world).with_row_index("rank").filter(pl.col("rank") % 3 == 1)
    n = len(contracts)
    rng = stream(world, 51)
    received = pl.col("price_cny") // 10
    fees = received // 5
    frame = contracts.select(
        "contract_no",
        "supervision_no",
        "land_code",
        "location",
        pl.col("district_name").alias("county_name"),
        "transferee_name",
        "transferee_uscc",
        "land_use",
        "land_area_sqm",
        "land_area_sqm__mu",
        "signed_date",
        pl.col("price_cny").alias("contract_price_cny"),
        pl.Series("paid_date", days_of(world.window.first, world.window.last, n, rng), dtype=pl.Date),
        received.alias("received_cny"),
        fees.alias("deductions_cny"),
        (received - fees).alias("net_cny"),
    )
    return inside(frame, "paid_date", first, last)
