"""Simulator: the roster and yearly output of 规上 firms, and outdated capacity."""

from __future__ import annotations

import polars as pl

from simulator.cases import firm_rows as governed
from simulator.cases.vetoes import outdated_item
from simulator.expressions import constants, first_of
from simulator.lists.common import days_of, mu_of, numbers, until, until_known, with_enterprise
from simulator.options import month_end
from simulator.world.region import World, firm_columns, output, roster, stream


def above_scale_roster(world: World, year: int) -> pl.DataFrame:
    """economy.above_scale_roster of a data year."""
    listed = roster(world, year)
    firm = firm_columns(
        world,
        listed["eid"],
        enterprise_uscc="uscc",
        enterprise_name="name",
        county_name="county_name",
        town_name="town_name",
        industry_code="industry_code",
    )
    return pl.concat([firm, listed.select("roster_change")], how="horizontal")


def economy_output(world: World, year: int) -> pl.DataFrame:
    """economy.output of a data year."""
    figures = output(world, year)
    firm = firm_columns(
        world,
        figures["eid"],
        enterprise_uscc="uscc",
        enterprise_name="name",
        county_name="county_name",
        industry_code="industry_code",
    )
    names = {
        "output_fen": "output_value_cny",
        "value_added_fen": "value_added_cny",
        "revenue_fen": "revenue_cny",
        "rd_fen": "rd_cny",
        "energy_e2": "energy_tce",
        "staff": "staff_avg_count",
    }
    return pl.concat([firm, figures.drop("eid").rename(names)], how="horizontal")


def outdated(world: World) -> pl.DataFrame:
    """Items of outdated capacity with the days on which things happen in the end."""
    firms = world.enterprises.filter(pl.col("eid") % 90 == 13, ~governed.is_staged())
    n = len(firms)
    rng = stream(world, 12)
    listed = days_of(world.window.first - 8, max(world.window.first - 8, world.window.last - 2), n, rng)
    finished = listed + rng.integers(40, 300, n).astype("timedelta64[D]")
    drawn = firms.select(
        ("LH" + pl.col("county_code") + "-" + pl.lit(numbers(n))).alias("item_no"),
        "eid",
        "industry_name",
        pl.Series("listed_date", listed, dtype=pl.Date),
        pl.Series("finished_date", finished, dtype=pl.Date),
        pl.Series("closed_date", finished + 10, dtype=pl.Date),
        pl.Series("energy_saved_tce", rng.integers(1_000, 90_000, n)),
        pl.Series("release_area_sqm", rng.integers(5, 60, n) * 2_000_000),
    )
    vetoed = outdated_item(world.enterprises, month_end(world.window.last))
    both = pl.concat(
        [drawn, vetoed.cast(drawn.schema), governed.outdated(world).select(drawn.columns).cast(drawn.schema)]
    )
    return both.with_columns(mu_of("release_area_sqm"))


def outdated_capacity(world: World, month: int) -> pl.DataFrame:
    """economy.outdated_capacity as its keeper can restate it at the end of a month."""
    known = until_known(outdated(world), "listed_date", month)
    known = known.with_columns(until("finished_date", month), until("closed_date", month))
    status = first_of(
        (pl.col("closed_date").is_not_null(), "已销号"),
        (pl.col("finished_date").is_not_null(), "已淘汰"),
        otherwise="淘汰中",
    )
    frame = known.with_columns(
        status.alias("disposal_status"),
        *constants(
            equipment="燃煤锅炉", catalogue="产业结构调整指导目录（2019年本）", responsible_unit="经济和信息化局"
        ),
        pl.col("listed_date").dt.offset_by("360d").alias("deadline_date"),
    )
    return with_enterprise(world, frame, county_name="county_name", town_name="town_name")
