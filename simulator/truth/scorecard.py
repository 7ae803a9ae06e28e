"""Simulator: the truth of the scorecard (T1-T16): targets of the plans as written there, against the figures' truth.

The window ends after the day on which the targets are due or before it; each is judged by its newest figure.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from simulator.options import month_end, month_text
from simulator.truth.figures import COLUMNS
from simulator.world.places import platforms
from simulator.world.region import World

SHENGZHOU, ZHUJI = "330683", "330681"
ZERO_DOMAINS = {
    SHENGZHOU: ("safety", "environment", "fire", "illegal_construction"),
    ZHUJI: ("safety", "environment", "fire"),
}
"""T7, T7b, D5: 诸暨's zero list has no 违建."""


@dataclass(frozen=True)
class Target:
    """A target of one region. ``at_least`` false: at most; ``value`` None: the plan gives no number.

    ``base``: '' or how the year is told from which it grows; ``phase``: its reading beside the headline.
    """

    target_id: str
    region: str
    indicator: str
    value: float | None
    at_least: bool = True
    domain: str = ""
    base: str = ""
    phase: str = ""
    is_headline: bool = True
    is_yearly: bool = False


def targets() -> list[Target]:
    """Every target with a figure in the two counties' plans (SZ 一(三), 二, 三; ZJ 一(二), 四(六))."""
    yearly = [
        Target("T1", SHENGZHOU, "above_scale_tax_per_mu", 30, is_yearly=True),
        Target("T1", SHENGZHOU, "above_scale_tax_per_mu", 30, phase="one_plus_n", is_headline=False, is_yearly=True),
        Target("T2", ZHUJI, "above_scale_tax_per_mu", 25, is_yearly=True),
        Target("T3", ZHUJI, "above_scale_value_added_per_mu", 8, base="year", is_yearly=True),
    ]
    for name, code, rate in (("T3", "above_scale_value_added_per_mu", 8), ("T4", "labour_productivity", 6)):
        yearly.append(Target(name, SHENGZHOU, code, rate, base="year", is_yearly=True))
        yearly.append(
            Target(name, SHENGZHOU, code, rate, base="year", phase="one_plus_n", is_headline=False, is_yearly=True)
        )
    zero = [
        Target(name, region, code, 0, at_least=False, domain=domain, is_headline=code == "major_overdue_count")
        for name, region in (("T7", SHENGZHOU), ("T7b", ZHUJI))
        for domain in ZERO_DOMAINS[region]
        for code in ("major_overdue_count", "major_open_count")
    ]
    return [
        *yearly,
        *zero,
        Target("T5", SHENGZHOU, "released_land_mu", 3000),
        Target("T6", SHENGZHOU, "major_accident_count", 25, at_least=False, base="year", is_yearly=True),
        Target(
            "T6", SHENGZHOU, "major_accident_count", 25, at_least=False, base="mean", is_headline=False, is_yearly=True
        ),
        Target("T6b", ZHUJI, "major_accident_count", None, at_least=False, base="year", is_yearly=True),
        Target("T8", SHENGZHOU, "four_without_count", 0, at_least=False),
        Target("T8", SHENGZHOU, "outdated_capacity_open_count", 0, at_least=False),
        Target("T8", SHENGZHOU, "low_efficiency_done_rate", None),
        Target("T15", SHENGZHOU, "park_brain_coverage_rate", 100),
        Target("T15", SHENGZHOU, "park_interconnection_rate", 100),
        Target("T16", ZHUJI, "park_steward_coverage_rate", 100),
        Target("T32", SHENGZHOU, "featured_small_park_count", None),
    ]


def scorecard(world: World, figures: pl.DataFrame) -> pl.DataFrame:
    """One row per target and scope; current value, gap and status are null where the truth has no figure of it."""
    period = {
        True: str(world.window.finished_years[-1]) if world.window.finished_years else "",
        False: month_text(world.window.last),
    }
    known = {row[:5]: row[7] for row in figures.select(COLUMNS).iter_rows()}
    rows = [_row(world, one, known, period[one.is_yearly]) for one in targets() if one.region == world.region]
    rows += _industries(world)
    schema = {
        "target_id": pl.String,
        "scope_kind": pl.String,
        "scope_code": pl.String,
        "domain": pl.String,
        "base_kind": pl.String,
        "indicator_code": pl.String,
        "is_headline": pl.Boolean,
        "current_value": pl.Float64,
        "gap": pl.Float64,
        "status": pl.String,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def _row(world: World, one: Target, known: dict[tuple[object, ...], float | None], period: str) -> tuple[object, ...]:
    kind, code = ("phase", f"{world.region}:{one.phase}") if one.phase else ("region", world.region)
    value = known.get((one.indicator, kind, code, one.domain, period))
    head = (one.target_id, kind, code, one.domain, one.base or "none", one.indicator, one.is_headline)
    if one.value is None:
        return (*head, value, None, "no_number")
    if one.base:
        # The base years lie before every window of the simulator.
        return (*head, value, None, "no_data")
    if value is None:
        return (*head, None, None, None)
    return (*head, value, *_verdict(one, value))


def _verdict(one: Target, value: float) -> tuple[float, str]:
    assert one.value is not None
    gap = one.value - value if one.at_least else value - one.value
    return gap, "reached" if gap <= 0 else "behind"


def _industries(world: World) -> list[tuple[object, ...]]:
    """T14: at most three groups of leading industries, per platform in force."""
    if world.region != SHENGZHOU:
        return []
    ended = pl.col("abolished_date").str.to_date() <= month_end(world.window.last)
    tree = platforms(world.region).filter(~ended.fill_null(value=False))
    target = Target("T14", SHENGZHOU, "leading_industry_count", 3, at_least=False)
    counts = tree.select("platform_code", pl.col("leading_industries").str.split("、").list.len())
    return [
        ("T14", "platform", code, "", "none", target.indicator, True, float(n), *_verdict(target, n))
        for code, n in counts.iter_rows()
    ]
