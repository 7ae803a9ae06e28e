"""Simulator: the tables of ``truth/`` about the plans, one function for all of them."""

from __future__ import annotations

import polars as pl

from simulator.truth import (
    contracts,
    counts,
    evaluation_tables,
    events,
    indicators,
    issue_months,
    issues,
    releases,
    scorecard,
)
from simulator.truth.figures import COLUMNS, scope_figures
from simulator.world.region import World


def policy_tables(world: World, years: dict[int, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Table name -> rows of the region; money in fen, areas in 1e-4 ㎡, figures of contracts in hundredths."""
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
