"""The whole dbt build on a small region with known answers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from park_brain.installation import Installation
from tests.support.stories import OWNER, PARCEL, SECOND, SUBTENANT, TENANT, build_story, table_hashes, tell
from warehouse.build.stage import BuildFailed

LAND = """
    select land_sqm from mart.fct_parcel_enterprise
    join mart.dim_enterprise using (enterprise_id) join mart.dim_parcel using (parcel_id)
    where uscc = ? and land_code = ? and month_start = ?
"""


@pytest.mark.parametrize(
    ("uscc", "month", "area"),
    [
        (OWNER, 3, "10000"),  # before the lease
        (OWNER, 4, "7000"),
        (TENANT, 4, "3000"),
        (TENANT, 5, "2500"),  # sublets 1000 of 20000 ㎡ floor = 500 ㎡ land
        (SUBTENANT, 5, "500"),
        (TENANT, 9, "2500"),  # the lease ends on the month's last day
        (OWNER, 10, "9500"),  # the subtenant stays: the owner bears it now
    ],
)
def test_land_follows_leases(ask, uscc, month, area):
    assert ask(LAND, uscc, PARCEL, date(2023, month, 1)) == [(Decimal(area),)]


def test_tax_is_shared_by_used_land(ask):
    rows = ask(
        "select land_code, tax_cny from mart.fct_parcel_enterprise join mart.dim_enterprise using (enterprise_id)"
        " join mart.dim_parcel using (parcel_id) where uscc = ? and month_start = '2023-04-01' order by land_code",
        OWNER,
    )
    assert rows == [(PARCEL, Decimal("58.34")), (SECOND, Decimal("41.67"))]


def test_absence_has_a_state(ask):
    rows = ask(
        "select enterprise_name, min(tax_state), sum(tax_cny) from mart.fct_parcel_enterprise_year"
        " join mart.dim_enterprise using (enterprise_id) where uscc is not null group by all order by all"
    )
    assert rows == [
        ("丁公司", "not_local", None),
        ("丙公司", "zero", Decimal("0.00")),
        ("乙公司", "paid", Decimal("-77.00")),
        ("甲公司", "paid", Decimal("1200.12")),
    ]


def test_yearly_indicator_is_a_ratio_of_sums(ask):
    numerator, denominator, value, covered, total = ask(
        "select numerator, denominator, value, covered_count, total_count from mart.ind_value"
        " where indicator_code = 'above_scale_tax_per_mu' and scope_code = '330683'"
    )[0]
    owner = 12 * 15000 - 6 * 3000 - 3 * 500
    land = Decimal(owner + 8 * 500) / 12
    assert (covered, total) == (2, 3)
    assert numerator == pytest.approx(1200.12, rel=1e-12)
    assert denominator == pytest.approx(float(land), rel=1e-12)
    assert value == pytest.approx(1200.12 / 10000 / (float(land) * 3 / 2000), rel=1e-12)


@pytest.mark.parametrize(
    ("period", "opened", "overdue", "rate"),
    [("2023-01", 0, 0, None), ("2023-03", 1, 0, 0), ("2023-04", 1, 1, 0), ("2023-06", 0, 0, 50)],
)
def test_issues_by_month(ask, period, opened, overdue, rate):
    rows = ask(
        "select indicator_code, value from mart.ind_value"
        " where scope_code = '330683' and domain = 'safety' and period = ? and is_headline order by 1",
        period,
    )
    expected = {"major_open_count": opened, "major_overdue_count": overdue, "rectification_rate": rate}
    assert dict(rows) == expected


def test_a_domain_nobody_reported_is_unknown(ask):
    rows = ask("select distinct value, is_complete from mart.ind_value where domain in ('fire', 'all') and is_headline")
    assert rows == [(None, False)]


@pytest.mark.parametrize(
    ("check", "uscc"),
    [
        ("lease_one_sided", SUBTENANT),
        ("tax_month_gap", TENANT),
        ("name_differs_from_registry", TENANT),
        ("output_not_on_roster", TENANT),
    ],
)
def test_checks_between_lists(ask, check, uscc):
    rows = ask("select enterprise_uscc, counterparty_uscc from mart.dq_list_check where check_id = ?", check)
    assert len(rows) == 1
    assert uscc in rows[0]


def test_an_indicator_reaches_its_rows(ask):
    rows = ask(
        "select sum(p.amount_cny), count(b.batch_id) from mart.fct_tax_payment p"
        " join mart.dim_enterprise e using (enterprise_id) left join mart.dq_batch b using (batch_id)"
        " where e.uscc = ? and p.is_contribution and p.sheet is not null and p.line is not null",
        OWNER,
    )
    assert rows == [(Decimal("1200.12"), 12)]


def test_deliveries_against_the_plan(ask):
    rows = ask(
        "select period, status from mart.dq_completeness where list_code = 'safety.issue' and region_code = '330683'"
        " order by 1"
    )
    assert rows == [
        ("2023-Q1", "received"),
        ("2023-Q2", "missing"),
        ("2023-Q3", "missing"),
        ("2023-Q4", "received"),
    ]


def test_order_and_threads_do_not_matter(home: Installation, story_home: Installation, contracts):
    selected = tell(home, contracts)
    for rows in selected.rows.values():
        rows.reverse()
    selected.batches.reverse()
    build_story(home, selected, threads=1)
    assert table_hashes(home.build_file) == table_hashes(story_home.build_file)


def test_a_broken_table_fails_the_build_by_name(home: Installation, contracts):
    selected = tell(home, contracts)
    selected.batches.append(dict(selected.batches[0]))
    with pytest.raises(BuildFailed, match=r"table_rules_dq_batch") as failed:
        build_story(home, selected, only=("dq_batch",))
    assert "rule_name=" not in str(failed.value), "what a row holds stands in the build file alone"
