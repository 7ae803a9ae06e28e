"""Simulator: further lists of economy and statistics: 快报 from January on, published grades, outdated capacity."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simulator.departments.common import days_of, mu_of, numbers, rounded, stream, until, with_firm, yes_no
from simulator.departments.land import until_known
from simulator.enterprises import Ints
from simulator.governance import rows as governed
from simulator.options import month_end, month_start
from simulator.policy.staged_vetoes import outdated_item
from simulator.world import World, output, roster

JANUARY_REGIONS = ("330800",)
"""Where January is reported alone; elsewhere February's report is the first, of two months."""
MEASURES = ("output_value", "revenue", "value_added", "profit", "rd")
MONTHS = 12


def cumulative(world: World, year: int) -> pl.DataFrame:
    """One row per 规上 firm of the year: eid, first (month number of its first report), gap (a month it misses), and
    lists of twelve cumulative figures per measure (fen; energy 1e-2 tce)."""
    firms = roster(world, year)
    figures = firms.join(output(world, year), on="eid", how="left", maintain_order="left")
    n = len(firms)
    rng = stream(world, 10, year)
    weights = rng.uniform(0.7, 1.3, (n, MONTHS)).cumsum(axis=1)
    upto = weights / weights[:, -1:]
    revised = rng.uniform(0.97, 1.03, n)
    value = figures["output_fen"].to_numpy() * revised
    columns: dict[str, NDArray[np.float64]] = {
        "output_value": value,
        "revenue": figures["revenue_fen"].to_numpy() * revised,
        "value_added": value * rng.uniform(0.12, 0.35, n),
        "profit": value * rng.uniform(-0.04, 0.12, n),
        "rd": value * rng.uniform(0.0, 0.05, n),
    }
    late = rng.random(n) < 0.04
    first = np.where(late, rng.integers(3, MONTHS + 1, n), 1)
    gap = np.where(rng.random(n) < 0.03, rng.integers(4, MONTHS, n), 0)
    lists = [pl.Series(name, rounded(yearly[:, None] * upto, 10_000)) for name, yearly in columns.items()]
    energy = pl.Series("energy", rounded(value[:, None] * upto * 1.2e-8))
    staff = figures["staff"].fill_null(10)
    return pl.DataFrame([firms["eid"], pl.Series("first", first), pl.Series("gap", gap), staff, *lists, energy])


def reported(firms: pl.DataFrame, number: int) -> pl.DataFrame:
    """Firms that report in a month (1 to 12), with their cumulative figures then."""
    there = firms.filter((pl.col("first") <= number) & (pl.col("gap") != number))
    return there.with_columns(pl.col(*MEASURES, "energy").arr.get(number - 1))


def output_month(world: World, firms: pl.DataFrame, month: int) -> pl.DataFrame:
    """economy.output_month: figures from January to the month, of those who report."""
    now = reported(firms, month % 12 + 1)
    frame = now.select(
        "eid",
        *(pl.col(name).alias(f"{name}_ytd_cny") for name in MEASURES),
        pl.col("energy").alias("energy_ytd_tce"),
        pl.col("staff").alias("staff_end_count"),
    )
    return with_firm(
        world,
        frame,
        enterprise_uscc="uscc",
        enterprise_name="name",
        county_name="county_name",
        industry_code="industry_code",
    )


def monthly_figures(world: World, year: int) -> pl.DataFrame:
    """The truth of 快报: per report its own period's figures in fen, with how they are found (readings.md 3).

    ``figure_state``: as_reported (January), two_month (February without January), differenced, no_previous.
    """
    firms = cumulative(world, year)
    window, january = world.window, year * 12
    numbers = [m - january + 1 for m in window.months if m // 12 == year]
    sent = [n for n in numbers if n > 1 or world.region in JANUARY_REGIONS]
    told = {number: reported(firms, number).select("eid", *MEASURES) for number in sent}
    if not told:
        told = {1: reported(firms, 1).select("eid", *MEASURES).head(0)}
    return pl.concat([_figures(told, number, january + number - 1) for number in told])


def _figures(told: dict[int, pl.DataFrame], number: int, month: int) -> pl.DataFrame:
    """One month's reports against those of the month before."""
    now = told[number]
    before = told.get(number - 1, now.head(0)).with_columns(pl.lit(True).alias("known"))
    both = now.join(before, on="eid", how="left", suffix="_before", maintain_order="left")
    known = pl.col("known").is_not_null()
    alone = {1: "as_reported", 2: "two_month"}.get(number, "no_previous")
    is_whole = pl.lit(number <= 2)
    figures = [
        pl.when(known).then(pl.col(name) - pl.col(f"{name}_before")).when(is_whole).then(pl.col(name)).alias(name)
        for name in MEASURES
    ]
    state = pl.when(known).then(pl.lit("differenced")).otherwise(pl.lit(alone)).alias("figure_state")
    start = pl.when(state == "two_month").then(pl.lit(month_start(month - 1))).otherwise(pl.lit(month_start(month)))
    upto = [pl.col(name).alias(f"{name}_ytd") for name in MEASURES]
    return both.select("eid", pl.lit(month).alias("month"), state, start.alias("figure_start"), *upto, *figures)


def evaluated(world: World, tax_fen: Ints, land_e4: Ints) -> pl.DataFrame:
    """Firms graded for a year: those with land, on the roster or every fourth of the others; by score in each group.

    ``tax_fen``, ``land_e4``: the year's contribution and average land per enterprise.
    """
    firms = world.enterprises.select("eid", "on_roster", "industry_name").with_columns(
        pl.Series("tax_fen", tax_fen), pl.Series("land_e4", land_e4)
    )
    firms = firms.filter(pl.col("land_e4") > 1_000_000, pl.col("on_roster") | (pl.col("eid") % 4 == 0))
    n = len(firms)
    rng = stream(world, 11)
    mu = pl.col("land_e4") * 3 / 20_000_000
    tax = (pl.col("tax_fen") / 10_000 / mu).round(0).cast(pl.Int64)
    graded = firms.with_columns(
        tax.alias("tax_e2"),
        pl.Series("value_e2", rng.integers(500, 20_000, n)),
        pl.Series("rd_e2", rng.integers(0, 600, n)),
        pl.Series("labour_e2", rng.integers(500, 6_000, n)),
    ).with_columns(
        (pl.col("tax_e2").clip(0, 3_000) * 40 // 30).alias("tax_score"),
        (pl.col("value_e2").clip(0, 15_000) * 25 // 150).alias("value_added_score"),
        (pl.col("labour_e2").clip(0, 4_000) * 15 // 40).alias("productivity_score"),
        (pl.col("rd_e2").clip(0, 300) * 20 // 3).alias("rd_score"),
    )
    total = pl.sum_horizontal("tax_score", "value_added_score", "productivity_score", "rd_score")
    graded = graded.with_columns(total.alias("total_score"), pl.lit(None, pl.String).alias("unit_no"))
    return _merged(graded).with_columns(_grade().alias("initial_grade"))


def _merged(graded: pl.DataFrame) -> pl.DataFrame:
    """The first two firms off the roster are evaluated as one: the second shows the first one's result."""
    pair = graded.filter(~pl.col("on_roster")).head(2)
    if len(pair) < 2:
        return graded
    shared = (
        "tax_e2",
        "value_e2",
        "rd_e2",
        "labour_e2",
        "tax_score",
        "value_added_score",
        "productivity_score",
        "rd_score",
        "total_score",
    )
    both = pl.col("eid").is_in(pair["eid"].implode())
    first = pair.row(0, named=True)
    return graded.with_columns(
        *(pl.when(both).then(pl.lit(first[name])).otherwise(pl.col(name)).alias(name) for name in shared),
        pl.when(both).then(pl.lit("HB001")).alias("unit_no"),
    )


def _grade() -> pl.Expr:
    """A to the best fifth of a group, D to the last twentieth; equal scores get equal grades."""
    place = pl.col("total_score").rank("max", descending=True).over("on_roster") / pl.len().over("on_roster")
    return (
        pl.when(place <= 0.2)
        .then(pl.lit("A"))
        .when(place <= 0.7)
        .then(pl.lit("B"))
        .when(place <= 0.95)
        .then(pl.lit("C"))
        .otherwise(pl.lit("D"))
    )


def evaluation_result(world: World, graded: pl.DataFrame, year: int) -> pl.DataFrame:
    """economy.evaluation_result as published: one firm in thirty lifted from C to B by hand."""
    lifted = (pl.col("initial_grade") == "C") & (pl.col("eid") % 30 == 0) & pl.col("unit_no").is_null()
    final = pl.when(lifted).then(pl.lit("B")).otherwise(pl.col("initial_grade"))
    frame = graded.select(
        "eid",
        pl.lit(year).alias("data_year"),
        "unit_no",
        pl.when(pl.col("unit_no").is_null())
        .then(pl.lit("单独评价"))
        .otherwise(pl.lit("同宗地合并"))
        .alias("unit_kind"),
        "industry_name",
        pl.when("on_roster").then(pl.lit("规上")).otherwise(pl.lit("规下")).alias("evaluation_group"),
        pl.col("land_e4").alias("land_area_sqm"),
        mu_of("land_e4").alias("land_area_sqm__mu"),
        pl.col("tax_e2").alias("tax_wan_cny_per_mu"),
        "tax_score",
        pl.col("value_e2").alias("value_added_wan_cny_per_mu"),
        "value_added_score",
        pl.col("labour_e2").alias("productivity_wan_cny_per_person"),
        "productivity_score",
        pl.col("rd_e2").alias("rd_share_pct"),
        "rd_score",
        "total_score",
        pl.col("total_score").alias("final_score"),
        "initial_grade",
        final.alias("adjusted_grade"),
        yes_no(lifted).alias("is_manually_adjusted"),
        final.alias("final_grade"),
        pl.when(lifted).then(pl.lit("国家高新技术企业提一档")).alias("adjustment_reason"),
        pl.date(year + 1, 1, 12).alias("published_date"),
        pl.lit(f"{year + 1}-01-15至{year + 1}-12-31").alias("effective"),
    )
    return with_firm(
        world, frame, enterprise_uscc="uscc", enterprise_name="name", county_name="county_name", town_name="town_name"
    )


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
    status = (
        pl.when(pl.col("closed_date").is_not_null())
        .then(pl.lit("已销号"))
        .when(pl.col("finished_date").is_not_null())
        .then(pl.lit("已淘汰"))
        .otherwise(pl.lit("淘汰中"))
    )
    frame = known.with_columns(
        status.alias("disposal_status"),
        pl.lit("燃煤锅炉").alias("equipment"),
        pl.lit("产业结构调整指导目录（2019年本）").alias("catalogue"),
        pl.col("listed_date").dt.offset_by("360d").alias("deadline_date"),
        pl.lit("经济和信息化局").alias("responsible_unit"),
    )
    return with_firm(
        world, frame, enterprise_name="name", enterprise_uscc="uscc", county_name="county_name", town_name="town_name"
    )
