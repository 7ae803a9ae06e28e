"""Simulator: the parcels of a region with codes, areas, polygons and plan fields."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from simulator import tables
from simulator.expressions import first_of
from simulator.options import Window, month_end, month_start
from simulator.world.enterprises import Ints

METRES_PER_DEGREE_NORTH = 110_850.0
METRES_PER_DEGREE_EAST = 97_000.0
"""At about 29 degrees north."""
CELL_DEGREES = 0.0055
MU_REGIONS = ("330681",)
"""Regions whose land departments write parcel and lease areas in 亩."""


@dataclass(frozen=True)
class Land:
    """Everything about land; ``pid`` is a parcel's row in ``parcels``."""

    parcels: pl.DataFrame
    """As known today; ``sold_by`` held it until the day before ``held_from``."""
    leases: pl.DataFrame
    """``reported_by``: which side states it; ``on_former``: under the code its parcel had before it changed."""
    others: pl.DataFrame
    """pid, eid, area, dates: land that somebody uses without a right, of parcels that are nobody's."""
    parts: pl.DataFrame
    """pid, part (0, 1), code, location, areas: the parcels that a merged one was before."""


def draw_parcels(
    region: str, enterprises: pl.DataFrame, holders: Ints, window: Window, rng: np.random.Generator
) -> pl.DataFrame:
    """One row per parcel; it lies in its holder's county. ``held_from``: day its holder's right began."""
    n = len(holders)
    frame = _places(region, enterprises, holders, rng).with_columns(pl.Series("holder", holders))
    area = np.clip(rng.lognormal(9.3, 0.8, n), 800, 140_000)
    land, mu = written_area((area * 100).astype(np.int64) * 100, region in MU_REGIONS)
    ratio = rng.integers(60, 260, n)
    total = np.where(rng.random(n) < 0.85, ratio * land // 100 // 100 * 100, 0)
    frame = frame.with_columns(
        pl.Series("land_e4", land),
        pl.Series("land_mu_e4", mu, dtype=pl.Int64),
        pl.Series("far_e2", ratio),
        pl.Series("floor_e4", total),
        pl.Series("land_status", rng.choice(["在用", "闲置", "建设期"], n, p=[0.92, 0.05, 0.03])),
        pl.Series("plan_conformity", rng.choice(["符合", "不符合"], n, p=[0.9, 0.1])),
        pl.Series("planned_use", rng.choice(["工业用地", "工业用地", "居住用地", "商业服务业用地"], n)),
        pl.Series("in_platform", rng.random(n) < 0.5),
    )
    return outlined(_dated(_coded(frame, rng), window, rng), rng)


def written_area(area_e4: Ints, in_mu: bool) -> tuple[Ints, Ints]:
    """Area and 亩 (both with 4 decimals): where lists count in 亩, the area is what the written 亩 give."""
    mu = area_e4 * 3 // 2000
    return ((mu * 4000 + 3) // 6 if in_mu else area_e4 // 100 * 100), mu


def _places(region: str, enterprises: pl.DataFrame, holders: Ints, rng: np.random.Generator) -> pl.DataFrame:
    """Town of each parcel: its holder's, or one of the towns that carry parcels at all."""
    n = len(holders)
    somebody = np.where(holders >= 0, holders, rng.integers(len(enterprises), size=n))
    place = enterprises[somebody].select("county_code", "county_name", "town_code", "town_name")
    if names := tables.PARCEL_TOWNS.get(region):
        towns = tables.towns(region).filter(pl.col("town_name").is_in(names))
        place = towns[rng.integers(len(towns), size=n)].select(place.columns)
    rank = np.arange(n)
    road = pl.Series(list(tables.ROADS)).gather(rank % len(tables.ROADS))
    number = pl.Series(rank // len(tables.ROADS) + 1).cast(pl.String)
    location = place["county_name"] + place["town_name"] + road + number + "号地块"
    return place.with_columns(location.alias("location"), pl.Series("pid", rank))


def _coded(frame: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """宗地代码: county 6 + 地籍区 3 + 地籍子区 3 + GB or JB + number 5; 28-digit unit code on top.

    A few collective parcels have no code at all (no reject: the place identifies them).
    """
    n = len(frame)
    state = rng.random(n) < 0.85
    section = frame["town_code"].str.slice(6, 3) + _padded(rng.integers(1, 40, n), 3)
    rank = frame.select(pl.int_range(pl.len()).over(frame["town_code"])).to_series()
    zone = (rank // 90_000).cast(pl.String).str.zfill(1)
    number = (rank % 90_000 + 1).cast(pl.String).str.zfill(5)
    letters = pl.Series(np.where(state, "GB", "JB"))
    code = frame["county_code"] + section.str.slice(0, 5) + zone + letters + number
    missing = pl.Series(~state & (rng.random(n) < 0.1))
    has_building = pl.Series(rng.random(n) < 0.8)
    suffix = pl.select(first_of((has_building, "F00010001"), otherwise="W00000000"))
    return frame.with_columns(
        pl.Series("ownership", np.where(state, "国有", "集体")),
        pl.when(~missing).then(code).alias("land_code"),
        pl.when(~missing).then(code + suffix.to_series()).alias("unit_code"),
    )


def _padded(numbers: Ints, width: int) -> pl.Series:
    return pl.Series(numbers).cast(pl.String).str.zfill(width)


def _dated(frame: pl.DataFrame, window: Window, rng: np.random.Generator) -> pl.DataFrame:
    """Supply date (some unknown), the holder's own 自有 statement (some missing) and what follows from both."""
    n = len(frame)
    begin, end = np.datetime64(month_start(window.first), "D"), np.datetime64(month_end(window.last), "D")
    nat = np.datetime64("NaT", "D")
    supply = begin - rng.integers(400, 6000, n).astype("timedelta64[D]")
    supply = np.where(rng.random(n) < 0.1, nat, supply)
    bought = begin + rng.integers(0, int((end - begin).astype(int)), n).astype("timedelta64[D]")
    own = np.where(rng.random(n) < 0.04, bought, np.where(np.isnat(supply), begin - 365, supply))
    stated = (rng.random(n) < 0.95) & (frame["holder"].to_numpy() >= 0)
    held = np.where(stated, own, supply)
    return frame.with_columns(
        pl.Series("supply_date", supply),
        pl.Series("states_own", stated),
        pl.Series("own_from", np.where(stated, own, nat)),
        pl.Series("held_from", held),
    )


def outlined(frame: pl.DataFrame, rng: np.random.Generator, *, apart: bool = False, beyond: int = 0) -> pl.DataFrame:
    """Rectangles on a grid east (``apart``: west) of the county's centre, to the parcel's area, never overlapping.

    ``beyond``: columns further west, where others stand apart already.
    """
    rank = frame.select(pl.int_range(pl.len()).over(frame["county_code"])).to_series().to_numpy()
    size = int(np.ceil(np.sqrt(rank.max() + 1)))
    cell = min(CELL_DEGREES, 0.4 / size)
    centres = pl.DataFrame(
        {
            "county_code": list(tables.CENTRES),
            "x": [c[0] for c in tables.CENTRES.values()],
            "y": [c[1] for c in tables.CENTRES.values()],
        }
    )
    origin = frame.join(centres, on="county_code", how="left", maintain_order="left")
    column = -1 - beyond - rank % size if apart else rank % size
    x = origin["x"].to_numpy() + column * cell
    y = origin["y"].to_numpy() + (rank // size - size / 2) * cell
    square = np.sqrt(frame["land_e4"].to_numpy() / 10_000)
    stretch = rng.uniform(0.85, 1.15, len(frame))
    width = np.minimum(square * stretch / METRES_PER_DEGREE_EAST, cell * 0.95)
    height = np.minimum(square / stretch / METRES_PER_DEGREE_NORTH, cell * 0.95)
    west, south = _degrees(x), _degrees(y)
    east, north = _degrees(x + width), _degrees(y + height)
    ring = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    points = pl.concat_str(
        [part for i, (a, b) in enumerate(ring) for part in (*([pl.lit(", ")] if i else []), a, pl.lit(" "), b)]
    )
    outlined = frame.select(("POLYGON ((" + points + "))").alias("boundary_wkt"))
    centre = pl.DataFrame({"longitude": x + width / 2, "latitude": y + height / 2})
    return pl.concat([frame, outlined, centre], how="horizontal")


def _degrees(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> pl.Series:
    """Degrees with 7 decimals, about a centimetre."""
    scaled = pl.Series(np.round(values * 1e7).astype(np.int64))
    return (scaled // 10**7).cast(pl.String) + "." + (scaled % 10**7).cast(pl.String).str.zfill(7)
