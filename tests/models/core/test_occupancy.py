"""Land stories with known answers: what counts as the newest list, who holds, and which lease is which."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from park_brain.installation import Installation
from tests.support.selected_fixture import Selected
from tests.support.stories import PARCEL, build_story, code

DAY = "2023-12-31"
FIRMS = {f"{name}公司": code(number) for number, name in enumerate("甲乙丙丁戊己庚辛壬", start=1)}
LAND = """
    select enterprise_name, land_sqm from mart.fct_parcel_enterprise
    join mart.dim_enterprise using (enterprise_id) join mart.dim_parcel using (parcel_id)
    where land_code = ? and month_start = ? order by all
"""


def firm(kind: str, name: str) -> dict[str, str]:
    return {f"{kind}_uscc": FIRMS[name], f"{kind}_name": name}


def parcel(number: int, region: str = "330683") -> str:
    return f"{region}001002GB{number:05d}"


def statement(who: str, tenure: str, land_code: str, area: int | None, whom: str = "", **more: Any) -> dict[str, Any]:
    """One row of 用地情况与租赁清单."""
    row = firm("occupant", who) | dict(tenure=tenure, land_code=land_code, location="路", land_area_sqm=area)
    return row | (firm("counterparty", whom) if whom else {}) | more


def registered(land_code: str | None, holder: str, **more: Any) -> dict[str, Any]:
    """One row of 工业用地底数清单, 10000 ㎡."""
    row = firm("holder", holder) | dict(land_code=land_code, land_area_sqm=10000, ownership="国有", land_status="在用")
    return row | (dict(location="路") if land_code else {}) | more


def tell(selected: Selected) -> None:
    """Parcels 1-4 are in the register, 11 and 12 are not; part 甘霖镇 reports nothing any more at the year's end."""
    day = date
    holders = {1: "甲公司", 2: "甲公司", 3: "丙公司", 4: "丙公司", 5: "丙公司"}
    rows = [registered(parcel(number), holder) for number, holder in holders.items()]
    rows += [registered(None, "丁公司"), registered(PARCEL, "丁公司")]
    selected.deliver("land.parcel_register", DAY, rows)
    selected.deliver("land.parcel_register", DAY, [registered(PARCEL, "丁公司")], region="330681")
    old = [statement("甲公司", "出租", parcel(1), 3000, "乙公司", start_date=day(2023, 1, 1))]
    selected.deliver("land.occupancy", "2023-06-30", old, part="甘霖镇", received_at=datetime(2023, 7, 1))
    selected.deliver("land.occupancy", DAY, [], part="甘霖镇")
    from_may, old_lease = dict(start_date=day(2023, 5, 1)), dict(start_date=day(2022, 3, 1))
    owned_till = dict(start_date=day(2015, 1, 1), end_date=day(2023, 6, 30))
    rows = [
        statement("甲公司", "出租", parcel(2), 1000, "乙公司", **from_may | dict(location="A栋")),
        statement("甲公司", "出租", parcel(2), 2000, "乙公司", **from_may | dict(location="B栋")),
        statement("丙公司", "出租", parcel(3), 3000, "戊公司", **old_lease),
        statement("戊公司", "承租", parcel(3), 3000, "丙公司"),
        statement("丙公司", "出租", parcel(4), 1000, "己公司", **from_may | dict(location="A栋")),
        statement(
            "丙公司", "出租", parcel(4), 500, "己公司", **from_may | dict(location="B栋", end_date=day(2023, 8, 31))
        ),
        statement("庚公司", "自有", parcel(11), 4000, **owned_till),
        statement("辛公司", "自有", parcel(11), 4000, start_date=day(2023, 9, 1)),
        statement("庚公司", "自有", parcel(12), 700, **owned_till),
    ]
    for year in (2021, 2022):
        term = dict(start_date=day(year, 1, 1), end_date=day(year, 12, 31))
        rows.append(statement("壬公司", "承租", parcel(13), 100, "辛公司", **term))
        rows.append(statement("丙公司", "出租", parcel(5), 3000, "壬公司", **term))
        rows.append(statement("壬公司", "承租", parcel(5), 3100, "丙公司", **term))
    selected.deliver("land.occupancy", DAY, rows)
    selected.deliver("economy.above_scale_roster", "2023", [firm("enterprise", "丁公司")])
    for part in ("甘霖镇", "黄泽镇"):
        figures = dict(value_added_cny=100, revenue_cny=100, staff_avg_count=5)
        selected.deliver("economy.output", "2023", [firm("enterprise", "甲公司") | figures], part=part)


@pytest.fixture(scope="module")
def land_home(tmp_path_factory: pytest.TempPathFactory, contracts) -> Installation:
    """The land stories, built."""
    home = Installation(tmp_path_factory.mktemp("land"))
    selected = Selected(home, contracts)
    tell(selected)
    build_story(home, selected, __file__)
    return home


@pytest.fixture(scope="module")
def land(land_home: Installation):
    """Rows of a query on the built marts."""

    def rows(sql: str, *values: object) -> list[tuple[object, ...]]:
        with duckdb.connect(land_home.build_file, read_only=True) as connection:
            return connection.execute(sql, list(values)).fetchall()

    return rows


def shares(**areas: int) -> list[tuple[str, Decimal]]:
    return sorted((name + "公司", Decimal(area)) for name, area in areas.items())


def test_a_nil_snapshot_empties_its_part(land):
    assert land(LAND, parcel(1), date(2023, 12, 1)) == shares(甲=10000)


def test_several_places_of_one_lease_add_up(land):
    assert land(LAND, parcel(2), date(2023, 12, 1)) == shares(甲=7000, 乙=3000)


def test_an_empty_start_means_the_other_sides_lease(land):
    assert land(LAND, parcel(3), date(2023, 12, 1)) == shares(丙=7000, 戊=3000)
    assert land("select count(*) from mart.dq_list_check where land_code = ?", parcel(3)) == [(0,)]


@pytest.mark.parametrize(("month", "let"), [(4, 0), (5, 1500), (8, 1500), (9, 1000)])
def test_leases_of_one_start_end_on_their_own_days(land, month, let):
    expected = shares(丙=10000 - let, 己=let) if let else shares(丙=10000)
    assert land(LAND, parcel(4), date(2023, month, 1)) == expected


@pytest.mark.parametrize(("month", "holder"), [(1, "庚公司"), (6, "庚公司"), (7, ""), (9, "辛公司"), (12, "辛公司")])
def test_own_land_ends_with_its_statement(land, month, holder):
    sql = """select uscc, land_sqm from mart.fct_parcel_enterprise join mart.dim_enterprise using (enterprise_id)
        join mart.dim_parcel using (parcel_id) where land_code = ? and month_start = ?"""
    assert land(sql, parcel(11), date(2023, month, 1)) == [(FIRMS.get(holder), Decimal(4000))]


def test_todays_holder_is_who_owns_today(land):
    sql = """select land_code, uscc, holder_from_date, land_area_sqm from mart.dim_parcel
        join mart.dim_enterprise on enterprise_id = holder_enterprise_id where land_code in (?, ?) order by 1"""
    assert land(sql, parcel(11), parcel(12)) == [
        (parcel(11), FIRMS["辛公司"], date(2023, 9, 1), Decimal(4000)),
        (parcel(12), None, None, Decimal(700)),
    ]
    sql = """select b.valid_from_date, b.valid_to_date from mart.bridge_parcel_enterprise as b
        join mart.dim_parcel using (parcel_id) where land_code = ? and tenure = 'own' order by 1"""
    assert land(sql, parcel(11)) == [(date(2015, 1, 1), date(2023, 6, 30)), (date(2023, 9, 1), None)]


@pytest.mark.parametrize(
    ("check", "count"),
    [
        ("parcel_not_in_register", 2 + 1 + 2),
        ("lease_sides_differ", 2),
        ("output_not_on_roster", 2),
        ("register_without_parcel", 1),
        ("parcel_listed_twice", 1),
    ],
)
def test_every_finding_is_a_row_of_its_own(land, check, count):
    found = land("select finding_id from mart.dq_list_check where check_id = ?", check)
    assert len(found) == len(set(found)) == count


def test_findings_keep_their_number_when_the_list_is_sent_again(land, home: Installation, contracts):
    selected = Selected(home, contracts)
    selected.deliver("land.occupancy", "2022-12-31", [])
    tell(selected)
    build_story(home, selected, __file__)
    sql = "select finding_id, batch_id from mart.dq_list_check order by 1"
    with duckdb.connect(home.build_file, read_only=True) as connection:
        again = connection.execute(sql).fetchall()
    before = land(sql)
    assert [number for number, _ in again] == [number for number, _ in before] and again != before
