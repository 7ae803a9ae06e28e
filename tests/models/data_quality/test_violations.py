"""The life of a violation: open, fixed, gone, waived; told by deliveries to one small region."""

from __future__ import annotations

from datetime import date, datetime

import duckdb
import pytest

from park_brain.installation import Installation
from tests.support.selected_fixture import Selected
from tests.support.stories import build_story, firm

JANUARY, FEBRUARY, MARCH = datetime(2024, 1, 5), datetime(2024, 1, 9), datetime(2024, 1, 15)
LIFE = (
    "select status, first_received_at, last_received_at, settled_at, waiver_no from mart.dq_violation"
    " where violation_id = ?"
)


def case(number: str) -> dict[str, object]:
    return dict(issue_no=number, severity="一般", found_date=date(2023, 2, 3), issue_status="列入")


def tell_register(selected: Selected) -> None:
    """The same register three times: F1 is mended, F2 stays wrong, F3 is deleted; F4 was rejected, then mended."""
    first = selected.deliver("fire.issue", "2023-09", [case("F1"), case("F2"), case("F3")], received_at=JANUARY)
    for key in ("F1", "F2", "F3"):
        selected.violate(first, f"V{key}", row_key=key)
    selected.violate(first, "VF4", row_key="F4", severity="reject")
    second = selected.deliver("fire.issue", "2023-12", [case("F1"), case("F2"), case("F4")], received_at=FEBRUARY)
    selected.violate(second, "VF2", row_key="F2", line=7)
    selected.violate(second, "VF5", row_key="F5", severity="reject")
    selected.violate(second, "VF1b", row_key="F5", severity="reject", rule_id="bad_date")
    # An older period that arrives last changes nothing.
    late = selected.deliver("fire.issue", "2023-06", [case("F1")], received_at=MARCH)
    selected.violate(late, "VF1", row_key="F1")


def tell_return(selected: Selected) -> None:
    """A fault is mended and comes back; a row changes its key; a rejected case moves to another line."""
    for month, keys in ((9, ("R1", "R2")), (10, ("R3",)), (12, ("R1", "R3"))):
        batch = selected.deliver(
            "illegal_construction.issue",
            f"2023-{month:02d}",
            [case("R1"), case("R3" if month > 9 else "R2")],
            received_at=datetime(2024, 1, month),
        )
        for line, key in enumerate(keys, start=month):
            selected.violate(batch, f"V{key}", row_key=key, line=line, list_code="illegal_construction.issue")


def tell_supplement(selected: Selected) -> None:
    """A full register, and a supplement that mends S1 and says nothing of S2."""
    full = selected.deliver("safety.issue", "2023-12", [case("S2")], received_at=JANUARY)
    more = selected.deliver(
        "safety.issue", "2023-12", [case("S1")], received_at=FEBRUARY, delivery="supplement", cause="supplement"
    )
    for key in ("S1", "S2"):
        selected.violate(full, f"V{key}", row_key=key)
    selected.violate(more, "VS3", row_key="S3", severity="reject")


def tell_waiting(selected: Selected) -> None:
    """A register that counts, then one with a critical failure, then a better one that fails too; a blocked one."""
    counts = selected.deliver("environment.issue", "2023-12", [case("E1"), case("E2")], received_at=JANUARY)
    selected.violate(counts, "VE1", row_key="E1")
    waiting = dict(selection="not_eligible", cause="critical")
    early = selected.deliver("environment.issue", "2023-12", [], received_at=FEBRUARY, **waiting)
    selected.violate(early, "VE2", row_key="E2", severity="reject")
    later = selected.deliver("environment.issue", "2023-12", [], received_at=MARCH, **waiting)
    selected.violate(later, "VE3", row_key="E3", severity="reject")
    blocked = selected.deliver(
        "environment.issue", "2023-12", [], received_at=MARCH, selection="not_eligible", cause="blocked"
    )
    selected.violate(blocked, "VE4", row_key="E4", severity="reject")


def tell_waivers(selected: Selected) -> None:
    """Waivers by number and by row; one revoked, one expired, one of another region."""
    taxes = [
        firm("taxpayer", "甲公司") | dict(tax_type="增值税", amount_cny=n, paid_date=date(2023, 12, 5)) for n in (1, 2)
    ]
    batch = selected.deliver("tax.tax_paid", "2023-12", taxes)
    for name in ("W1", "W2", "W3", "W4", "W5", "W6"):
        selected.violate(batch, f"V{name}", row_key=f"甲｜{name}", column_zh="入库金额")
    by_row = dict(list_code="tax.tax_paid", rule_id="bad_number", row_key="甲|W2")
    waivers = [
        dict(waiver_no="N1", violation_id="VW1"),
        dict(waiver_no="N2", column_name="入库金额", **by_row),
        dict(waiver_no="N3", violation_id="VW3", action="撤销"),
        dict(waiver_no="N4", violation_id="VW4", valid_to_date=date(2024, 1, 19)),
        dict(waiver_no="N6", violation_id="VF1"),
        dict(waiver_no="N7", violation_id="VW6", decided_date=date(2024, 1, 21)),
    ]
    usual = dict(action="豁免", reason="历史遗留", decided_date=date(2024, 1, 1))
    selected.deliver("data_centre.violation_waiver", "2024-01-12", [usual | waiver for waiver in waivers])
    other = usual | dict(waiver_no="N5", violation_id="VW5")
    selected.deliver("data_centre.violation_waiver", "2024-01-12", [other], region="330681")


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory, contracts):
    """Status and instants of a violation on the built mart."""
    home = Installation(tmp_path_factory.mktemp("violations"))
    selected = Selected(home, contracts)
    for tell in (tell_register, tell_return, tell_supplement, tell_waiting, tell_waivers):
        tell(selected)
    build_story(home, selected, __file__)

    def rows(violation_id: str) -> tuple[object, ...]:
        with duckdb.connect(home.build_file, read_only=True) as connection:
            return connection.execute(LIFE, [violation_id]).fetchall()[0]

    return rows


@pytest.mark.parametrize(
    ("violation_id", "expected"),
    [
        ("VF1", ("fixed", JANUARY, MARCH, MARCH, None)),
        ("VF2", ("open", JANUARY, FEBRUARY, None, None)),
        ("VF3", ("gone", JANUARY, JANUARY, FEBRUARY, None)),
        ("VF4", ("fixed", JANUARY, JANUARY, FEBRUARY, None)),
        ("VF5", ("open", FEBRUARY, FEBRUARY, None, None)),
        ("VR1", ("open", datetime(2024, 1, 9), datetime(2024, 1, 12), None, None)),
        ("VR2", ("gone", datetime(2024, 1, 9), datetime(2024, 1, 9), datetime(2024, 1, 10), None)),
        ("VR3", ("open", datetime(2024, 1, 10), datetime(2024, 1, 12), None, None)),
        ("VS1", ("fixed", JANUARY, JANUARY, FEBRUARY, None)),
        ("VS2", ("open", JANUARY, JANUARY, None, None)),
        ("VS3", ("open", FEBRUARY, FEBRUARY, None, None)),
        ("VE1", ("open", JANUARY, JANUARY, None, None)),
        ("VE2", ("fixed", FEBRUARY, FEBRUARY, MARCH, None)),
        ("VE3", ("open", MARCH, MARCH, None, None)),
        ("VE4", ("gone", MARCH, MARCH, None, None)),
        ("VW1", ("waived", datetime(2024, 1, 10), datetime(2024, 1, 10), None, "N1")),
        ("VW2", ("waived", datetime(2024, 1, 10), datetime(2024, 1, 10), None, "N2")),
        ("VW3", ("open", datetime(2024, 1, 10), datetime(2024, 1, 10), None, None)),
        ("VW4", ("open", datetime(2024, 1, 10), datetime(2024, 1, 10), None, None)),
        ("VW5", ("open", datetime(2024, 1, 10), datetime(2024, 1, 10), None, None)),
        ("VW6", ("open", datetime(2024, 1, 10), datetime(2024, 1, 10), None, None)),
    ],
)
def test_a_violation_lives_until_it_is_mended(life, violation_id, expected):
    assert life(violation_id) == expected
