"""Simulator: the tax bureau's payments, registrations and credit ratings."""

from __future__ import annotations

import polars as pl

from simulator.cases.vetoes import CREDIT, struck
from simulator.expressions import first_of
from simulator.lists.common import TOWN
from simulator.world.enterprises import ELSEWHERE, MONTHLY, NO_TAX, rng_for
from simulator.world.region import World, firm_columns
from simulator.world.taxes import TAX_TYPES


def tax_paid(world: World, rows: pl.DataFrame) -> pl.DataFrame:
    """tax.tax_paid from the drawn rows of a month."""
    firm = firm_columns(world, rows["eid"], taxpayer_uscc="uscc", taxpayer_name="name", county_name="county_name")
    return pl.concat(
        [
            firm,
            rows.select(
                pl.lit(pl.Series(TAX_TYPES).gather(rows["tax_type"])).alias("tax_type"),
                "accrual_month",
                "paid_date",
                pl.col("fen").alias("amount_cny"),
                "land_code",
                "note",
            ),
        ],
        how="horizontal",
    )


def registration(world: World) -> pl.DataFrame:
    """tax.registration: all but half of the firms without tax."""
    firms = world.enterprises.filter((pl.col("tax_class") != NO_TAX) | (pl.col("eid") % 2 == 0))
    taxed = pl.col("tax_class") != NO_TAX
    return firms.select(
        pl.col("uscc").alias("taxpayer_uscc"),
        pl.col("name").alias("taxpayer_name"),
        first_of((taxed, "正常"), (pl.col("eid") % 4 == 0, "非正常"), otherwise="注销").alias("registration_status"),
        first_of((pl.col("tax_class") == MONTHLY, "一般纳税人"), otherwise="小规模纳税人").alias("taxpayer_kind"),
        first_of((pl.col("tax_class") == ELSEWHERE, "是"), otherwise="否").alias("is_consolidated_elsewhere"),
        pl.col("established_date").dt.offset_by("15d").alias("registered_date"),
        *TOWN,
        "address",
        "industry_name",
        "legal_person",
    )


def credit_rating(world: World, year: int) -> pl.DataFrame:
    """tax.credit_rating of a year."""
    rng = rng_for(world.seed, world.region, 8, year)
    grade = pl.Series(
        "credit_rating", rng.choice(["A", "B", "M", "C", "D"], len(world.enterprises), p=[0.2, 0.5, 0.2, 0.07, 0.03])
    )
    bad = pl.col("eid") == struck(world.enterprises, CREDIT)
    rated = world.enterprises.with_columns(first_of((bad, "D"), otherwise=grade).alias("credit_rating"))
    firms = rated.filter(pl.col("tax_class") != NO_TAX, pl.Series(rng.random(len(grade)) < 0.4) | bad)
    return firms.select(
        pl.col("uscc").alias("taxpayer_uscc"),
        pl.col("name").alias("taxpayer_name"),
        pl.lit(year).alias("rating_year"),
        "credit_rating",
        (pl.col("county_name") + "税务局").alias("tax_office"),
    )
