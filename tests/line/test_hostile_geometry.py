"""Polygons that are none, from the inbox to the derived tables: each is a finding of its row, none stops the others."""

from __future__ import annotations

import io
import json
import os
import zipfile
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import polars as pl
import pytest
import shapefile
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from feedback.dry_run import Question, check
from identity.geometry.derive import make_geometry
from identity.seeds import load_seeds
from ingest.contracts.contract import load_contracts
from ingest.lake.ledger import BatchRecord, load_batches
from ingest.parser_version import derivation_of
from ingest.stage import IngestReport, take_in
from park_brain.clock import to_utc
from park_brain.installation import Installation
from tests.support.batch_factory import make_verdict
from tests.support.hostile_shapes import SQUARE, cells, geometries
from tests.support.land_steps import derive_land, spatial
from warehouse.select.stage import select

AS_OF = to_utc(datetime(2024, 1, 20))
CONTRACTS = load_contracts()
CORNERS = [[120.832, 29.56], [120.8326, 29.56], [120.8326, 29.5606], [120.832, 29.5606]]
CLOSED = [*CORNERS, CORNERS[0]]
WORLD = "POLYGON ((-180 -90, 180 -90, 180 90, -180 90, -180 -90))"
TILTED = "POLYGON ((75 20, 130 50, 130 20, 75 50, 75 20))"
HEADER = ["宗地代码", "坐落", "权属性质", "土地使用权人", "宗地面积"]
SHAPES: list[tuple[object, str]] = [
    ({"type": "Polygon", "coordinates": [CLOSED]}, ""),
    ({"type": "Polygon", "coordinates": [CORNERS]}, "ring_closed"),
    ({"type": "Polygon", "coordinates": [CORNERS[:2]]}, "bad_geometry"),
    ({"type": "Polygon", "coordinates": [CORNERS[:1]]}, "bad_geometry"),
    ({"type": "Polygon", "coordinates": [[]]}, "bad_geometry"),
    ({"type": "Polygon", "coordinates": []}, "bad_geometry"),
    ({"type": "Polygon", "coordinates": [[[120.8, float("nan")], *CLOSED]]}, "bad_geometry"),
    ({"type": "Polygon", "coordinates": [[[1e308, 29.5], *CORNERS, [1e308, 29.5]]]}, "bad_geometry"),
    ({"type": "Polygon", "coordinates": [[[*corner, 7.5, 1] for corner in CLOSED]]}, ""),
    ({"type": "Polygon", "coordinates": [[CLOSED[n] for n in (0, 2, 1, 3, 0)]]}, "geometry_crosses"),
    ({"type": "Polygon", "coordinates": [CLOSED, [[x + 1, y] for x, y in CLOSED]]}, "geometry_crosses"),
    ({"type": "Polygon", "coordinates": "120.8 29.5"}, "bad_geometry"),
    ({"type": "Polygon"}, "bad_geometry"),
    ({"type": "Point", "coordinates": CORNERS[0]}, "bad_geometry"),
    ({"type": "GeometryCollection", "geometries": [{"type": "Polygon", "coordinates": [CLOSED]}]}, "bad_geometry"),
    ({"type": "Oval"}, "bad_geometry"),
    ([1, 2], "bad_geometry"),
    (None, "bad_geometry"),
]


def parcel(number: int) -> dict[str, object]:
    values = (f"330683100001GB{number:05d}", f"嵊州市虚构路{number}号", "国有", "嵊州市虚构甲机械有限公司", 3870)
    return dict(zip(HEADER, values, strict=True))


def put(home: Installation, path: str, content: bytes, region: str = "330683") -> Path:
    file = home.inbox / region / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    os.utime(file, (1_703_000_000, 1_703_000_000))
    return file


def geojson(shapes: list[object]) -> bytes:
    features = [
        {"type": "Feature", "properties": parcel(number), "geometry": shape} for number, shape in enumerate(shapes, 1)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def zipped(kind: int, spoil: str = "") -> bytes:
    """A shapefile of one parcel, with the second half of one of its files overwritten."""
    parts = {name: io.BytesIO() for name in ("shp", "shx", "dbf")}
    with shapefile.Writer(**parts, encoding="utf-8") as writer:
        writer.shapeType = kind
        for name in HEADER:
            writer.field(name, "C", 60)
        writer.record(*map(str, parcel(1).values()))
        writer.poly([CLOSED]) if kind == shapefile.POLYGON else writer.point(*CORNERS[0])
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as target:
        for name, part in parts.items():
            content = part.getvalue()
            half = len(content) // 2
            target.writestr(f"地块.{name}", content[:half] + b"\xff" * half if name == spoil else content)
    return archive.getvalue()


class Derived(NamedTuple):
    home: Installation
    report: IngestReport
    batches: list[BatchRecord]


def findings(derived: Derived, code: str) -> list[tuple[int, str]]:
    files = [batch.violations_path(derived.home) for batch in derived.batches if batch.list == code]
    found = pl.concat([pl.read_parquet(file) for file in files]).filter(pl.col("column_name") == "boundary_wkt")
    assert found["message_zh"].null_count() == found["remedy_zh"].null_count() == 0
    return sorted(found.select("line", "rule_id").rows())


@pytest.fixture(scope="module")
def derived(tmp_path_factory) -> Derived:
    """One of each kind in a map, in text cells, in shapefiles and in the lists of boundaries, as far as identity."""
    home = Installation(tmp_path_factory.mktemp("shapes"))
    home.prepare()
    put(home, "land/2023-12-31/工业用地底数清单.geojson", geojson([shape for shape, _ in SHAPES]))
    for name, content in {
        "点": zipped(shapefile.POINT),
        "坏索引": zipped(shapefile.POLYGON, "shx"),
        "坏属性": zipped(shapefile.POLYGON, "dbf"),
        "坏图形": zipped(shapefile.POLYGON, "shp"),
    }.items():
        put(home, f"land/2023-12-31/{name}.zip", content, "330681")
    put(home, "land/2023-12-31/行政区界线.csv", f"行政区划代码,图形\n330683,{quoted('POLYGON ((')}\n".encode())
    lines = [f"P{n},园{n},产业园区,{quoted(cell)}" for n, cell in enumerate([SQUARE, "POLYGON ((0 0))", SQUARE[:-20]])]
    put(home, "platform/2023-12-31/平台.csv", "\n".join(["平台编码,平台名称,平台类型,图形", *lines]).encode())
    report = take_in(home, CONTRACTS)
    batches = load_batches(home, {code: derivation_of(contract) for code, contract in CONTRACTS.items()})
    select(home, CONTRACTS, batches, {batch.batch_id: make_verdict(batch) for batch in batches}, as_of=AS_OF)
    derive_land(home, CONTRACTS)
    return Derived(home, report, batches)


def quoted(text: str) -> str:
    return f'"{text}"'


def test_every_kind_is_a_finding_of_its_row_and_the_rows_stay(derived):
    home, _, batches = derived
    expected = [(line, rule) for line, (_, rule) in enumerate(SHAPES, 2) if rule]
    batch = next(b for b in batches if b.list == "land.parcel_register" and b.path.endswith(".geojson"))
    assert batch.rows_accepted == len(SHAPES) and batch.rows_quarantined == 0
    found = pl.read_parquet(batch.violations_path(home)).filter(pl.col("column_name") == "boundary_wkt")
    assert sorted(found.select("line", "rule_id").rows()) == expected
    geometry = pl.read_parquet(home.derived / "parcel_geometry.parquet").filter(pl.col("batch_id") == batch.batch_id)
    states = dict(geometry.select("line", "geometry_state").rows())
    assert [states[line] for line in (2, 3, 4, 10, 11)] == ["valid", "valid", "missing", "valid", "refused"]


def test_boundaries_and_platforms_likewise(derived):
    assert findings(derived, "land.boundary") == [(2, "bad_geometry")]
    assert findings(derived, "platform.register") == [(3, "bad_geometry"), (4, "bad_geometry")]


def test_a_damaged_shapefile_is_refused_by_name_and_points_are_no_parcels(derived):
    home, report, batches = derived
    refused = {Path(arrival.path).stem: refusal.code for arrival, refusal in report.refusals}
    assert set(refused) == {"坏属性", "坏图形"} and set(refused.values()) <= {"broken_file", "unknown_encoding"}
    (points,) = [b for b in batches if b.path.endswith("/点.zip")]
    assert pl.read_parquet(points.violations_path(home))["rule_id"].to_list() == ["bad_geometry"]


def test_the_dry_run_shows_the_same_findings(contracts, tmp_path):
    file = tmp_path / "2023-12-31工业用地底数清单.geojson"
    file.write_bytes(geojson([shape for shape, _ in SHAPES]))
    result = check(contracts, Question(file, contracts["land.parcel_register"], "330683"))
    (batch,) = result.batches
    shown = batch.violations.filter(pl.col("column_name") == "boundary_wkt")
    assert sorted(shown["rule_id"].to_list()) == sorted(rule for _, rule in SHAPES if rule)
    assert result.exit_code == 1


@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
)
@given(drawn=st.lists(st.one_of(geometries, cells), min_size=20, max_size=40))
@example(drawn=["POLYGON ((0 0, 1 0, 1 1))", "POLYGON ((0 0))", "POLYGON ((0 0, 1e309 0, 1 1, 0 0))", WORLD, TILTED])
def test_no_polygon_stops_the_others(drawn):
    """Geometries of a map and text cells land, row by row; what landed, and the texts as sent, reach the end."""
    maps = [shape for shape in drawn if not isinstance(shape, str)]
    texts = [shape for shape in drawn if isinstance(shape, str)]
    good = {"type": "Polygon", "coordinates": [CLOSED]}
    landed = [*_landed("a.geojson", geojson([*maps, good])), *_landed("a.csv", _csv(texts))]
    assert len(landed) == len(drawn) + 2 and landed[len(maps)] and landed[-1]
    for wkts in (landed, [*drawn_texts(texts), SQUARE]):
        states = _states(wkts)
        assert len(states) == len(wkts) and states[-1] == "valid"


def drawn_texts(texts: list[str]) -> list[str]:
    return [text.encode(errors="replace").decode() for text in texts]


def _csv(texts: list[str]) -> bytes:
    cells = (quoted(text.replace('"', '""')) for text in [*texts, SQUARE])
    rows = [[*map(str, parcel(n).values()), cell] for n, cell in enumerate(cells)]
    return "\n".join(",".join(row) for row in [[*HEADER, "图形"], *rows]).encode(errors="replace")


def _landed(name: str, content: bytes) -> list[str | None]:
    """What the lake keeps of the polygons, by line."""
    with TemporaryDirectory() as folder:
        home = Installation(Path(folder))
        home.prepare()
        put(home, f"land/2023-12-31/{name}", content)
        report = take_in(home, {"land.parcel_register": CONTRACTS["land.parcel_register"]})
        assert not report.refusals, report.refusals
        (typed,) = (home.lake / "typed").rglob("*.parquet")
        return pl.read_parquet(typed).sort("_line")["boundary_wkt"].to_list()


INPUTS = """
create temp table parcel_row as
select '330683' as region_code, 'whole' as part, date '2023-12-31' as period_end, timestamp '2024-01-01' as received_at,
    'B' as batch_id, '' as sheet, position as line, 'P' || position as parcel_id, null::varchar as land_code,
    null::varchar as holder_uscc, 3870::decimal(18, 4) as land_area_sqm, null::varchar as county_code,
    date '2023-12-31' as newest_end, md5(wkt) as shape_id
from cells;
create temp table area_row as
select 'platform' as area_kind, '330683' as region_code, 'A' || position as area_code, 'B' as batch_id, '' as sheet,
    position as line, md5(wkt) as shape_id
from cells where wkt is not null;
create temp table shape_text as
select distinct md5(wkt) as shape_id, wkt, '' as coordinate_system, '330683' as division_code
from cells where wkt is not null;
create temp table premises_row as
select 'environment.key_unit' as list_code, '330683' as region_code, 'B' as batch_id, '' as sheet, 1 as line,
    null::varchar as enterprise_uscc, 120.8322::double as longitude_deg, 29.5602::double as latitude_deg;
"""


def _states(texts: list[str | None]) -> list[str]:
    """State of each polygon after all steps of ``identity.geometry``, each a parcel and a platform."""
    with spatial().cursor() as connection:
        load_seeds(connection)
        schema = {"position": pl.Int32, "wkt": pl.String}
        connection.register("cells", pl.DataFrame({"position": range(len(texts)), "wkt": texts}, schema).to_arrow())
        connection.execute(INPUTS)
        make_geometry(connection)
        return [s for (s,) in connection.execute("select geometry_state from parcel_geometry order by line").fetchall()]
