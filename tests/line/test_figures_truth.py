"""Indicators by scope against the truth of the simulated world."""

from __future__ import annotations

import polars as pl
import pytest

from tests.support.land_reading import of_truth, said
from tests.support.policy_reading import assert_rows

KEY = ["indicator_code", "scope_kind", "scope_code", "domain", "period"]
TOLERANCE = 1e-4
"""Parts of a parcel, and of the people on it, are exact to four decimals by scope there, and to nothing here."""
CODES = (
    "above_scale_tax_per_mu",
    "above_scale_value_added_per_mu",
    "labour_productivity",
    "issue_found_count",
    "issue_open_count",
    "issue_overdue_count",
    "issue_new_count",
    "issue_closed_count",
    "major_open_count",
    "major_overdue_count",
    "rectification_rate",
    "reopened_rate",
    "on_time_rectification_rate",
    "mean_days_to_close",
    "open_days_median",
    "released_land_mu",
    "penalty_count",
    "penalty_fine_cny",
    "three_stop_count",
    "three_stop_live_count",
    "commitment_met_rate",
    "breach_due_cny",
    "breach_received_cny",
    "outdated_capacity_open_count",
    "park_brain_coverage_rate",
    "park_steward_coverage_rate",
    "park_interconnection_rate",
    "accident_all_count",
    "accident_count",
    "major_accident_count",
    "accident_death_count",
)
REGIONWIDE = (
    "outdated_capacity_open_count",
    "park_brain_coverage_rate",
    "park_steward_coverage_rate",
    "park_interconnection_rate",
)
"""Of these the truth has the region alone."""


@pytest.mark.parametrize("code", CODES)
def test_figures_by_scope_equal_the_truth(clean_world, code):
    theirs = of_truth(clean_world, "figure").filter(pl.col("indicator_code") == code)
    ours = clean_world.rows(
        "select indicator_code, scope_kind, coalesce(platform_code, scope_code) as scope_code, domain, period,"
        " numerator, denominator, value from ind_value left join dim_platform on scope_code = platform_id"
        f" where indicator_code = '{code}'"
    )
    if code in REGIONWIDE:
        ours = ours.filter(pl.col("scope_kind") == "region", pl.col("domain") == "")
    if code in CODES[:3]:
        ours = ours.filter(~pl.col("scope_kind").is_in(["region", "county"]))
    if code.startswith("breach"):
        # What was due before the first delivery is not known whole.
        ours = ours.filter(pl.col("period").is_in(theirs["period"].unique().implode()))
    told = theirs.select(KEY)
    rest = ours.join(told, on=KEY, how="anti").filter(pl.col("numerator").fill_null(0) != 0)
    assert rest.is_empty(), said(rest)
    # Nothing there to count is 0 or unknown.
    nothing = theirs.filter(pl.col("numerator").fill_null(0) == 0).select(KEY)
    nothing = nothing.join(ours.filter(pl.col("numerator").is_not_null()), on=KEY, how="anti")
    counted = ours.join(told, on=KEY, how="semi").join(nothing, on=KEY, how="anti")
    assert_rows(theirs.join(nothing, on=KEY, how="anti"), counted, KEY, TOLERANCE)


def test_scorecard_has_every_target_of_the_plans_with_its_figure_and_status(clean_world):
    """Where the truth has no figure of a target (四无) only its row has to be there."""
    theirs = of_truth(clean_world, "scorecard")
    assert set(theirs["target_id"]) == {
        "T1",
        "T2",
        "T3",
        "T4",
        "T5",
        "T6",
        "T6b",
        "T7",
        "T7b",
        "T8",
        "T14",
        "T15",
        "T16",
        "T32",
    }
    ours = clean_world.rows(
        "select target_id, scope_kind, coalesce(platform_code, scope_code) as scope_code, domain, base_kind,"
        " indicator_code, is_headline, current_value, gap, status"
        " from ind_scorecard s left join dim_platform on scope_code = platform_id"
    )
    key = ["target_id", "scope_kind", "scope_code", "domain", "base_kind", "indicator_code"]
    assert_rows(theirs.select(*key, "is_headline"), ours.select(*key, "is_headline"), key)
    told = theirs.filter(pl.col("status").is_not_null())
    assert set(told["status"]) == {"reached", "behind", "no_data", "no_number"}
    both = ours.join(told.select(key), on=key, how="semi")
    assert_rows(told.select(*key, "status"), both.select(*key, "status"), key)
    figured = told.filter(pl.col("current_value").is_not_null())
    assert_rows(
        figured.select(*key, "current_value", "gap"),
        both.join(figured.select(key), on=key, how="semi").select(*key, "current_value", "gap"),
        key,
        1e-6,
    )
