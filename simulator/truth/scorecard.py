"""Simulator: the truth of the scorecard (T1-T16): the targets of the plans against the figures' truth.

The window ends after the day on which the targets are due or before it; each is judged by its newest figure.
"""

from __future__ import annotations

import polars as pl

from simulator.options import month_end, month_text
from simulator.truth.figures import COLUMNS
from simulator.truth.plan_numbers import Target, targets
from simulator.world.places import platforms
from simulator.world.region import World


def scorecard(world: World, figures: pl.DataFrame) -> pl.DataFrame:
    """One row per target and scope; current value, gap and status are null where the truth has no figure of it."""
    period = {
        True: str(world.window.finished_years[-1]) if world.window.finished_years else "",
        False: month_text(world.window.last),
    }
    known = {row[:5]: row[7] for row in figures.select(COLUMNS).iter_rows()}
    rows = [_row(world, one, known, period[one.is_yearly]) for one in targets(world.region) if not one.scope]
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
    ended = pl.col("abolished_date").str.to_date() <= month_end(world.window.last)
    tree = platforms(world.region).filter(~ended.fill_null(value=False))
    counts = tree.select("platform_code", pl.col("leading_industries").str.split("、").list.len())
    return [
        (one.target_id, one.scope, code, "", "none", one.indicator, True, float(n), *_verdict(one, n))
        for one in targets(world.region)
        if one.scope == "platform"
        for code, n in counts.iter_rows()
    ]
