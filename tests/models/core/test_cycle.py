"""Lives of problems with known answers: registers, jumps, reopenings, months, and what makes a problem 较大."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import duckdb
import pytest

from park_brain.installation import Installation
from tests.support.selected_fixture import Selected
from tests.support.stories import OWNER, PARCEL, SECOND, build_story, firm

QUARTERS = ("2023-03", "2023-06", "2023-09", "2023-12")
FOUND, DONE, SHUT = date(2023, 2, 3), date(2023, 8, 20), date(2023, 10, 5)
LISTED, PLANNED, WORKING, APPLIED = ({"issue_status": s} for s in ("列入", "制定方案", "整改中", "申请验收"))
PASSED, FAILED = ({"issue_status": "验收" + said, "acceptance_result": said} for said in ("通过", "不通过"))
Told = dict[str, Any] | None


def closed(day: date = SHUT, **more: Any) -> dict[str, Any]:
    """已销号 on a day, after an accepted application unless told otherwise."""
    return {"issue_status": "已销号", "finished_date": DONE, "acceptance_result": "通过", "closed_date": day} | more


EARLY = closed(date(2023, 3, 20), finished_date=date(2023, 3, 10))
STORIES: dict[str, tuple[tuple[Told, Told, Told, Told], str]] = {
    "step-by-step": (
        (LISTED, PLANNED, APPLIED | {"finished_date": DONE}, closed()),
        "列入 02-03, 制定方案 06-30, 申请验收 08-20, 验收通过 10-05, 销号 10-05",
    ),
    "between-registers": (
        (None, None, WORKING, closed(acceptance_result="通过")),
        "列入 02-03, 整改 09-30, 申请验收 08-20, 验收通过 10-05, 销号 10-05",
    ),
    "closed-at-once": (
        (EARLY, EARLY, EARLY, EARLY | {"closed_date": date(2023, 3, 21)}),
        "列入 02-03, 申请验收 03-10, 验收通过 03-21, 销号 03-21",
    ),
    "unaccepted": (
        (LISTED, WORKING, WORKING, closed(finished_date=None, acceptance_result=None)),
        "列入 02-03, 整改 06-30, 销号 10-05!",
    ),
    "applied-unaccepted": (
        (LISTED, APPLIED, APPLIED, closed(acceptance_result=None)),
        "列入 02-03, 申请验收 06-30, 销号 10-05!",
    ),
    "accepted-unapplied": ((LISTED, PASSED, PASSED, PASSED), "列入 02-03, 验收通过 06-30!"),
    "failed-then-passed": (
        (APPLIED, FAILED, WORKING, closed()),
        "列入 02-03, 申请验收 03-31, 验收不通过 06-30, 整改 09-30, 申请验收 08-20, 验收通过 10-05, 销号 10-05",
    ),
    "failed-unseen": (
        (APPLIED, WORKING | {"acceptance_result": "不通过"}, APPLIED, PASSED),
        "列入 02-03, 申请验收 03-31, 验收不通过 06-30, 整改 06-30, 申请验收 09-30, 验收通过 12-31",
    ),
    "closed-after-failure": (
        (APPLIED, FAILED, FAILED, closed(finished_date=None, acceptance_result="不通过")),
        "列入 02-03, 申请验收 03-31, 验收不通过 06-30, 销号 10-05!",
    ),
    "stepped-back": ((LISTED, APPLIED, WORKING, WORKING), "列入 02-03, 申请验收 06-30, 整改 09-30!"),
    "reopened": (
        (EARLY, WORKING, WORKING, closed()),
        "列入 02-03, 申请验收 03-10, 验收通过 03-20, 销号 03-20, 重新打开 06-30, 申请验收 08-20, 验收通过 10-05,"
        " 销号 10-05",
    ),
    "reopened-and-open": (
        (EARLY, EARLY, WORKING, WORKING),
        "列入 02-03, 申请验收 03-10, 验收通过 03-20, 销号 03-20, 重新打开 09-30",
    ),
    "dateless": (
        (LISTED, {"issue_status": "已销号"}, {"issue_status": "已销号"}, {"issue_status": "已销号"}),
        "列入 02-03",
    ),
    "gone": ((LISTED, LISTED, None, None), "列入 02-03, 消失 09-30"),
    "gone-and-back": ((LISTED, None, WORKING, WORKING), "列入 02-03, 消失 06-30, 整改 09-30"),
    "kept-out": ((LISTED, None, LISTED, LISTED), "列入 02-03"),
    "closed-and-left-out": ((EARLY, None, None, None), "列入 02-03, 申请验收 03-10, 验收通过 03-20, 销号 03-20"),
}
DEADLINES = {"step-by-step": date(2023, 3, 31), "failed-unseen": date(2023, 2, 10), "reopened": date(2023, 3, 20)}


def tell_registers(selected: Selected) -> None:
    """Each quarter's register restates all cases; they arrive in reverse, which must not matter."""
    for place in reversed(range(4)):
        rows = [
            dict(issue_no=number, found_date=FOUND, enterprise_name="甲公司", enterprise_uscc=OWNER)
            | dict(severity="重大" if number == "gone" else "一般", deadline_date=DEADLINES.get(number))
            | told[place]
            for number, (told, _) in STORIES.items()
            if told[place] is not None
        ]
        batch = selected.deliver("safety.issue", QUARTERS[place], rows, received_at=datetime(2024, 1, 10 - place))
        if place == 1:
            selected.violate(batch, "V1", list_code="safety.issue", severity="reject", row_key="kept-out")


def tell_severity(selected: Selected) -> None:
    """Problems of fire and illegal construction that are 较大 for one reason each, and one that is not."""
    watched = dict(issue_no="watched", supervision_kind="挂牌督办") | LISTED
    fire = [
        watched | dict(found_date=FOUND),
        dict(issue_no="stopped", found_date=date(2023, 5, 1)) | firm("enterprise", "乙公司") | LISTED,
    ]
    built = dict(found_date=FOUND, illegal_area_sqm=20) | firm("enterprise", "乙公司") | LISTED
    demolish = [built | dict(issue_no="demolish", is_demolition_decided=True), built | dict(issue_no="plain")]
    selected.deliver("fire.issue", "2023-12", fire)
    selected.deliver("illegal_construction.issue", "2023-12", demolish)
    stop = firm("enterprise", "乙公司") | dict(stop_kind="责令停产停业", enforcement_domain="消防", fine_cny=10000)
    decisions = [
        stop | dict(decision_no="live", decided_date=date(2023, 6, 1), stop_to_date=date(2023, 9, 1)),
        stop | dict(decision_no="revoked", version_no=1, decided_date=date(2023, 6, 2)),
    ]
    selected.deliver("enforcement.penalty", "2023-06", decisions)
    selected.deliver(
        "enforcement.penalty", "2023-09", [decisions[1] | dict(version_no=2, is_revoked=True, fine_cny=10000)]
    )


@pytest.fixture(scope="module")
def cycle(tmp_path_factory: pytest.TempPathFactory, contracts):
    """Rows of a query on the built marts."""
    home = Installation(tmp_path_factory.mktemp("cycle"))
    selected = Selected(home, contracts)
    selected.deliver("economy.above_scale_roster", "2023", [firm("enterprise", "甲公司")])
    parcels = [dict(land_code=code, land_area_sqm=9) | firm("holder", "甲公司") for code in (PARCEL, SECOND)]
    selected.deliver("land.parcel_register", "2023-12-31", parcels)
    tell_registers(selected)
    tell_severity(selected)
    build_story(home, selected, __file__)

    def rows(sql: str, *values: object) -> list[tuple[Any, ...]]:
        with duckdb.connect(home.build_file, read_only=True) as connection:
            return connection.execute(sql, list(values)).fetchall()

    return rows


@pytest.mark.parametrize("number", STORIES)
def test_life_of_a_problem(cycle, number):
    """Events with month and day; ! marks an illegal jump."""
    told = cycle(
        "select event || ' ' || strftime(event_date, '%m-%d') || case when is_illegal_jump then '!' else '' end"
        " from mart.fct_issue_event where issue_id = 'safety:330683:' || ? order by event_no",
        number,
    )
    assert ", ".join(event for (event,) in told) == STORIES[number][1]


def test_jumps_are_findings_that_say_what_was_skipped(cycle):
    found = cycle("select message_zh from mart.dq_list_check where check_id = 'issue_illegal_jump'")
    expected = sum(text.count("!") for _, text in STORIES.values())
    assert len(found) == expected
    assert any("unaccepted，2023-10-05，未经验收通过即销号（此前为整改中）" in message for (message,) in found)
    assert any("stepped-back，2023-09-30，由申请验收变为整改中" in message for (message,) in found)


def month(cycle, text: str, columns: str) -> tuple[Any, ...]:
    (row,) = cycle(
        f"select {columns} from mart.fct_issue_month where scope_kind = 'region' and domain = 'safety'"
        " and month_start = cast(? as date)",
        text + "-01",
    )
    return row


@pytest.mark.parametrize(
    ("text", "expected"),
    [  # found, open, new, closed in month, reopened
        ("2023-01", (0, 0, 0, 0, 0)),
        ("2023-02", (17, 17, 17, 0, 0)),
        ("2023-03", (17, 13, 0, 4, 0)),
        ("2023-05", (17, 13, 0, 0, 0)),
        ("2023-06", (17, 14, 0, 0, 1)),
        ("2023-09", (17, 15, 0, 0, 1)),
        ("2023-10", (17, 8, 0, 7, 0)),
        ("2023-12", (17, 8, 0, 0, 0)),
    ],
)
def test_months_count_what_was_open_then(cycle, text, expected):
    """A firm with two parcels: each problem once; a reopened case is closed in between."""
    assert month(cycle, text, "found_count, open_count, new_count, closed_in_month, reopened_count") == expected


def test_overdue_begins_the_day_after_and_open_ended_never_is(cycle):
    columns = "overdue_count, open_ended_count, due_in_month, closed_by_deadline"
    assert month(cycle, "2023-02", columns) == (1, 14, 1, 0)
    # Closed on the last day is in time, whatever comes later; open on it is not yet overdue.
    assert month(cycle, "2023-03", columns) == (1, 11, 2, 1)
    assert month(cycle, "2023-04", columns) == (2, 11, 0, 0)
    assert month(cycle, "2023-06", "overdue_count") == (3,)
    assert month(cycle, "2023-12", "overdue_count, open_ended_count") == (1, 7)


def test_days_to_close_and_age_of_the_open(cycle):
    """Days count from the finding, for each closing of a reopened case too."""
    assert month(cycle, "2023-03", "closed_days_sum, open_days_median") == (3 * 45 + 46, 56)
    assert month(cycle, "2023-10", "closed_days_sum") == (7 * 244,)
    assert month(cycle, "2023-10", "illegal_jump_count, unaccepted_closed_count") == (3, 3)


def test_zero_in_both_readings(cycle):
    """嵊州 targets four domains; an open 重大 without deadline fails one reading only."""
    assert month(cycle, "2023-12", "zero_overdue, zero_open, major_found_count") == ("yes", "no", 1)


def test_what_makes_a_problem_larger(cycle):
    told = cycle(
        "select split_part(issue_id, ':', 3), split_part(reason_code, ':', 1), since_date, until_date"
        " from build.build.int_issue_severity order by all"
    )
    assert told == [
        ("demolish", "is_demolition_decided", FOUND, None),
        ("gone", "is_major", FOUND, None),
        ("stopped", "three_stop", date(2023, 6, 1), date(2023, 9, 1)),
        ("watched", "supervision_kind", FOUND, None),
    ]
