"""The plans' marts against the truth of the simulated world: problems' lives, accidents, penalties, contracts, land."""

from __future__ import annotations

import polars as pl

from tests.support.land_reading import as_plots, of_truth
from tests.support.policy_reading import assert_rows, rows_of, yuan

PROMISES = {
    "investment_wan_cny_per_mu": "investment",
    "far": "floor_area_ratio",
    "tax_wan_cny_per_mu": "tax",
    "energy_tce_per_wan_cny": "energy",
    "emission_t_per_wan_cny": "emission",
}


def hundredths(column: str, name: str) -> pl.Expr:
    return (pl.col(column) / 100).alias(name)


def test_events_of_every_problem_equal_the_truth(clean_world):
    theirs = of_truth(clean_world, "issue_event")
    assert set(theirs["event"]) >= {
        "列入",
        "制定方案",
        "整改",
        "申请验收",
        "验收通过",
        "验收不通过",
        "销号",
        "重新打开",
        "消失",
    }
    assert theirs["is_illegal_jump"].sum() >= 6
    ours = rows_of(
        clean_world,
        "select issue_no, event, event_date, is_illegal_jump from fct_issue_event join fct_issue using (issue_id)",
    )
    key = ["issue_no", "event", "event_date"]
    assert_rows(theirs.select(*key, "is_illegal_jump"), ours, key)


def test_problems_by_scope_domain_and_month_equal_the_truth(clean_world):
    theirs = of_truth(clean_world, "issue_month")
    assert set(theirs["scope_kind"]) >= {"region", "town", "platform", "phase"}
    counts = [name for name in theirs.columns if name not in ("scope_kind", "scope_code", "domain", "month")]
    ours = rows_of(
        clean_world,
        "select scope_kind, coalesce(platform_code, scope_code) as scope_code, domain,"
        " strftime(month_start, '%Y-%m') as month, "
        + ", ".join(counts)
        + " from fct_issue_month left join dim_platform on scope_code = platform_id where found_count > 0",
    )
    key = ["scope_kind", "scope_code", "domain", "month"]
    assert_rows(theirs.filter(pl.col("found_count") > 0), ours, key, 1e-9)


def test_grades_of_accidents_equal_the_truth(clean_world):
    columns = ["accident_no", "grade", "is_in_scope", "is_serious", "deaths_count"]
    theirs = of_truth(clean_world, "accident")
    assert set(theirs["grade"]) == {"一般", "较大", "重大", "特别重大"} and not theirs["is_in_scope"].all()
    ours = rows_of(
        clean_world,
        "select accident_no, grade, is_in_scope = 'yes' as is_in_scope, is_serious, deaths_count from fct_accident",
    )
    assert_rows(theirs.select(columns), ours, ["accident_no"])


def test_penalties_and_their_stops_equal_the_truth(clean_world):
    theirs = of_truth(clean_world, "penalty").select(
        "decision_no", "uscc", "version_no", "is_revoked", "is_three_stop", "is_live", yuan("counted_fen", "fine")
    )
    assert theirs["is_live"].sum() >= 6 and theirs["is_revoked"].sum() >= 4
    ours = rows_of(
        clean_world,
        "select decision_no, uscc, version_no, is_revoked, is_three_stop, counted_fine_cny as fine,"
        " is_three_stop and stop_from_date <= day and coalesce(day < stop_to_date, true) as is_live"
        " from fct_penalty join dim_enterprise using (enterprise_id), (select max(month_end) as day from dim_month)",
    )
    assert_rows(theirs, ours, ["decision_no", "uscc"])


def test_promises_of_contracts_equal_the_truth(clean_world):
    theirs = of_truth(clean_world, "commitment_check").filter(pl.col("promised_e2").is_not_null())
    theirs = theirs.select(
        "contract_no",
        "checkpoint",
        "check_date",
        "is_met",
        pl.col("promise").replace_strict(PROMISES).alias("promise_code"),
        hundredths("promised_e2", "promised"),
        hundredths("actual_e2", "actual"),
        pl.when("differs_from_stated").then(pl.lit("yes")).otherwise(pl.lit("no")).alias("differs"),
    )
    assert set(theirs["is_met"]) == {"yes", "no", "unknown"}
    ours = rows_of(
        clean_world,
        "select contract_no, checkpoint, check_date, promise_code, is_met, promised::double as promised,"
        " actual::double as actual, case differs_from_stated when 'yes' then 'yes' else 'no' end as differs"
        " from fct_commitment_check",
    )
    assert_rows(theirs, ours, ["contract_no", "checkpoint", "check_date", "promise_code"], 1e-12)


def test_damages_of_contracts_equal_the_truth(clean_world):
    key = ["contract_no", "checkpoint", "check_date"]
    truth = of_truth(clean_world, "commitment_check").unique(key)
    theirs = truth.select(*key, yuan("penalty_due_fen", "due"), yuan("penalty_received_fen", "received"))
    ours = rows_of(
        clean_world,
        f"select {', '.join(key)}, penalty_due_cny as due, penalty_received_cny as received"
        " from fct_contract_commitment",
    )
    assert theirs["received"].sum() and theirs["due"].sum() > theirs["received"].sum()
    assert_rows(theirs, ours, key)


def test_idle_land_equals_the_truth(clean_world):
    theirs = of_truth(clean_world, "idle_land").select(
        "contract_no",
        "is_begun",
        "is_idle",
        pl.col("idle_from").alias("idle_from_date"),
        (pl.col("is_take_back") == "yes").alias("is_take_back"),
        yuan("fee_fen", "fee_due_cny"),
    )
    assert theirs["is_idle"].value_counts().height == 3 and theirs["is_take_back"].sum() >= 4
    ours = rows_of(
        clean_world,
        "select contract_no, is_begun, is_idle, idle_from_date, fee_due_cny,"
        " coalesce(consequence = 'take_back', false) as is_take_back from gov_idle_land",
    )
    assert_rows(theirs, ours, ["contract_no"])


def test_released_land_equals_the_truth(clean_world):
    theirs = of_truth(clean_world, "land_release").select(
        "plot",
        "release_date",
        "release_kind",
        *(
            (pl.col(f"{name}_e4").cast(pl.Decimal(38, 4)) / 10_000).cast(pl.Decimal(18, 4)).alias(name)
            for name in ("stated", "counted")
        ),
    )
    assert theirs.filter(pl.col("counted") < pl.col("stated")).height >= 6
    rows = clean_world.rows(
        "select land_code, location, release_date, release_kind, stated_area_sqm as stated, counted_area_sqm as counted"
        " from fct_land_release join dim_parcel using (parcel_id)"
    )
    ours = as_plots(clean_world, rows, "release_date", "release_kind", "stated", "counted")
    assert_rows(theirs, ours, ["plot", "release_date", "release_kind"])
