"""Simulator: acts of release that report the same land more than once; each ㎡ counts once (T5).

See docs/readings.md, Indicators.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import polars as pl

from simulator.cases.contracts import free_parcels
from simulator.options import month_end
from simulator.world.region import World

SQUARE_METRE = 10_000


@dataclass(frozen=True)
class Act:
    """``percent`` of the parcel's land by whole ㎡; ``at``: percent of the window gone by."""

    kind: str
    percent: int
    at: int


ACTS: dict[str, tuple[Act, ...]] = {
    "beyond_the_parcel": (Act("收储", 70, 20), Act("再供地", 70, 60)),
    "whole_land_twice": (Act("收储", 100, 15), Act("再供地", 100, 55)),
    "three_kinds": (Act("腾退", 20, 10), Act("收回", 30, 40), Act("闲置盘活", 60, 80)),
    "once": (Act("收回", 100, 90),),
}
WITHOUT_CODE = Act("闲置盘活", 40, 50)
AFTER_DELIVERY_DAYS = 10
"""A reserve that was delivered is reported once more as 收储 so many days later."""


def acts(world: World, releases: pl.DataFrame, reserves: pl.DataFrame) -> pl.DataFrame:
    """Rows like ``releases`` with stage, release_kind and release_no, beside the drawn releases and reserves."""
    busy = [*releases["pid"], *reserves["pid"]]
    rows = [*_on_parcels(world, busy), *_without_code(world), *_reserved(world, reserves)]
    if not rows:
        return pl.DataFrame(schema={"stage": pl.String, "release_date": pl.Date})
    county = world.enterprises["county_code"][0][:4]
    frame = pl.DataFrame(rows, infer_schema_length=None)
    return frame.with_columns(
        (f"PH{county}-9" + pl.int_range(pl.len()).cast(pl.String).str.zfill(3)).alias("release_no")
    )


def _on_parcels(world: World, busy: list[int]) -> list[dict[str, object]]:
    free = free_parcels(world).filter(pl.col("pid") % 8 > 4, ~pl.col("pid").is_in(busy))
    stages = [(stage, act) for stage, acts in ACTS.items() for act in acts]
    place = {stage: rank for rank, stage in enumerate(ACTS)}
    return [
        _row(world, stage, act, free.row(place[stage], named=True)) for stage, act in stages if place[stage] < len(free)
    ]


def _without_code(world: World) -> list[dict[str, object]]:
    codeless = world.land.parcels.filter(pl.col("stage") == "codeless").head(1)
    return [_row(world, "codeless", WITHOUT_CODE, parcel) for parcel in codeless.iter_rows(named=True)]


def _reserved(world: World, reserves: pl.DataFrame) -> list[dict[str, object]]:
    """The delivered reserves of the window, reported by both lists."""
    latest = month_end(world.window.last) - timedelta(days=AFTER_DELIVERY_DAYS)
    known = reserves.filter(pl.col("delivered_date").is_between(world.window.day(0), latest))
    rows = []
    for reserve in known.select("pid", "delivered_date").iter_rows(named=True):
        parcel = world.land.parcels.row(reserve["pid"], named=True)
        reported = _row(world, "reserved_too", Act("收储", 100, 0), parcel)
        rows.append(reported | {"release_date": reserve["delivered_date"] + timedelta(days=AFTER_DELIVERY_DAYS)})
    return rows


def _row(world: World, stage: str, act: Act, parcel: dict[str, object]) -> dict[str, object]:
    land = parcel["land_e4"]
    assert isinstance(land, int)
    same = ("pid", "land_code", "location", "county_name", "town_name")
    return {name: parcel[name] for name in same} | {
        "stage": stage,
        "eid": parcel["holder"],
        "land_area_sqm": land,
        "release_area_sqm": land * act.percent // 100 // SQUARE_METRE * SQUARE_METRE,
        "release_date": world.window.day(act.at),
        "release_kind": act.kind,
        "new_eid": parcel["holder"] if act.kind == "再供地" else None,
    }
