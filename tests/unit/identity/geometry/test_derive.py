"""Polygons as departments send them: which system the numbers are in, what is refused and why, areas and overlaps."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from identity.stage import derive
from tests.support.land_steps import derive_land, spatial
from tests.support.selected_fixture import Selected

NOW, BEFORE = "2023-12-31", "2023-06-30"
Corner = tuple[float, float]


def code(number: int, county: str = "330683") -> str:
    return f"{county}001001GB{number:05d}"


def ring(*corners: Corner) -> str:
    return "POLYGON ((" + ", ".join(f"{x!r} {y!r}" for x, y in (*corners, corners[0])) + "))"


def box(x: float, y: float, width: float = 0.001, height: float = 0.001) -> str:
    return ring((x, y), (x + width, y), (x + width, y + height), (x, y + height))


def row(number: int, wkt: str | None, **more: Any) -> dict[str, Any]:
    county = more.pop("county", "330683")
    return (
        dict(
            land_code=code(number, county),
            location=f"路{number}号",
            ownership="国有",
            land_area_sqm=10749,
            boundary_wkt=wkt,
        )
        | more
    )


@pytest.fixture
def drawn(home, contracts):
    """Derive from registers; gives a derived table as rows in order of the line."""

    def run(rows: list[dict[str, Any]], table: str = "parcel_geometry", region: str = "330683", **lists: Any) -> Any:
        selected = Selected(home, contracts)
        if before := lists.pop("before", None):
            selected.deliver("land.parcel_register", BEFORE, before, region=region)
        selected.deliver("land.parcel_register", NOW, rows, region=region)
        for name, others in lists.items():
            selected.deliver(name.replace("__", "."), "2023" if "key_unit" in name else NOW, others, region=region)
        selected.write()
        derive_land(home, contracts)
        frame = pl.read_parquet(home.derived / f"{table}.parquet")
        return frame.sort("line").to_dicts() if "line" in frame.columns else frame.to_dicts()

    return run


def moved(wkt: str, epsg: int, turn: bool = False, drop_zone: bool = False) -> str:
    """A polygon in degrees as another system writes it."""
    with spatial().cursor() as connection:
        (text,) = connection.execute(
            "select st_astext(st_transform(st_geomfromtext(?), 'EPSG:4490', ?, always_xy := true))",
            [wkt, f"EPSG:{epsg}"],
        ).fetchone()
        if turn:
            (text,) = connection.execute("select st_astext(st_flipcoordinates(st_geomfromtext(?)))", [text]).fetchone()
    return text


HERE = box(120.8, 29.5)


@pytest.mark.parametrize(
    ("epsg", "turn"), [(4490, False), (4490, True), (4528, False), (4528, True), (4549, False), (4549, True)]
)
def test_every_usual_spelling_of_a_polygon_is_the_same_polygon(drawn, epsg, turn):
    (found,) = drawn([row(1, moved(HERE, epsg, turn))])
    assert found["geometry_state"] == "valid" and found["is_in_division"] and found["is_turned"] is turn
    assert abs(float(found["geometry_area_sqm"]) - 10748.08) < 0.1
    assert (round(float(found["longitude_deg"]), 3), round(float(found["latitude_deg"]), 3)) in {
        (120.8, 29.5),
        (120.801, 29.501),
        (120.8, 29.501),
        (120.801, 29.5),
    }


def test_a_city_across_two_zones_is_told_by_county(drawn):
    west, east = box(118.4, 29.2), box(119.1, 29.1)
    kaihua, longyou = dict(county="330824", county_name="开化县"), dict(county="330825", county_name="龙游县")
    rows = [
        row(1, moved(west, 4548), **kaihua),
        row(2, moved(east, 4549), **longyou),
        row(3, moved(west, 4527), **kaihua),
        row(4, moved(east, 4528), **longyou),
    ]
    found = drawn(rows, region="330800")
    assert [f["epsg_code"] for f in found] == [4548, 4549, 4527, 4528]
    assert all(f["is_in_division"] and f["geometry_state"] == "valid" for f in found)


def test_metres_that_fit_no_zone_of_the_county_are_refused(drawn):
    far = box(118.4, 29.2)
    (found,) = drawn([row(1, moved(far, 4548))])
    assert found["geometry_state"] == "refused" and "3 度带" in found["reason_zh"]
    (said,) = drawn([row(1, moved(far, 4548), coordinate_system="CGCS2000_3_Degree_GK_CM_117E")])
    assert said["geometry_state"] == "valid" and said["epsg_code"] == 4548 and not said["is_in_division"]


@pytest.mark.parametrize(
    ("system", "reason"), [("高德坐标", "GCJ-02"), ("BD-09", "百度"), ("西安80", "西安 80"), ("第39带", "声明为 39 带")]
)
def test_a_declared_system_that_cannot_be_used_is_refused(drawn, system, reason):
    (found,) = drawn([row(1, moved(HERE, 4528), coordinate_system=system)])
    assert found["geometry_state"] == "refused" and reason in found["reason_zh"]


def test_what_is_no_polygon_says_so(drawn):
    texts = ["POINT (120.8 29.5)", "图形", "POLYGON EMPTY", box(1e9, 29), None]
    found = drawn([row(n, text) for n, text in enumerate(texts)])
    assert [f["geometry_state"] for f in found] == ["refused"] * 4 + ["missing"]
    assert all(f["reason_zh"] and f["geometry_area_sqm"] is None for f in found[:4])


def test_a_list_without_any_polygon_misses_none(drawn):
    assert {f["geometry_state"] for f in drawn([row(1, None), row(2, None)])} == {"not_delivered"}


def test_rings_that_cross_are_repaired_only_where_the_area_hardly_changes(drawn):
    x, y = 120.8, 29.5
    bow = ring((x, y), (x + 0.001, y + 0.001), (x + 0.001, y), (x, y + 0.001))
    spike = ring(
        (x, y),
        (x + 0.001, y),
        (x + 0.001, y + 0.001),
        (x + 0.0005, y + 0.001),
        (x + 0.0005, y + 0.0011),
        (x + 0.0005, y + 0.001),
        (x, y + 0.001),
    )
    found = drawn([row(1, bow), row(2, spike)])
    assert [f["geometry_state"] for f in found] == ["refused", "repaired"]
    assert "请重新绘制" in found[0]["reason_zh"] and abs(float(found[1]["geometry_area_sqm"]) - 10748.08) < 0.1


def test_overlaps_slivers_and_copies_are_distinguished_and_neighbours_are_not_overlaps(home, drawn):
    x, y = 120.8, 29.5
    rows = [
        row(1, box(x, y)),
        row(2, box(x + 0.001, y)),
        row(3, box(x + 0.0005, y + 0.0005)),
        row(4, box(x + 0.01, y)),
        row(5, box(x + 0.01, y)),
        row(6, box(x + 0.00099, y - 0.001, 0.00002, 0.0014)),
    ]
    found = drawn(rows, "parcel_overlap")
    ids = {k["parcel_id"]: k["land_code_text"] for k in pl.read_parquet(home.derived / "parcel_key.parquet").to_dicts()}
    kinds = {
        frozenset((int(ids[f["parcel_id"]][-1]), int(ids[f["other_parcel_id"]][-1]))): f["overlap_kind"] for f in found
    }
    assert kinds == {
        frozenset((1, 3)): "overlap",
        frozenset((2, 3)): "overlap",
        frozenset((4, 5)): "same_shape",
        frozenset((1, 6)): "sliver",
        frozenset((2, 6)): "sliver",
    }


def test_parcels_outside_their_county_by_its_line_or_its_outermost_degrees(drawn):
    inside, beside, abroad = box(120.8, 29.5), box(120.9, 29.5), box(121.5, 29.5)
    rows = [row(n, wkt) for n, wkt in enumerate((inside, beside, abroad))]
    assert [f["is_in_division"] for f in drawn(rows)] == [True, True, False]
    line = [dict(division_code="330683", boundary_wkt=box(120.79, 29.49, 0.05, 0.05))]
    found = drawn(rows, land__boundary=line)
    assert [f["is_in_division"] for f in found] == [True, False, False] and found[0]["is_division_drawn"]


def test_points_find_the_parcel_that_holds_them(drawn):
    sites = [
        dict(unit_name="甲厂", longitude_deg=120.8005, latitude_deg=29.5005),
        dict(unit_name="乙厂", longitude_deg=120.85, latitude_deg=29.5),
        dict(unit_name="丙厂"),
    ]
    (found,) = drawn([row(1, HERE), row(2, box(120.9, 29.5))], "premises_parcel", environment__key_unit=sites)
    assert (found["line"], found["method"]) == (3, "point_in_parcel")


def test_a_delivery_that_lies_beside_the_last_one_everywhere_is_flagged(drawn):
    """GCJ-02 at 120.8 E, 29.5 N adds about 0.0046 degrees to the east and takes about 0.0026 to the south or north."""
    east, north = gcj_offset(120.8, 29.5)
    before = [row(n, box(120.8 + n * 0.002, 29.5)) for n in range(6)]
    shifted = [row(n, box(120.8 + n * 0.002 + east, 29.5 + north)) for n in range(6)]
    (found,) = drawn(shifted, "geometry_shift", before=before)
    assert (found["shift_kind"], found["pair_count"]) == ("gcj02", 6)
    assert drawn(before, "geometry_shift", before=before) == []
    (other,) = drawn([row(n, box(120.8 + n * 0.002, 29.504)) for n in range(6)], "geometry_shift", before=before)
    assert other["shift_kind"] == "systematic"


def gcj_offset(x: float, y: float) -> Corner:
    """The published formula, written apart from the stage's own."""
    from math import cos, pi, sin, sqrt

    a, ee, u, v = 6378245.0, 0.00669342162296594323, x - 105, y - 35
    north = -100 + 2 * u + 3 * v + 0.2 * v * v + 0.1 * u * v + 0.2 * sqrt(abs(u))
    east = 300 + u + 2 * v + 0.1 * u * u + 0.1 * u * v + 0.1 * sqrt(abs(u))
    for n, m in ((6, 20), (2, 20)):
        north += m * sin(n * u * pi) * 2 / 3
        east += m * sin(n * u * pi) * 2 / 3
    for w, terms in (((v), ((1, 20), (1 / 3, 40), (1 / 12, 160), (1 / 30, 320))),):
        north += sum(m * sin(w * n * pi) for n, m in terms) * 2 / 3
    east += sum(m * sin(u * n * pi) for n, m in ((1, 20), (1 / 3, 40), (1 / 12, 150), (1 / 30, 300))) * 2 / 3
    phi = y / 180 * pi
    magic = 1 - ee * sin(phi) ** 2
    return east * 180 / (a / sqrt(magic) * cos(phi) * pi), north * 180 / (a * (1 - ee) / magic**1.5 * pi)


def test_polygons_suggest_what_no_list_states(drawn):
    x, y = 120.8, 29.5
    before = [row(1, box(x, y, 0.002)), row(2, box(x, y + 0.01)), row(3, box(x + 0.001, y + 0.01))]
    now = [row(11, box(x, y)), row(12, box(x + 0.001, y)), row(13, box(x, y + 0.01, 0.002))]
    found = drawn(now, "parcel_lineage", before=before)
    assert sorted(f["kind"] for f in found) == ["merge", "merge", "split", "split"]
    assert {f["is_confirmed"] for f in found} == {False} and {f["method"] for f in found} == {"polygon"}
    assert sum(f["area_share"] for f in found if f["kind"] == "split") > 0.99


def test_only_a_change_of_geometry_runs_the_stage_again(home, contracts):
    selected = Selected(home, contracts)
    selected.deliver("land.parcel_register", NOW, [row(1, HERE)])
    selected.write()
    derive(home, contracts)
    files = [home.derived / "parcel_geometry.parquet", home.derived / "parcel_key.parquet"]
    first = [file.stat().st_mtime_ns for file in files]
    selected.deliver("tax.tax_paid", "2023-01", [dict(taxpayer_name="甲公司", amount_cny=1, land_code=code(9))])
    selected.write()
    derive(home, contracts)
    again = [file.stat().st_mtime_ns for file in files]
    selected.deliver("land.parcel_register", "2024-01-10", [row(1, box(120.81, 29.5))])
    selected.write()
    derive(home, contracts)
    assert again[0] == first[0] and again[1] > first[1] and files[0].stat().st_mtime_ns > again[0]
