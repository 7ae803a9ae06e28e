"""Files other people wrote: every data row is accounted for, and the accepted ones are in the mart."""

from __future__ import annotations

import shutil
from datetime import datetime

import duckdb
import polars as pl
import pytest

from ingest.contracts.contract import Column, Contract
from ingest.lake.ledger import load_batches
from ingest.parser_version import derivation_of
from ingest.stage import take_in
from park_brain.installation import Installation
from park_brain.line import refresh

pytestmark = pytest.mark.worlds
PLACES = {"tax": "360000/tax", "environment": "310000/environment/2020-12", "land": "330000/land"}
DIVISIONS = """division_code,division_zh,short_zh,parent_code,division_level,scope_kind
310000,上海市,上海,,province,region
360000,江西省,江西,,province,region
"""
"""The files are of provinces that our table lacks: rules of the home add them."""
DATA_ROWS = {
    "tax.credit_rating": 4939,
    "environment.key_unit": 1101,
    "environment.permit": 167,
    "land.supply_contract": 3851,
}
PARCELS = 4464
MARTS = {
    "tax.credit_rating": "fct_credit_rating",
    "environment.key_unit": "fct_key_unit",
    "environment.permit": "fct_permit",
    "land.supply_contract": "fct_land_supply",
}


@pytest.fixture(scope="module")
def published(real_data, tmp_path_factory):
    home = Installation(tmp_path_factory.mktemp("real"))
    home.prepare()
    home.rules.mkdir()
    (home.rules / "ref_division.csv").write_text(DIVISIONS, encoding="utf-8")
    for department, place in PLACES.items():
        (home.inbox / place).mkdir(parents=True)
        for path in (real_data / "real" / department).iterdir():
            shutil.copy(path, home.inbox / place / path.name)
    return refresh(home, datetime(2100, 1, 1))


def test_no_file_is_refused(published):
    assert not published.ingested.refusals


def test_every_data_row_is_accounted_for(published):
    rows: dict[str, int] = {}
    for batch in published.batches:
        rows[batch.list] = rows.get(batch.list, 0) + batch.rows_accepted + batch.rows_quarantined
        assert batch.exclusions == {"header": 1}
    assert rows == DATA_ROWS


def test_the_accepted_rows_are_in_the_mart(published):
    with duckdb.connect(str(published.release.path / "park_brain.duckdb"), read_only=True) as mart:
        for code, table in MARTS.items():
            accepted = sum(batch.rows_accepted for batch in published.batches if batch.list == code)
            assert accepted > 0.9 * DATA_ROWS[code]
            assert mart.execute(f"select count(*) from mart.{table}").fetchone()[0] == accepted


def test_what_stands_in_the_files_is_read(published):
    with duckdb.connect(str(published.release.path / "park_brain.duckdb"), read_only=True) as mart:
        mart.execute("use mart")
        area, price = mart.execute(
            "select land_area_sqm, price_cny from fct_land_supply where supervision_no = '4311292007B00552'"
        ).fetchone()
        assert (str(area), str(price)) == ("7147.0000", "600400.00")
        valid = mart.execute(
            "select valid_from_date, valid_to_date from fct_permit where permit_no = '9131011756956752XQ001P'"
        )
        assert [str(day) for day in valid.fetchone()] == ["2020-07-27", "2023-07-26"]
        assert mart.execute("select distinct credit_rating from fct_credit_rating").fetchall() == [("A",)]


CADASTRE = Contract(
    list="land.cadastre",
    zh="地籍",
    grain="One row per parcel.",
    kind="snapshot",
    period="date",
    natural_key=("pid",),
    columns=(
        Column(name="pid", zh="PID", type="code", required=True, nullable=False),
        Column(name="area_acres", zh="AreaAc", type="decimal"),
        Column(name="surveyed_date", zh="SurvDate", type="date"),
        Column(name="boundary_wkt", zh="geometry", type="geometry"),
    ),
    ignored_headers=dict.fromkeys(
        (
            "StNum",
            "ClassType",
            "LUCat",
            "Tied2SP",
            "PrclUse",
            "InstrNum",
            "LastEdit",
            "Survey",
            "Label",
            "RecDate",
            "DeedPlatRe",
            "Unit",
            "FileDate",
            "SourceFile",
            "PDCLUse",
        ),
        "not asked here",
    ),
)
"""A list of another country, as one would describe it: the headers of its file and no more."""


def test_every_parcel_of_a_real_map_is_accounted_for(real_data, home):
    target = home.inbox / "330683" / "land" / "2023-12-31" / "地籍.geojson"
    target.parent.mkdir(parents=True)
    shutil.copy(real_data / "real" / "geo" / "parcels_williamsburg_va.geojson", target)
    assert not take_in(home, {CADASTRE.list: CADASTRE}).refusals
    (batch,) = load_batches(home, {CADASTRE.list: derivation_of(CADASTRE)})
    assert (batch.rows_read, batch.exclusions) == (PARCELS + 1, {"header": 1})
    assert batch.rows_accepted == PARCELS - 1
    assert batch.violations == {"bad_geometry": 1, "duplicate_key": 1, "geometry_crosses": 3, "implausible_date": 5}
    typed = pl.read_parquet(batch.typed_path(home))
    kinds = dict(typed["boundary_wkt"].str.extract(r"^([A-Z]+) ").value_counts().rows())
    assert kinds == {"POLYGON": 4447, "MULTIPOLYGON": 15, None: 1}
    assert typed["surveyed_date"].null_count() == PARCELS - 1 - 1556
    assert str(typed.filter(pl.col("pid") == "585-03-36-001")["area_acres"].item()) == "0.3911"
