"""Enterprise and parcel keys: the match cascade, its limits, and that only content matters."""

from __future__ import annotations

import duckdb
import polars as pl
import pytest

from identity.matching.names import normalised
from identity.stage import OUTPUTS, derive
from tests.support.selected_fixture import Selected

VALID, OTHER = "91330683MA2000019N", "91330683MA2000027H"
WRONG = VALID[:-1] + "A"
LAND = "330683001001GB00001"


@pytest.fixture
def selected(home, contracts) -> Selected:
    return Selected(home, contracts)


def keys(home, table="enterprise_key") -> list[dict]:
    return pl.read_parquet(home.derived / f"{table}.parquet").to_dicts()


def key_of(home, code: str, name: str, region: str = "330683") -> dict:
    found = [k for k in keys(home) if (k["region_code"], k["uscc_text"], k["name_text"]) == (region, code, name)]
    assert len(found) == 1
    return found[0]


def registered(*pairs: tuple[str, str]) -> list[dict]:
    return [dict(enterprise_uscc=c, enterprise_name=n, registration_status="存续") for c, n in pairs]


@pytest.mark.parametrize(
    "spelling",
    [
        "嵊州市（甲）机械有限公司",
        "嵊州市(甲)机械 有限公司",
        "嵊州市【甲】机械有限公司",
        "嵊州市〔甲〕机械\u3000有限公司",
    ],
)
def test_spellings_of_one_name(spelling):
    frame = pl.DataFrame({"name": [spelling]})
    assert frame.select(normalised("name")).item() == "嵊州市(甲)机械有限公司"


def test_match_cascade(home, selected):
    selected.deliver("registry.enterprise", "2023-12-31", registered((VALID, "甲（中国）公司"), (OTHER, "乙公司")))
    rows = [(VALID, "别名"), (WRONG, "甲(中国)公司"), (None, "乙 公司"), (None, "无名厂"), (WRONG, "无名厂")]
    taxes = [dict(taxpayer_uscc=c, taxpayer_name=n, tax_type="增值税", amount_cny=1) for c, n in rows]
    selected.deliver("tax.tax_paid", "2023-01", taxes)
    selected.write()
    derive(home, selected.contracts)
    found = {(k["uscc_text"], k["name_text"]): (k["enterprise_id"], k["method"]) for k in keys(home)}
    first, second = found[VALID, "甲（中国）公司"][0], found[OTHER, "乙公司"][0]
    assert found[VALID, "别名"] == (first, "uscc")
    assert found[WRONG, "甲(中国)公司"] == (first, "code_repaired")
    assert found["", "乙 公司"] == (second, "name")
    assert found["", "无名厂"] == found[WRONG, "无名厂"]
    assert found["", "无名厂"][1] == "name_only"
    assert len({identity for identity, _ in found.values()}) == 3


def test_a_name_of_two_codes_leads_nowhere(home, selected):
    selected.deliver("registry.enterprise", "2023-12-31", registered((VALID, "同名厂"), (OTHER, "同名厂")))
    selected.deliver("economy.output", "2023", [dict(enterprise_name="同名厂")])
    selected.write()
    derive(home, selected.contracts)
    assert key_of(home, "", "同名厂")["method"] == "name_only"


def test_a_name_counts_only_in_its_region(home, selected):
    selected.deliver("registry.enterprise", "2023-12-31", registered((VALID, "甲公司")))
    selected.deliver("economy.output", "2023", [dict(enterprise_name="甲公司")], region="330681")
    selected.deliver("economy.output", "2023", [dict(enterprise_uscc=VALID, enterprise_name="甲公司")], region="330800")
    selected.write()
    derive(home, selected.contracts)
    assert key_of(home, "", "甲公司", "330681")["method"] == "name_only"
    assert key_of(home, VALID, "甲公司", "330800")["enterprise_id"] == key_of(home, VALID, "甲公司")["enterprise_id"]
    homes = {e["uscc"]: e["region_code"] for e in keys(home, "enterprise")}
    assert homes[VALID] == "330683"


def test_a_list_that_is_not_authoritative_moves_no_key_but_gets_its_own(home, selected):
    """Power meters are mapped to firms by hand: a code there says nothing about a name in another list."""
    selected.deliver("economy.output", "2023", [dict(enterprise_name="甲公司"), dict(enterprise_name="乙公司")])
    selected.deliver("registry.enterprise", "2023-12-31", registered((OTHER, "乙公司")))
    selected.write()
    derive(home, selected.contracts)
    before = {name: key_of(home, "", name)["enterprise_id"] for name in ("甲公司", "乙公司")}
    meters = [dict(enterprise_uscc=VALID, enterprise_name=name) for name in before] + [dict(meter_holder_name="乙公司")]
    selected.deliver("utility.power", "2023-06", [m | dict(meter_no=str(n)) for n, m in enumerate(meters)])
    selected.write()
    derive(home, selected.contracts)
    assert {name: key_of(home, "", name)["enterprise_id"] for name in before} == before
    assert key_of(home, VALID, "甲公司")["method"] == "uscc"


def test_a_permit_number_names_its_holder(home, selected):
    selected.deliver("environment.permit", "2023-12-31", [dict(permit_no=VALID + "001P", holder_name="甲公司")])
    selected.write()
    derive(home, selected.contracts)
    assert key_of(home, VALID, "甲公司")["method"] == "uscc"


def test_parcel_methods(home, selected):
    register = [
        dict(land_code=LAND, location="浦口街道 1 号", ownership="国有", land_area_sqm=1),
        dict(location="村东", ownership="集体", land_area_sqm=1),
        dict(unit_code="330683001001GB00009F00010001", location="路9号", ownership="国有", land_area_sqm=1),
    ]
    used = [dict(land_code=c, location=p) for c, p in [(LAND[:-1], "浦口街道1号"), (None, "村 东"), ("123", "别处")]]
    selected.deliver("land.parcel_register", "2023-12-31", register)
    selected.deliver(
        "land.occupancy", "2023-12-31", [row | dict(occupant_name="甲公司", tenure="自有") for row in used]
    )
    selected.write()
    derive(home, selected.contracts)
    found = {(k["land_code_text"], k["location_text"]): k for k in keys(home, "parcel_key")}
    coded = found[LAND, "浦口街道 1 号"]
    by_place = found[LAND[:-1], "浦口街道1号"]
    assert (coded["method"], by_place["method"]) == ("land_code", "location")
    assert by_place["parcel_id"] == coded["parcel_id"] and by_place["land_code"] == LAND
    assert found["", "村东"]["parcel_id"] == found["", "村 东"]["parcel_id"]
    assert found["123", "别处"]["method"] == "code_as_is"
    assert found["330683001001GB00009", "路9号"]["land_code"] == "330683001001GB00009"


def test_only_content_matters(tmp_path, home, contracts):
    from park_brain.installation import Installation

    texts = []
    for reverse in (False, True):
        place = Installation(tmp_path / f"home{reverse}")
        selected = Selected(place, contracts)
        selected.deliver("registry.enterprise", "2023-12-31", registered((VALID, "甲公司"), (OTHER, "乙公司")))
        selected.deliver("economy.output", "2023", [dict(enterprise_name=n) for n in ("乙公司", "丙公司", "甲公司")])
        for rows in selected.rows.values():
            rows.sort(key=lambda row: row["enterprise_name"], reverse=reverse)
        selected.write()
        derive(place, contracts)
        with duckdb.connect() as connection:
            texts.append([connection.execute(f"from '{place.derived}/{name}.parquet'").fetchall() for name in OUTPUTS])
    assert texts[0] == texts[1]


def test_unchanged_lists_are_not_derived_again(home, selected):
    selected.deliver("registry.enterprise", "2023-12-31", registered((VALID, "甲公司")))
    selected.write()
    first = derive(home, selected.contracts)
    again = derive(home, selected.contracts)
    selected.deliver("economy.output", "2023", [dict(enterprise_name="丙公司")])
    selected.write()
    changed = derive(home, selected.contracts)
    assert (first.reused, again.reused, changed.reused) == (False, True, False)
    assert (again.keys, changed.keys) == (first.keys, first.keys + 1)


def test_a_missing_output_is_made_again(home, selected):
    selected.write()
    derive(home, selected.contracts)
    (home.derived / "enterprise.parquet").unlink()
    assert not derive(home, selected.contracts).reused
    assert (home.derived / "enterprise.parquet").exists()
