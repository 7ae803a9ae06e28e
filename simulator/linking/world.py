"""Simulator: a linking world of any size: a register, queries against it, and labels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from simulator.expressions import first_of
from simulator.linking.firms import draw_firms
from simulator.linking.mentions import draw_mentions

OUTSIDER_SHARE = 0.06
"""Firms drawn beyond the register, as a share of it: namesakes and siblings of registered ones among them."""
OUTSIDER_QUERIES = 0.05
"""Queries about them."""


@dataclass(frozen=True)
class LinkingWorld:
    """Three tables; the first two are what ``park match`` reads (further columns of the register are optional)."""

    master: pl.DataFrame
    """id, name, uscc, address, region_code, former_name, industry, kind, status, sibling (by what it was made
    near-equal to another firm, or ''), family (those firms share it)."""
    query: pl.DataFrame
    """id, name, uscc, address, region_code."""
    label: pl.DataFrame
    """query_id, master_id ('' = in no register), other_master_id (second holder, or whose code or name the row
    carries), noise (kinds joined by '+', '' = clean), decidable (auto | review | none), reason, family of the firm
    meant (registered or not: a link to another of its family is a wrong merge of near-equal firms)."""


def draw_linking(masters: int, queries: int, seed: int) -> LinkingWorld:
    """Draw a world; the same numbers give the same tables."""
    rng = np.random.default_rng([seed, masters, queries])
    firms = draw_firms(masters + int(masters * OUTSIDER_SHARE) + 1, rng)
    firms = firms.with_columns((pl.col("fid") < masters).alias("in_master"))
    outside = rng.random(queries) < OUTSIDER_QUERIES
    chosen = np.where(outside, rng.integers(masters, len(firms), queries), rng.integers(0, masters, queries))
    mentions = draw_mentions(firms, pl.Series(chosen), rng)
    return LinkingWorld(_master(firms), _query(mentions), _label(mentions))


def _master(firms: pl.DataFrame) -> pl.DataFrame:
    recorded = first_of((pl.col("former_recorded"), pl.col("former")), otherwise="")
    columns = ("name", "uscc", "address", "region_code", recorded.alias("former_name"), "industry")
    listed = firms.filter("in_master")
    return listed.select(_id("M", "fid"), *columns, "kind", "status", "sibling", "family")


def _query(mentions: pl.DataFrame) -> pl.DataFrame:
    typed = {"name": "typed", "uscc": "typed_code", "address": "typed_address", "region_code": "typed_region"}
    return mentions.select(_id("Q", "mid"), *(pl.col(column).alias(name) for name, column in typed.items()))


def _label(mentions: pl.DataFrame) -> pl.DataFrame:
    whose = first_of((pl.col("in_master"), _id("M", "fid")), otherwise="").alias("master_id")
    other = first_of((pl.col("other_fid").is_not_null(), _id("M", "other_fid")), otherwise="")
    query_id = _id("Q", "mid").alias("query_id")
    return mentions.select(query_id, whose, other.alias("other_master_id"), "noise", "decidable", "reason", "family")


def _id(letter: str, column: str) -> pl.Expr:
    return (pl.lit(letter) + pl.col(column).cast(pl.String).str.zfill(8)).alias("id")
