"""Checks between deliveries and what became of people's decisions, on small stories with known answers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import duckdb
import pytest

from park_brain.installation import Installation
from tests.support.selected_fixture import Selected
from tests.support.stories import build_story, code, firm

CITY, DISTRICT = "330800", "330802"
EARLY, LATE = datetime(2023, 10, 9), datetime(2024, 1, 9)
PARCEL = "330683001001GB0000"


def case(number: str, **more: Any) -> dict[str, Any]:
    return dict(issue_no=number, severity="一般", found_date=date(2023, 2, 3), issue_status="列入") | more


def tell_registers(selected: Selected) -> None:
    """S1 stays, S2 was closed, S3 vanishes, S4 is there but rejected; a town's F1 vanishes from the whole list."""
    closed = case("S2", closed_date=date(2023, 9, 1), issue_status="已销号")
    rows = [case("S1"), closed, case("S3") | firm("enterprise", "甲公司"), case("S4")]
    selected.deliver("safety.issue", "2023-09", rows, received_at=EARLY)
    newest = selected.deliver("safety.issue", "2023-12", [case("S1")], received_at=LATE)
    selected.violate(newest, "V1", row_key="S4", severity="reject")
    selected.deliver("fire.issue", "2023-09", [case("F1"), case("F2")], part="甘霖镇", received_at=EARLY)
    selected.deliver("fire.issue", "2023-12", [case("F2")], received_at=LATE)


def tell_snapshots(selected: Selected) -> None:
    """Thirty parcels become twenty-five, and two of them stand in another unit."""
    before = [dict(land_code=f"{PARCEL}{n}", land_area_sqm=1000, location=f"路{n}号") for n in range(10, 40)]
    after = [row | dict(land_area_sqm=15 if n < 20 else 1000) for n, row in enumerate(before[5:])]
    selected.deliver("land.parcel_register", "2022-12-31", before, received_at=EARLY)
    selected.deliver("land.parcel_register", "2023-12-31", after, received_at=LATE)
    selected.deliver("registry.enterprise", "2023-12-31", [firm("enterprise", "甲公司")])
    taxpayers = [dict(taxpayer_uscc=code(n), taxpayer_name=f"企业{n}") for n in range(1, 13)]
    selected.deliver("tax.registration", "2023-12-31", taxpayers)


def tell_senders(selected: Selected) -> None:
    """The city and its district both send one case; two towns send another; a third is the town's own."""
    both = case("T1", enterprise_name="乙厂")
    selected.deliver("environment.issue", "2023-12", [both, case("T2")], region=CITY, received_at=EARLY)
    selected.deliver("environment.issue", "2023-12", [both, case("T3")], region=DISTRICT, received_at=LATE)


def tell_waiting(selected: Selected) -> None:
    """One list is held and then confirmed, one is held still, one gave way to parts."""
    held = dict(selection="not_eligible", cause="held")
    selected.deliver("economy.output", "2022", [], received_at=EARLY, **held)
    selected.deliver("economy.output", "2022", [firm("enterprise", "甲公司")], received_at=LATE)
    selected.deliver("economy.output", "2023", [], received_at=LATE, **held)
    selected.deliver("tax.credit_rating", "2023", [], selection="superseded", cause="conflict")


def tell_plan(selected: Selected) -> None:
    """Where the plan asks six counties, one sends five's list too: the city; a month of which only a supplement came; a
    list grown old; the only row of a year is a nil report of one town."""
    owner = firm("occupant", "甲公司") | dict(tenure="自有", land_code=PARCEL)
    selected.deliver("land.occupancy", "2023-12-31", [owner], region=CITY, received_at=EARLY)
    tax = firm("taxpayer", "甲公司") | dict(tax_type="增值税", amount_cny=1, paid_date=date(2023, 11, 5))
    selected.deliver("tax.tax_paid", "2023-11", [tax], delivery="supplement", cause="supplement")
    selected.deliver("environment.permit", "2022-06-30", [dict(permit_no="P1", holder_name="甲公司")], part="甘霖镇")
    selected.deliver("enforcement.inspection", "2023-12", [], part="甘霖镇")


def tell_decisions(selected: Selected) -> None:
    """One names a batch, one names none, one is revoked."""
    usual = dict(action="停用", reason="误报", decided_date=date(2024, 1, 2))
    about = [dict(batch_id="b001"), dict(file_path="330683/nowhere.xlsx"), dict(batch_id="b9", action="撤销")]
    rows = [usual | dict(decision_no=f"D{n}") | what for n, what in enumerate(about, start=1)]
    selected.deliver("data_centre.batch_decision", "2024-01-02", rows)


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory, contracts):
    """Rows of a query on the built marts."""
    home = Installation(tmp_path_factory.mktemp("deliveries"))
    selected = Selected(home, contracts)
    for tell in (tell_registers, tell_snapshots, tell_senders, tell_waiting, tell_decisions, tell_plan):
        tell(selected)
    build_story(home, selected, __file__)

    def rows(sql: str, *values: object) -> list[tuple[Any, ...]]:
        with duckdb.connect(home.build_file, read_only=True) as connection:
            return connection.execute(sql, list(values)).fetchall()

    return rows


def findings(ask, check: str) -> list[tuple[Any, ...]]:
    return ask(
        "select list_code, region_code, period, message_zh from mart.dq_list_check where check_id = ? order by all",
        check,
    )


def test_a_case_that_vanishes_unclosed_is_reported_and_stays_open(ask):
    found = findings(ask, "case_disappeared")
    assert [(row[0], row[2], row[3].split("：")[1].split("，")[0]) for row in found] == [
        ("fire.issue", "2023-09", "F1"),
        ("safety.issue", "2023-09", "S3"),
    ]
    names = ask("select enterprise_name from mart.dq_list_check where check_id = 'case_disappeared' order by list_code")
    assert names == [("无对应企业",), ("甲公司",)]
    assert ask("select is_closed from mart.fct_issue where issue_no = 'S3'") == [(False,)]


def test_keys_a_snapshot_no_longer_lists_are_named(ask):
    assert [(row[0], row[2]) for row in findings(ask, "key_removed")] == [("land.parcel_register", "2023-12-31")]
    message = findings(ask, "key_removed")[0][3]
    assert "5 条" in message and f"{PARCEL}10" in message and f"{PARCEL}15" not in message


def test_counts_and_sums_beyond_their_bounds_are_findings(ask):
    assert [(row[0], row[2]) for row in findings(ask, "row_count_changed")] == [("land.parcel_register", "2023-12-31")]
    message = findings(ask, "sum_changed")[0][3]
    assert "宗地面积" in message and "5300.00" in message and "30000.00" in message


def test_a_row_sent_by_city_and_district_is_a_finding_at_the_later_one(ask):
    found = findings(ask, "row_sent_twice")
    assert [(row[0], row[1]) for row in found] == [("environment.issue", DISTRICT)]
    assert "T1" in found[0][3] and CITY in found[0][3]


def test_batches_that_wait_or_gave_way_are_findings(ask):
    held = findings(ask, "batch_held")
    assert [(row[0], row[2]) for row in held] == [("economy.output", "2023")], "the confirmed one waits no more"
    assert [row[0] for row in findings(ask, "batch_conflict")] == ["tax.credit_rating"]


def test_lists_that_are_overdue_are_findings(ask):
    stale = {(row[0], row[1]): row[3] for row in findings(ask, "list_stale")}
    assert "从未报送" in stale["illegal_construction.issue", "330683"]
    assert ("safety.issue", "330683") not in stale
    assert "2023-12 期" in stale["tax.tax_paid", "330683"]


def test_codes_the_registry_does_not_know_are_counted(ask):
    rows = ask(
        "select code_count, found_count from mart.dq_coverage"
        " where list_code = 'tax.registration' and register_list_code = 'registry.enterprise'"
    )
    assert rows == [(12, 1)]
    assert [row[:2] for row in findings(ask, "coverage_low")] == [("tax.registration", "330683")]


def test_decisions_say_what_they_cover(ask):
    rows = ask("select decision_no, state, target_count from mart.dq_decision order by 1")
    assert rows == [("D1", "in_force", 1), ("D2", "in_force", 0), ("D3", "revoked", 0)]
    found = findings(ask, "decision_without_target")
    assert len(found) == 1 and "D2" in found[0][3] and "330683/nowhere.xlsx" in found[0][3]


def test_a_list_of_the_whole_region_is_that_of_every_part_asked(ask):
    rows = ask(
        "select distinct part, status from mart.dq_completeness where list_code = 'land.occupancy' and part <> '*'"
    )
    assert sorted(rows) == [(c, "received") for c in ("常山县", "开化县", "柯城区", "江山市", "衢江区", "龙游县")]


def test_a_supplement_alone_is_no_list_and_a_nil_report_of_a_part_is_one(ask):
    states = dict(
        ask(
            "select list_code, status from mart.dq_completeness where region_code = '330683'"
            " and (list_code = 'tax.tax_paid' and period = '2023-11'"
            " or list_code = 'enforcement.inspection' and period = '2023-Q4')"
        )
    )
    assert states == {"tax.tax_paid": "missing", "enforcement.inspection": "nil"}


def test_a_list_sent_once_grows_old(ask):
    message = next(row[3] for row in findings(ask, "list_stale") if row[0] == "environment.permit")
    assert "甘霖镇：最近一次是 2022-06-30 的清单，已超过 400 天" in message
