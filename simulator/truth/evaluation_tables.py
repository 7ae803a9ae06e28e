"""Simulator: the truth of the evaluation as tables: units, scores, grades, by the code of each member."""

from __future__ import annotations

import polars as pl

from simulator.truth.evaluation import Judged, evaluations
from simulator.truth.plan_numbers import ABOVE, SCHEMES
from simulator.world.region import World

GRADE = {
    "uscc": pl.String,
    "data_year": pl.Int64,
    "unit": pl.String,
    "unit_kind": pl.String,
    "group_code": pl.String,
    "evaluation_state": pl.String,
    "state_reason": pl.String,
    "score_sum": pl.Float64,
    "rank_number": pl.Int64,
    "ranked_count": pl.Int64,
    "initial_grade": pl.String,
    "veto_codes": pl.String,
    "final_grade": pl.String,
    "scheme_code": pl.String,
    "land_e4": pl.Int64,
}
SCORE = {
    "uscc": pl.String,
    "data_year": pl.Int64,
    "indicator_code": pl.String,
    "value": pl.Float64,
    "base_value": pl.Float64,
    "score": pl.Float64,
}


def evaluation_tables(world: World, years: dict[int, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """eval_grade and eval_score, once per member: a unit's members share its result."""
    code = world.enterprises["uscc"]
    grades: list[tuple[object, ...]] = []
    scores: list[tuple[object, ...]] = []
    for year, judged in evaluations(world, years).items():
        for one in judged:
            members = [code[eid] for eid in one.unit.members]
            for uscc in members:
                grades.append((uscc, year, "、".join(sorted(members)), one.unit.kind, *_grade(one)))
                scores += [(uscc, year, *row) for row in _scores(one)]
    return {
        "eval_grade": pl.DataFrame(grades, schema=GRADE, orient="row"),
        "eval_score": pl.DataFrame(scores, schema=SCORE, orient="row"),
    }


def _grade(one: Judged) -> tuple[object, ...]:
    scheme = SCHEMES.get(one.unit.county)
    suffix = "ABOVE" if one.unit.group == ABOVE else "BELOW"
    return (
        one.unit.group,
        one.state,
        one.reason,
        None if one.total is None else float(one.total),
        one.rank,
        one.ranked,
        one.initial,
        "、".join(one.vetoes) or None,
        one.final,
        scheme and f"{scheme}_{suffix}",
        one.unit.land_e4,
    )


def _scores(one: Judged) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for name, score in one.scores.items():
        top, bottom = one.pairs[name]
        value = None if top is None or not bottom else float(top / bottom)
        base = one.bases[name]
        rows.append((name, value, None if base is None else float(base), None if score is None else float(score)))
    return rows
