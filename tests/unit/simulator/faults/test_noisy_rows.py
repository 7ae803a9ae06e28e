"""Hard mode's noise: names and addresses come apart as they were made."""

from __future__ import annotations

import polars as pl
import pytest

from simulator import SimulationOptions
from simulator.draw import draw_world
from simulator.linking.region import linking_firms
from simulator.options import REGIONS

WORLD = {"enterprises": 200, "parcels": 80, "months": 3, "format": "csv"}


@pytest.mark.parametrize("region", REGIONS)
def test_names_and_addresses_come_apart_as_they_were_made(tmp_path, region):
    world = draw_world(SimulationOptions(out=tmp_path, **WORLD), region)
    firms = linking_firms(world)
    parts = pl.concat_str("prefix", "trade_name", "word", "form")
    assert firms.filter(parts != pl.col("name")).is_empty()
    drawn = firms.filter(~pl.col("name").str.ends_with("分公司"))  # staged branches are not taken apart
    assert len(firms) - len(drawn) == 2
    assert drawn.filter(~pl.col("trade_name").str.len_chars().is_between(2, 3)).is_empty()
    door = pl.concat_str("county", "town", "road", "number", pl.lit("号"))
    assert firms.filter(door != pl.col("address")).is_empty()
