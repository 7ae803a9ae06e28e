"""Supply contracts, their checks and released land with known answers: promises, 闲置土地, each ㎡ counted once."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from park_brain.installation import Installation
from tests.support.selected_fixture import Selected
from tests.support.stories import Query, build_story, firm

DAY = "2023-12-31"


def land(number: int, **more: Any) -> dict[str, Any]:
    """The code and place of a parcel."""
    return dict(land_code=f"330683001001GB{number:05d}", location=f"路{number}号") | more


def tell_land(selected: Selected) -> None:
    """甲 holds twenty parcels of 10000 ㎡ (15 亩); 2022 tax is 125,000 元 a month and all on the first of them."""
    parcels = [land(n, land_area_sqm=10000, ownership="国有", land_status="在用") for n in range(1, 21)]
    selected.deliver("land.parcel_register", DAY, [row | firm("holder", "甲公司") for row in parcels])
    known = firm("enterprise", "甲公司") | dict(registration_status="存续")
    selected.deliver("registry.enterprise", DAY, [known])
    selected.deliver("tax.registration", DAY, [firm("taxpayer", "甲公司") | dict(registration_status="正常")])
    selected.deliver("economy.above_scale_roster", "2021", [firm("enterprise", "甲公司")])
    for month in range(1, 13):
        row = firm("taxpayer", "甲公司") | dict(tax_type="城镇土地使用税", amount_cny="125000.00")
        row |= dict(paid_date=date(2022, month, 10), land_code=land(1)["land_code"])
        selected.deliver("tax.tax_paid", f"2022-{month:02d}", [row], received_at=datetime(2022, month, 28))


def contract(number: int, **more: Any) -> dict[str, Any]:
    """A contract of 15 亩 at 3,000,000 元, five promises, to begin on 2022-12-31."""
    promises = dict(promised_investment_wan_cny_per_mu=400, promised_far="1.5", promised_tax_wan_cny_per_mu=10)
    promises |= dict(promised_energy_tce_per_wan_cny="0.3", promised_emission_t_per_wan_cny="0.2")
    dated = dict(signed_date=date(2021, 1, 1), planned_start_date=date(2022, 12, 31))
    own = land(number, contract_no=f"C{number}", land_area_sqm=10000, price_cny=3000000, is_standard_land=True)
    return firm("transferee", "甲公司") | own | dated | promises | more


def check(number: int, day: date, **more: Any) -> dict[str, Any]:
    """A check in which every promise but the tax is met exactly."""
    told = dict(contract_no=f"C{number}", land_code=land(number)["land_code"], checkpoint="达产复核")
    told |= dict(check_date=day, check_result="达标", actual_investment_wan_cny_per_mu=400, actual_far="1.5")
    told |= dict(actual_energy_tce_per_wan_cny="0.3", actual_emission_t_per_wan_cny="0.2")
    return firm("enterprise", "甲公司") | told | more


def tell_contracts(selected: Selected) -> None:
    """Nine contracts for the idle test, of which the first three are checked."""
    begun = dict(actual_start_date=date(2021, 6, 1))
    rows = [
        contract(1, **begun, actual_finish_date=date(2022, 1, 1)),
        contract(2, planned_start_date=date(2023, 1, 1), promised_far=None),
        contract(3, planned_start_date=date(2021, 12, 31)),
        contract(4, planned_start_date=None),
        contract(5, price_cny=924696000),
        contract(6, **begun),
        contract(7, **begun),
        contract(8, **begun),
        contract(9, **begun, is_standard_land=False),
    ]
    selected.deliver("land.supply_contract", "2023-12", rows)
    again = dict(checkpoint="竣工核验", actual_far="1.4", actual_tax_wan_cny_per_mu=3)
    failed = dict(check_result="不达标", failed_items="投资强度", actual_energy_tce_per_wan_cny="0.3001")
    penalty = dict(is_breach=True, penalty_due_cny=300000, penalty_received_cny=100000)
    checks = [
        check(1, date(2023, 6, 30), due_date=date(2021, 6, 30)),
        check(1, date(2022, 3, 1), **again),
        check(3, date(2023, 5, 1), due_date=date(2023, 3, 1), actual_tax_wan_cny_per_mu="9.99", **failed, **penalty),
        check(2, date(2023, 5, 1), checkpoint="竣工核验", check_result=None, actual_investment_wan_cny_per_mu=None),
    ]
    selected.deliver("land.contract_check", "2023-06", checks)


def tell_projects(selected: Selected) -> None:
    """Of 23,000,000 元 with the land, 5,000,000 (6 stood still), 9,000,000 (7 stood still), or growing (8)."""
    for period, amounts in (("2022-12", (5, 9, 4)), ("2023-06", (5, 9, 4)), ("2023-12", (5, 9, 5))):
        rows = [
            firm("enterprise", "甲公司")
            | dict(project_code=f"X{n}", project_name="厂房", land_code=land(n)["land_code"], project_status="在建")
            | dict(planned_investment_cny=23000000, completed_investment_cny=amount * 1000000)
            for n, amount in zip((6, 7, 8), amounts, strict=True)
        ]
        selected.deliver("investment.project", period, rows)


def tell_releases(selected: Selected) -> None:
    """Parcel 11 beyond its area, 12 told by both lists, 13 vacated but not handed over, one plot without a code."""
    act = dict(release_kind="闲置盘活", release_area_sqm=6000)
    uncoded = dict(location="无码地块", release_kind="收回", land_area_sqm=1000, release_area_sqm=800)
    handed = dict(release_kind="收储", release_date=date(2023, 4, 1))
    rows = [
        land(11, release_no="A2", release_date=date(2023, 5, 1), **act),
        land(11, release_no="A1", release_date=date(2023, 2, 1), floor_area_sqm=9000, **act),
        land(12, release_no="A3", release_area_sqm=10000, **handed),
        uncoded | dict(release_no="A4", release_date=date(2023, 6, 1)),
        uncoded | dict(release_no="A5", release_date=date(2023, 6, 2)),
        land(11, release_no="A6", release_date=date(2023, 7, 1), **act),
    ]
    selected.deliver("land.release", "2023-07", rows)
    case = firm("enterprise", "甲公司") | dict(reserve_kind="政府收储", land_area_sqm=10000)
    vacated = land(13, reserve_no="S2", reserve_status="腾空", vacated_date=date(2023, 4, 1))
    moved = dict(reserve_kind="企业腾退", land_area_sqm=2500, reserve_status="交付", delivered_date=date(2023, 3, 1))
    selected.deliver("land.reserve", "2023-03", [case | land(12, reserve_no="S1", reserve_status="签约")])
    delivered = land(12, reserve_no="S1", reserve_status="交付", delivered_date=date(2023, 4, 1))
    rows = [case | delivered, case | vacated, case | land(14, reserve_no="S3", **moved)]
    selected.deliver("land.reserve", "2023-12", rows)


@pytest.fixture(scope="module")
def contract_rows(tmp_path_factory: pytest.TempPathFactory, contracts) -> Query:
    """Rows of a query on the built marts."""
    home = Installation(tmp_path_factory.mktemp("contract"))
    selected = Selected(home, contracts)
    for tell in (tell_land, tell_contracts, tell_projects, tell_releases):
        tell(selected)
    build_story(home, selected, __file__)

    def rows(sql: str, *values: object) -> list[tuple[object, ...]]:
        with duckdb.connect(home.build_file, read_only=True) as connection:
            return connection.execute(sql, list(values)).fetchall()

    return rows


def verdicts(rows: Query, number: str, checkpoint: str) -> dict[object, tuple[object, ...]]:
    """Promise -> our verdict, why unknown, and whether it differs from the check's."""
    found = rows(
        "select promise_code, is_met, state_reason, differs_from_stated from mart.fct_commitment_check"
        " where contract_no = ? and checkpoint = ?",
        number,
        checkpoint,
    )
    return {row[0]: row[1:] for row in found}


def test_a_promise_met_exactly_is_met_and_missing_tax_is_the_parcels_own(contract_rows: Query) -> None:
    kept = ("yes", None, "no")
    promises = ("investment", "floor_area_ratio", "energy", "emission", "tax")
    assert verdicts(contract_rows, "C1", "达产复核") == dict.fromkeys(promises, kept)
    computed = contract_rows(
        "select computed_year, round(computed_actual, 9), computed_is_met, actual, actual_without_land_price"
        " from mart.fct_commitment_check where contract_no = 'C1' and checkpoint = '达产复核'"
        " and promise_code in ('tax', 'investment') order by promise_code desc"
    )
    assert computed[0] == (2022, 10.0, "yes", None, None)
    assert computed[1][3:] == (Decimal("400.0000"), Decimal("380.0000"))


def test_tax_before_full_production_is_not_due_and_a_stated_pass_may_differ(contract_rows: Query) -> None:
    found = verdicts(contract_rows, "C1", "竣工核验")
    assert found["tax"] == ("unknown", "not_due", "unknown")
    assert found["floor_area_ratio"] == ("no", None, "yes")
    whole = "select is_met, breached_promises, differs_from_stated from mart.fct_contract_commitment"
    assert contract_rows(f"{whole} where contract_no = 'C1' and checkpoint = '竣工核验'") == [("no", "容积率", "yes")]


def test_a_breach_counts_its_penalty_once_beside_the_promises(contract_rows: Query) -> None:
    found = verdicts(contract_rows, "C3", "达产复核")
    assert found["energy"] == ("no", None, "yes")  # at most: just above; the check names 投资强度 only
    assert found["investment"] == ("yes", None, "yes")
    assert found["tax"] == ("no", None, "yes")
    due = "select sum(penalty_due_cny), sum(penalty_received_cny), sum(penalty_outstanding_cny)"
    assert contract_rows(f"{due} from mart.fct_contract_commitment") == [(300000, 100000, 200000)]


def test_what_was_not_promised_has_no_row_and_what_is_missing_is_unknown(contract_rows: Query) -> None:
    found = verdicts(contract_rows, "C2", "竣工核验")
    assert "floor_area_ratio" not in found
    assert found["investment"] == ("unknown", "no_actual", "unknown")
    assert found["energy"] == ("yes", None, "unknown")


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (1, ("no", None, None, None)),  # finished
        (2, ("no", None, None, None)),  # the year is not over
        (3, ("yes", date(2022, 12, 31), "take_back", None)),
        (4, ("unknown", None, None, None)),
        (5, ("yes", date(2023, 12, 31), "fee", Decimal("184939200.00"))),  # on the very day
        (6, ("yes", date(2023, 12, 31), None, None)),  # 2 of 20 million without the land, still for a year
        (7, ("unknown", None, None, None)),  # 6 of 20 million: the area begun on would tell
        (8, ("no", None, None, None)),
        (9, ("unknown", None, None, None)),  # begun, and no project tells how far
    ],
)
def test_idle_land(contract_rows: Query, number: int, expected: tuple[object, ...]) -> None:
    columns = "is_idle, idle_from_date, consequence, fee_due_cny"
    assert contract_rows(f"select {columns} from mart.gov_idle_land where contract_no = ?", f"C{number}") == [expected]


def test_standard_land_names_the_promises_it_lacks(contract_rows: Query) -> None:
    found = contract_rows(
        "select contract_no, is_standard_land, standard_land_lacks from mart.gov_idle_land"
        " where contract_no in ('C1', 'C2', 'C9') order by contract_no"
    )
    assert found == [("C1", True, None), ("C2", True, "容积率"), ("C9", False, None)]


def test_each_square_metre_is_released_once(contract_rows: Query) -> None:
    found = contract_rows(
        "select list_code, act_no, release_kind, stated_area_sqm, counted_area_sqm, counted_state, area_basis"
        " from mart.fct_land_release order by list_code, act_no"
    )
    assert found == [
        ("land.release", "A1", "闲置盘活", 6000, 6000, "full", "parcel"),
        ("land.release", "A2", "闲置盘活", 6000, 4000, "part", "parcel"),
        ("land.release", "A3", "收储", 10000, 10000, "full", "parcel"),
        ("land.release", "A4", "收回", 800, 800, "full", "stated"),
        ("land.release", "A5", "收回", 800, 200, "part", "stated"),
        ("land.release", "A6", "闲置盘活", 6000, 0, "none", "parcel"),
        ("land.reserve", "S1", "收储", 10000, 0, "same_act", "parcel"),
        ("land.reserve", "S3", "腾退", 2500, 2500, "full", "parcel"),
    ]
