"""Stories of parcels with known answers: platforms, towns, areas, codes, polygons, holders who are persons."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from ingest.persons.hidden import PersonKey
from park_brain.installation import Installation
from tests.support.selected_fixture import Selected
from tests.support.stories import FIRMS, build_story

DAY, BEFORE = "2023-12-31", "2023-06-30"
PERSON = "王小明"


def code(number: int, feature: str = "GB", county: str = "330683") -> str:
    return f"{county}001009{feature}{number:05d}"


def box(x: float, y: float, width: float = 0.001, height: float = 0.001) -> str:
    corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)]
    return "POLYGON ((" + ", ".join(f"{a!r} {b!r}" for a, b in corners) + "))"


def row(number: int, **more: Any) -> dict[str, Any]:
    place = dict(land_code=code(number), location=f"路{number}号", ownership="国有", town_name="三江街道")
    return place | dict(land_area_sqm=Decimal("10748")) | more


def tell_register(selected: Selected, hidden: str) -> None:
    """Parcel n: what is wrong or special with it."""
    x, y = 120.8, 29.5
    now = [
        row(1, platform_name="开发区", boundary_wkt=box(x, y)),
        row(
            2,
            platform_name="没有的园区",
            certified_area_sqm=12000,
            approved_area_sqm=10700,
            surveyed_area_sqm=10748,
            boundary_wkt=box(x + 0.01, y),
        ),
        row(3, boundary_wkt=box(x + 0.0105, y + 0.0005), land_area_sqm=20000),
        row(4, boundary_wkt=box(121.5, y), ownership="集体", land_code=None, unit_code=code(4) + "W00000000"),
        row(5, boundary_wkt="POLYGON ((0 0, 1 1, 1 0, 0 1, 0 0))", holder_name=hidden),
        row(6, platform_name="乙园区", holder_name=hidden),
        row(7, boundary_wkt=box(x + 0.02, y), town_name=None),
        row(
            21, former_land_codes=code(20), change_kind="换码", change_date=date(2023, 9, 1), boundary_wkt=box(x, 29.6)
        ),
        row(31, former_land_codes=code(30), change_kind="分割", boundary_wkt=box(x, 29.65)),
        row(32, former_land_codes=code(30), change_kind="分割", boundary_wkt=box(x, 29.66, 0.002), land_area_sqm=21480),
        row(41, former_land_codes=code(1), boundary_wkt=box(x, 29.7)),
        row(8, land_code=code(8, county="330681"), boundary_wkt=box(x, 29.71)),
        row(9, land_code=code(9, feature="GQ"), boundary_wkt=box(x, 29.72)),
    ]
    before = [row(20), row(30, land_area_sqm=30000)]
    selected.deliver("land.parcel_register", BEFORE, before)
    selected.deliver("land.parcel_register", DAY, now)


def tell_platforms(selected: Selected) -> None:
    """开发区 > 甲园区 > 小园, 乙园区 abolished in 2022; 开发区 and 甲园区 are drawn."""
    park = dict(platform_kind="产业园区")
    rows = [
        dict(
            platform_code="Z1",
            platform_name="开发区",
            brands="省级开发区、高新区",
            boundary_wkt=box(120.82, 29.5, 0.001, 0.0008),
        ),
        dict(
            platform_code="Z11",
            platform_name="甲园区",
            parent_code="Z1",
            boundary_wkt=box(120.82, 29.5, 0.0005, 0.0008),
        ),
        dict(platform_code="Z111", platform_name="小园", parent_name="甲园区"),
        dict(platform_code="Z2", platform_name="乙园区", abolished_date=date(2022, 6, 30), parent_code="Z1"),
        dict(platform_code="Z8", platform_name="圈一", parent_code="Z9"),
        dict(platform_code="Z9", platform_name="圈二", parent_code="Z8"),
    ]
    selected.deliver("platform.register", DAY, [park | r for r in rows])
    released = dict(release_kind="收储", release_date=date(2023, 5, 1), release_area_sqm=100)
    selected.deliver(
        "land.release", "2023-05", [released | dict(land_code=code(1), location="路1号", platform_name="小园")]
    )


def tell_survey(selected: Selected, hidden: str) -> None:
    """Parcel 3 reaches into a second town; parcel 1's code is typed with O for 0 and called 集体."""
    third = Decimal("3333.3333")
    selected.deliver(
        "governance.survey",
        DAY,
        [
            dict(land_code=code(3), town_name="三江街道", land_area_sqm=2 * third),
            dict(land_code=code(1).replace("001", "OO1", 1), town_name="三江街道", ownership="集体"),
        ],
        part="三江街道",
    )
    selected.deliver(
        "governance.survey", DAY, [dict(land_code=code(3), town_name="黄泽镇", land_area_sqm=third)], part="黄泽镇"
    )
    own = dict(land_code=code(20), tenure="自有", occupant_name="甲公司", occupant_uscc=FIRMS["甲公司"])
    selected.deliver("land.occupancy", DAY, [own, dict(land_code=code(5), tenure="自有", occupant_name=hidden)])


@pytest.fixture(scope="module")
def mart(tmp_path_factory, contracts):
    home = Installation(tmp_path_factory.mktemp("parcels"))
    home.prepare()
    selected = Selected(home, contracts)
    hidden = PersonKey(b"0" * 64, "330683").token(PERSON)
    tell_register(selected, hidden)
    tell_platforms(selected)
    tell_survey(selected, hidden)
    build_story(home, selected, __file__)
    with duckdb.connect(home.build_file, read_only=True) as connection:
        connection.execute("use mart")
        yield connection


def ask(mart: duckdb.DuckDBPyConnection, sql: str, *values: object) -> list[tuple[Any, ...]]:
    return mart.execute(sql, list(values)).fetchall()


def platforms_of(mart: duckdb.DuckDBPyConnection, number: int) -> list[tuple[Any, ...]]:
    return ask(
        mart,
        "select z.platform_name, area_share, is_main, method, b.valid_from_date from bridge_parcel_platform b"
        " join dim_platform z using (platform_id) join dim_parcel using (parcel_id) where land_code = ?"
        " order by b.valid_from_date nulls first, round(area_share, 3) desc, z.platform_code desc",
        code(number),
    )


def test_a_parcel_lies_in_the_smallest_park_any_list_names_below_the_registers(mart):
    assert platforms_of(mart, 1) == [("小园", 1, True, "stated", None)]
    path = ask(mart, "select tree_level, tree_path, root_platform_id from dim_platform where platform_name = '小园'")
    root = ask(mart, "select platform_id from dim_platform where platform_name = '开发区'")[0][0]
    assert path[0][0] == 3 and path[0][1].startswith(root + "/") and path[0][2] == root


def test_polygons_share_a_parcel_nobody_places(mart):
    """0.5 x 0.8 lies in 甲园区, as much in the rest of 开发区, a fifth outside."""
    found = platforms_of(mart, 7)
    assert sum(share for _, share, *_ in found) == 1 and [f[2] for f in found].count(True) == 1
    assert [(name, round(share, 3)) for name, share, *_ in found] == [
        ("甲园区", Decimal("0.4")),
        ("开发区", Decimal("0.4")),
        ("不在平台内", Decimal("0.2")),
    ]


def test_an_abolished_platform_gives_its_land_to_the_one_above(mart):
    assert platforms_of(mart, 6) == [
        ("乙园区", 1, True, "stated", None),
        ("开发区", 1, True, "stated", date(2022, 7, 1)),
    ]


def test_a_name_no_register_has_is_a_platform_of_its_own_and_circles_lose_nothing(mart):
    assert platforms_of(mart, 2)[0][0] == "没有的园区" and platforms_of(mart, 3)[0][0] == "不在平台内"
    listed = dict(ask(mart, "select platform_name, is_listed from dim_platform"))
    assert listed["没有的园区"] is False and listed["圈一"] and listed["圈二"] and len(listed) == 8


def test_towns_that_both_tell_a_parcel_share_it(mart):
    sql = (
        "select region_zh, area_share, is_main, method from bridge_parcel_region join dim_parcel using (parcel_id)"
        " join dim_region on area_code = dim_region.region_code where land_code = ? order by area_share desc"
    )
    assert ask(mart, sql, code(3)) == [
        ("三江街道", Decimal("0.666667"), True, "survey"),
        ("黄泽镇", Decimal("0.333333"), False, "survey"),
    ]
    assert ask(mart, sql, code(1)) == [("三江街道", 1, True, "register")]
    assert ask(mart, sql, code(7)) == [("嵊州市", 1, True, "county")]


def test_a_replaced_parcel_ends_and_leads_on(mart):
    sql = (
        "select is_superseded, valid_from_date, valid_to_date, successor_parcel_id from dim_parcel where land_code = ?"
    )
    ids = dict(ask(mart, "select land_code, parcel_id from dim_parcel"))
    assert ask(mart, sql, code(20)) == [(True, None, date(2023, 8, 31), ids[code(21)])]
    assert ask(mart, sql, code(21)) == [(False, date(2023, 9, 1), None, None)]
    assert ask(mart, sql, code(30)) == [(True, None, date(2023, 12, 30), None)]
    used = ask(mart, "select distinct parcel_id from fct_occupancy where land_code = ?", code(20))
    assert used == [(ids[code(21)],)]
    shares = ask(mart, "select sum(area_share), count(*) from bridge_parcel_lineage where lineage_kind = 'split'")
    assert shares == [(1, 2)]


def test_what_is_found(mart):
    found = ask(mart, "select check_id, land_code from dq_list_check where list_code <> 'environment.key_unit'")
    told = {check: sorted(str(c)[-5:] for k, c in found if k == check) for check, _ in found}
    assert told["certified_area_differs"] == ["00002"] and "approved_area_differs" not in told
    assert told["geometry_area_differs"] == ["00003"] and "surveyed_area_differs" not in told
    assert told["geometry_refused"] == ["00005"] and told["geometry_missing"] == ["00006"]
    assert told["geometry_outside_county"] == ["00004"] and len(told["geometry_overlap"]) == 1
    assert told["land_code_other_county"] == ["00008"] and told["land_code_unknown_feature"] == ["00009"]
    assert told["ownership_differs_from_code"] == ["00001", "00004"] and told["land_code_repaired"] == ["00001"]
    assert told["former_code_still_listed"] == ["00001"] and told["platform_not_listed"] == ["None"]


def test_codes_are_taken_apart(mart):
    parts = "cadastral_area, cadastral_subarea, feature_code, code_ownership, issuer"
    assert ask(mart, f"select {parts} from dim_parcel where land_code = ?", code(1)) == [
        ("001", "009", "GB", "国有", "嵊州市自然资源和规划局")
    ]


def test_a_person_who_holds_land_is_one_holder_and_never_named(mart):
    holders = ask(mart, "select distinct enterprise_id from fct_parcel_register where holder_name like '自然人#%'")
    users = ask(mart, "select distinct enterprise_id from fct_occupancy where occupant_name like '自然人#%'")
    assert len(holders) == 1 and holders == users
    tables = ask(mart, "select table_name from information_schema.tables where table_schema = 'mart'")
    for (table,) in tables:
        (count,) = ask(mart, f"select count(*) from {table} as t where contains(t::varchar, ?)", PERSON)[0]
        assert count == 0, table
