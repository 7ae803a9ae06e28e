"""Land, tax, power and emissions by parcel against the truth of the simulated world, by hard case and as a whole."""

from __future__ import annotations

import polars as pl
import pytest

from tests.support.land_reading import (
    CASES,
    KEY,
    TENURES,
    added_up,
    as_plots,
    assert_same,
    fact_months,
    fact_years,
    land,
    of_truth,
    plots_of,
    said,
    taxes,
)

FEN = 0.011
"""A fen left over may go to another parcel of the same weight: ids decide, which the truth cannot know."""
KINDS = {"分割": "split", "合并": "merge", "重新编码": "recode", "补码": "code_issued"}


@pytest.mark.parametrize("case", CASES)
def test_land_and_tax_of_a_hard_case_equal_the_truth_in_every_month(clean_world, case):
    plots = plots_of(clean_world, case)
    assert plots, case
    for (theirs, ours), columns, tolerance in ((land(clean_world), TENURES, 0), (taxes(clean_world), ["tax_cny"], FEN)):
        mine = pl.col("plot").is_in(plots)
        if columns == TENURES or theirs.filter(mine).height:
            assert_same(clean_world, theirs.filter(mine), ours.filter(mine), KEY, columns, tolerance)


def test_land_of_every_parcel_and_enterprise_equals_the_truth_in_every_month(clean_world):
    theirs, ours = land(clean_world)
    assert theirs["month"].n_unique() == 12 and theirs.height > 3_000
    assert_same(clean_world, theirs, ours, KEY, TENURES)


def test_land_of_all_parcels_is_conserved_in_every_month(clean_world):
    theirs, ours = (added_up(frame.select("month", "land_sqm"), ["month"]) for frame in land(clean_world))
    assert theirs["land_sqm"].n_unique() == 1
    assert_same(clean_world, theirs, ours, ["month"], ["land_sqm"])


def test_tax_of_every_parcel_and_enterprise_equals_the_truth_in_every_month(clean_world):
    theirs, ours = taxes(clean_world)
    assert "" in set(theirs["plot"]) and theirs.filter(pl.col("tax_cny") < 0).height
    assert_same(clean_world, theirs, ours, KEY, ["tax_cny"], FEN)


def test_tax_of_every_enterprise_is_conserved_to_the_fen(clean_world):
    theirs, ours = (added_up(frame.drop("plot"), ["uscc", "month"]) for frame in taxes(clean_world))
    assert_same(clean_world, theirs, ours, ["uscc", "month"], ["tax_cny"])


def test_tax_of_every_parcel_and_enterprise_equals_the_truth_in_the_year(clean_world):
    theirs = as_plots(clean_world, of_truth(clean_world, "tax_parcel_year"), "uscc", "year", "tax_cny")
    ours = fact_years(clean_world, ["tax_cny"], by_plot=True)
    key = ["plot", "uscc", "year"]
    assert_same(clean_world, added_up(theirs, key), ours, key, ["tax_cny"], 12 * FEN)


def test_year_of_every_enterprise_equals_the_truth(clean_world):
    """State, contribution with and without 企业所得税, net refunds, land months."""
    theirs = of_truth(clean_world, "enterprise_year").rename(
        {"tax_contribution_cny": "tax_cny", "tax_without_income_tax_cny": "tax_without_cit_cny"}
    )
    sums = ["tax_cny", "tax_without_cit_cny", "land_sqm_months"]
    ours = fact_years(clean_world, sums)
    states = clean_world.rows(
        "select e.uscc, year_number as year, string_agg(distinct tax_state, ',' order by tax_state) as tax_state,"
        " bool_or(is_net_refund) as is_net_refund"
        " from fct_parcel_enterprise_year join dim_enterprise e using (enterprise_id)"
        " where e.uscc is not null group by all"
    )
    assert set(theirs["tax_state"]) == {"paid", "zero", "unknown", "not_local"} and theirs["is_net_refund"].sum() >= 3
    both = theirs.join(states, on=["uscc", "year"], how="left", suffix="_mart")
    wrong = both.filter(
        pl.col("tax_state").ne_missing(pl.col("tax_state_mart"))
        | pl.col("is_net_refund").ne_missing(pl.col("is_net_refund_mart"))
    )
    assert wrong.is_empty(), said(wrong)
    firms = ours.filter(pl.col("uscc") != "")
    assert_same(clean_world, theirs.select("uscc", "year", *sums), firms, ["uscc", "year"], sums)


def test_power_of_every_enterprise_is_that_of_its_meters(clean_world):
    """Shared meters: each user's own part, as the list's map tells it."""
    shared = clean_world.situations("shared_meter")
    theirs = of_truth(clean_world, "power_month")
    assert set(shared["other_key"]) <= set(theirs["uscc"]) and shared.height >= 2
    ours = added_up(fact_months(clean_world, ["power_kwh"]).drop("plot"), ["uscc", "month"])
    assert_same(clean_world, theirs, ours, ["uscc", "month"], ["power_kwh"])


def test_emissions_and_output_of_every_enterprise_are_conserved(clean_world):
    outputs = of_truth(clean_world, "output_year").rename({"output_cny": "output_value_cny"})
    for theirs in (of_truth(clean_world, "emission_year"), outputs):
        columns = [name for name in theirs.columns if name not in ("uscc", "year")]
        ours = fact_years(clean_world, columns)
        assert_same(clean_world, theirs, ours, ["uscc", "year"], columns)


def test_lineage_equals_the_truth(clean_world):
    theirs = of_truth(clean_world, "lineage").select(
        "land_code",
        "change_date",
        "is_told",
        pl.col("former_code").alias("former"),
        pl.col("change_kind").replace_strict(KINDS).alias("kind"),
    )
    assert not theirs["is_told"].all()
    ours = clean_world.rows(
        "select coalesce(a.land_code, '') as former, b.land_code, lineage_kind as kind, change_date"
        " from bridge_parcel_lineage l join dim_parcel a on a.parcel_id = parent_parcel_id"
        " join dim_parcel b on b.parcel_id = child_parcel_id where is_confirmed"
    )
    assert set(theirs["kind"]) == set(KINDS.values())
    both = theirs.join(ours, on=["former", "land_code"], how="full", suffix="_mart", coalesce=True)
    wrong = both.filter(
        pl.col("kind").ne_missing(pl.col("kind_mart"))
        | pl.col("is_told") & pl.col("change_date").ne_missing(pl.col("change_date_mart"))
    )
    assert wrong.is_empty(), said(wrong)


def test_town_shares_of_parcels_equal_the_truth(clean_world):
    """30 of 100 parts in the other town, as far as surveys tell it: some write 亩 with four decimals."""
    theirs = as_plots(
        clean_world, of_truth(clean_world, "parcel_town"), "town_name", pl.col("pct").cast(pl.Float64) / 100
    )
    rows = clean_world.rows(
        "select p.land_code, p.location, r.region_zh as town_name, b.area_share::double as pct"
        " from bridge_parcel_region b join dim_parcel p using (parcel_id)"
        " join dim_region r on r.region_code = b.area_code where b.valid_to_date is null and b.area_level = 'town'"
    )
    ours = as_plots(clean_world, rows, "town_name", "pct")
    plots = pl.col("plot").is_in(theirs["plot"].implode())
    assert theirs.filter(pl.col("pct") < 1).height >= 4
    assert_same(clean_world, theirs, ours.filter(plots), ["plot", "town_name"], ["pct"], 1e-4)


def test_platforms_of_parcels_equal_the_truth(clean_world):
    """The smallest park of each, and with it every platform above: a scope's total has each parcel once."""
    theirs = as_plots(clean_world, of_truth(clean_world, "parcel_platform"), "platform_code", "is_smallest")
    tree = (
        "with recursive above as (select parcel_id, platform_id, true as is_smallest from bridge_parcel_platform"
        " where platform_id <> 'NO_PLATFORM' and valid_to_date is null"
        " union all select parcel_id, parent_platform_id, false from above join dim_platform using (platform_id)"
        " where parent_platform_id is not null)"
        " select p.land_code, p.location, platform_code, is_smallest from above join dim_platform using (platform_id)"
        " join dim_parcel p using (parcel_id)"
    )
    ours = as_plots(clean_world, clean_world.rows(tree), "platform_code", "is_smallest")
    plots = pl.col("plot").is_in(theirs["plot"].implode())
    assert ours.select("plot", "platform_code").is_unique().all()
    both = theirs.join(ours.filter(plots), on=["plot", "platform_code"], how="full", suffix="_mart", coalesce=True)
    wrong = both.filter(pl.col("is_smallest").ne_missing(pl.col("is_smallest_mart")))
    assert theirs.filter(~pl.col("is_smallest")).height and wrong.is_empty(), said(wrong)
