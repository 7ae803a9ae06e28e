"""Simulator: addresses of a linking world and how lists write them."""

from __future__ import annotations

import numpy as np
import polars as pl

from simulator.expressions import first_of
from simulator.linking.words import pick, uniform, words

PARK_SHARE = 0.12
"""Firms at a street number that others of their county have too (industrial parks)."""
PARKS = 6
"""Parks per town."""


def draw_addresses(frame: pl.DataFrame, may_share: pl.Series, rng: np.random.Generator) -> pl.DataFrame:
    """Adds road, number, building, room ('' where there is none) and the registered address."""
    n = len(frame)
    in_park = pl.Series(rng.random(n) < PARK_SHARE) & may_share
    park = pl.Series(rng.integers(0, PARKS, n))
    building = np.where(rng.random(n) < 0.35, rng.integers(1, 16, n), 0)
    room = np.where((building > 0) & (rng.random(n) < 0.6), rng.integers(101, 620, n), 0)
    town = frame["town"].replace_strict({town: rank for rank, town in enumerate(words("town"))}, return_dtype=pl.Int64)
    road = uniform(words("road"), n, rng)
    parks_road = pick(words("road"), ((town + park * 7) % len(words("road"))).to_numpy())
    frame = frame.with_columns(
        first_of((in_park, pl.lit(parks_road)), otherwise=pl.lit(road)).alias("road"),
        first_of((in_park, pl.lit(park * 30 + 8)), otherwise=pl.lit(pl.Series(rng.integers(1, 999, n))))
        .cast(pl.String)
        .alias("number"),
        _numbered(building, "幢").alias("building"),
        _numbered(room, "室").alias("room"),
    )
    province = pl.Series(rng.random(n) < 0.7)
    return frame.with_columns((first_of((province, "浙江省"), otherwise="") + _local(pl.col("city"))).alias("address"))


def _numbered(values: np.ndarray[tuple[int], np.dtype[np.int64]], unit: str) -> pl.Series:
    text = pl.Series(values).cast(pl.String) + unit
    return pl.select(first_of((pl.Series(values > 0), text), otherwise="")).to_series()


def _local(city: pl.Expr) -> pl.Expr:
    return city + pl.col("county") + street_number() + pl.col("building") + pl.col("room")


def street_number(sign: str = "号") -> pl.Expr:
    """Town, road and number."""
    return pl.col("town") + pl.col("road") + pl.col("number") + sign


def typed_address() -> pl.Expr:
    """What the list says, by the kind of address noise in ``address_noise``; ``other_address`` is a place elsewhere."""
    kind = pl.col("address_noise")
    return first_of(
        (kind == "address_no_province", pl.col("county") + street_number() + pl.col("building") + pl.col("room")),
        (kind == "address_no_room", pl.lit("浙江省") + pl.col("city") + pl.col("county") + street_number()),
        (kind == "address_no_sign", pl.col("county") + street_number("")),
        (kind == "address_short", street_number()),
        (kind == "address_missing", ""),
        (kind == "address_moved", pl.col("other_address")),
        otherwise=pl.col("address"),
    )
