"""四个一批 with known answers: which remedy the conditions propose in two counties, and what became of the plans."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import duckdb
import pytest

from park_brain.installation import Installation
from tests.support.selected_fixture import Selected
from tests.support.stories import Query, build_story, code

DAY = "2023-12-31"
SHENGZHOU, ZHUJI = "330683", "330681"
PLANNED = dict(planned_use="工业用地", plan_conformity="符合")
AGAINST = dict(planned_use="居住用地", plan_conformity="不符合")
EDGE, ABOVE, HIGH = "750000.00", "750000.01", "3000000.00"
"""5 万元/亩 on 15 亩, a fen more, and 20 万元/亩."""

CASES: dict[str, tuple[str, dict[str, str], str, str | None]] = {
    "S1": (SHENGZHOU, PLANNED, EDGE, "D"),
    "S2": (SHENGZHOU, PLANNED, ABOVE, "C"),
    "S3": (SHENGZHOU, AGAINST, EDGE, "A"),
    "S4": (SHENGZHOU, AGAINST, EDGE, "A"),
    "S5": (SHENGZHOU, PLANNED, HIGH, "D"),
    "S6": (SHENGZHOU, {}, EDGE, None),
    "S7": (SHENGZHOU, PLANNED, ABOVE, "C"),
    "Z1": (ZHUJI, PLANNED, EDGE, "D"),
    "Z2": (ZHUJI, PLANNED, HIGH, "A"),
    "Z3": (ZHUJI, PLANNED, ABOVE, "A"),
}
"""Case -> region, what the land register says, tax of the year, grade of its building."""
NUMBER = {case: number for number, case in enumerate(CASES, start=41)}


def firm(kind: str, case: str) -> dict[str, str]:
    """The two columns that name the firm of a case."""
    return {f"{kind}_uscc": code(NUMBER[case]), f"{kind}_name": f"{case}公司"}


def land(case: str) -> dict[str, str]:
    """The code and place of its parcel."""
    return dict(land_code=f"{CASES[case][0]}001001GB{NUMBER[case]:05d}", location=f"{case}路1号")


def tell_region(selected: Selected, region: str) -> None:
    """Each firm holds its 10000 ㎡ alone, with one building; all twelve months of tax are there."""
    cases = {case: facts for case, facts in CASES.items() if facts[0] == region}
    held = dict(land_area_sqm=10000, ownership="国有", land_status="在用")
    parcels = [land(case) | firm("holder", case) | held | facts[1] for case, facts in cases.items()]
    graded = [land(case) | dict(building_name="厂房", quality_grade=facts[3]) for case, facts in cases.items()]
    known = [firm("enterprise", case) | dict(registration_status="存续") for case in cases]
    taxed = [firm("taxpayer", case) | dict(registration_status="正常") for case in cases]
    paid = dict(paid_date=date(2023, 1, 10), tax_type="增值税")
    tax = [firm("taxpayer", case) | paid | dict(amount_cny=facts[2]) for case, facts in cases.items()]
    for list_code, rows in (
        ("land.parcel_register", parcels),
        ("governance.building", [row for row in graded if row["quality_grade"]]),
        ("registry.enterprise", known),
        ("tax.registration", taxed),
    ):
        selected.deliver(list_code, DAY, rows, region=region)
    for month in range(1, 13):
        rows = tax if month == 1 else []
        at = datetime(2023, month, 28)
        selected.deliver("tax.tax_paid", f"2023-{month:02d}", rows, region=region, received_at=at)


def tell_problems(selected: Selected) -> None:
    """S4 has outdated capacity, Z2 an ordinary open fire problem; 诸暨 sends every register its plan sets."""
    item = firm("enterprise", "S4") | dict(item_no="L1", equipment="老炉", listed_date=date(2023, 2, 1))
    selected.deliver("economy.outdated_capacity", "2023-12", [item | dict(disposal_status="列入")])
    selected.deliver("economy.outdated_capacity", "2023-12", [], region=ZHUJI)
    case = firm("enterprise", "Z2") | dict(issue_no="X1", severity="一般", issue_status="列入")
    selected.deliver("fire.issue", "2023-12", [case | dict(found_date=date(2023, 8, 1))], region=ZHUJI)
    for list_code in ("environment.issue", "safety.issue"):
        selected.deliver(list_code, "2023-12", [], region=ZHUJI)


def plan(case: str, path: str = "整治提升", **more: Any) -> dict[str, Any]:
    """The plan of a case, made on 2023-01-05."""
    made = dict(plan_no=f"F-{case}", governance_path=path, plan_status="实施中", plan_date=date(2023, 1, 5))
    return firm("enterprise", case) | land(case) | made | more


def tell_plans(selected: Selected) -> None:
    """Registers of four quarters: S1 changes path, S2 is closed and open again, S3 is left out once, S7 fails."""
    changed = dict(previous_path="整治提升", path_changed_date=date(2023, 5, 20), deadline_date=date(2023, 10, 31))
    changed |= dict(next_milestone_date=date(2023, 12, 31), implementation_mode="政府主导")
    closed = dict(plan_status="已销号", accepted_date=date(2023, 8, 1), closed_date=date(2023, 8, 9))
    early = dict(previous_path="拆除重建", path_changed_date=date(2023, 2, 2), start_date=date(2023, 2, 20))
    failed = dict(plan_status="验收不通过", accepted_date=date(2023, 11, 11), fire_acceptance="不通过")
    failed |= dict(environment_acceptance="通过", next_milestone_date=date(2023, 12, 30))
    ended = plan("S6") | dict(plan_no="F-OLD", plan_status="已终止")
    first = [plan("S1"), plan("S2"), plan("S3", "功能转型"), plan("S4", "关停退出", **early), plan("S5"), ended]
    moved = plan("S1", "拆除重建", **changed)
    registers = {
        "2023-03": first,
        "2023-06": [moved, plan("S2"), *first[3:], plan("S6"), plan("S7")],
        "2023-09": [moved, plan("S2", **closed), *first[2:], plan("S6"), plan("S7")],
        "2023-12": [moved, plan("S2"), *first[2:], plan("S6"), plan("S7", **failed)],
    }
    for period, rows in registers.items():
        selected.deliver("governance.plan", period, rows)
    passed = dict.fromkeys(("environment_acceptance", "safety_acceptance", "fire_acceptance"), "通过")
    zhuji = [plan("Z1", "拆除重建"), plan("Z2", **passed), plan("Z3", "功能转型")]
    selected.deliver("governance.plan", "2023-12", zhuji, region=ZHUJI)


@pytest.fixture(scope="module")
def remedy(tmp_path_factory: pytest.TempPathFactory, contracts) -> Query:
    """Rows of a query on the built marts."""
    home = Installation(tmp_path_factory.mktemp("remedy"))
    selected = Selected(home, contracts)
    tell_region(selected, SHENGZHOU)
    tell_region(selected, ZHUJI)
    tell_problems(selected)
    tell_plans(selected)
    build_story(home, selected, __file__)

    def rows(sql: str, *values: object) -> list[tuple[object, ...]]:
        with duckdb.connect(home.build_file, read_only=True) as connection:
            return connection.execute(sql, list(values)).fetchall()

    return rows


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        ("S1", ("path", "拆除重建", "拆除重建", "拆除重建", False)),
        ("S2", ("path", "整治提升", "整治提升", "整治提升", False)),  # a fen above 5 万元/亩 is 较低
        ("S3", ("path", "功能转型", "功能转型", "功能转型", False)),
        ("S4", ("several_fit", "关停退出", "关停退出、功能转型", "关停退出", False)),
        ("S5", ("none_fits", None, None, "整治提升", None)),
        ("S6", ("unknown", None, None, "整治提升", None)),
        ("S7", ("path", "关停退出", "关停退出", "整治提升", True)),
        ("Z1", ("several_fit", "拆除重建", "拆除重建、整治提升", "拆除重建", False)),  # 诸暨: <= 5 is 低 and 较低
        ("Z2", ("path", "整治提升", "整治提升", "整治提升", False)),  # by its fire problem
        ("Z3", ("none_fits", None, None, "功能转型", None)),
    ],
)
def test_proposal_beside_the_plan_of_record(remedy: Query, case: str, expected: tuple[object, ...]) -> None:
    columns = "proposal_state, proposed_path, fitting_paths, plan_path, is_path_different"
    assert remedy(f"select {columns} from mart.gov_item where plan_no = ?", f"F-{case}") == [expected]


def test_a_proposal_names_what_fired_and_what_is_missing(remedy: Query) -> None:
    columns = "fired_conditions, unknown_conditions, source_clauses"
    found = remedy(f"select plan_no, {columns} from mart.gov_item where plan_no in ('F-S7', 'F-S6', 'F-Z2') order by 1")
    missing = "building_is_poor、fits_industry_direction、keeps_industrial_use、plan_conforms"
    assert found == [
        ("F-S6", None, missing, None),
        ("F-S7", "failed_acceptance", None, "SZ 1.4 二(三)4"),
        ("F-Z2", "has_problem、plan_conforms", None, "ZJ 1.4 三(三)1"),
    ]


def test_acceptance_by_the_standards_of_the_county(remedy: Query) -> None:
    columns = "required_standards, passed_standards, failed_standards, open_standards"
    found = remedy(f"select plan_no, {columns} from mart.gov_item where plan_no in ('F-S7', 'F-Z2') order by 1")
    assert found == [
        ("F-S7", "安全、建设、消防、环保", "环保", "消防", "安全、建设"),
        ("F-Z2", "安全、消防、环保", "安全、消防、环保", None, None),
    ]


def test_deadlines_are_overdue_the_day_after(remedy: Query) -> None:
    found = remedy(
        "select plan_no, is_overdue, is_milestone_overdue, path_change_count, implementation_mode from mart.gov_item"
        " where plan_no in ('F-S1', 'F-S7') order by 1"
    )
    assert found == [("F-S1", True, False, 1, "政府主导"), ("F-S7", False, True, None, None)]


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        (
            "S1",
            [
                (date(2023, 1, 5), "制定", None, "整治提升"),
                (date(2023, 3, 31), "实施", None, "整治提升"),
                (date(2023, 5, 20), "路径变更", "整治提升", "拆除重建"),
            ],
        ),
        (
            "S2",
            [
                (date(2023, 1, 5), "制定", None, "整治提升"),
                (date(2023, 3, 31), "实施", None, "整治提升"),
                (date(2023, 8, 1), "验收通过", None, "整治提升"),
                (date(2023, 8, 9), "销号", None, "整治提升"),
                (date(2023, 12, 31), "重新打开", None, "整治提升"),
                (date(2023, 12, 31), "实施", None, "整治提升"),
            ],
        ),
        (
            "S3",
            [
                (date(2023, 1, 5), "制定", None, "功能转型"),
                (date(2023, 3, 31), "实施", None, "功能转型"),
                (date(2023, 6, 30), "消失", None, None),
                (date(2023, 9, 30), "再次列出", None, "功能转型"),
            ],
        ),
        (
            "S4",
            [
                (date(2023, 1, 5), "制定", None, "拆除重建"),
                (date(2023, 2, 2), "路径变更", "拆除重建", "关停退出"),
                (date(2023, 2, 20), "实施", None, "关停退出"),
            ],
        ),
        (
            "S7",
            [
                (date(2023, 1, 5), "制定", None, "整治提升"),
                (date(2023, 6, 30), "实施", None, "整治提升"),
                (date(2023, 11, 11), "验收不通过", None, "整治提升"),
            ],
        ),
    ],
)
def test_history_of_a_plan(remedy: Query, case: str, expected: list[tuple[object, ...]]) -> None:
    columns = "event_date, event, from_path, to_path"
    found = remedy(f"select {columns} from mart.gov_plan_event where plan_no = ? order by event_no", f"F-{case}")
    assert found == expected


def test_a_plan_that_was_ended_is_none(remedy: Query) -> None:
    assert remedy("select count(*) from mart.gov_item where plan_no = 'F-OLD'") == [(0,)]
