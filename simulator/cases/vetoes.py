"""Simulator: firms on the roster that a veto strikes whatever their score (A8): one for each veto.

The failed acceptance is reported by the staged plans; the others are reported here.
"""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from simulator.world.enterprises import MONTHLY

ACCIDENT, CREDIT, OUTDATED = range(3)
LISTED_DAYS_BEFORE, YEARS_TO_FINISH = 500, 6


def struck(enterprises: pl.DataFrame, veto: int) -> int:
    """Enterprise that the veto strikes: a firm on the roster that pays every month; else anybody."""
    firms = enterprises.filter("on_roster", pl.col("tax_class") == MONTHLY)["eid"]
    return int((firms if len(firms) else enterprises["eid"])[veto % max(1, len(firms))])


def outdated_item(enterprises: pl.DataFrame, last: date) -> pl.DataFrame:
    """An item of outdated capacity that was listed long ago and is far from done."""
    firm = enterprises.filter(pl.col("eid") == struck(enterprises, OUTDATED))
    listed = last - timedelta(days=LISTED_DAYS_BEFORE)
    finished = listed.replace(year=listed.year + YEARS_TO_FINISH, day=min(listed.day, 28))
    return firm.select(
        ("LH" + pl.col("county_code") + "-9001").alias("item_no"),
        "eid",
        "industry_name",
        pl.lit(listed).alias("listed_date"),
        pl.lit(finished).alias("finished_date"),
        pl.lit(finished + timedelta(days=10)).alias("closed_date"),
        pl.lit(5_000, pl.Int64).alias("energy_saved_tce"),
        pl.lit(12_000_000, pl.Int64).alias("release_area_sqm"),
    )
