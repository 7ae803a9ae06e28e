"""The published mart against the truth the simulator drew, computed there by its own code."""

from __future__ import annotations

import polars as pl

KEYS = ["indicator_code", "scope_kind", "scope_code", "domain", "period"]
TOLERANCE = 1e-9


def test_every_indicator_equals_the_truth(clean_world):
    truth = pl.read_csv(clean_world.truth / "indicators.csv", infer_schema=False)
    truth = truth.with_columns(
        pl.col("numerator", "denominator", "value").cast(pl.Float64, strict=False), pl.col("domain").fill_null("")
    )
    mart = clean_world.rows(
        "select indicator_code, scope_kind, scope_code, coalesce(domain, '') as domain, period,"
        " numerator::double as numerator, denominator::double as denominator, value from ind_value"
        " where scope_kind in ('region', 'county')"
    )
    # Further indicators and scopes are those of test_figures_truth.
    mart = mart.filter(pl.col("indicator_code").is_in(truth["indicator_code"].unique().implode()))
    assert truth.height > 500 and set(truth["scope_code"]) >= {"330683", "330681", "330800", "330802", "330881"}
    both = truth.join(mart, on=KEYS, how="full", suffix="_mart", coalesce=True)
    for column in ("value", "numerator", "denominator"):
        theirs, ours = pl.col(column), pl.col(f"{column}_mart")
        differs = (theirs - ours).abs() > TOLERANCE * theirs.abs()
        wrong = both.filter((theirs.is_null() != ours.is_null()) | differs)
        assert wrong.is_empty(), wrong
        # Where nothing is known there is no ratio; only its absence has to agree.
        both = both.filter(pl.col("value").is_not_null())


def test_tax_states_and_contributions_equal_the_truth(clean_world):
    truth = pl.read_parquet(clean_world.truth / "enterprise_year" / "**" / "*.parquet")
    mart = clean_world.rows(
        "select e.uscc, year_number as year, max(tax_state) as tax_state, sum(tax_cny) as tax_cny"
        " from fct_parcel_enterprise_year join dim_enterprise e using (enterprise_id)"
        " where e.uscc is not null group by all"
    )
    both = truth.join(mart, on=["uscc", "year"], how="left", suffix="_mart")
    assert set(truth["tax_state"]) >= {"paid", "zero", "not_local"}
    assert both.filter(pl.col("tax_state").ne_missing(pl.col("tax_state_mart"))).is_empty()
    paid = both.filter(pl.col("tax_state") == "paid")
    assert paid.filter(pl.col("tax_contribution_cny").cast(pl.Decimal(18, 2)) != pl.col("tax_cny")).is_empty()


def test_every_sent_row_is_accepted_without_any_violation(clean_world):
    """Of every list and file; what the files of a fault-free world hold is what the lake holds."""
    assert clean_world.rows("select * from dq_violation").is_empty()
    sent = pl.DataFrame(clean_world.files()).filter(pl.col("copy_of").is_null())
    sent = sent.select("path", "list", "region", "part", "period", "data_rows")
    landed = clean_world.rows(
        "select file_path as path, list_code as list, region_code as region, part, period, rows_accepted, is_nil"
        " from dq_batch"
    )
    both = sent.join(landed, on=["path", "list", "region", "part", "period"], how="full", coalesce=True)
    assert both.filter(pl.col("data_rows").ne_missing(pl.col("rows_accepted"))).is_empty()
    assert both.filter(pl.col("is_nil") != (pl.col("data_rows") == 0)).is_empty()
    assert both["list"].n_unique() == 38 and both["rows_accepted"].sum() > 10_000


def test_the_only_failing_checks_of_a_clean_world_are_cases_that_disappeared_or_jumped_and_leases_of_one_side(
    clean_world,
):
    found = clean_world.rows(
        "select check_id, list_code, period, message_zh from dq_list_check where severity <> 'note'"
    )
    truth = clean_world.situations("case_disappeared")
    expected = {"case_disappeared", "lease_one_sided", "issue_illegal_jump", "code_not_in_registry"}
    assert set(found["check_id"]) == expected
    unregistered = clean_world.situations("firm:licence_absent", "firm:licence_elsewhere")["key"].to_list()
    codes = found.filter(pl.col("check_id") == "code_not_in_registry")["message_zh"].str.extract("：([0-9A-Z]{18}) ")
    assert set(codes) == set(unregistered) and len(unregistered) == 6
    jumps = pl.read_parquet(clean_world.truth / "issue_event" / "*.parquet").filter("is_illegal_jump")
    assert found.filter(pl.col("check_id") == "issue_illegal_jump").height == jumps.height >= 9
    one_sided = clean_world.situations("plot:told_by_lessee", "plot:told_by_lessor")
    assert found.filter(pl.col("check_id") == "lease_one_sided").height == one_sided.height == 6
    found = found.filter(pl.col("check_id") == "case_disappeared")
    assert found.height == truth.height >= 2
    for code, number, last_told in truth.select("list", "key", "value").iter_rows():
        told = found.filter(pl.col("list_code") == code, pl.col("message_zh").str.contains(number, literal=True))
        assert told["period"].to_list() == [last_told]


def test_a_case_that_disappeared_stays_open(clean_world):
    gone = clean_world.situations("case_disappeared").filter(pl.col("list") == "safety.issue")
    issue = clean_world.rows("select issue_no, closed_date from fct_issue")
    assert gone.height == 1
    assert issue.filter(pl.col("issue_no") == gone["key"][0])["closed_date"].to_list() == [None]


def test_monthly_statistics_equal_the_truth(clean_world):
    """快报: figures of each month from 累计, January and February together where January is not told."""
    truth = pl.read_parquet(clean_world.truth / "output_month" / "*.parquet")
    money = [name for name in truth.columns if name.endswith("_cny")]
    mart = clean_world.rows(
        "select e.uscc, period, figure_state, figure_start, "
        + ", ".join(f"f.{name}" for name in money)
        + " from fct_output_month f join dim_enterprise e using (enterprise_id) where f.is_current"
    )
    both = truth.join(mart, on=["uscc", "period"], how="full", suffix="_mart", coalesce=True)
    assert set(truth["figure_state"]) == {"as_reported", "two_month", "differenced", "no_previous"}
    for column in ("figure_state", "figure_start", *money):
        wrong = both.filter(pl.col(column).ne_missing(pl.col(f"{column}_mart")))
        assert wrong.is_empty(), wrong.select("uscc", "period", column, f"{column}_mart")


def test_yearly_figures_are_those_of_the_annual_report_where_there_is_one(clean_world):
    output = clean_world.rows("select enterprise_id, period_end, report_kind, is_current from fct_output")
    assert set(output["report_kind"]) == {"年报", "快报"}
    current = output.filter("is_current")
    assert current.select("enterprise_id", pl.col("period_end").dt.year()).is_unique().all()
    annual = output.filter(pl.col("report_kind") == "年报")
    sent = sum(int(str(entry["data_rows"])) for entry in clean_world.files() if entry["list"] == "economy.output")
    assert annual["is_current"].all() and annual.height == sent
    # Every firm on the roster sent its annual report.
    assert not output.filter(pl.col("report_kind") == "快报")["is_current"].any()


def test_a_former_code_of_a_parcel_is_reported_as_removed(clean_world):
    """Re-coded and split parcels: the register no longer lists the code it had half a year ago."""
    moved = clean_world.situations("recoded", "split")
    removed = "".join(
        clean_world.rows("select message_zh from dq_list_check where check_id = 'key_removed'")["message_zh"]
    )
    assert set(moved["situation"]) == {"recoded", "split"} and all(code in removed for code in moved["key"])


def test_every_delivered_data_row_is_accounted_for(clean_world):
    assert clean_world.unaccounted().is_empty()


def test_every_planned_delivery_of_a_clean_world_is_there(clean_world):
    """诸暨's plan sets no list of illegal construction; what is sent all the same is evidence (D6)."""
    states = clean_world.rows("select list_code, region_code, status from dq_completeness")
    unplanned = states.filter(pl.col("status") == "unplanned").select("list_code", "region_code").unique()
    assert unplanned.rows() == [("illegal_construction.issue", "330681")]
    assert set(states["status"]) <= {"received", "nil", "not_due", "unplanned"}
