"""Simulator: the enterprises of a region."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simulator import tables
from simulator.world import codes

Ints = NDArray[np.int64]
NO_TAX, MONTHLY, QUARTERLY, ZERO, ELSEWHERE = range(5)
"""Tax classes: not registered; pays every month; every quarter; registered without any row; consolidated elsewhere."""
CLASS_SHARES = {False: (0.06, 0.18, 0.64, 0.09, 0.03), True: (0.02, 0.85, 0.04, 0.06, 0.03)}
"""Share of each class among firms off and on the 规上 roster."""
ROSTER_SHARE = 0.15


def rng_for(seed: int, region: str, *topic: int) -> np.random.Generator:
    """One independent stream per (seed, region, topic), so that a topic can be redrawn alone."""
    return np.random.default_rng([seed, int(region), *topic])


def draw_enterprises(seed: int, region: str, n: int) -> pl.DataFrame:
    """One row per enterprise, ``eid`` = row number; names and codes are distinct."""
    rng = rng_for(seed, region, 1)
    towns = tables.towns(region)
    town = rng.integers(len(towns), size=n)
    frame = towns[town].with_columns(pl.Series("eid", np.arange(n)))
    roster = rng.random(n) < ROSTER_SHARE
    frame = frame.with_columns(
        codes.usccs(frame["county_code"].to_list(), rng).alias("uscc"),
        pl.Series("tax_class", _tax_classes(roster, rng)),
        pl.Series("on_roster", roster),
        pl.Series("scale", np.where(roster, 12.0, 1.0) * rng.lognormal(0.0, 0.8, n)),
        _days_before("2022-06-30", rng.integers(200, 9000, n)).alias("established_date"),
        pl.Series("capital_fen", rng.choice([50, 100, 200, 500, 1000, 3000], n) * 1_000_000),
    )
    frame = frame.with_columns(_addresses(frame, rng), _people(n, rng), _phones(n, rng))
    return _named(frame, region, rng)


def _tax_classes(roster: NDArray[np.bool_], rng: np.random.Generator) -> Ints:
    n = len(roster)
    off = rng.choice(5, n, p=CLASS_SHARES[False])
    on = rng.choice(5, n, p=CLASS_SHARES[True])
    return np.where(roster, on, off).astype(np.int64)


def _days_before(day: str, days: Ints) -> pl.Series:
    return pl.Series(np.datetime64(day, "D") - days.astype("timedelta64[D]"))


def _pick(texts: list[str], index: Ints) -> pl.Series:
    return pl.Series(texts, dtype=pl.String).gather(index)


def _addresses(frame: pl.DataFrame, rng: np.random.Generator) -> pl.Series:
    n = len(frame)
    road = _pick(list(tables.ROADS), rng.integers(len(tables.ROADS), size=n))
    number = pl.Series(rng.integers(1, 400, n)).cast(pl.String)
    return (frame["county_name"] + frame["town_name"] + road + number + "号").alias("address")


def _people(n: int, rng: np.random.Generator) -> pl.Series:
    surname = _pick(list(tables.SURNAMES), rng.integers(len(tables.SURNAMES), size=n))
    given = _pick(list(tables.GIVEN), rng.integers(len(tables.GIVEN), size=n))
    return (surname + given).alias("legal_person")


def _phones(n: int, rng: np.random.Generator) -> pl.Series:
    return ("1990000" + pl.Series(rng.integers(0, 10_000, n)).cast(pl.String).str.zfill(4)).alias("phone")


def _named(frame: pl.DataFrame, region: str, rng: np.random.Generator) -> pl.DataFrame:
    """行政区划 + 字号 + 行业 + 组织形式; equal draws are drawn again until all names differ."""
    n = len(frame)
    industry = rng.integers(len(tables.industries()), size=n)
    parts = _name_parts(n, rng)
    while len(again := _repeated(parts, industry)):
        parts[again] = _name_parts(len(again), rng)
    chosen = tables.industries()[industry]
    words = chosen["words"].list.get(pl.Series(parts[:, 4]) % chosen["words"].list.len())
    prefix = _prefixes(frame, region, parts[:, 0])
    trade_name = (
        _pick(list(tables.TRADE_NAME_FIRST), parts[:, 1])
        + _pick(list(tables.TRADE_NAME_SECOND), parts[:, 2])
        + _pick(["", *tables.TRADE_NAME_FIRST], parts[:, 3])
    )
    name = prefix + trade_name + words + _pick(list(tables.FORMS), parts[:, 5])
    return frame.with_columns(
        name.alias("name"),
        chosen["code"].alias("industry_code"),
        chosen["name"].alias("industry_name"),
        _pick(list(tables.FORM_TYPES), parts[:, 5]).alias("entity_type"),
    )


def _name_parts(n: int, rng: np.random.Generator) -> Ints:
    """Columns: prefix, first and second character, third (0 = none), industry word, form."""
    third = np.where(rng.random(n) < 0.3, rng.integers(1, len(tables.TRADE_NAME_FIRST) + 1, n), 0)
    return np.column_stack(
        [
            rng.integers(3, size=n),
            rng.integers(len(tables.TRADE_NAME_FIRST), size=n),
            rng.integers(len(tables.TRADE_NAME_SECOND), size=n),
            third,
            rng.integers(2, size=n),
            rng.choice(len(tables.FORMS), n, p=tables.FORM_SHARES),
        ]
    ).astype(np.int64)


def _repeated(parts: Ints, industry: Ints) -> Ints:
    """Rows whose trade name (字号) and industry an earlier row has: prefix, word and form do not distinguish firms."""
    key = ((parts[:, 1] * 1000 + parts[:, 2]) * 1000 + parts[:, 3]) * 100 + industry
    _, first = np.unique(key, return_index=True)
    again = np.ones(len(parts), bool)
    again[first] = False
    return np.flatnonzero(again)


def _prefixes(frame: pl.DataFrame, region: str, kind: Ints) -> pl.Series:
    place = tables.REGIONS[region]
    county = frame["county_name"] if region == "330800" else pl.Series([place.zh]).gather([0] * len(frame))
    short = county.str.slice(0, 2)
    city = pl.Series([place.city[:2], "浙江"]).gather(np.where(kind == 1, 0, 1))
    mask = pl.Series(kind == 2)
    return pl.select(
        pl.when(mask).then(city).otherwise(pl.when(pl.Series(kind == 1)).then(county).otherwise(short))
    ).to_series()
