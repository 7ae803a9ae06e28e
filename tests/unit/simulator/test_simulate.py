"""The simulator: valid codes, a complete catalogue, a truth that adds up."""

from __future__ import annotations

from collections import Counter

import polars as pl
import pytest

from ingest.contracts.builtin_rules import BUILTIN
from ingest.contracts.contract import load_contracts
from simulator import SimulationOptions
from simulator.draw import draw_world
from simulator.faults.catalogue import every_fault
from simulator.files import region_style
from simulator.files.deliveries import deliveries, faultable_files
from simulator.files.delivery import LIST_ZH
from simulator.lists.release import releases
from simulator.options import REGIONS, month_end, parse_month
from simulator.truth.output_months import monthly_figures
from simulator.world.codes import USCC_ALPHABET
from simulator.world.enterprises import draw_enterprises
from simulator.world.strata import strata
from simulator.world.taxes import TaxLedger

SMALL = {"enterprises": 120, "parcels": 80}


def outer_check(code: str) -> str:
    """GB 32100, digit by digit."""
    total = sum(USCC_ALPHABET.index(c) * pow(3, i) for i, c in enumerate(code[:17]))
    return USCC_ALPHABET[-total % 31]


def inner_check(body: str) -> str:
    """GB 11714, digit by digit; letters count from 10 (A) to 35 (Z)."""
    total = sum(int(c, 36) * w for c, w in zip(body, (3, 7, 9, 10, 5, 8, 4, 2), strict=True))
    return "0123456789X0"[11 - total % 11]


def test_codes_are_valid_and_names_and_codes_distinct():
    firms = draw_enterprises(1, "330800", 3000)
    assert firms["uscc"].n_unique() == firms["name"].n_unique() == 3000
    for code, county in firms.select("uscc", "county_code").iter_rows():
        assert code[2:8] == county
        assert code[16] == inner_check(code[8:16])
        assert code[17] == outer_check(code)


def test_written_check_digits_agree_with_a_published_code():
    assert outer_check("91330106673959654P") == "P"
    assert inner_check("67395965") == "4"


def test_every_fault_names_a_written_column_and_a_rule_of_its_contract():
    contracts = load_contracts()
    assert len({fault.name for fault in every_fault()}) == len(every_fault()) >= 40
    for fault in every_fault():
        contract = contracts[fault.list_code]
        no_cell = ("", "_period") if fault.outcome in ("accepted", "excluded", "refused", "delivery", "warn") else ()
        assert fault.column in {*(c.name for c in contract.columns), *no_cell}, fault.name
        if fault.outcome in ("reject", "warn", "note"):
            own = {rule.id: rule.severity for rule in contract.rules}
            assert fault.rule in BUILTIN or own.get(fault.rule) == fault.outcome, fault.name


def test_every_written_header_is_one_the_contract_knows():
    # Decisions are made by people, and lines of counties are published; nobody draws them.
    contracts = load_contracts().items()
    departments = {code: c for code, c in contracts if c.kind != "decision" and code != "land.boundary"}
    assert departments.keys() == LIST_ZH.keys()
    for code, contract in departments.items():
        for region in REGIONS:
            for column in region_style.columns(code, region, [c.name for c in contract.columns], "csv"):
                known = next(c for c in contract.columns if c.name == column.name).names_in(region)
                suffix = f"（{column.unit}）" if column.unit_place == "header" else ""
                assert column.header.removesuffix(suffix) in known, (code, region, column.header)


def test_every_spelling_of_a_category_is_one_the_contract_knows():
    for code, contract in load_contracts().items():
        for column in (c for c in contract.columns if c.values):
            values = pl.DataFrame({column.name: list(column.values)})
            for region in REGIONS:
                written = values.select(region_style.spelled(code, region, column.name, "xlsx"))[column.name]
                for value, text in zip(column.values, written, strict=True):
                    assert text == value or text in column.values[value], (code, column.name, region, text)


def test_units_sold_by_the_floor_add_up_to_their_parcel(tmp_path):
    world = draw_world(SimulationOptions(out=tmp_path, enterprises=400, parcels=300), "330683")
    units = strata(world).unique(["pid", "unit"]).group_by("pid").agg(pl.col("land_e4", "floor_e4").sum())
    both = units.join(world.land.parcels, on="pid", suffix="_whole")
    assert both.height >= 2
    assert both.filter(pl.col("land_e4") != pl.col("land_e4_whole")).is_empty()
    assert both.filter(pl.col("floor_e4") != pl.col("floor_e4_whole")).is_empty()


def test_land_is_never_released_twice(tmp_path):
    world = draw_world(SimulationOptions(out=tmp_path, enterprises=400, parcels=300), "330681")
    acts = releases(world).join(world.land.parcels.select("pid", "land_e4"), on="pid").group_by("pid")
    total = acts.agg(pl.len(), pl.col("release_area_sqm").sum(), pl.col("land_e4").first())
    assert total["len"].max() == 2 and total.filter(pl.col("release_area_sqm") > pl.col("land_e4")).is_empty()


def test_monthly_figures_add_up_to_the_last_cumulative_one(tmp_path):
    for region in ("330683", "330800"):
        world = draw_world(SimulationOptions(out=tmp_path, **SMALL), region)
        figures = monthly_figures(world, 2023)
        first = {"330683": "two_month", "330800": "as_reported"}[region]
        assert set(figures["figure_state"]) >= {first, "differenced"}
        unknown = figures.filter(pl.col("output_value").is_null())
        assert set(unknown["figure_state"]) <= {"no_previous"}
        whole = figures.filter(~pl.col("eid").is_in(unknown["eid"].implode())).sort("month")
        sums = whole.group_by("eid").agg(pl.col("output_value").sum(), pl.col("output_value_ytd").last())
        assert sums.height > 10 and sums.filter(pl.col("output_value") != pl.col("output_value_ytd")).is_empty()


def test_months_and_sizes_that_have_no_world_are_refused(tmp_path):
    assert month_end(parse_month("2024-02")).day == 29
    with pytest.raises(ValueError, match="no such region: 999999"):
        SimulationOptions(out=tmp_path, regions=("999999",))
    with pytest.raises(ValueError, match="at least 20 enterprises"):
        SimulationOptions(out=tmp_path, enterprises=3)
    with pytest.raises(ValueError, match="not a month"):
        _ = SimulationOptions(out=tmp_path, last_month="2023-13").window


@pytest.mark.parametrize("months", [1, 2, 12])
def test_files_that_may_carry_faults_are_foretold(tmp_path, months):
    world = draw_world(SimulationOptions(out=tmp_path, months=months, **SMALL), "330800")
    sent = deliveries(world, TaxLedger(len(world.enterprises)), corrections=True)
    final = Counter(delivery.list_code for delivery in sent if delivery.role == "final")
    assert final == {code: count for code, count in faultable_files(world).items() if count}
