"""Who uses which land, pays what and where, in every month of the stories of `land_stories`."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import duckdb
import pytest

from park_brain.installation import Installation
from tests.support.land_stories import (
    CHAIN,
    CODED,
    CUT,
    CUT_OFF,
    FIRM,
    FLOORS,
    LET,
    NEW_CODE,
    OLD_CODE,
    PARK,
    PART_A,
    PART_B,
    SITE,
    SOLD,
    WHOLE,
    YARD,
    tell,
)
from tests.support.selected_fixture import Selected
from tests.support.stories import Query, build_story
from warehouse.build.dbt_run import run_dbt

FACT = "fct_parcel_enterprise join dim_enterprise using (enterprise_id) join dim_parcel using (parcel_id)"
YEAR = "fct_parcel_enterprise_year join dim_enterprise using (enterprise_id) join dim_parcel using (parcel_id)"
BRIDGE = "bridge_parcel_enterprise join dim_enterprise using (enterprise_id) join dim_parcel using (parcel_id)"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, contracts) -> Installation:
    """The stories, built."""
    home = Installation(tmp_path_factory.mktemp("land_use"))
    selected = Selected(home, contracts)
    tell(selected)
    build_story(home, selected, __file__)
    return home


@pytest.fixture(scope="module")
def land(built: Installation) -> Query:
    """Rows of a query on the built stories."""

    def rows(sql: str, *values: object) -> list[tuple[object, ...]]:
        with duckdb.connect(built.build_file, read_only=True) as connection:
            connection.execute("use mart")
            return connection.execute(sql, list(values)).fetchall()

    return rows


def used(land: Query, land_code: str, month: int) -> dict[str, str]:
    """Land by the firm's short name in a month of 2023, as text."""
    names = {uscc: name for name, uscc in FIRM.items()}
    sql = f"select uscc, land_sqm from {FACT} where land_code = ? and month_start = ? and land_sqm is not null"
    rows = land(sql, land_code, date(2023, month, 1))
    return {names[uscc]: f"{area.normalize():f}" for uscc, area in rows}


def test_a_plant_of_three_storeys_let_by_the_floor(land):
    assert used(land, FLOORS, 1) == {"乙": "3333.3333", "丙": "3333.3333", "甲": "3333.3334"}
    flags = f"select distinct is_one_sided, land_basis from {FACT} where land_code = ? and uscc = ?"
    assert land(flags, FLOORS, FIRM["丙"]) == [(True, "floor_share")]
    assert land(flags, FLOORS, FIRM["乙"]) == [(False, "floor_share")]


def test_owners_who_let_all_they_have_live_on_rent(land):
    assert used(land, LET, 1) == {"乙": "3333.3333", "丙": "3333.3333", "丁": "3333.3333", "庚": "0.0001"}
    found = land(f"select uscc, land_code from {YEAR} where is_landlord_only order by land_code")
    assert found == [(FIRM["庚"], LET), (FIRM["乙"], PARK)]


def test_a_park_sold_by_the_unit(land):
    """Unsold and undivided units stay with the owner; 庚 buys in July; the unit 乙 lets has the certificate's land."""
    sold = {"丙": "600.0001", "丁": "400", "壬": "1000", "乙": "0"}
    assert used(land, PARK, 6) == sold | {"园": "7999.9999"}
    assert used(land, PARK, 7) == sold | {"庚": "500", "园": "7499.9999"}
    unknown = land(f"select distinct uscc from {FACT} where land_code = ? and is_land_unknown order by 1", PARK)
    assert unknown == [(FIRM["戊"],), (FIRM["己"],)]
    basis = f"select land_basis, sublease_depth from {BRIDGE} where land_code = ? and uscc = ?"
    assert land(basis, PARK, FIRM["壬"]) == [("certificate", 1)]


@pytest.mark.parametrize(("month", "third", "fourth"), [(8, "2500", {"丁": "1500"}), (9, "4000", {})])
def test_the_last_of_a_chain_uses_the_land(land, month, third, fourth):
    assert used(land, CHAIN, month) == {"甲": "4000", "乙": "2000", "丙": third} | fourth
    sql = f"select uscc, sublease_depth from {BRIDGE} where land_code = ? and tenure = 'leased_in' order by 2"
    assert land(sql, CHAIN) == [(FIRM["乙"], 1), (FIRM["丙"], 2), (FIRM["丁"], 3)]


def test_a_parcel_split_in_june_is_whole_in_may_and_parts_in_june(land):
    assert used(land, WHOLE, 5) == {"甲": "8000", "乙": "2000"} and used(land, PART_A, 5) == {}
    assert used(land, WHOLE, 6) == {}
    assert used(land, PART_A, 6) == {"甲": "4000", "乙": "2000"} and used(land, PART_B, 6) == {"甲": "4000"}


def test_a_new_code_takes_the_old_ones_place(land):
    assert (used(land, OLD_CODE, 8), used(land, NEW_CODE, 8)) == ({"戊": "10000"}, {})
    assert (used(land, OLD_CODE, 9), used(land, NEW_CODE, 9)) == ({}, {"戊": "10000"})
    # Tax that names either code lies on the one in force in its month.
    paid = land(f"select land_code, month_start from {FACT} where uscc = ? and tax_cny = 7 order by 2", FIRM["戊"])
    assert paid == [(OLD_CODE, date(2023, 3, 1)), (NEW_CODE, date(2023, 11, 1))]


def test_a_parcel_without_code_gets_one(land):
    sql = f"select land_code, count(*), sum(land_sqm) from {FACT} where uscc = ? and land_own_sqm = 800 group by 1"
    assert land(sql + " order by 1", FIRM["壬"]) == [(CODED, 8, 8 * 800), (None, 4, 4 * 800)]


def test_a_parcel_that_lost_a_part_was_whole_before(land):
    assert (used(land, CUT, 3), used(land, CUT_OFF, 3)) == ({"戊": "10000"}, {})
    assert (used(land, CUT, 4), used(land, CUT_OFF, 4)) == ({"戊": "7000"}, {"辛": "3000"})


def test_a_parcel_that_was_sold_had_another_holder_before(land):
    assert (used(land, SOLD, 9), used(land, SOLD, 10)) == ({"辛": "900"}, {"壬": "900"})
    days = "bridge_parcel_enterprise.valid_from_date, bridge_parcel_enterprise.valid_to_date"
    sql = f"select uscc, {days} from {BRIDGE} where land_code = ? order by 2"
    first, sold = date(2019, 1, 1), date(2023, 10, 5)
    assert land(sql, SOLD) == [(FIRM["辛"], first, sold - timedelta(days=1)), (FIRM["壬"], sold, None)]


def test_land_is_never_there_twice(land):
    totals = land("select month_start, sum(land_sqm) from fct_parcel_enterprise group by 1")
    assert len(totals) == 12 and {total for _, total in totals} == {Decimal(7 * 10000 + 3 * 10000 + 800 + 900)}


def test_land_used_without_a_lease_is_taken_from_the_owner(land):
    """戊 rents a part of unknown size: it stays with the owner, both flagged."""
    assert used(land, YARD, 2) == {"甲": "10000"}
    assert used(land, YARD, 3) == {"甲": "9700", "丁": "300"}
    sql = f"select land_other_sqm, has_user_of_unknown_land, is_land_unknown from {FACT}"
    sql += " where land_code = ? and uscc = ? and month_start = '2023-03-01'"
    assert land(sql, YARD, FIRM["甲"]) == [(-300, True, False)]
    assert land(sql, YARD, FIRM["丁"]) == [(300, False, False)]
    assert land(sql, YARD, FIRM["戊"]) == [(None, False, True)]


def test_evaluated_land_is_that_of_the_year_end_and_weighted_for_who_came_or_went(land):
    sql = f"select land_year_end_sqm, land_evaluated_sqm, land_sqm_months from {YEAR} where land_code = ? and uscc = ?"
    assert land(sql, PARK, FIRM["庚"]) == [(500, 250, 3000)]
    assert land(sql, CHAIN, FIRM["丁"]) == [(None, 1000, 12000)]
    assert land(sql, CHAIN, FIRM["丙"]) == [(4000, 4000, 8 * 2500 + 4 * 4000)]


@pytest.mark.parametrize(
    ("name", "state", "refund", "tax", "without"),
    [
        ("甲", "paid", False, "760.12", "720.12"),
        ("辛", "paid", True, "-9.00", "-9.00"),
        ("壬", "zero", False, "0.00", "0.00"),
        ("园", "not_local", False, None, None),
    ],
)
def test_tax_states(land, name, state, refund, tax, without):
    sql = f"select min(tax_state), bool_or(is_net_refund), sum(tax_cny), sum(tax_without_cit_cny) from {YEAR}"
    rows = land(sql + " where uscc = ?", FIRM[name])
    assert rows == [(state, refund, tax and Decimal(tax), without and Decimal(without))]


@pytest.mark.parametrize(("name", "tax"), [("无码个体", Decimal("3.00")), ("无码经营户", None)])
def test_who_is_not_identified_is_unknown_with_what_was_paid(land, name, tax):
    sql = f"select tax_state, sum(tax_cny) from {YEAR} where enterprise_name = ? group by 1"
    assert land(sql, name) == [("unknown", tax)]


def test_tax_and_figures_of_a_builder_lie_on_its_finished_land(land):
    """己's building site carries nothing, nor its undivided unit; a substance one permit leaves empty is not known."""
    sql = "select land_code, tax_cny, value_added_cny, energy_tce, cod_t, so2_t"
    rows = land(f"{sql} from {YEAR} where uscc = ? and tax_cny <> 0", FIRM["己"])
    assert rows == [(f"{SITE[:-1]}9", Decimal("720.12"), Decimal("100.01"), 3, Decimal("2.5"), None)]


def test_figures_near_a_threshold_are_flagged(land):
    """乙 pays 800020.12 元 on 10666.6666 ㎡, 5.0001 万元/亩 against a threshold of 5; nobody else is near one."""
    assert land(f"select distinct uscc from {YEAR} where is_borderline") == [(FIRM["乙"],)]


def test_who_lets_everything_uses_power_at_no_parcel(land):
    """庚 uses none of what it lets, and has no land of its own before it buys a unit in July."""
    sql = f"select parcel_id, power_kwh from {FACT} where uscc = ? and power_kwh is not null"
    assert land(sql, FIRM["庚"]) == [("NO_PARCEL", Decimal(50))]


def test_power_of_shared_meters_and_of_meters_in_the_landlords_name(land):
    sql = f"select land_code, power_kwh from {FACT} where uscc = ? and power_kwh is not null"
    assert land(sql, FIRM["乙"]) == [(FLOORS, Decimal("100.5"))]
    assert land(sql, FIRM["丙"]) == [(FLOORS, Decimal(200))]
    landlord = dict(land(sql, FIRM["甲"]))
    # Shared over what it uses: 3333.3334 + 4000 + 8000 + 10000 ㎡.
    assert set(landlord) == {FLOORS, CHAIN, WHOLE, YARD} and sum(landlord.values()) == Decimal("10.0001")
    assert landlord[YARD] == Decimal("3.9474")


def test_names_and_status_over_time(land):
    first, half, last = date(2022, 12, 31), date(2023, 6, 30), date(2023, 12, 31)
    sql = """select valid_from_date, valid_to_date, history.enterprise_name, history.registration_status
        from dim_enterprise_history as history join dim_enterprise e using (enterprise_id) where e.uscc = ?
        order by valid_from_date nulls first"""
    eve = timedelta(days=1)
    assert land(sql, FIRM["甲"]) == [(None, first - eve, "甲厂", None), (first, None, "甲公司", "存续")]
    assert land(sql, FIRM["乙"]) == [(first, half - eve, "乙公司", "存续"), (half, None, "乙新公司", "存续")]
    assert land(sql, FIRM["丙"]) == [(first, last - eve, "丙公司", "存续"), (last, None, "丙公司", "注销")]
    assert land(sql, FIRM["丁"]) == [(first, last - eve, "丁公司", "存续"), (last, None, "丁公司", "不再列出")]


def test_a_parcel_across_two_towns_counts_once(built: Installation):
    """Land and tax follow the dated share to the last unit, counts go to the larger; outside is a scope of its own."""
    fact = "(select parcel_id, date '2023-0' || m || '-28' as day, a::decimal(18, 4) as land_sqm, t::decimal(18, 2)"
    fact += " as tax_cny from (values ('P', 1, 10000.0001, -0.05), ('P', 2, 10, 3), ('NO_PARCEL', 1, null, 7)) as"
    fact = fact.replace("date '2023-0' || m || '-28'", "cast('2023-0' || m || '-28' as date)")
    fact += " v(parcel_id, m, a, t))"
    bridge = """(select 'P' as parcel_id, * from (values ('东镇', 0.6::decimal(9, 6), true, null, date '2023-01-31'),
        ('西镇', 0.4::decimal(9, 6), false, null, date '2023-01-31'), ('东镇', 1::decimal(9, 6), true,
        date '2023-02-01', null)) as v(area_code, area_share, is_main, valid_from_date, valid_to_date))"""
    arguments = "'area_code', 'fact.day', ['parcel_id', 'day'], {'land_sqm': 4, 'tax_cny': 2}"
    (compiled,) = run_dbt(built, ["compile", "--inline", f'{{{{ by_scope("{fact}", """{bridge}""", {arguments}) }}}}'])
    rows = duckdb.sql(f"select month(day), area_code, is_main, land_sqm, tax_cny from ({compiled.sql}) order by all")
    assert rows.fetchall() == [
        (1, "NO_SCOPE", True, None, Decimal("7.00")),
        (1, "东镇", True, Decimal("6000.0001"), Decimal("-0.03")),
        (1, "西镇", False, Decimal("4000.0000"), Decimal("-0.02")),
        (2, "东镇", True, Decimal("10.0000"), Decimal("3.00")),
    ]
