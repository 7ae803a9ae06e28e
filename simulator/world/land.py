"""Simulator: parcels, their holders, leases and sublets of a region; areas are integers of 1e-4 ㎡."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simulator.options import Window, month_end, month_start
from simulator.world import parcels as drawn
from simulator.world.enterprises import Ints, rng_for
from simulator.world.lineage import with_changes
from simulator.world.parcels import Land

NAT = np.datetime64("NaT", "D")
STATED, BY_FLOOR, BY_RATIO = range(3)
"""How the land of a lease is found: stated; floor / total floor; floor / (容积率 x land)."""
OTHERS = {
    "pid": pl.Int64,
    "eid": pl.Int64,
    "land_e4": pl.Int64,
    "land_mu_e4": pl.Int64,
    "start_date": pl.Date,
    "end_date": pl.Date,
}
Days = NDArray[np.datetime64]


def draw_land(seed: int, region: str, enterprises: pl.DataFrame, n: int, window: Window) -> Land:
    """Parcels with holders first, then leases on those in use, then sublets of some leases."""
    rng = rng_for(seed, region, 2)
    holders, owners = _holders(enterprises, n, rng)
    parcels = drawn.draw_parcels(region, enterprises, holders, window, rng)
    in_mu = region in drawn.MU_REGIONS
    leases = _leases(parcels, enterprises, owners, window, in_mu, rng)
    leases = pl.concat([leases, _sublets(leases, len(enterprises), in_mu, rng)])
    parcels = with_changes(parcels, leases, region, window).with_columns(pl.lit(None, pl.String).alias("stage"))
    plain = pl.lit("both").alias("reported_by"), pl.lit(False).alias("on_former")
    return Land(parcels, leases.with_columns(plain), pl.DataFrame(schema=OTHERS), pl.DataFrame())


def _holders(enterprises: pl.DataFrame, n: int, rng: np.random.Generator) -> tuple[Ints, NDArray[np.bool_]]:
    """Holder of each parcel (-1: none) and which enterprises own land: most of the roster, some others."""
    size = len(enterprises)
    wish = rng.random(size) + np.where(enterprises["on_roster"].to_numpy(), 0.75, 0.0)
    owners = np.argsort(-wish, kind="stable")[: max(1, min(int(n * 0.8), int(size * 0.6)))]
    more = owners[rng.integers(len(owners), size=n - len(owners))]
    holders = rng.permutation(np.concatenate([owners, more]))
    holders[rng.random(n) < 0.03] = -1
    is_owner = np.zeros(size, bool)
    is_owner[owners] = True
    return holders.astype(np.int64), is_owner


def _leases(
    parcels: pl.DataFrame,
    enterprises: pl.DataFrame,
    owners: NDArray[np.bool_],
    window: Window,
    in_mu: bool,
    rng: np.random.Generator,
) -> pl.DataFrame:
    usable = (parcels["holder"] >= 0) & (parcels["land_status"] == "在用")
    pids = parcels.filter(usable)["pid"].to_numpy()
    count = rng.choice([0, 1, 2, 3, 4], len(pids), p=[0.62, 0.16, 0.12, 0.06, 0.04])
    pid = np.repeat(pids, count)
    share = np.repeat(1 / np.maximum(count, 1), count) * rng.uniform(0.2, 0.8, len(pid))
    frame = pl.DataFrame({"pid": pid, "lessee": _tenants(len(pid), enterprises, owners, rng), "share": share})
    frame = frame.unique(["pid", "lessee"], keep="first", maintain_order=True)
    frame = frame.join(parcels, on="pid", how="left", maintain_order="left")
    frame = frame.filter(pl.col("lessee") != pl.col("holder"))
    starts, ends = _terms(frame["held_from"].to_numpy(), window, rng)
    return _measured(frame, in_mu, rng).select(
        pl.col("pid"),
        pl.col("holder").alias("lessor"),
        "lessee",
        starts.alias("start_date"),
        ends.alias("end_date"),
        "stated_e4",
        "stated_mu_e4",
        "floor_e4",
        "land_e4",
        pl.lit(False).alias("is_sublet"),
    )


def _tenants(n: int, enterprises: pl.DataFrame, owners: NDArray[np.bool_], rng: np.random.Generator) -> Ints:
    """Firms without land of their own; those on the roster first, so that (nearly) all have land."""
    landless = np.flatnonzero(~owners)
    roster = landless[enterprises["on_roster"].to_numpy()[landless]]
    tenants = landless[rng.integers(len(landless), size=n)]
    first = rng.permutation(n)[: len(roster)]
    tenants[first] = roster[: len(first)]
    return tenants.astype(np.int64)


def _terms(held_from: Days, window: Window, rng: np.random.Generator) -> tuple[pl.Series, pl.Series]:
    """Start and end of each lease: three quarters run on, the rest begin or end inside the window."""
    n = len(held_from)
    begin, end = np.datetime64(month_start(window.first), "D"), np.datetime64(month_end(window.last), "D")
    span = int((end - begin).astype(int))
    before = begin - rng.integers(30, 1500, n).astype("timedelta64[D]")
    inside = begin + rng.integers(0, span, n).astype("timedelta64[D]")
    starts = np.where(rng.random(n) < 0.8, before, inside)
    starts = np.where(~np.isnat(held_from) & (held_from > starts), held_from, starts)
    later = end + rng.integers(60, 2000, n).astype("timedelta64[D]")
    soon = np.maximum(starts + 20, begin + rng.integers(0, span, n).astype("timedelta64[D]"))
    kind = rng.random(n)
    ends = np.where(kind < 0.45, later, np.where(kind < 0.62, soon, NAT))
    return pl.Series(starts), pl.Series(ends)


def _measured(frame: pl.DataFrame, in_mu: bool, rng: np.random.Generator) -> pl.DataFrame:
    """Areas of each lease as written, and the land the reader must find from them (rounded half up)."""
    n = len(frame)
    share, land = frame["share"].to_numpy(), frame["land_e4"].to_numpy()
    total, ratio = frame["floor_e4"].to_numpy(), frame["far_e2"].to_numpy()
    stated, mu = drawn.written_area((share * land).astype(np.int64), in_mu)
    has_total = total > 0
    basis = np.where(rng.random(n) < 0.6, STATED, np.where(has_total, BY_FLOOR, BY_RATIO))
    whole = np.where(has_total, total, ratio * land // 100)
    floor = (share * whole).astype(np.int64) // 100 * 100
    safe_total = np.where(has_total, total, 1)
    by_floor = divide_half_up(floor.astype(object) * land.astype(object), safe_total)
    by_ratio = divide_half_up(floor * 100, ratio)
    found = np.select([basis == STATED, basis == BY_FLOOR], [stated, by_floor], by_ratio)
    no_floor = (basis == STATED) & (rng.random(n) < 0.5)
    return frame.with_columns(
        _nullable(stated, basis != STATED).alias("stated_e4"),
        _nullable(mu, basis != STATED).alias("stated_mu_e4"),
        _nullable(floor, no_floor).alias("floor_e4"),
        pl.Series("land_e4", found, dtype=pl.Int64),
    )


def divide_half_up(numerator: NDArray[np.object_] | Ints, denominator: Ints) -> Ints:
    """Exact integer division rounded half up (positive numbers)."""
    exact = denominator.astype(object)
    rounded: Ints = ((2 * numerator.astype(object) + exact) // (2 * exact)).astype(np.int64)
    return rounded


def _nullable(values: Ints, empty: NDArray[np.bool_]) -> pl.Series:
    return pl.select(pl.when(pl.Series(~empty)).then(pl.Series(values, dtype=pl.Int64))).to_series()


def _sublets(leases: pl.DataFrame, enterprises: int, in_mu: bool, rng: np.random.Generator) -> pl.DataFrame:
    """转租: some tenants with stated land let part of it on, inside the term of their own lease."""
    some = leases.filter(pl.col("stated_e4").is_not_null() & pl.Series(rng.random(len(leases)) < 0.05))
    third = rng.integers(enterprises, size=len(some))
    land = some["land_e4"].to_numpy()
    part, mu = drawn.written_area((land * rng.uniform(0.3, 0.7, len(some))).astype(np.int64), in_mu)
    pairs = leases.select("pid", other="lessee")
    frame = some.with_columns(
        pl.col("lessor").alias("owner"),
        pl.col("lessee").alias("lessor"),
        pl.Series("lessee", third),
        pl.Series("stated_e4", part),
        pl.Series("stated_mu_e4", mu),
        pl.Series("land_e4", part),
        pl.lit(None, pl.Int64).alias("floor_e4"),
        pl.lit(True).alias("is_sublet"),
    ).filter(pl.col("lessee") != pl.col("owner"))
    frame = frame.join(pairs, left_on=["pid", "lessee"], right_on=["pid", "other"], how="anti", maintain_order="left")
    frame = frame.unique(["pid", "lessee"], keep="first", maintain_order=True)
    return frame.select(leases.columns)
