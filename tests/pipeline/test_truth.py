"""The published mart against the truth the simulator drew, computed there by its own code."""

from __future__ import annotations

import polars as pl
import pytest

pytestmark = pytest.mark.pipeline
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
    )
    assert truth.height > 500 and set(truth["scope_code"]) >= {"330683", "330681", "330800", "330802", "330881"}
    both = truth.join(mart, on=KEYS, how="full", suffix="_mart", coalesce=True)
    for column in ("value", "numerator", "denominator"):
        theirs, ours = pl.col(column), pl.col(f"{column}_mart")
        differs = (theirs - ours).abs() > TOLERANCE * theirs.abs()
        wrong = both.filter((theirs.is_null() != ours.is_null()) | differs)
        assert wrong.is_empty(), wrong
        # Where nothing is known there is no ratio; only its absence has to agree.
        both = both.filter(pl.col("value").is_not_null())


def test_occupied_land_equals_the_truth_in_every_month(clean_world):
    truth = pl.read_parquet(clean_world.truth / "occupancy_month" / "**" / "*.parquet")
    mart = clean_world.rows(
        "select land_code, coalesce(e.uscc, '') as uscc, strftime(month_start, '%Y-%m') as month,"
        " sum(land_sqm) as land_sqm"
        " from fct_parcel_enterprise f join dim_parcel using (parcel_id) join dim_enterprise e using (enterprise_id)"
        " where parcel_id <> 'NO_PARCEL' and land_sqm > 0 group by all"
    )
    months = set(mart["month"])
    truth = truth.filter((pl.col("land_sqm") > 0) & pl.col("month").is_in(months) & (pl.col("land_code") != ""))
    assert len(months) == 12
    keys = ["land_code", "uscc", "month"]
    both = truth.join(
        mart.filter(pl.col("land_code").is_not_null()), on=keys, how="full", suffix="_mart", coalesce=True
    )
    area = pl.Decimal(18, 4)
    wrong = both.filter(pl.col("land_sqm").cast(area).ne_missing(pl.col("land_sqm_mart").cast(area)))
    assert both.height > 1000 and wrong.is_empty(), wrong


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


def test_no_clean_row_is_quarantined(clean_world):
    counts = clean_world.rows(
        "select sum(rows_quarantined)::bigint as q, sum(rows_accepted)::bigint as a from dq_batch"
    )
    assert counts.row(0)[0] == 0 and counts.row(0)[1] > 5000


def test_a_clean_world_has_no_failing_check_across_lists(clean_world):
    assert clean_world.rows("select * from dq_list_check where severity <> 'note'").is_empty()


def test_every_delivered_data_row_is_accounted_for(clean_world, faulty_world):
    for world in (clean_world, faulty_world):
        wrong = world.rows("select * from dq_batch where rows_read <> rows_accepted + rows_quarantined + rows_excluded")
        assert wrong.is_empty()


def test_every_planned_delivery_of_a_clean_world_is_there(clean_world):
    states = clean_world.rows("select distinct status from dq_completeness")
    assert set(states["status"]) <= {"received", "nil", "not_due"}
