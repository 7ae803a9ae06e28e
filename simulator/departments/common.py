"""Simulator: small helpers of the departments' lists."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simulator.enterprises import Ints, rng_for
from simulator.lists import firm_columns
from simulator.options import month_end, month_start
from simulator.world import World

Days = NDArray[np.datetime64]
PLACE = {"county_name": "county_name", "town_name": "town_name"}


def stream(world: World, topic: int, *more: int) -> np.random.Generator:
    """A random stream of the departments' own: topics start where the world's end."""
    return rng_for(world.seed, world.region, 100 + topic, *more)


def with_firm(world: World, frame: pl.DataFrame, **columns: str) -> pl.DataFrame:
    """The frame without ``eid`` but with the enterprise columns of it (see ``firm_columns``)."""
    return pl.concat([frame.drop("eid"), firm_columns(world, frame["eid"], **columns)], how="horizontal")


def numbers(n: int, width: int = 4) -> pl.Series:
    """'0001', '0002' and so on."""
    return pl.Series(np.arange(1, n + 1)).cast(pl.String).str.zfill(width)


def days_of(first: int, last: int, n: int, rng: np.random.Generator) -> Days:
    """``n`` days inside the months ``first`` to ``last``."""
    begin = np.datetime64(month_start(first), "D")
    span = int((np.datetime64(month_end(last), "D") - begin).astype(int)) + 1
    days: Days = begin + rng.integers(0, span, n).astype("timedelta64[D]")
    return days


def quarter_start(world: World, month: int) -> int:
    """First month told by a quarterly delivery: the one after the delivery before."""
    earlier = [end for end in world.window.quarter_ends if end < month]
    return earlier[-1] + 1 if earlier else world.window.first


def inside(frame: pl.DataFrame, column: str, first: int, last: int) -> pl.DataFrame:
    """Rows whose day lies in the months ``first`` to ``last``."""
    return frame.filter(pl.col(column).is_between(month_start(first), month_end(last)))


def until(column: str, month: int) -> pl.Expr:
    """The day where it has come by the end of the month, else nothing."""
    return pl.when(pl.col(column) <= month_end(month)).then(pl.col(column)).alias(column)


def yes_no(condition: pl.Expr) -> pl.Expr:
    """是 or 否; nothing where the condition is unknown."""
    return pl.when(condition).then(pl.lit("是")).when(~condition).then(pl.lit("否"))


def mu_of(column: str) -> pl.Expr:
    """The 亩 (4 decimals) of an area of 1e-4 ㎡, as a department would write it."""
    return (pl.col(column) * 3 // 2000).alias(f"{column}__mu")


def rounded(values: NDArray[np.float64], step: int = 1) -> Ints:
    """Whole multiples of ``step`` nearest to the values."""
    whole: Ints = (np.round(values / step) * step).astype(np.int64)
    return whole
