"""Parcel keys and lineage: every text leads to its parcel, whatever its code was, in any order of rows."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from tests.support.land_steps import derive_land
from tests.support.selected_fixture import Selected

BEFORE, NOW = "2023-06-30", "2023-12-31"
SQUARE = "POLYGON ((120.8 29.5, 120.801 29.5, 120.801 29.501, 120.8 29.501, 120.8 29.5))"
OTHER = SQUARE.replace("120.8", "120.9")


def code(number: int, feature: str = "GB") -> str:
    return f"330683001001{feature}{number:05d}"


def row(land_code: str | None, location: str | None, area: int = 1000, **more: Any) -> dict[str, Any]:
    return dict(land_code=land_code, location=location, land_area_sqm=area, ownership="国有") | more


@pytest.fixture
def derived(home, contracts):
    """Derive from registers (period -> rows) and use; gives keys by text, and lineage."""

    def run(registers: dict[str, list[dict[str, Any]]], used: list[dict[str, Any]] = ()) -> Any:
        selected = Selected(home, contracts)
        for period, rows in registers.items():
            selected.deliver("land.parcel_register", period, rows)
        selected.deliver("land.occupancy", NOW, [dict(occupant_name="甲公司", tenure="自有") | u for u in used])
        selected.write()
        derive_land(home, contracts)
        keys = pl.read_parquet(home.derived / "parcel_key.parquet").to_dicts()
        lineage = pl.read_parquet(home.derived / "parcel_lineage.parquet").to_dicts()
        return {(k["land_code_text"], k["location_text"], k["place_text"]): k for k in keys}, lineage

    return run


def by_text(keys: dict[Any, dict[str, Any]], land_code: str = "", location: str = "") -> list[dict[str, Any]]:
    return [key for (c, p, _), key in keys.items() if (c, p) == (land_code, location)]


def test_a_code_short_of_its_end_leads_to_the_one_code_that_fits(derived):
    used = [dict(land_code=code(12)[:-1]), dict(land_code="330683001001GB7"), dict(land_code=code(99)[:-1])]
    keys, _ = derived({NOW: [row(code(12), "路1号"), row(code(7), "路2号"), row(code(8), "路3号")]}, used)
    found = {text: key["land_code"] for (text, place, _), key in keys.items() if not place}
    assert found == {code(12)[:-1]: code(12), "330683001001GB7": code(7), code(99)[:-1]: None}


def test_rows_without_code_and_place_are_told_apart_by_polygon_or_not_at_all(derived):
    rows = [row(None, p, boundary_wkt=w) for p, w in [("、", SQUARE), ("同上", OTHER), ("无", None), ("同上", SQUARE)]]
    keys, _ = derived({NOW: rows}, [dict(location="同上")])
    ids = {key["parcel_id"] for key in keys.values()}
    assert len(ids) == 2 and {key["method"] for key in keys.values()} == {"polygon"}
    assert by_text(keys, "", "无") == []


def test_one_place_name_for_two_polygons_is_no_place_name(derived):
    rows = [row(None, "村东", boundary_wkt=wkt) for wkt in (SQUARE, OTHER)]
    keys, _ = derived({NOW: [*rows, row(None, "村西", boundary_wkt=SQUARE)]}, [dict(location="村西")])
    assert len({key["parcel_id"] for key in by_text(keys, "", "村东")}) == 2
    assert len({key["parcel_id"] for key in by_text(keys, "", "村西")}) == 1


def test_a_stated_former_code_leads_to_the_present_parcel(derived):
    change = dict(former_land_codes=code(1), change_kind="换码", change_date=date(2023, 9, 1))
    keys, lineage = derived(
        {BEFORE: [row(code(1), "路1号")], NOW: [row(code(21), "新路1号", **change)]}, [dict(land_code=code(1))]
    )
    old, new = by_text(keys, code(1))[0], by_text(keys, code(21), "新路1号")[0]
    assert (old["parcel_id"], old["method"]) == (new["parcel_id"], "lineage")
    assert [(e["kind"], e["change_date"], e["method"]) for e in lineage] == [("recode", date(2023, 9, 1), "stated")]
    assert lineage[0]["child_parcel_id"] == new["parcel_id"] != lineage[0]["parent_parcel_id"]


def test_a_code_that_took_the_place_of_another_is_its_successor(derived):
    keys, lineage = derived(
        {
            BEFORE: [row(code(1), "路1号"), row(code(2), "路2号")],
            NOW: [row(code(21), "路1号", 1100), row(code(22), "路2号", 9000)],
        }
    )
    assert [(e["kind"], e["method"], e["land_code"]) for e in lineage] == [("recode", "same_place", code(21))]
    assert by_text(keys, code(1), "路1号")[0]["land_code"] == code(21)
    assert by_text(keys, code(2), "路2号")[0]["land_code"] == code(2)


def test_chains_are_followed_and_circles_are_not(derived):
    def renamed(new: int, old: int) -> dict[str, Any]:
        return row(code(new), f"路{new}号", former_land_codes=code(old))

    registers = {BEFORE: [renamed(2, 1)], NOW: [renamed(3, 2), renamed(12, 11), renamed(11, 12)]}
    keys, _ = derived(registers, [dict(land_code=code(1)), dict(land_code=code(11))])
    assert by_text(keys, code(1))[0]["land_code"] == code(3)
    assert by_text(keys, code(11))[0]["land_code"] == code(11)


def test_a_split_keeps_its_parcels_apart_and_shares_the_land(derived):
    halves = [row(code(n), f"路{n}号", a, former_land_codes=code(1)) for n, a in [(21, 1000), (22, 1000), (23, 1000)]]
    keys, lineage = derived({BEFORE: [row(code(1), "路1号", 3000)], NOW: halves})
    assert {e["kind"] for e in lineage} == {"split"} and sum(e["area_share"] for e in lineage) == 1
    assert by_text(keys, code(1), "路1号")[0]["method"] == "land_code"
    assert len({e["parent_parcel_id"] for e in lineage}) == 1 and len({e["child_parcel_id"] for e in lineage}) == 3


def test_a_merge_names_all_its_parents(derived):
    merged = row(code(21), "路9号", 3000, former_land_codes=f"{code(1)}、{code(2)}", change_kind="合并")
    _, lineage = derived({BEFORE: [row(code(1), "路1号"), row(code(2), "路2号", 2000)], NOW: [merged]})
    assert sorted((e["kind"], e["former_code"]) for e in lineage) == [("merge", code(1)), ("merge", code(2))]


def test_a_parcel_that_gets_a_code_later_keeps_its_past(derived):
    keys, lineage = derived({BEFORE: [row(None, "村东")], NOW: [row(code(5, "JB"), "村 东")]}, [dict(location="村东")])
    assert {key["land_code"] for key in keys.values()} == {code(5, "JB")}
    assert [(e["kind"], e["area_share"]) for e in lineage] == [("code_issued", 1)]
    assert lineage[0]["change_date"] == date(2023, 12, 31)


def test_issuers_are_those_of_the_region(home, contracts):
    selected = Selected(home, contracts)
    for region, text in [("330683", code(1)), ("330681", "330681001001GB00001"), ("330681", "YQ-7")]:
        selected.deliver("land.parcel_register", NOW, [row(text, None)], region=region)
    selected.write()
    derive_land(home, contracts)
    issuers = dict(pl.read_parquet(home.derived / "parcel_key.parquet").select("land_code_text", "issuer").iter_rows())
    assert issuers == {
        code(1): "嵊州市自然资源和规划局",
        "330681001001GB00001": "园区管家",
        "YQ-7": "园区大脑临时编码",
    }


def test_keys_and_lineage_do_not_depend_on_the_order_of_deliveries(home, contracts, tmp_path):
    from park_brain.installation import Installation

    before = [row(code(n), f"路{n}号") for n in range(1, 6)] + [row(None, "村东")]
    now = [row(code(n + 20), f"路{n}号") for n in range(1, 4)] + [row(code(9, "JB"), "村东")]
    tables = []
    for reverse in (False, True):
        place = Installation(tmp_path / f"home{reverse}")
        selected = Selected(place, contracts)
        for period, rows in ((BEFORE, before), (NOW, now)):
            selected.deliver("land.parcel_register", period, rows)
        for rows in selected.rows.values():
            rows.sort(key=lambda r: (r["_period"], r["_line"]), reverse=reverse)
        selected.write()
        derive_land(place, contracts)
        tables.append([pl.read_parquet(place.derived / f"{n}.parquet") for n in ("parcel_key", "parcel_lineage")])
    assert all(a.equals(b) for a, b in zip(*tables, strict=True))
    assert tables[0][1].height == 4
