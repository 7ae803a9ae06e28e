"""亩均效益综合评价 against the truth of a simulated region of two years: the first is the base of the second."""

from __future__ import annotations

import polars as pl
import pytest

from park_brain.line import refresh
from tests.support.land_reading import of_truth
from tests.support.policy_reading import assert_rows, rows_of
from tests.support.worlds import World, simulated, without

pytestmark = [pytest.mark.worlds, pytest.mark.usefixtures("evaluation_alone")]
KEY = ["uscc", "data_year"]
CENTS = 1e-3
"""Land is rounded per plot by one side and per enterprise by the other; scores have four decimals."""
UNREAD = ("city", "enforcement", "fire", "fiscal", "illegal_construction", "investment")
"""Departments whose lists have no part in an evaluation: two years of them take long."""


@pytest.fixture(scope="module")
def two_years(tmp_path_factory):
    out = tmp_path_factory.mktemp("two_years")
    home, as_of = simulated(out, faults="none", regions=("330683",), months=24, format="csv")
    without(home, *UNREAD)
    return World(home, refresh(home, as_of), out / "truth")


def test_units_and_states_equal_the_truth(two_years):
    theirs = of_truth(two_years, "eval_grade").select(
        *KEY,
        "unit",
        "unit_kind",
        "group_code",
        "evaluation_state",
        pl.when(pl.col("evaluation_state") == "excluded").then("state_reason").alias("reason"),
    )
    assert set(theirs["evaluation_state"]) == {"evaluated", "not_evaluable", "excluded"}
    assert set(theirs["unit_kind"]) == {"single", "parcel_merged", "branch_merged"}
    ours = rows_of(
        two_years,
        "with unit as (select eval_unit_id, data_year, string_agg(uscc, '、' order by uscc) as unit"
        " from bridge_eval_unit_enterprise join dim_enterprise using (enterprise_id) group by all)"
        " select uscc, data_year, unit, unit_kind, group_code, evaluation_state,"
        " case when evaluation_state = 'excluded' then state_reason end as reason from eval_grade"
        " join dim_eval_unit using (eval_unit_id, data_year) join unit using (eval_unit_id, data_year)"
        " join bridge_eval_unit_enterprise using (eval_unit_id, data_year)"
        " join dim_enterprise using (enterprise_id)",
    )
    assert_rows(theirs, ours, KEY)


def test_scores_by_indicator_equal_the_truth(two_years):
    theirs = of_truth(two_years, "eval_score").filter(pl.col("score").is_not_null())
    assert theirs["indicator_code"].n_unique() == 7 and theirs.filter(pl.col("score") == 0).height
    ours = rows_of(
        two_years,
        "select uscc, data_year, indicator_code, value, base_value::double as base_value, score::double as score"
        " from eval_score join bridge_eval_unit_enterprise using (eval_unit_id, data_year)"
        " join dim_enterprise using (enterprise_id) join eval_grade using (eval_unit_id, data_year)"
        " where score is not null and evaluation_state <> 'excluded'",
    )
    assert_rows(theirs, ours, [*KEY, "indicator_code"], CENTS)


def test_ranks_vetoes_and_grades_equal_the_truth(two_years):
    columns = ["rank_number", "ranked_count", "initial_grade", "veto_codes", "final_grade"]
    theirs = of_truth(two_years, "eval_grade").select(*KEY, "score_sum", *columns)
    ranked = theirs.filter(pl.col("rank_number").is_not_null())
    assert set(ranked["initial_grade"]) >= {"A", "B", "C"} and theirs["veto_codes"].n_unique() >= 3
    assert theirs.filter(pl.col("rank_number").is_null(), pl.col("final_grade") == "D").height
    ours = rows_of(
        two_years,
        "select uscc, data_year, case when evaluation_state = 'evaluated' then score_sum::double end as score_sum,"
        f" {', '.join(columns)} from eval_grade"
        " join bridge_eval_unit_enterprise using (eval_unit_id, data_year) join dim_enterprise using (enterprise_id)",
    )
    assert_rows(theirs, ours, KEY, CENTS)
