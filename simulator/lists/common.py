"""Simulator: helpers of several departments' lists."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simulator import tables
from simulator.expressions import first_of
from simulator.options import month_end, month_start
from simulator.world.enterprises import Ints
from simulator.world.region import World, firm_columns

NO_CODE_EVERY = 40
"""Every so many rows the clerk leaves the enterprise's code empty: the name must do."""
Days = NDArray[np.datetime64]
TOWN = ("county_name", "town_name")
PLACE = ("land_code", "location", *TOWN)
"""Columns that say where."""
DOMAIN_ZH = {"environment": "生态环境", "safety": "安全生产", "fire": "消防", "illegal_construction": "违法建设"}
OFFICE_ZH = {
    "environment": "生态环境局",
    "safety": "应急管理局",
    "fire": "消防救援大队",
    "illegal_construction": "综合行政执法局",
}


def some_blank(column: str, rank: pl.Expr) -> pl.Expr:
    """The column with every ``NO_CODE_EVERY``-th cell empty."""
    return pl.when(rank % NO_CODE_EVERY != NO_CODE_EVERY - 1).then(pl.col(column)).alias(column)


def with_firm(world: World, frame: pl.DataFrame, **columns: str) -> pl.DataFrame:
    """The frame without ``eid`` but with the enterprise columns of it (see ``firm_columns``)."""
    return pl.concat([frame.drop("eid"), firm_columns(world, frame["eid"], **columns)], how="horizontal")


def with_enterprise(world: World, frame: pl.DataFrame, **more: str) -> pl.DataFrame:
    """``with_firm`` under the names that most lists use: enterprise_name and enterprise_uscc, and ``more`` columns."""
    return with_firm(world, frame, enterprise_name="name", enterprise_uscc="uscc", **more)


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
    """First month reported by a quarterly delivery: the one after the delivery before."""
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
    return first_of((condition, "是"), (~condition, "否"))


def mu_of(column: str) -> pl.Expr:
    """The 亩 (4 decimals) of an area of 1e-4 ㎡, as a department would write it."""
    return (pl.col(column) * 3 // 2000).alias(f"{column}__mu")


def rounded(values: NDArray[np.float64], step: int = 1) -> Ints:
    """Whole multiples of ``step`` nearest to the values."""
    whole: Ints = (np.round(values / step) * step).astype(np.int64)
    return whole


def until_known(cases: pl.DataFrame, column: str, month: int) -> pl.DataFrame:
    """Cases whose first day has come by the end of the month."""
    return cases.filter(until(column, month).is_not_null())


def office(world: World) -> pl.Expr:
    """The office that keeps watch over the row's domain."""
    return pl.lit(tables.REGIONS[world.region].zh) + pl.col("domain").replace_strict(OFFICE_ZH)
