"""A cadastre other people drew goes through the inbox as a land list: what is wrong with its polygons is reported."""

from __future__ import annotations

import json
from decimal import Decimal

import polars as pl
import pytest

from identity.stage import derive
from ingest.lake.ledger import BatchRecord, read_records
from ingest.stage import take_in
from park_brain.installation import Installation
from tests.support.selected_fixture import Selected

SQM_PER_ACRE = Decimal("4046.8564224")
LEAST = Decimal("0.01")
"""The feature without geometry has no area either; our list refuses 0."""
FEATURES, REPEATED = 4464, "466-0A-00-051"


def as_register(tree: dict) -> dict:
    """The features under our headers; nothing else is changed."""
    for feature in tree["features"]:
        said = feature["properties"]
        area = max((Decimal(str(said["AreaAc"])) * SQM_PER_ACRE).quantize(LEAST), LEAST)
        feature["properties"] = {
            "宗地代码": said["PID"],
            "坐落": f"PID {said['PID']}",
            "权属性质": "国有",
            "土地使用权人": None,
            "宗地面积": str(area),
        }
    return tree


@pytest.fixture(scope="module")
def cadastre(real_data, tmp_path_factory, contracts):
    home = Installation(tmp_path_factory.mktemp("cadastre"))
    home.prepare()
    source = real_data / "real" / "geo" / "parcels_williamsburg_va.geojson"
    tree = as_register(json.loads(source.read_text(encoding="utf-8")))
    target = home.inbox / "330683" / "land" / "2023-12" / "工业用地底数清单.geojson"
    target.parent.mkdir(parents=True)
    target.write_text(json.dumps(tree, ensure_ascii=False), encoding="utf-8")
    assert not take_in(home, contracts).refusals
    (record,) = read_records(home.lake / "ledger", BatchRecord)
    selected = Selected(home, contracts)
    typed = pl.read_parquet(record.typed_path(home))
    columns = [name for name in contracts[record.list].outputs if typed[name].null_count() < typed.height]
    selected.deliver(record.list, record.period, typed.sort("_line").select(columns).to_dicts())
    selected.write()
    derive(home, contracts)
    return home, record


def test_every_feature_is_accounted_for_and_the_repeated_id_is_reported(cadastre):
    home, record = cadastre
    assert record.rows_accepted + record.rows_quarantined == FEATURES
    violations = pl.read_parquet(record.violations_path(home))
    repeated = violations.filter(pl.col("rule_id") == "duplicate_key")
    assert repeated.height == 1 and REPEATED in repeated["row_key"][0]


def test_each_invalid_polygon_and_the_missing_one_are_reported(cadastre):
    home, record = cadastre
    drawn = pl.read_parquet(home.derived / "parcel_geometry.parquet")
    states = dict(drawn["geometry_state"].value_counts().iter_rows())
    assert states == {"valid": record.rows_accepted - 4, "repaired": 3, "missing": 1}
    told = drawn.filter(pl.col("geometry_state") == "repaired")
    assert told["reason_zh"].str.contains("自相交").all()
    assert not drawn["is_in_division"].any() and not drawn["is_in_country"].any()


def test_areas_of_polygons_are_those_of_the_register(cadastre):
    """The county's own acres against ours on the ellipsoid: the median differs by less than a thousandth."""
    home, _ = cadastre
    drawn = pl.read_parquet(home.derived / "parcel_geometry.parquet").filter(pl.col("land_area_sqm") > 100)
    ratio = drawn.select((pl.col("geometry_area_sqm") / pl.col("land_area_sqm")).cast(pl.Float64)).to_series()
    assert drawn.height > 3500 and abs(ratio.median() - 1) < 0.001
