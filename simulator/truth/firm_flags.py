"""Simulator: the truth of what enterprises are at a month end: 低散乱污, 四无, 落后产能 (C2, C4, C6).

See docs/readings.md, 四无.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from simulator.cases.firm_rows import UNREGISTERED
from simulator.expressions import first_of
from simulator.options import month_end
from simulator.truth.facts import Facts
from simulator.truth.plan_numbers import CATALOGUE_DIVISIONS, PLANS
from simulator.world.problems import BY_SEVERITY, DOMAINS

YES, NO, UNKNOWN, NOT_SET = "yes", "no", "unknown", "not_set"
LACKS = ("licence", "safety", "premises", "environment")
SIGNS_WITHIN = 12
"""Months in which a tax row or power used shows that a firm is at work."""


def flags(facts: Facts, month: int) -> pl.DataFrame:
    """One row per enterprise by eid."""
    day = month_end(month)
    frame = facts.world.enterprises.select("eid", "uscc", "industry_code", "stage")
    frame = _low_scattered(facts, month, frame)
    frame = _four_without(facts, month, frame)
    items = facts.outdated(day)
    frame = frame.join(items, on="eid", how="left", maintain_order="left")
    return frame.with_columns(pl.col("outdated_item_nos").is_not_null().alias("has_outdated_capacity")).drop(
        "industry_code", "stage"
    )


def any_of(names: list[str]) -> pl.Expr:
    """yes where one is; else unknown where one is; else no."""
    return first_of(
        (pl.any_horizontal(pl.col(name) == YES for name in names), YES),
        (pl.any_horizontal(pl.col(name) == UNKNOWN for name in names), UNKNOWN),
        otherwise=NO,
    )


def said(condition: pl.Expr) -> pl.Expr:
    """yes or no."""
    return first_of((condition, YES), otherwise=NO)


def positive(condition: pl.Expr, *, is_complete: bool) -> pl.Expr:
    """yes where something says so; no only where everybody was asked."""
    return first_of((condition, YES), otherwise=NO if is_complete else UNKNOWN)


def no_evidence() -> list[pl.Expr]:
    """Where a plan sets no 低散乱污 there is nothing to show."""
    return [pl.lit(None, pl.String).alias(f"low_scattered_{domain}_evidence") for domain in DOMAINS]


def _low_scattered(facts: Facts, month: int, frame: pl.DataFrame) -> pl.DataFrame:
    names = [f"low_scattered_{domain}" for domain in (*DOMAINS, "other")]
    if facts.world.region not in PLANS:
        unset = [pl.lit(NOT_SET).alias(name) for name in ("is_low_scattered", *names)]
        return frame.with_columns(*unset, *no_evidence())
    day = month_end(month)
    return low_scattered(facts, day, frame, facts.open_problems(day).filter("is_larger"), "eid")


def low_scattered(facts: Facts, day: date, frame: pl.DataFrame, larger: pl.DataFrame, key: str) -> pl.DataFrame:
    """低散乱污 of what ``key`` (eid or pid) names: by the larger problems of each domain there, or as surveyed."""
    names = [f"low_scattered_{domain}" for domain in DOMAINS]
    for domain, name in zip(DOMAINS, names, strict=True):
        problems = larger.filter(pl.col("domain") == domain).group_by(key)
        ids = problems.agg(pl.col("issue_id").sort().str.join("、").alias(f"{name}_evidence"))
        frame = frame.join(ids, on=key, how="left", maintain_order="left")
    other = facts.survey(day).filter("is_low_scattered")[key].unique()
    is_other = positive(pl.col(key).is_in(other.implode()), is_complete=facts.is_at_end(day))
    frame = frame.with_columns(said(pl.col(f"{name}_evidence").is_not_null()).alias(name) for name in names)
    frame = frame.with_columns(is_other.alias("low_scattered_other"))
    return frame.with_columns(any_of([*names, "low_scattered_other"]).alias("is_low_scattered"))


def _four_without(facts: Facts, month: int, frame: pl.DataFrame) -> pl.DataFrame:
    names = [f"four_without_{lack}" for lack in LACKS]
    if facts.world.region not in PLANS or not PLANS[facts.world.region].sets_four_without:
        return frame.with_columns(pl.lit(NOT_SET).alias(name) for name in ("is_four_without", *names))
    day = month_end(month)
    used = facts.uses(month)
    survey = facts.survey(day)
    frame = frame.with_columns(
        _licence(facts, day).alias(names[0]),
        _safety(facts, day, survey).alias(names[1]),
        _premises(used, survey, is_surveyed=facts.is_at_end(day)).alias(names[2]),
        _environment(facts, day).alias(names[3]),
    )
    works = pl.col("eid").is_in(_at_work(facts, month, used, survey).implode())
    idle = NO if _is_seen_whole(facts, month) else UNKNOWN
    frame = frame.with_columns(first_of((works, pl.col(name)), otherwise=idle).alias(name) for name in names)
    return frame.with_columns(any_of(names).alias("is_four_without"))


def _is_seen_whole(facts: Facts, month: int) -> bool:
    """Whether tax and power of a year and the survey are there, so that nothing seen means nothing done."""
    return month - SIGNS_WITHIN + 1 >= facts.world.window.first and facts.is_at_end(month_end(month))


def _licence(facts: Facts, day: date) -> pl.Expr:
    """By the registry; a code of another region's registry office is registered there.

    What it reports of holds back to before it came; what it does not report of says nothing of earlier days.
    """
    world = facts.world
    here = pl.col("uscc").str.slice(2, 6) == world.region
    if world.region.endswith("00"):
        here = pl.col("uscc").str.slice(2, 4) == world.region[:4]
    absent = pl.col("stage").fill_null("").is_in(UNREGISTERED)
    lacks = ~pl.col("uscc").is_in(facts.registered.implode()) & ~(absent & ~here)
    unknown = lacks & absent & pl.lit(not facts.is_at_end(day))
    return first_of((unknown, UNKNOWN), otherwise=said(lacks))


def _safety(facts: Facts, day: date, survey: pl.DataFrame) -> pl.Expr:
    """Only what is said or found: an open 重大 problem of safety or fire, or the survey's answer."""
    major = facts.open_problems(day).filter("is_major", pl.col("domain").is_in(BY_SEVERITY))["eid"]
    denied = survey.filter(~pl.col("has_safety_guarantee"))["eid"].drop_nulls()
    there = pl.col("eid").is_in(pl.concat([major, denied]).unique().implode())
    return positive(there, is_complete=facts.is_at_end(day))


def _premises(used: pl.DataFrame, survey: pl.DataFrame, *, is_surveyed: bool) -> pl.Expr:
    """Own right or lease on a plot with a code, or whose land procedures the survey affirms when it comes."""
    affirmed = survey.filter("has_land_procedure")["pid"].unique()
    titled = pl.col("land_code").is_not_null() | pl.col("pid").is_in(affirmed.implode())
    lawful = used.filter(titled, "has_right")["eid"].unique()
    anywhere = used.filter(pl.col("land_e4") > 0)["eid"].unique()
    return first_of(
        (pl.col("eid").is_in(lawful.implode()), NO),
        (pl.col("eid").is_in(anywhere.implode()), YES if is_surveyed else UNKNOWN),
        otherwise=UNKNOWN,
    )


def _environment(facts: Facts, day: date) -> pl.Expr:
    """Industry by the registry; a firm it does not know has none. Permits bear their own days."""
    held = facts.permits(day)["uscc"]
    division = pl.col("industry_code").str.slice(0, 2).cast(pl.Int64)
    needs = division.is_in(list(CATALOGUE_DIVISIONS))
    return first_of(
        (pl.col("uscc").is_in(held.implode()), NO),
        (pl.col("stage").fill_null("").is_in(UNREGISTERED), UNKNOWN),
        (needs, YES if facts.is_at_end(day) else UNKNOWN),
        otherwise=NO,
    )


def _at_work(facts: Facts, month: int, used: pl.DataFrame, survey: pl.DataFrame) -> pl.Series:
    """Firms that use land, are in the survey, or paid tax or used power within a year."""
    months = [m for m in range(month - SIGNS_WITHIN + 1, month + 1) if m in facts.world.window.months]
    taxed = [facts.taxed(m) for m in months]
    power = facts.metered if months else facts.metered.head(0)
    land = used.filter(pl.col("land_e4") > 0)["eid"]
    return pl.concat([land, survey["eid"].drop_nulls(), *taxed, power]).unique()
