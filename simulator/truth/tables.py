"""Simulator: writes a region's truth, a table per folder of ``truth/`` with a file per region (or region and month).

Enterprises are identified by code, parcels by code and place as known in the month; ``''`` is none.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import polars as pl

from simulator.files.plain_deliveries import REGISTERS
from simulator.lists import environment, output_month, utility
from simulator.options import month_text
from simulator.truth import (
    contracts,
    counts,
    evaluation_tables,
    events,
    indicators,
    issue_months,
    issues,
    output_months,
    releases,
    scorecard,
    tax,
)
from simulator.truth.figures import COLUMNS, scope_figures
from simulator.truth.situations import situations
from simulator.truth.units import area, hundredths, money
from simulator.world import occupancy
from simulator.world.lineage import changes
from simulator.world.places import CROSS_TOWN_PERCENT, cross_town, members, platforms
from simulator.world.region import World, output

EMISSIONS = ("cod_t", "ammonia_nitrogen_t", "so2_t", "nox_t", "vocs_t", "pollution_equivalent_t")


def write_truth(world: World, years: dict[int, pl.DataFrame], folder: Path) -> None:
    """Every table of a region; ``years``: see ``truth.enterprise_year``."""
    tables = (
        {
            "enterprise_year": _enterprise_years(world, years),
            "situations": situations(world, REGISTERS),
            "output_month": _output_months(world),
            "output_year": _output_years(world),
            "power_month": _power(world),
            "emission_year": _emissions(world),
            "parcel_town": _towns(world),
            "parcel_platform": _platforms(world),
            "lineage": _lineage(world),
        }
        | _taxes(world)
        | _plan_tables(world, years)
    )
    for name, frame in tables.items():
        (folder / name).mkdir(exist_ok=True)
        frame.write_parquet(folder / name / f"{world.region}.parquet")
    _write_occupancy(world, folder / "occupancy_month" / world.region)


def _firms(world: World, frame: pl.DataFrame) -> pl.DataFrame:
    """With the code of each ``eid``; '' for nobody."""
    known = frame.join(world.enterprises.select("eid", "uscc"), on="eid", how="left", maintain_order="left")
    return known.with_columns(pl.col("uscc").fill_null(""))


def _periods(frames: Iterable[tuple[int, pl.DataFrame]]) -> pl.DataFrame:
    return pl.concat([frame.with_columns(month=pl.lit(month_text(month))) for month, frame in frames])


def _write_occupancy(world: World, folder: Path) -> None:
    folder.mkdir(parents=True)
    names = [*occupancy.TENURES, "land_e4"]
    for month in world.window.mart_months:
        frame = _firms(world, occupancy.occupancy_as_known(world, month))
        frame.select(
            pl.col("land_code").fill_null(""),
            "location",
            "uscc",
            pl.lit(month_text(month)).alias("month"),
            *(area(name).alias(f"land_{name.removeprefix('land_').removesuffix('_e4')}_sqm") for name in names[:-1]),
            area("land_e4").alias("land_sqm"),
        ).write_parquet(folder / f"{month_text(month)}.parquet")


def _enterprise_years(world: World, years: dict[int, pl.DataFrame]) -> pl.DataFrame:
    """Contribution with and without 企业所得税; a net refund is a sum below zero."""
    columns = (
        "uscc",
        "tax_state",
        money("tax_fen").alias("tax_contribution_cny"),
        money("without_income_tax_fen").alias("tax_without_income_tax_cny"),
        (pl.col("tax_fen") < 0).alias("is_net_refund"),
        area("land_months_e4").alias("land_sqm_months"),
    )
    return pl.concat([frame.select(pl.lit(year).alias("year"), *columns) for year, frame in years.items()])


def _taxes(world: World) -> dict[str, pl.DataFrame]:
    """Contribution per parcel and enterprise, by month and by year."""
    months = _periods((month, tax.tax_by_parcel(world, month)) for month in world.window.months)
    months = _firms(world, months).with_columns(pl.col("land_code", "location").fill_null(""))
    months = months.select("land_code", "location", "uscc", "month", "fen")
    year = pl.col("month").str.slice(0, 4).cast(pl.Int64).alias("year")
    years = months.group_by("land_code", "location", "uscc", year).agg(pl.col("fen").sum())
    years = years.sort("land_code", "location", "uscc", "year")
    return {
        f"tax_parcel_{period}": frame.with_columns(money("fen").alias("tax_cny")).drop("fen")
        for period, frame in (("month", months), ("year", years))
    }


def _output_months(world: World) -> pl.DataFrame:
    """快报 by month."""
    months = pl.concat([output_months.monthly_figures(world, year) for year in world.window.years])
    figures = [name for measure in output_month.MEASURES for name in (measure, f"{measure}_ytd")]
    day = pl.date(pl.col("month") // 12, pl.col("month") % 12 + 1, 1)
    return _firms(world, months).select(
        "uscc",
        day.dt.strftime("%Y-%m").alias("period"),
        "figure_state",
        "figure_start",
        *(money(name).alias(f"{name}_cny") for name in figures),
    )


def _output_years(world: World) -> pl.DataFrame:
    """年报 of the finished years."""
    frames = [output(world, year).with_columns(year=pl.lit(year)) for year in world.window.finished_years]
    figures = pl.concat(frames) if frames else output(world, world.window.last // 12).head(0).with_columns(year=0)
    sums = ("output", "value_added", "revenue", "rd")
    return _firms(world, figures).select(
        "uscc",
        "year",
        *(money(f"{name}_fen").alias(f"{name}_cny") for name in sums),
        hundredths("energy_e2").alias("energy_tce"),
        pl.col("staff").alias("staff_avg_count"),
    )


def _power(world: World) -> pl.DataFrame:
    """Power per enterprise and month: the sum over the meters mapped to it; a shared meter reports each user's part."""
    users = utility.meters(world)
    months = _periods((month, utility.power(world, users, month)) for month in world.window.months)
    key = [pl.col("enterprise_uscc").alias("uscc"), "month"]
    return months.group_by(key).agg(pl.col("power_kwh").sum()).sort("uscc", "month")


def _emissions(world: World) -> pl.DataFrame:
    """Tonnes per enterprise and finished year."""
    years = world.window.finished_years
    frames = [environment.emission(world, year).with_columns(year=pl.lit(year)) for year in years]
    figures = pl.concat(frames) if frames else environment.emission(world, 0).head(0).with_columns(year=pl.lit(0))
    return figures.select(
        pl.col("enterprise_uscc").alias("uscc"), "year", *(hundredths(name).alias(name) for name in EMISSIONS)
    )


def _towns(world: World) -> pl.DataFrame:
    """Today's parcels by town with the share of their area: 1, or what two towns report of one."""
    parcels = world.land.parcels.join(cross_town(world), on="pid", how="left", maintain_order="left")
    other = pl.col("other_town").is_not_null()
    here = parcels.select(
        "land_code", "location", "town_name", pl.when(other).then(100 - CROSS_TOWN_PERCENT).otherwise(100).alias("pct")
    )
    there = parcels.filter(other).select(
        "land_code", "location", pl.col("other_town").alias("town_name"), pl.lit(CROSS_TOWN_PERCENT).alias("pct")
    )
    both = pl.concat([here, there]).sort("location", "town_name")
    return both.with_columns(pl.col("land_code").fill_null(""), pl.col("pct").cast(pl.Int64))


def _platforms(world: World) -> pl.DataFrame:
    """Today's parcels by platform: the smallest park that holds each, and every platform above it."""
    tree = platforms(world.region).select("platform_code", "parent_code")
    level = members(world).select("pid", "platform_code").with_columns(is_smallest=pl.lit(True))
    levels = [level]
    while len(level):
        above = level.join(tree, on="platform_code", how="left").filter(pl.col("parent_code").is_not_null())
        level = above.select("pid", pl.col("parent_code").alias("platform_code"), pl.lit(False).alias("is_smallest"))
        levels.append(level)
    parcels = world.land.parcels.select("pid", pl.col("land_code").fill_null(""), "location")
    every = pl.concat(levels).join(parcels, on="pid", how="left")
    return every.drop("pid").sort("location", "platform_code")


def _lineage(world: World) -> pl.DataFrame:
    """Former parcel (code '' before its first), today's, how, when, whether any list says so, and both areas."""
    return changes(world.land).select(
        "change_kind",
        "change_date",
        pl.col("former_code").fill_null(""),
        "former_location",
        area("former_land_e4").alias("former_land_sqm"),
        "land_code",
        "location",
        area("land_e4").alias("land_sqm"),
        "is_told",
    )


def _plan_tables(world: World, years: dict[int, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """What the plans make of the world; money in fen, areas in 1e-4 ㎡, figures of contracts in hundredths."""
    figures = pl.concat([scope_figures(world, years), counts.count_figures(world)])
    figures = figures.sort(COLUMNS[:5])
    ratios = indicators.as_frame(indicators.yearly_indicators(world, years)).select(figures.columns)
    return {
        "issue_event": issues.issue_events(world),
        "issue_month": issue_months.issue_months(world),
        "accident": events.accident_grades(world),
        "penalty": events.penalty_states(world),
        "commitment_check": contracts.commitment_checks(world),
        "idle_land": contracts.idle_land(world),
        "land_release": releases.land_releases(world),
        "figure": figures,
        "scorecard": scorecard.scorecard(world, pl.concat([figures, ratios])),
    } | evaluation_tables.evaluation_tables(world, years)
