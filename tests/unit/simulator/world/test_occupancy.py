"""The simulator's truth of land and tax by parcel: every hard case is drawn, and everything adds up."""

from __future__ import annotations

import polars as pl
import pytest

from simulator import SimulationOptions
from simulator.cases.plots import PLOTS
from simulator.draw import draw_world
from simulator.lists.occupancy import occupancy
from simulator.options import REGIONS
from simulator.truth.tax import counted_rows, tax_by_parcel
from simulator.world.lineage import changes
from simulator.world.occupancy import TENURES, occupancy_as_known
from simulator.world.region import World


@pytest.fixture(scope="module", params=REGIONS)
def world(request, tmp_path_factory) -> World:
    options = SimulationOptions(out=tmp_path_factory.mktemp("none"), enterprises=400, parcels=320)
    return draw_world(options, request.param)


def test_every_hard_case_is_there_and_told(world):
    parcels, told = world.land.parcels, occupancy(world)
    stages = parcels["stage"].drop_nulls()
    assert set(stages.filter(~stages.str.starts_with("firm:"))) == {plot.stage for plot in PLOTS}
    assert set(parcels["change_kind"].drop_nulls()) == {"分割", "合并", "重新编码", "补码"}
    assert set(told["tenure"]) == {"自有", "承租", "出租", "其他"}
    sides = told.filter(pl.col("tenure").is_in(["承租", "出租"])).group_by("pid", "start_date", "end_date").len()
    assert sides.filter(pl.col("len") == 1).height >= 2


def test_every_parcel_is_there_once_in_every_month(world):
    """As known then: the whole before a split, both parcels before a merger."""
    past = changes(world.land).unique(["former_code", "former_location"])
    for month in world.window.mart_months:
        land = occupancy_as_known(world, month)
        assert land["land_e4"].sum() == world.land.parcels["land_e4"].sum()
        assert land.filter(pl.col("land_e4") < 0).is_empty()
        before = past.filter(pl.col("change_date").dt.year() * 12 + pl.col("change_date").dt.month() - 1 > month)
        known = land.group_by("location").agg(pl.col("land_e4").sum())
        both = before.join(known, left_on="former_location", right_on="location", how="left")
        assert both.filter(pl.col("former_land_e4").ne_missing(pl.col("land_e4_right"))).is_empty()


def test_a_plant_let_by_the_floor_leaves_its_owner_nothing(world):
    plant = world.land.parcels.filter(pl.col("stage") == "let_by_floor").row(0, named=True)
    land = occupancy_as_known(world, world.window.last).filter(pl.col("location") == plant["location"])
    owner = land.filter(pl.col("eid") == plant["holder"]).row(0, named=True)
    assert owner["land_e4"] == 0 and owner["own_e4"] == owner["leased_out_e4"] == plant["land_e4"]
    tenants = land.filter(pl.col("leased_in_e4") > 0)
    assert tenants["land_e4"].to_list() == [plant["land_e4"] // 3] * 3


def test_only_the_last_of_a_chain_uses_the_land(world):
    plot = world.land.parcels.filter(pl.col("stage") == "chain_of_three").row(0, named=True)
    land = occupancy_as_known(world, world.window.first).filter(pl.col("location") == plot["location"])
    middle = land.filter((pl.col("leased_in_e4") > 0) & (pl.col("leased_out_e4") > 0))
    assert middle.height == 2 and land["land_e4"].sum() == plot["land_e4"]
    own, rented, let, other = (land[name].sum() for name in TENURES)
    assert own == plot["land_e4"] and rented == let and other == 0


def test_tax_by_parcel_adds_up_to_what_each_firm_paid(world):
    without_parcel = 0
    for month in world.window.months:
        parts, rows = tax_by_parcel(world, month), counted_rows(world, month)
        paid = rows.group_by("eid").agg(pl.col("fen").sum())
        both = paid.join(parts.group_by("eid").agg(pl.col("fen").sum()), on="eid", how="full", suffix="_parts")
        assert both.filter(pl.col("fen").ne_missing(pl.col("fen_parts"))).is_empty()
        named = rows.filter(pl.col("land_code").is_not_null())
        assert named.join(parts, on=["eid", "land_code"], how="anti").is_empty()
        without_parcel += parts["location"].null_count()
    assert without_parcel


def test_taxes_name_a_parcel_by_the_code_it_had_in_the_month(world):
    """Of a half that was another's, and of a plot without any code, its payer names nothing before."""
    past = set(changes(world.land).select("land_code", "former_code").rows())
    nothing = {(code, None) for code, _ in past}
    payers, moved = world.payers, 0
    first, last = (payers.parcel_codes(month) for month in (world.window.first, world.window.last))
    for then, now in zip(first, last, strict=True):
        if then != now:
            assert (now, then) in past | nothing
            moved += 1
    assert moved
