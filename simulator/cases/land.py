"""Simulator: puts the plots of ``plots`` into a region, with actors, areas and days of their own.

They come after the drawn parcels and use a random stream of their own, so that the drawn world stays as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl

from simulator import tables
from simulator.cases.plots import ACTORS, CHANGE, LEASES, OCCUPANT, OCCUPIED, OCCUPIED_UNTIL, PLOTS, Let, Plot
from simulator.expressions import first_of
from simulator.options import Window
from simulator.world.enterprises import MONTHLY, QUARTERLY, Ints, rng_for
from simulator.world.lineage import CODED, MERGED, OLD_ZONE, RECODED, SPLIT, WHOLE_ZONE, change_day, former
from simulator.world.parcels import MU_REGIONS, Land, outlined, written_area

TOPIC = 13
PARCELS_PER_SET = 300
CHANGE_RANKS = {SPLIT: 3, MERGED: 2, RECODED: 1, CODED: 4}
"""So that the changes of a set come in different months."""
AREA_STEP, MU_STEP = 6_000, 9
"""Areas are whole multiples of this (1e-4 ㎡ and 1e-4 亩 are then both exact, and a third of it is whole)."""
SECTION, FIRST_NUMBER, NUMBERS = 70, 90_001, 9_990
"""Drawn parcels have a 地籍子区 below 40 and numbers below; a section holds so many numbers."""
FIRST_PART = (2, 5)
"""Share of the first of two parcels that were merged."""
Value = str | int | bool | date | None


@dataclass(frozen=True)
class _Set:
    """One set of plots: its actors, its number, its first pid."""

    region: str
    window: Window
    actors: Ints
    rank: int
    first_pid: int

    def actor(self, rank: int | None) -> int:
        """Enterprise of an actor; -1 for nobody."""
        return -1 if rank is None else int(self.actors[rank % len(self.actors)])

    def changed(self, kind: str) -> date | None:
        """Day of a change; None where there is none or the window is too short for any."""
        return change_day(self.window, self.rank + CHANGE_RANKS[kind]) if kind else None

    def day(self, percent: int, changed: date | None) -> date:
        """Day when so much of the window has gone by; CHANGE without a change is its middle."""
        if percent == CHANGE and changed is not None:
            return changed
        return self.window.day(50 if percent == CHANGE else percent)


def with_staged(seed: int, region: str, enterprises: pl.DataFrame, land: Land, window: Window) -> Land:
    """The land with one set of plots, and one more for every ``PARCELS_PER_SET`` drawn parcels."""
    rng = rng_for(seed, region, TOPIC)
    kind = enterprises["tax_class"].to_numpy()
    payers = np.concatenate([rng.permutation(np.flatnonzero(kind == wanted)) for wanted in (MONTHLY, QUARTERLY)])
    drawn = len(land.parcels)
    sets = [
        _Set(region, window, np.roll(payers, -ACTORS * rank), rank, drawn + rank * len(PLOTS))
        for rank in range(1 + drawn // PARCELS_PER_SET)
    ]
    plots = _coded(pl.concat([_plots(one, enterprises, rng) for one in sets]))
    plots = outlined(plots, rng, apart=True).select(land.parcels.columns)
    parcels = pl.concat([land.parcels, plots])
    leases = [_leases(one, parcels, land.leases) for one in sets]
    others = [_others(one, parcels) for one in sets]
    return Land(parcels, pl.concat([land.leases, *leases]), pl.concat([land.others, *others]), _parts(plots))


def _plots(one: _Set, enterprises: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    rows = []
    place: dict[str, Value] = {}
    for rank, plot in enumerate(PLOTS):
        # Halves of a parcel lie in one town.
        place = place if plot.stage == "split_sold" else _place(one, plot, enterprises, rng)
        steps, ratio = int(rng.integers(5_000, 30_000)), int(rng.integers(80, 200))
        rows.append(place | _row(one, plot, rank) | _areas(steps, ratio))
    frame = pl.DataFrame(rows, infer_schema_length=None).with_columns(
        pl.lit("符合").alias("plan_conformity"), pl.lit("工业用地").alias("planned_use")
    )
    return frame.cast({"sold_by": pl.Int64})


def _place(one: _Set, plot: Plot, enterprises: pl.DataFrame, rng: np.random.Generator) -> dict[str, Value]:
    """A town of the holder's county (of a far plot: of another) that may carry parcels."""
    towns = tables.towns(one.region)
    if names := tables.PARCEL_TOWNS.get(one.region):
        towns = towns.filter(pl.col("town_name").is_in(names))
    county = enterprises["county_code"][max(one.actor(plot.holder), 0)]
    near = pl.col("county_code") == county
    some = towns.filter(~near if plot.is_far else near)
    row: dict[str, Value] = (some if len(some) else towns).row(int(rng.integers(len(some) or len(towns))), named=True)
    return row


def _row(one: _Set, plot: Plot, rank: int) -> dict[str, Value]:
    """Holder and days: a sold plot was its seller's before, any other its holder's long before the window."""
    changed = one.changed(plot.change)
    held = one.day(plot.sold_at, changed) if plot.sold_by is not None else one.window.long_ago
    has_holder = plot.holder is not None
    states_own = plot.states_own and has_holder
    return {
        "pid": one.first_pid + rank,
        "stage": plot.stage,
        "holder": one.actor(plot.holder),
        "sold_by": None if plot.sold_by is None else one.actor(plot.sold_by),
        "ownership": plot.ownership,
        "land_status": plot.land_status,
        "in_platform": plot.in_platform,
        "has_code": plot.has_code,
        "supply_date": one.window.long_ago,
        "held_from": held,
        "states_own": states_own,
        "own_from": held if states_own else None,
        "change_kind": plot.change if changed else None,
        "change_date": changed,
    }


def _areas(steps: int, ratio: int) -> dict[str, Value]:
    """Land and floor of which a third is a whole number."""
    land = steps * AREA_STEP
    return {
        "land_e4": land,
        "land_mu_e4": steps * MU_STEP,
        "far_e2": ratio,
        "floor_e4": land * ratio // 100 // 30_000 * 30_000,
    }


def _coded(frame: pl.DataFrame) -> pl.DataFrame:
    """Codes with a 地籍子区 and numbers that no drawn parcel has; the former code of those that changed."""
    rank = pl.int_range(pl.len())
    number = (FIRST_NUMBER + rank % NUMBERS).cast(pl.String)
    section = pl.col("town_code").str.slice(6, 3) + (SECTION + rank // NUMBERS).cast(pl.String)
    letters = first_of((pl.col("ownership") == "国有", "GB"), otherwise="JB")
    code = pl.col("county_code") + section + "0" + letters + number
    place = pl.col("county_name") + pl.col("town_name") + "开发大道" + pl.col("pid").cast(pl.String) + "号地块"
    frame = frame.with_columns(pl.when("has_code").then(code).alias("land_code"), place.alias("location"))
    whole, kind = former(WHOLE_ZONE), pl.col("change_kind")
    first_half = pl.when(pl.col("stage") == "split_sold").then(whole.shift(1)).otherwise(whole)
    return frame.with_columns(
        (pl.col("land_code") + "F00010001").alias("unit_code"),
        first_of((kind == SPLIT, first_half), (kind == RECODED, former(OLD_ZONE))).alias("former_code"),
    ).drop("has_code")


def _leases(one: _Set, parcels: pl.DataFrame, like: pl.DataFrame) -> pl.DataFrame:
    pids = {plot.stage: one.first_pid + rank for rank, plot in enumerate(PLOTS)}
    rows = [_lease(one, let, parcels.row(pids[let.stage], named=True)) for let in LEASES]
    return pl.DataFrame(rows, schema=like.schema)


def _lease(one: _Set, let: Let, plot: dict[str, Any]) -> dict[str, Value]:
    numerator, denominator = let.part
    land, stated, mu = plot["land_e4"] * numerator // denominator, None, None
    if let.by == "land":
        land, mu = (int(x) for x in written_area(np.array(land), one.region in MU_REGIONS))
        stated = land
    changed = plot["change_date"]
    ends = None if let.ends is None else one.day(let.ends, changed) - timedelta(days=1)
    return {
        "pid": plot["pid"],
        "lessor": one.actor(let.lessor),
        "lessee": one.actor(let.lessee),
        "start_date": one.window.long_ago + timedelta(days=400) if let.begins is None else one.day(let.begins, changed),
        "end_date": ends,
        "stated_e4": stated,
        "stated_mu_e4": mu,
        "floor_e4": plot["floor_e4"] * numerator // denominator if let.by == "floor" else None,
        "land_e4": land,
        "is_sublet": let.is_sublet,
        "reported_by": let.reported_by,
        "on_former": let.on_former and changed is not None,
    }


def _others(one: _Set, parcels: pl.DataFrame) -> pl.DataFrame:
    """Land of nobody that somebody uses."""
    plot = parcels.filter(pl.col("pid").is_between(one.first_pid, one.first_pid + len(PLOTS) - 1))
    plot = plot.filter(pl.col("stage") == "nobodys")
    land, mu = written_area(plot["land_e4"].to_numpy() * OCCUPIED[0] // OCCUPIED[1], one.region in MU_REGIONS)
    return plot.select(
        "pid",
        pl.lit(one.actor(OCCUPANT), pl.Int64).alias("eid"),
        pl.Series("land_e4", land),
        pl.Series("land_mu_e4", mu),
        pl.lit(one.window.long_ago).alias("start_date"),
        pl.lit(one.day(OCCUPIED_UNTIL, None)).alias("end_date"),
    )


def _parts(plots: pl.DataFrame) -> pl.DataFrame:
    """The two parcels that each merged one was before."""
    merged = plots.filter(pl.col("change_kind") == MERGED)
    steps = pl.col("land_e4") // AREA_STEP * FIRST_PART[0] // FIRST_PART[1]
    floor = pl.col("floor_e4") * FIRST_PART[0] // FIRST_PART[1]
    code, unit = pl.col("land_code"), pl.lit("F00010001")
    first = merged.select(
        "pid",
        pl.lit(0).alias("part"),
        (code.str.slice(0, 11) + "6" + code.str.slice(12)).alias("land_code"),
        (pl.col("location") + "（西）").alias("location"),
        (steps * AREA_STEP).alias("land_e4"),
        (steps * MU_STEP).alias("land_mu_e4"),
        floor.alias("floor_e4"),
    )
    second = merged.select(
        "pid",
        pl.lit(1).alias("part"),
        (code.str.slice(0, 11) + "5" + code.str.slice(12)).alias("land_code"),
        (pl.col("location") + "（东）").alias("location"),
        *(pl.col(name) - first[name] for name in ("land_e4", "land_mu_e4", "floor_e4")),
    )
    both = pl.concat([first, second]).sort("pid", "part")
    return both.with_columns((pl.col("land_code") + unit).alias("unit_code"))
