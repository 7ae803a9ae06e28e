"""Targets and frozen months on the stories of conftest: one row per target, and why a published figure was revised."""

from __future__ import annotations

import shutil
from collections.abc import Callable

import duckdb
import pytest

from park_brain.installation import Installation
from tests.support.stories import Query
from warehouse.build.dbt_run import run_dbt

REGION = "330683"
FROZEN = ["int_batch_news", "int_publication", "ind_published"]
KEYS = "target_id, indicator_code, scope_kind, coalesce(domain, ''), base_kind"


def test_every_target_of_the_region_has_its_row_and_no_other_region_has_one(ask):
    asked = ask(f"select {KEYS} from build.seed.policy_target where region_code = ? and scope_code <> '*'", REGION)
    there = ask(f"select {KEYS} from mart.ind_scorecard")
    assert len(asked) > 20 and sorted(there) == sorted(asked)
    assert ask("select distinct document_status from mart.ind_scorecard") == [("征求意见稿",)]


@pytest.mark.parametrize(
    ("target", "domain", "status", "passed"),
    [
        ("T1", "", "behind", False),
        ("T3", "", "no_data", None),  # nobody delivered 2020
        ("T7", "safety", "reached", True),
        ("T7", "fire", "no_data", None),  # no register came
        ("T8", "", "no_number", None),
    ],
)
def test_state_of_a_target(ask, target, domain, status, passed):
    rows = ask(
        "select status, is_passed from mart.ind_scorecard where target_id = ? and domain = ? and is_headline"
        " and scope_kind = 'region' and indicator_code not in ('four_without_count', 'outdated_capacity_open_count')",
        target,
        domain,
    )
    assert rows == [(status, passed)]


def test_the_missing_tax_is_the_gap_times_the_land(ask):
    ((gap, amount, denominator, value),) = ask(
        "select gap, needed_amount_wan_cny, current_denominator, current_value from mart.ind_scorecard"
        " where target_id = 'T1' and scope_kind = 'region'"
    )
    assert gap == pytest.approx(30 - value) and amount == pytest.approx(gap * denominator * 3 / 2000)


def test_a_target_without_a_due_date_or_number_has_no_pace(ask):
    paces = ask("select pace_needed from mart.ind_scorecard where due_date is null or target_value is null")
    assert paces and set(paces) == {(None,)}


@pytest.fixture(scope="module")
def told_before(story_home: Installation, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Query]:
    """The stories once more, after a release that published what they say; ``change`` is made to that release."""
    home = Installation(tmp_path_factory.mktemp("published"))
    home.prepare()

    def build_after(change: str) -> Query:
        shutil.copy(story_home.build_file, home.build_file)
        with duckdb.connect(str(home.build_file)) as connection:
            connection.execute("insert into lake.published by name select * from mart.ind_published")
            connection.execute(
                "insert into lake.published_batch by name select list_code, region_code, part, period, batch_id"
                " from lake.batches where selection = 'selected'"
            )
            connection.execute("update lake.published_base set release_id = 'R1', rules_before = rules_now")
            connection.execute(change)
        results = run_dbt(home, ["build", "--exclude-resource-type", "unit_test", "--select", *FROZEN])
        assert {result.status for result in results} <= {"success", "pass"}

        def rows(sql: str, *values: object) -> list[tuple[object, ...]]:
            with duckdb.connect(str(home.build_file), read_only=True) as connection:
                return connection.execute(sql, list(values)).fetchall()

        return rows

    return build_after


REVISED = """
    select distinct indicator_code, domain, revision_no, cause, cause_evidence from mart.ind_published
    where revision_no > 0 and scope_kind = 'region' and domain <> 'all' order by all
"""
OTHER_TAX = "update lake.published set value = 99 where indicator_code = 'above_scale_tax_per_mu'; "
OTHER_CASES = "update lake.published set numerator = 9, value = 9 where indicator_code = 'major_open_count'"


def test_what_was_published_stays_where_nothing_changed(told_before, story_home):
    rows = told_before("select 1")
    assert rows(REVISED) == []
    with duckdb.connect(str(story_home.build_file), read_only=True) as connection:
        before = connection.execute("select * from mart.ind_published order by all").fetchall()
    assert len(before) > 100 and rows("select * from mart.ind_published order by all") == before


def test_a_late_month_of_tax_revises_the_year_and_leaves_what_was_told(told_before):
    rows = told_before(
        OTHER_TAX + "delete from lake.published_batch where list_code = 'tax.tax_paid' and period = '2023-06'"
    )
    assert rows(REVISED) == [("above_scale_tax_per_mu", "", 1, "late_data", "tax.tax_paid 2023-06")]
    told = rows(
        "select revision_no, value = 99, cause from mart.ind_published"
        " where indicator_code = 'above_scale_tax_per_mu' and scope_kind = 'region' order by 1"
    )
    assert told == [(0, True, None), (1, False, "late_data")]


def test_a_register_sent_again_is_a_correction_of_its_domain_only(told_before):
    sent_again = (
        "; update lake.published_batch set batch_id = 'old' where list_code = 'safety.issue' and period = '2023-12'"
    )
    rows = told_before(OTHER_CASES + sent_again)
    causes = {(domain, cause) for _, domain, _, cause, _ in rows(REVISED)}
    assert ("safety", "correction") in causes
    assert {cause for domain, cause in causes if domain != "safety"} == {"real_change"}


def test_another_rule_version_or_other_rules_are_a_rule_change(told_before):
    versions = told_before(OTHER_TAX + "update lake.published set rule_version = 'tax-per-mu-0' where value = 99")
    assert [row[3:] for row in versions(REVISED)] == [("rule_change", "tax-per-mu-0 → tax-per-mu-1")]


def test_other_code_or_seeds_are_a_rule_change_where_no_data_is(told_before):
    rows = told_before(OTHER_TAX + "update lake.published_base set rules_before = 'other'")
    assert [row[3:] for row in rows(REVISED)] == [("rule_change", None)]
