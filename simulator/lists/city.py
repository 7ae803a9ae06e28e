"""Simulator: city.macro, the monthly indicators of the statistics bureau."""

from __future__ import annotations

import numpy as np
import polars as pl

from simulator import tables
from simulator.expressions import constants
from simulator.lists.output_month import reported
from simulator.world.region import World, stream

PREFECTURE = "330800"
FROM_FIRMS = (
    ("规模以上工业总产值", "output_value"),
    ("规模以上工业营业收入", "revenue"),
    ("规模以上工业增加值", "value_added"),
)
DRAWN = (
    ("工业投资", "固定资产投资", 90_000),
    ("一般公共预算收入", "地方财政", 60_000),
    ("工业用电量", "全社会", 40_000),
)


def macro(world: World, firms: pl.DataFrame, month: int) -> pl.DataFrame:
    """city.macro: sums over the reporting firms and some drawn figures, per area; February covers two months."""
    number = month % 12 + 1
    now, before = (reported(firms, n) for n in (number, max(1, number - 1)))
    areas: list[tuple[str, str | None]] = [(tables.REGIONS[world.region].zh, None)]
    if world.region == PREFECTURE:
        areas += [(name, name) for name in tables.COUNTIES.values()]
    county = world.enterprises["county_name"]
    rows = []
    rng = stream(world, 52, month)
    for area, only in areas:
        for rank, (name, column) in enumerate(FROM_FIRMS):
            ytd, previous = (_sum(county, frame, column, only) for frame in (now, before))
            rows.append((f"G{rank + 1:02}", name, area, "规上工业", "万元", ytd, ytd - previous))
        for rank, (name, scope, size) in enumerate(DRAWN):
            monthly = int(rng.integers(size // 2, size)) * 100
            unit = "万千瓦时" if name == "工业用电量" else "万元"
            rows.append((f"Z{rank + 1:02}", name, area, scope, unit, monthly * number, monthly))
    names = ("indicator_code", "indicator_name", "area_name", "scope_name", "unit_name", "ytd_value", "month_value")
    frame = pl.DataFrame(rows, schema=list(names), orient="row").cast({"ytd_value": pl.Int64, "month_value": pl.Int64})
    growth = pl.Series("ytd_growth_pct", rng.integers(-500, 1_500, len(frame)))
    alone = pl.lit(number > 2)
    return frame.with_columns(
        pl.when(alone).then(pl.col("month_value")).alias("month_value"),
        growth,
        *constants(price_basis="现价", is_preliminary="是"),
    )


def _sum(county: pl.Series, firms: pl.DataFrame, column: str, only: str | None) -> int:
    """万元 with two decimals of all firms or of a county's."""
    there = firms if only is None else firms.filter(county.gather(firms["eid"]) == only)
    return int(np.asarray(there[column].sum() or 0)) // 10_000
