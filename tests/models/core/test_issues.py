"""Problem registers with known answers: who has to report, which cases are 重大, and shared numbers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import duckdb
import pytest

from park_brain.installation import Installation
from tests.support.selected_fixture import Selected
from tests.support.stories import build_story, firm

QUZHOU, UNLISTED = "330800", "310000"
OPEN = "select value, is_complete from mart.ind_value where indicator_code = 'major_open_count'"


def case(number: str, **more: Any) -> dict[str, Any]:
    """One 重大 case, open."""
    return dict(issue_no=number, severity="重大", found_date=date(2023, 2, 3), issue_status="列入") | more


def tell(selected: Selected) -> None:
    """嵊州 has an old case; 衢州's plan wants `whole` but two districts report; 310000 has no plan."""
    selected.deliver("economy.above_scale_roster", "2023", [firm("enterprise", "甲公司")])
    selected.deliver("safety.issue", "2023-12", [case("S1", found_date=date(2020, 6, 1))])
    for county, name in (("柯城区", "甲厂"), ("衢江区", "乙厂")):
        row = case("1", county_name=county, enterprise_name=name)
        selected.deliver("fire.issue", "2023-12", [row], region=QUZHOU, part=county)
    selected.deliver("environment.issue", "2023-12", [case("E1", supervision_kind="立案")], region=UNLISTED)
    selected.deliver("safety.issue", "2023-09", [case("U1")], region=UNLISTED, received_at=datetime(2023, 10, 9))
    selected.deliver("safety.issue", "2023-12", [], region=UNLISTED)


@pytest.fixture(scope="module")
def issues(tmp_path_factory: pytest.TempPathFactory, contracts):
    """Rows of a query on the built marts."""
    home = Installation(tmp_path_factory.mktemp("issues"))
    selected = Selected(home, contracts)
    tell(selected)
    build_story(home, selected, __file__)

    def rows(sql: str, *values: object) -> list[tuple[object, ...]]:
        with duckdb.connect(home.build_file, read_only=True) as connection:
            return connection.execute(sql, list(values)).fetchall()

    return rows


@pytest.mark.parametrize(
    ("scope", "domain", "expected"),
    [
        ("330683", "safety", (1, True)),  # found before the plans of 2021
        (QUZHOU, "fire", (None, False)),  # the planned part did not come
        ("330802", "fire", (None, False)),
        ("330803", "fire", (None, False)),
        (UNLISTED, "environment", (1, True)),  # in no seed and without a plan: as stated
        (UNLISTED, "safety", (1, True)),  # a nil register closes nothing
        (UNLISTED, "fire", (None, False)),
    ],
)
def test_open_major_cases(issues, scope, domain, expected):
    assert issues(f"{OPEN} and period = '2023-12' and scope_code = ? and domain = ?", scope, domain) == [expected]


def test_one_number_for_two_problems_is_a_finding(issues):
    rows = issues(
        "select region_code, list_code, department_code, message_zh, batch_id from mart.dq_list_check"
        " where check_id = 'issue_no_shared'"
    )
    assert [row[:3] for row in rows] == [(QUZHOU, "fire.issue", "fire")]
    counted = issues("select enterprise_name, batch_id from mart.fct_issue where domain = 'fire'")
    assert len(counted) == 1 and counted[0][1] != rows[0][4]
    assert "甲厂" in rows[0][3] and "乙厂" in rows[0][3]


def test_a_new_year_without_an_ended_month_still_has_a_calendar(home: Installation, contracts):
    selected = Selected(home, contracts)
    selected.deliver("economy.above_scale_roster", "2024", [firm("enterprise", "甲公司")])
    build_story(home, selected, __file__, as_of=datetime(2024, 1, 10))
    with duckdb.connect(home.build_file, read_only=True) as connection:
        months = connection.execute("select min(month_code), max(month_code), count(*) from mart.dim_month").fetchall()
    assert months == [("2023-01", "2023-12", 12)]
