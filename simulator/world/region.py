"""Simulator: one region with everything drawn for it, and its yearly roster and output."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from simulator.options import Window
from simulator.world.enterprises import rng_for
from simulator.world.parcels import Land
from simulator.world.taxes import Payers

NIL_REGION = "330681"
"""Its fire brigade found nothing in the first quarter and says so."""


@dataclass(frozen=True, eq=False)
class World:
    """One region. Tax rows are drawn month by month and not kept. Equal only to itself: frames have no hash."""

    seed: int
    region: str
    window: Window
    enterprises: pl.DataFrame
    land: Land
    payers: Payers
    problems: dict[str, pl.DataFrame]


def every_problem(world: World) -> pl.DataFrame:
    """The problems of all domains, distinguished by ``domain``."""
    frames = [frame.with_columns(domain=pl.lit(domain)) for domain, frame in world.problems.items()]
    return pl.concat(frames, how="diagonal")


def has_nil_register(region: str, domain: str, window: Window) -> bool:
    """Whether the first restated register of the window is a nil delivery."""
    return region == NIL_REGION and domain == "fire" and len(window.quarter_ends) > 1


def roster(world: World, year: int) -> pl.DataFrame:
    """规上 firms of a data year: eid and roster_change; a few enter and leave every year."""
    rng = rng_for(world.seed, world.region, 6, year)
    firms = world.enterprises.filter("on_roster").select("eid")
    firms = firms.filter(pl.Series(rng.random(len(firms)) < 0.98))
    change = rng.choice(["在库", "新增", "退出"], len(firms), p=[0.92, 0.05, 0.03])
    return firms.with_columns(pl.Series("roster_change", change))


def output(world: World, year: int) -> pl.DataFrame:
    """Yearly figures (fen, people, 1e-2 tce) of the roster and a tenth of the other firms."""
    rng = rng_for(world.seed, world.region, 7, year)
    listed = roster(world, year).select("eid", on=pl.lit(True))
    frame = world.enterprises.select("eid", "scale").join(listed, on="eid", how="left", maintain_order="left")
    chosen = pl.Series(rng.random(len(frame)) < 0.1)
    frame = frame.filter(pl.col("on").is_not_null() | chosen)
    n = len(frame)
    value = (frame["scale"].to_numpy() * rng.lognormal(0, 0.4, n) * 500_000_000).astype(np.int64)
    added = (value * rng.uniform(0.12, 0.35, n)).astype(np.int64) // 100 * 100
    staff = np.maximum(1, (frame["scale"].to_numpy() * rng.lognormal(1.6, 0.4, n)).astype(np.int64))
    staff = np.where(rng.random(n) < 0.01, 0, staff)
    return frame.select("eid").with_columns(
        pl.Series("output_fen", value // 100 * 100),
        _known(added, rng.random(n) < 0.95).alias("value_added_fen"),
        pl.Series("revenue_fen", (value * rng.uniform(0.8, 1.2, n)).astype(np.int64) // 100 * 100),
        _known((value * rng.uniform(0.0, 0.05, n)).astype(np.int64) // 100 * 100, rng.random(n) < 0.8).alias("rd_fen"),
        _known((value * rng.uniform(4e-9, 2e-8, n)).astype(np.int64), rng.random(n) < 0.9).alias("energy_e2"),
        _known(staff, rng.random(n) < 0.97).alias("staff"),
    )


def _known(
    values: np.ndarray[tuple[int], np.dtype[np.int64]], known: np.ndarray[tuple[int], np.dtype[np.bool_]]
) -> pl.Series:
    return pl.select(pl.when(pl.Series(known)).then(pl.Series(values, dtype=pl.Int64))).to_series()


def firm_columns(world: World, eid: pl.Series, **columns: str) -> pl.DataFrame:
    """Enterprise columns for a series of eids (null: empty), renamed as the list calls them."""
    frame = world.enterprises.select(list(columns.values()))[eid.fill_null(0).to_numpy()]
    known = pl.lit(eid.is_not_null())
    return frame.select(pl.when(known).then(pl.col(old)).alias(new) for new, old in columns.items())


def stream(world: World, topic: int, *more: int) -> np.random.Generator:
    """A random stream of the departments' own: topics start where the world's end."""
    return rng_for(world.seed, world.region, 100 + topic, *more)
