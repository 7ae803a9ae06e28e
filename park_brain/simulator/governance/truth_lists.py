"""Simulator: the truth of the 治理清单 month by month, and the objects of the merged one (L2-L8, C1)."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from park_brain.simulator import truth
from park_brain.simulator.governance import truth_bands, truth_firm_flags, truth_plot_flags
from park_brain.simulator.governance.known import Facts
from park_brain.simulator.governance.policy import PLANS
from park_brain.simulator.governance.truth_firm_flags import NO, NOT_SET, UNKNOWN, YES
from park_brain.simulator.options import month_end
from park_brain.simulator.problems import DOMAINS
from park_brain.simulator.world import World

PARCEL = ["land_code", "location"]
PAIR = ("pid", "eid", "reason")


@dataclass(frozen=True)
class Month:
    """What one month knows of firms and plots: bands of its data year, criteria on its last day."""

    month: int
    year: int
    firms: pl.DataFrame
    plots: pl.DataFrame


def bands_of_years(world: World, ledger: truth.TaxLedger) -> dict[int, tuple[pl.DataFrame, pl.DataFrame]]:
    """Data year -> bands of firms and of plots."""
    return {
        year: (truth_bands.enterprises(world, ledger, year), truth_bands.parcels(world, ledger, year))
        for year in truth_bands.status_months(world.window)
    }


def month_of(facts: Facts, bands: dict[int, tuple[pl.DataFrame, pl.DataFrame]], month: int) -> Month:
    """Figures and flags as they are judged at a month end."""
    year = truth_bands.data_year(month)
    banded, plots = bands[year]
    firms = banded.join(truth_firm_flags.flags(facts, month), on="eid", how="left", maintain_order="left")
    flagged = truth_plot_flags.flags(facts, month).join(
        plots.drop("land_status"), on=PARCEL, how="left", nulls_equal=True
    )
    flagged = flagged.with_columns(pl.col("evaluable_state").fill_null("unknown_tax"))
    return Month(month, year, _low(facts.world.region, firms), _low(facts.world.region, flagged))


def _low(region: str, frame: pl.DataFrame) -> pl.DataFrame:
    """亩均低效: in any of the plan's bands; what cannot be evaluated is unknown (T9-T13)."""
    low = (
        pl.when(pl.lit(region not in PLANS)).then(pl.lit(NOT_SET))
        .when(pl.col("tier_code").is_not_null()).then(pl.lit(YES))
        .when(pl.col("evaluable_state") == "evaluable").then(pl.lit(NO)).otherwise(pl.lit(UNKNOWN))
    )  # fmt: skip
    return frame.with_columns(low.alias("is_low_efficiency"))


def lists(facts: Facts, now: Month) -> pl.DataFrame:
    """Rows of a month's lists but the merged one: list, object_kind, eid, pid, issue_no, domain, band_code."""
    plan = PLANS.get(facts.world.region)
    columns = {"list": pl.String, "object_kind": pl.String, "eid": pl.Int64, "pid": pl.Int64, "issue_no": pl.String,
               "band_code": pl.String}  # fmt: skip
    empty = pl.DataFrame(schema=columns)
    codes = facts.world.land.parcels.select("pid", "land_code").drop_nulls()
    if plan is None:
        return empty
    parts = [
        now.firms.filter(pl.col("is_low_efficiency") == YES).select(
            pl.lit("low_efficiency").alias("list"), pl.lit("enterprise").alias("object_kind"), "eid",
            pl.col("tier_code").alias("band_code")),
        now.plots.filter(_is_governed_plot()).select(
            pl.lit("land_governance").alias("list"), pl.lit("parcel").alias("object_kind"), "pid",
            pl.col("tier_code").alias("band_code")),
        facts.open_problems(month_end(now.month)).join(codes, on="land_code", how="left").select(
            pl.col("domain").alias("list"), pl.lit("issue").alias("object_kind"), "eid", "pid", "issue_no",
            _rank().alias("band_code")),
    ]  # fmt: skip
    every = pl.concat([empty, *parts], how="diagonal_relaxed")
    return every.filter(pl.col("list").is_in(plan.lists))


def _rank() -> pl.Expr:
    """重大, 较大 or neither."""
    return (
        pl.when("is_major").then(pl.lit("major")).when("is_larger").then(pl.lit("larger")).otherwise(pl.lit("ordinary"))
    )


def _is_governed_plot() -> pl.Expr:
    kinds = ("is_low_efficiency", "is_low_scattered", "is_collective_target")
    return pl.any_horizontal(pl.col(name) == YES for name in kinds)


def objects(facts: Facts, now: Month) -> pl.DataFrame:
    """pid, eid (null: none), reason of the merged list: what is judged of a firm holds on each plot it uses, what is
    judged of a plot for each of its users, a problem where it lies."""
    plan = PLANS.get(facts.world.region)
    if plan is None:
        return pl.DataFrame(schema=dict(zip(PAIR, (pl.Int64, pl.Int64, pl.String), strict=True)))
    used = facts.uses(now.month).filter(pl.col("land_e4") > 0).select("eid", "pid").unique()
    firms, plots = _of_firms(now, sets_four_without=plan.sets_four_without), _of_plots(now)
    open_now = facts.open_problems(month_end(now.month)).filter(
        pl.col("domain").is_in([domain for domain in DOMAINS if domain in plan.lists])
    )
    codes = facts.world.land.parcels.select("pid", "land_code").drop_nulls()
    placed = open_now.join(codes, on="land_code", how="left").select("eid", "pid", pl.col("domain").alias("reason"))
    unplaced = placed.filter(pl.col("pid").is_null()).select("eid", "reason")
    parts = [
        pl.concat([firms, unplaced]).join(used, on="eid", how="left"), plots.join(used, on="pid", how="left"),
        placed.filter(pl.col("pid").is_not_null()),
    ]  # fmt: skip
    return pl.concat([part.select(PAIR) for part in parts]).unique().sort(PAIR, nulls_last=True)


def _of_firms(now: Month, *, sets_four_without: bool) -> pl.DataFrame:
    firms = now.firms.with_columns(
        pl.when("has_outdated_capacity").then(pl.lit(YES)).otherwise(pl.lit(NO)).alias("has_outdated_capacity")
    )
    kinds = {"is_low_efficiency": "low_efficiency", "is_low_scattered": "low_scattered",
             "has_outdated_capacity": "outdated_capacity"}  # fmt: skip
    if sets_four_without:
        kinds["is_four_without"] = "four_without"
    return pl.concat(
        [
            firms.filter(pl.col(name) == YES).select("eid", pl.lit(reason).alias("reason"))
            for name, reason in kinds.items()
        ]
    )


def _of_plots(now: Month) -> pl.DataFrame:
    kinds = {"is_low_efficiency": "low_efficiency", "is_low_scattered": "low_scattered",
             "is_collective_target": "collective"}  # fmt: skip
    return pl.concat(
        [now.plots.filter(pl.col(name) == YES).select("pid", pl.lit(reason).alias("reason"))
         for name, reason in kinds.items()]
    )  # fmt: skip
