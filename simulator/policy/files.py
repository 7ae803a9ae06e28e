"""Simulator: the tables of ``truth/`` about the plans, one function for all of them."""

from __future__ import annotations

import polars as pl

from simulator import truth
from simulator.policy import (
    contract_truth,
    count_truth,
    eval_tables,
    event_truth,
    figure_truth,
    issue_month_truth,
    issue_truth,
    release_truth,
    scorecard_truth,
)
from simulator.world import World


def policy_tables(world: World, years: dict[int, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Table name -> rows of the region; money in fen, areas in 1e-4 ㎡, figures of contracts in hundredths."""
    figures = pl.concat([figure_truth.scope_figures(world, years), count_truth.count_figures(world)])
    figures = figures.sort(figure_truth.COLUMNS[:5])
    ratios = truth.as_frame(truth.yearly_indicators(world, years)).select(figures.columns)
    return {
        "issue_event": issue_truth.issue_events(world),
        "issue_month": issue_month_truth.issue_months(world),
        "accident": event_truth.accident_grades(world),
        "penalty": event_truth.penalty_states(world),
        "commitment_check": contract_truth.commitment_checks(world),
        "idle_land": contract_truth.idle_land(world),
        "land_release": release_truth.land_releases(world),
        "figure": figures,
        "scorecard": scorecard_truth.scorecard(world, pl.concat([figures, ratios])),
    } | eval_tables.evaluation_tables(world, years)
