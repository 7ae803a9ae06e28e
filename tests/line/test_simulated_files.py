"""Simulated worlds as written: same seed same bytes, files as the truth says, a truth that adds up."""

from __future__ import annotations

import hashlib
import json
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest
from python_calamine import CalamineWorkbook

from simulator import SimulationOptions, simulate
from simulator.faults.catalogue import catalogue
from simulator.tables import PARCEL_TOWNS, towns

SMALL = {"enterprises": 120, "parcels": 80}


@pytest.fixture(scope="module")
def faulty(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("faulty")
    simulate(SimulationOptions(out=out, regions=("330683", "330800"), **SMALL))
    return out


@pytest.fixture(scope="module")
def clean(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("clean")
    simulate(SimulationOptions(out=out, format="csv", faults="none", **SMALL))
    return out


def digests(out: Path) -> dict[str, str]:
    files = sorted(p for p in out.rglob("*") if p.is_file())
    return {p.relative_to(out).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def meta(out: Path) -> list[dict[str, object]]:
    return json.loads((out / "truth" / "meta.json").read_text(encoding="utf-8"))["files"]


@pytest.mark.parametrize("file_format", ["xlsx", "csv", "parquet"])
def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path, file_format):
    runs = []
    for name, seed in (("a", 3), ("b", 3), ("c", 4)):
        out = tmp_path / name
        size = {"enterprises": 30, "parcels": 20, "months": 1, "regions": ("330681",)}
        simulate(SimulationOptions(out=out, seed=seed, format=file_format, **size))
        runs.append(digests(out))
    assert runs[0] == runs[1]
    # Which towns survey depends on where parcels lie.
    named = [{path for path in run if "摸排表" not in path} for run in runs]
    assert named[0] == named[2] and runs[0] != runs[2]


def test_each_fault_hits_a_row_of_its_own(faulty):
    faults = pl.read_csv(faulty / "truth" / "faults.csv", infer_schema=False)
    assert set(faults["fault"]) == {fault.name for fault in catalogue("default", "xlsx")}
    hit = faults.filter(pl.col("line").is_not_null(), pl.col("fault") != "merged_header")
    assert hit.select("path", "line").is_unique().all()


def test_faults_are_where_the_truth_says(faulty):
    """Spot check by reading the workbooks with another library than the one that wrote them."""
    faults = pl.read_csv(faulty / "truth" / "faults.csv", infer_schema=False)
    expected = {
        "unknown_tax_type": "综合规费",
        "open_ended_deadline": "长期",
        "unreadable_value_added": "见附表",
        "wrong_check_digit": None,
        "missing_amount": None,
    }
    for fault in faults.filter(pl.col("fault").is_in(list(expected))).iter_rows(named=True):
        book = CalamineWorkbook.from_path(faulty / "inbox" / fault["path"])
        row = book.get_sheet_by_name(fault["sheet"]).to_python()[int(fault["line"]) - 1]
        if expected[fault["fault"]]:
            assert expected[fault["fault"]] in row
        elif fault["fault"] == "wrong_check_digit":
            assert fault["enterprise"] not in row and any(str(c)[:17] == fault["enterprise"][:17] for c in row)
        else:
            assert fault["enterprise"] in row and not any(isinstance(cell, float) for cell in row[1:])


def test_meta_lists_every_file_with_its_rows_and_instant(clean):
    files = [entry for entry in meta(clean) if entry["list"]]
    found = {p.relative_to(clean / "inbox").as_posix() for p in (clean / "inbox").rglob("*.csv")}
    assert {entry["path"] for entry in files} == found
    as_of = SimulationOptions(out=clean).as_of.isoformat()
    for entry in files:
        raw = (clean / "inbox" / str(entry["path"])).read_bytes()
        text = raw.decode("gb18030" if entry["region"] == "330681" else "utf-8-sig")
        assert len(text.splitlines()) - 1 - ("零报告" in text) == entry["data_rows"] * (not entry["nil"])
        assert str(entry["received_at"]) < as_of
    assert len([e for e in files if e["copy_of"]]) == len([e for e in files if e["delivery"] == "supplement"]) == 3
    nil = [e for e in files if e["nil"]]
    assert "330681/fire/诸暨市2023-03消防安全治理清单.csv" in {e["path"] for e in nil}
    # Of the further lists, a quarter in which nothing happened is told too.
    assert {e["list"] for e in nil} >= {"fire.issue", "governance.petition"} and not any(e["data_rows"] for e in nil)


def test_a_case_vanishes_from_the_last_register_though_it_was_never_closed(clean):
    kinds = pl.read_parquet(clean / "truth" / "situations" / "*.parquet")
    gone = kinds.filter(pl.col("situation") == "case_disappeared")
    assert set(gone["list"]) >= {"safety.issue", "governance.plan"}
    for code, number, last in gone.select("list", "key", "value").iter_rows():
        files = [entry for entry in meta(clean) if entry["list"] == code and entry["region"] == "330683"]
        texts = {str(e["period"]): (clean / "inbox" / str(e["path"])).read_text("utf-8-sig") for e in files}
        if code in ("safety.issue", "governance.plan"):
            assert number in texts[last] and number not in texts[max(texts)] and last < max(texts)


def test_a_parcel_without_its_former_code_was_recoded_or_split(clean):
    kinds = pl.read_parquet(clean / "truth" / "situations" / "*.parquet")
    moved = kinds.filter(pl.col("situation").is_in(["recoded", "split"]))
    assert set(moved["situation"]) == {"recoded", "split"}
    assert moved.filter(pl.col("situation") == "split")["key"].value_counts()["count"].unique().to_list() == [2]
    files = [entry for entry in meta(clean) if entry["list"] == "land.parcel_register"]
    codes: dict[str, set[str]] = {}
    for entry in files:
        raw = (clean / "inbox" / str(entry["path"])).read_bytes()
        text = raw.decode("gb18030" if entry["region"] == "330681" else "utf-8-sig")
        # The first 19 of a unit's 28 characters: the row's own code, not a former one it names.
        own = {cell[:19] for cell in text.replace("\n", ",").split(",") if len(cell) == 28}
        codes.setdefault(str(entry["period"]), set()).update(own)
    before, now = (codes[day] for day in sorted(codes))
    assert set(moved["key"]).isdisjoint(now) and set(moved["other_key"]) <= now
    assert set(moved["key"]) & before


def test_towns_get_a_sheet_each_in_one_region(tmp_path):
    simulate(SimulationOptions(out=tmp_path, regions=("330681",), months=1, faults="none", **SMALL))
    entries = [entry for entry in meta(tmp_path) if entry["list"] == "governance.survey"]
    assert len({entry["path"] for entry in entries}) == 1 < len(entries)
    book = CalamineWorkbook.from_path(tmp_path / "inbox" / str(entries[0]["path"]))
    assert book.sheet_names == [entry["part"] for entry in entries]
    for entry in entries:
        rows = book.get_sheet_by_name(str(entry["part"])).to_python()
        assert len(rows) == 3 + int(str(entry["data_rows"]))


def test_a_town_without_industrial_land_reports_nil(clean):
    """漏报 is judged only where every town has reported, if only a 零报告."""
    entries = [e for e in meta(clean) if e["list"] == "governance.survey" and e["region"] == "330683"]
    assert {e["part"] for e in entries} == set(towns("330683")["town_name"])
    assert {e["part"] for e in entries if e["data_rows"]} == set(PARCEL_TOWNS["330683"])
    assert all(e["nil"] == (e["data_rows"] == 0) for e in entries)


def test_tax_indicator_follows_from_the_yearly_truth_and_the_written_roster(clean):
    """Numerator and denominator again, from two other files."""
    roster = pl.concat(
        pl.read_csv(clean / "inbox" / str(entry["path"]), infer_schema=False)
        for entry in meta(clean)
        if entry["list"] == "economy.above_scale_roster" and entry["region"] == "330683"
    )
    years = pl.read_parquet(clean / "truth" / "enterprise_year" / "330683.parquet")
    firms = years.filter(
        pl.col("uscc").is_in(roster["统一社会信用代码"].to_list()),
        pl.col("tax_state").is_in(["paid", "zero"]),
        pl.col("land_sqm_months") > 0,
    )
    tax, land = Fraction(firms["tax_contribution_cny"].sum()), Fraction(firms["land_sqm_months"].sum())
    indicators = pl.read_csv(clean / "truth" / "indicators.csv", infer_schema=False)
    row = indicators.row(
        by_predicate=(pl.col("indicator_code") == "above_scale_tax_per_mu") & (pl.col("scope_code") == "330683"),
        named=True,
    )
    assert float(row["numerator"]) == float(tax)
    assert float(row["value"]) == pytest.approx(float(tax / 10_000 / (land / 12 / Fraction(2000, 3))), rel=1e-12)


def test_a_window_of_some_months_of_a_year_gives_no_zero_taxpayers(tmp_path):
    simulate(SimulationOptions(out=tmp_path, months=3, regions=("330683",), format="parquet", **SMALL))
    years = pl.read_parquet(tmp_path / "truth" / "enterprise_year" / "330683.parquet")
    assert set(years["tax_state"]) == {"paid", "unknown", "not_local"}
