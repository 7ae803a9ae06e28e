"""Simulator: the truth of what parcels are at a month end: 低散乱污 and 集体工业用地 (C2, C3).

See docs/readings.md, 四无.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from simulator.expressions import first_of
from simulator.options import month_end
from simulator.truth.facts import MONTHS_OF_PETITIONS, Facts
from simulator.truth.firm_flags import NO, NOT_SET, UNKNOWN, YES, any_of, low_scattered, no_evidence, said
from simulator.truth.plan_numbers import AGED_BUILDING, MANY_PETITIONS, PLANS
from simulator.world.problems import DOMAINS

CRITERIA = (
    "no_land_procedure",
    "low_land_use",
    "old_building",
    "large_hazard",
    "loose_management",
    "many_petitions",
    "other",
)
HAZARDS = ("environment", "safety", "fire")
PARCEL = ["land_code", "location"]


def flags(facts: Facts, month: int) -> pl.DataFrame:
    """One row per parcel of today by pid."""
    frame = facts.world.land.parcels.select(
        "pid", *PARCEL, "ownership", "land_status", "plan_conformity", "planned_use"
    )
    frame = frame.with_columns((pl.col("land_status") == "闲置").alias("is_idle"))
    low = [f"low_scattered_{domain}" for domain in (*DOMAINS, "other")]
    collective = [f"collective_{name}" for name in CRITERIA]
    if facts.world.region not in PLANS:
        names = ("is_low_scattered", *low, "is_collective_target", *collective)
        unset = [pl.lit(NOT_SET).alias(name) for name in names]
        return frame.with_columns(*unset, *no_evidence(), pl.lit(None, pl.UInt32).alias("petitions"))
    frame = low_scattered(facts, month_end(month), frame, larger_by_plot(facts, month), "pid")
    frame = _collective(facts, month, frame, collective)
    not_theirs = pl.col("ownership") != "集体"
    return frame.with_columns(
        first_of((not_theirs, NO), otherwise=pl.col(name)).alias(name) for name in ("is_collective_target", *collective)
    )


def larger_by_plot(facts: Facts, month: int) -> pl.DataFrame:
    """pid, domain, issue_id: a problem that names a parcel lies there, any other wherever its firm uses land."""
    larger = facts.open_problems(month_end(month)).filter("is_larger")
    plots = facts.world.land.parcels.select("pid", "land_code").drop_nulls()
    named = larger.join(plots, on="land_code", how="inner").select("pid", "domain", "issue_id")
    used = facts.uses(month).filter(pl.col("land_e4") > 0).select("eid", "pid").unique()
    rest = larger.filter(pl.col("land_code").is_null()).join(used, on="eid", how="inner")
    return pl.concat([named, rest.select("pid", "domain", "issue_id")]).unique().sort("pid", "domain", "issue_id")


def _collective(facts: Facts, month: int, frame: pl.DataFrame, names: list[str]) -> pl.DataFrame:
    day = month_end(month)
    answers = _answers(facts, day)
    hazards = larger_by_plot(facts, month).filter(pl.col("domain").is_in(HAZARDS))["pid"].unique()
    frame = frame.join(answers, on="pid", how="left", maintain_order="left")
    frame = frame.join(facts.buildings(day), on="land_code", how="left", maintain_order="left")
    frame = frame.join(facts.petitions(month), on="land_code", how="left", maintain_order="left")
    aged = pl.col("grades").list.eval(pl.element().is_in(AGED_BUILDING)).list.any()
    criteria = {
        "no_land_procedure": _stated(~pl.col("has_land_procedure")),
        "low_land_use": _stated(pl.col("is_land_use_low")),
        "old_building": _stated(pl.any_horizontal(_known(pl.col("is_building_aged"), aged))),
        "large_hazard": said(pl.col("pid").is_in(hazards.implode())),
        "loose_management": _stated(pl.col("is_management_lax")),
        "many_petitions": _petitions(facts, month),
        "other": pl.lit(NO if facts.is_at_end(day) else UNKNOWN),
    }
    frame = frame.with_columns(criteria[name.removeprefix("collective_")].alias(name) for name in names)
    return frame.with_columns(any_of(names).alias("is_collective_target")).drop("grades", *answers.columns[1:])


def _known(*parts: pl.Expr) -> list[pl.Expr]:
    """An answer that nobody gave is none, unless nobody gave any."""
    nobody = pl.all_horizontal(part.is_null() for part in parts)
    return [pl.when(nobody).then(None).otherwise(part.fill_null(value=False)) for part in parts]


def _stated(answer: pl.Expr) -> pl.Expr:
    return first_of((answer.is_null(), UNKNOWN), (answer, YES), otherwise=NO)


def _answers(facts: Facts, day: date) -> pl.DataFrame:
    """pid and the survey's answers about the plot: of several rows the worst."""
    worst = {
        "has_land_procedure": "min",
        "is_land_use_low": "max",
        "is_building_aged": "max",
        "is_management_lax": "max",
    }
    reported = facts.survey(day).group_by("pid").agg(getattr(pl.col(name), how)() for name, how in worst.items())
    return reported.sort("pid")


def _petitions(facts: Facts, month: int) -> pl.Expr:
    """Months without deliveries may hide some."""
    whole = month - MONTHS_OF_PETITIONS + 1 >= facts.world.window.first
    many = pl.col("petitions").fill_null(0) >= MANY_PETITIONS
    return first_of((many, YES), otherwise=NO if whole else UNKNOWN)
