"""Accidents at the bounds of 国务院令第493号, inside and outside the target; penalties by their newest version."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from park_brain.installation import Installation
from tests.support.selected_fixture import Selected
from tests.support.stories import build_story, firm

DAY = date(2023, 5, 6)
WAN = 10_000
ROAD_NO, ROAD_YES = {"is_road_traffic": False}, {"is_road_traffic": True}
GRADES = {
    "2-deaths": (dict(deaths_count=2), "一般"),
    "3-deaths": (dict(deaths_count=3), "较大"),
    "9-deaths": (dict(deaths_count=9), "较大"),
    "10-deaths": (dict(deaths_count=10), "重大"),
    "29-deaths": (dict(deaths_count=29), "重大"),
    "30-deaths": (dict(deaths_count=30), "特别重大"),
    "9-injured": (dict(serious_injuries_count=9), "一般"),
    "10-injured": (dict(serious_injuries_count=10), "较大"),
    "50-injured": (dict(serious_injuries_count=50), "重大"),
    "100-injured": (dict(serious_injuries_count=100), "特别重大"),
    "below-1000-wan": (dict(direct_loss_cny=Decimal("9999999.99")), "一般"),
    "1000-wan": (dict(direct_loss_cny=1000 * WAN), "较大"),
    "5000-wan": (dict(direct_loss_cny=5000 * WAN), "重大"),
    "1-yi": (dict(direct_loss_cny=10_000 * WAN), "特别重大"),
    "worst-counts": (dict(deaths_count=3, serious_injuries_count=50, direct_loss_cny=1 * WAN), "重大"),
}
SCOPE = {
    "on-the-road": (ROAD_YES, "no", "道路交通事故"),
    "not-production": (ROAD_NO | {"is_production_safety": False}, "no", "非生产安全事故"),
    "neither": (ROAD_YES | {"is_production_safety": False}, "no", "非生产安全事故、道路交通事故"),
    "said-production": (ROAD_NO | {"is_production_safety": True}, "yes", None),
    "not-said-otherwise": (ROAD_NO, "yes", None),
    "road-unsaid": ({}, "unknown", None),
}


def tell_accidents(selected: Selected) -> None:
    place = dict(occurred_date=DAY, deaths_count=0) | firm("enterprise", "甲公司")
    rows = [place | ROAD_NO | dict(accident_no=number) | told for number, (told, _) in GRADES.items()]
    rows += [place | dict(accident_no=number) | told for number, (told, *_) in SCOPE.items()]
    rows += [place | ROAD_NO | dict(location=place_zh, deaths_count=1) for place_zh in ("一车间", "二车间")]
    rows += [place | ROAD_NO | dict(accident_no="before-the-law", occurred_date=date(2007, 5, 31), deaths_count=5)]
    selected.deliver("safety.accident", "2023-06", rows)
    # One died later: the newest row counts, under its stated grade of then.
    later = place | ROAD_NO | dict(accident_no="2-deaths", location="三车间", deaths_count=3, accident_grade="一般")
    selected.deliver("safety.accident", "2023-07", [later])


def tell_penalties(selected: Selected) -> None:
    """Three versions of one decision, a corrected fine, a revoked stop, one lifted and one in force."""
    base = dict(decided_date=DAY, enforcement_domain="安全生产", fine_cny=50_000) | firm("enterprise", "乙公司")
    stop = dict(stop_kind="责令停产停业")
    first = [
        base | dict(decision_no="corrected", version_no=1),
        base | stop | dict(decision_no="revoked", version_no=1),
        base | stop | dict(decision_no="lifted", stop_from_date=date(2023, 6, 1), stop_to_date=date(2023, 7, 1)),
        base | dict(decision_no="restored", version_no=1),
        base | stop | dict(decision_no="other-field", enforcement_domain="市场监管"),
    ]
    gone = dict(is_revoked=True, revoked_date=date(2023, 8, 1), revoked_reason="行政复议撤销")
    second = [
        base | stop | gone | dict(decision_no="revoked", version_no=2),
        base | gone | dict(decision_no="restored", version_no=2),
    ]
    third = [
        base | dict(decision_no="corrected", version_no=2, fine_cny=20_000, confiscated_cny=1_000),
        base | dict(decision_no="restored", version_no=10),
    ]
    for period, rows in (("2023-09", third), ("2023-06", first), ("2023-08", second)):
        selected.deliver("enforcement.penalty", period, rows)
    visit = dict(inspection_date=DAY, enforcement_domain="消防") | firm("enterprise", "乙公司")
    results = (dict(inspection_result="未发现问题"), dict(inspection_result="责令改正", problem_count=2), {})
    selected.deliver("enforcement.inspection", "2023-06", [visit | result for result in results])


@pytest.fixture(scope="module")
def events(tmp_path_factory: pytest.TempPathFactory, contracts):
    """Rows of a query on the built marts."""
    home = Installation(tmp_path_factory.mktemp("accident"))
    selected = Selected(home, contracts)
    selected.deliver("economy.above_scale_roster", "2023", [firm("enterprise", "甲公司")])
    tell_accidents(selected)
    tell_penalties(selected)
    build_story(home, selected, __file__)

    def rows(sql: str, *values: object) -> list[tuple[Any, ...]]:
        with duckdb.connect(home.build_file, read_only=True) as connection:
            return connection.execute(sql, list(values)).fetchall()

    return rows


def test_grades_include_their_lower_bound(events):
    told = dict(events("select accident_no, grade from mart.fct_accident where accident_no is not null"))
    expected = {number: grade for number, (_, grade) in GRADES.items()}
    assert {number: told[number] for number in GRADES} == expected | {"2-deaths": "较大"}
    assert told["before-the-law"] is None


def test_a_stated_grade_is_kept_beside_and_flagged(events):
    columns = "grade, stated_grade, is_grade_different, is_serious, statement_count, deaths_count"
    (row,) = events(f"select {columns} from mart.fct_accident where accident_no = '2-deaths'")
    assert row == ("较大", "一般", True, True, 2, 3)


@pytest.mark.parametrize("number", SCOPE)
def test_road_traffic_is_outside_the_target(events, number):
    (row,) = events("select is_in_scope, out_of_scope_reason from mart.fct_accident where accident_no = ?", number)
    assert row == SCOPE[number][1:]


def test_accidents_without_a_number_are_told_apart_by_place(events):
    assert events("select count(*), count(distinct accident_id) from mart.fct_accident where accident_no is null") == [
        (2, 2)
    ]


def test_the_newest_version_of_a_decision_counts(events):
    columns = "decision_no, version_no, version_count, is_revoked, counted_fine_cny, is_three_stop"
    assert events(f"select {columns} from mart.fct_penalty order by decision_no") == [
        ("corrected", 2, 2, False, 20_000, False),
        ("lifted", None, 1, False, 50_000, True),
        ("other-field", None, 1, False, 50_000, True),
        ("restored", 10, 3, False, 50_000, False),
        ("revoked", 2, 2, True, 0, False),
    ]


def test_live_stops_leave_revoked_ones_out(events):
    told = events("select decision_no, domain, from_date, lifted_date from build.build.shared_three_stop order by all")
    assert told == [
        ("lifted", "safety", date(2023, 6, 1), date(2023, 7, 1)),
        ("other-field", None, DAY, None),
    ]


def test_an_inspection_without_a_result_says_nothing(events):
    told = events("select domain, is_problem_found, problem_count from mart.fct_inspection order by line")
    assert told == [("fire", False, None), ("fire", True, 2), ("fire", None, None)]
