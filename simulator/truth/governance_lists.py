"""Simulator: the truth of the 治理清单 month by month, and the objects of the merged one (L2-L8, C1)."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from simulator.expressions import constants, first_of
from simulator.options import month_end
from simulator.truth import bands, firm_flags, plot_flags
from simulator.truth.bands import WHOLE_YEAR, data_year
from simulator.truth.facts import Facts
from simulator.truth.firm_flags import NO, NOT_SET, UNKNOWN, YES
from simulator.truth.plan_numbers import PLANS
from simulator.world import taxes
from simulator.world.region import World

PARCEL = ["land_code", "location"]
LISTED = {
    "list": pl.String,
    "object_kind": pl.String,
    "eid": pl.Int64,
    "pid": pl.Int64,
    "issue_no": pl.String,
    "band_code": pl.String,
}


@dataclass(frozen=True)
class Month:
    """What one month knows of firms and plots: bands of its data year, criteria on its last day."""

    month: int
    year: int
    firms: pl.DataFrame
    plots: pl.DataFrame


@dataclass(frozen=True)
class Bands:
    """Data year -> bands of firms and of plots; calendar year -> firms in the 末档 while it lasts."""

    firms: dict[int, pl.DataFrame]
    plots: dict[int, pl.DataFrame]
    last_graded: dict[int, pl.DataFrame]


def bands_of_years(world: World, ledger: taxes.TaxLedger) -> Bands:
    """Figures of every data year in force in some month."""
    years = list(bands.status_months(world.window))
    months = {month // bands.WHOLE_YEAR: month for month in world.window.mart_months}
    return Bands(
        {year: bands.enterprises(world, ledger, year) for year in years},
        {year: bands.parcels(world, ledger, year) for year in years},
        {year: bands.last_graded(world, ledger, month) for year, month in months.items()},
    )


def month_of(facts: Facts, bands: Bands, month: int) -> Month:
    """Figures and flags as they are judged at a month end."""
    year = data_year(month)
    last = bands.last_graded[month // WHOLE_YEAR].with_columns(is_last_grade=pl.lit(value=True))
    banded = bands.firms[year].join(last, on="eid", how="left", maintain_order="left")
    banded, plots = banded.with_columns(pl.col("is_last_grade").fill_null(value=False)), bands.plots[year]
    firms = banded.join(firm_flags.flags(facts, month), on="eid", how="left", maintain_order="left")
    flagged = plot_flags.flags(facts, month).join(plots.drop("land_status"), on=PARCEL, how="left", nulls_equal=True)
    flagged = flagged.with_columns(pl.col("evaluable_state").fill_null("unknown_tax"))
    flagged = flagged.with_columns(is_last_grade=pl.lit(value=False))
    return Month(month, year, _low(facts.world.region, firms), _low(facts.world.region, flagged))


def _low(region: str, frame: pl.DataFrame) -> pl.DataFrame:
    """亩均低效: in any of the plan's bands or in the 末档; what cannot be evaluated is unknown (T9-T13)."""
    low = first_of(
        (pl.lit(region not in PLANS), NOT_SET),
        (pl.col("tier_code").is_not_null() | pl.col("is_last_grade"), YES),
        (pl.col("evaluable_state") == "evaluable", NO),
        otherwise=UNKNOWN,
    )
    return frame.with_columns(low.alias("is_low_efficiency"))


def lists(facts: Facts, now: Month) -> pl.DataFrame:
    """Rows of a month's lists but the merged one: list, object_kind, eid, pid, issue_no, domain, band_code."""
    plan = PLANS.get(facts.world.region)
    empty = pl.DataFrame(schema=LISTED)
    codes = facts.world.land.parcels.select("pid", "land_code").drop_nulls()
    if plan is None:
        return empty
    parts = [
        now.firms.filter(pl.col("is_low_efficiency") == YES).select(
            *constants(list="low_efficiency", object_kind="enterprise"),
            "eid",
            pl.col("tier_code").fill_null("last_grade").alias("band_code"),
        ),
        now.plots.filter(_is_governed_plot()).select(
            *constants(list="land_governance", object_kind="parcel"),
            "pid",
            pl.col("tier_code").alias("band_code"),
        ),
        facts.open_problems(month_end(now.month))
        .join(codes, on="land_code", how="left")
        .select(
            pl.col("domain").alias("list"),
            pl.lit("issue").alias("object_kind"),
            "eid",
            "pid",
            "issue_no",
            _rank().alias("band_code"),
        ),
    ]
    every = pl.concat([empty, *parts], how="diagonal_relaxed")
    return every.filter(pl.col("list").is_in(plan.lists))


def _rank() -> pl.Expr:
    """重大, 较大 or neither."""
    return first_of((pl.col("is_major"), "major"), (pl.col("is_larger"), "larger"), otherwise="ordinary")


def _is_governed_plot() -> pl.Expr:
    kinds = ("is_low_efficiency", "is_low_scattered", "is_collective_target")
    return pl.any_horizontal(pl.col(name) == YES for name in kinds)


def objects(facts: Facts, now: Month) -> pl.DataFrame:
    """location and eid (null: none) with each reason to be on the merged list (L8): rows of the set lists, collective
    land, 低散乱污 where the problem lies, 四无 and 落后产能.

    What is said of a firm holds on each plot it uses, what is said of a plot for each of its users.
    """
    plan = PLANS.get(facts.world.region)
    schema = {"location": pl.String, "eid": pl.Int64, "reason": pl.String}
    if plan is None:
        return pl.DataFrame(schema=schema)
    used = facts.uses(now.month).filter(pl.col("land_e4") > 0).select("eid", "location").unique()
    placed, unplaced = _problems(facts, now, plan.lists)
    firms = pl.concat([_of_firms(now, sets_four_without=plan.sets_four_without), unplaced])
    plots = _of_plots(now, has_land_list="land_governance" in plan.lists)
    parts = [
        firms.join(used, on="eid", how="left"),
        plots.join(used, on="location", how="left"),
        placed,
        _otherwise(facts, now),
    ]
    return pl.concat([part.select(list(schema)) for part in parts]).unique().sort(list(schema), nulls_last=True)


def _problems(facts: Facts, now: Month, lists_set: tuple[str, ...]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Problems of the set lists and larger ones of every domain: at the plot they name, the rest by firm."""
    now_open = facts.open_problems(month_end(now.month))
    listed = now_open.filter(pl.col("domain").is_in(lists_set)).with_columns(pl.col("domain").alias("reason"))
    larger = now_open.filter("is_larger").with_columns(pl.lit("low_scattered").alias("reason"))
    codes = facts.world.land.parcels.select("location", "land_code").drop_nulls()
    every = pl.concat([listed, larger]).join(codes, on="land_code", how="left")
    placed = pl.col("location").is_not_null()
    return every.filter(placed), every.filter(~placed).select("eid", "reason")


def _otherwise(facts: Facts, now: Month) -> pl.DataFrame:
    """低散乱污 by the survey's own word, where it says so."""
    reported = facts.survey(month_end(now.month)).filter("is_low_scattered")
    return reported.select("location", "eid", pl.lit("low_scattered").alias("reason"))


def _of_firms(now: Month, *, sets_four_without: bool) -> pl.DataFrame:
    said = {"low_efficiency": pl.col("is_low_efficiency") == YES, "outdated_capacity": pl.col("has_outdated_capacity")}
    if sets_four_without:
        said["four_without"] = pl.col("is_four_without") == YES
    return pl.concat(
        [now.firms.filter(holds).select("eid", pl.lit(reason).alias("reason")) for reason, holds in said.items()]
    )


def _of_plots(now: Month, *, has_land_list: bool) -> pl.DataFrame:
    said = {"collective": pl.col("is_collective_target") == YES, "low_efficiency": pl.col("is_low_efficiency") == YES}
    if has_land_list:
        said["land_governance"] = _is_governed_plot()
    return pl.concat(
        [now.plots.filter(holds).select("location", pl.lit(reason).alias("reason")) for reason, holds in said.items()]
    )
