"""Simulator: the truth of suspects of omission: at work for several departments, absent from the town survey (P8).

Each department's list that knows the firm is one point: tax paid or power used within a year, a permit in force, a
penalty. Two points make a suspect, where the survey of its town has come.
"""

from __future__ import annotations

import polars as pl

from park_brain.simulator.governance.known import Facts
from park_brain.simulator.governance.truth_firm_flags import SIGNS_WITHIN
from park_brain.simulator.options import month_end, month_start

ENOUGH = 2
"""Points (question of the county: seed omission_score_minimum)."""


def suspects(facts: Facts, month: int) -> pl.DataFrame:
    """eid and score of the firms that a survey should have found by a month end."""
    day = month_end(month)
    if not facts.is_at_end(day):
        return pl.DataFrame(schema={"eid": pl.Int64, "score": pl.Int64})
    seen = pl.concat([series.unique().to_frame("eid") for series in _sources(facts, month)])
    scores = seen.group_by("eid").agg(pl.len().cast(pl.Int64).alias("score")).filter(pl.col("score") >= ENOUGH)
    found = facts.survey(day).select("eid").drop_nulls().unique()
    return scores.join(found, on="eid", how="anti").sort("eid")


def _sources(facts: Facts, month: int) -> list[pl.Series]:
    months = [m for m in range(month - SIGNS_WITHIN + 1, month + 1) if m in facts.world.window.months]
    taxed = pl.concat([facts.taxed(m) for m in months])
    holders = facts.permits(month_end(month)).select("uscc")
    permitted = facts.world.enterprises.join(holders, on="uscc", how="semi")["eid"]
    decided = facts.penalties.filter(pl.col("decided_date").is_between(month_start(months[0]), month_end(month)))
    return [taxed, facts.metered, permitted, decided["eid"].drop_nulls()]
