"""Simulator: firms that are nearly equal to another and yet firms of their own: the wrong merges to be avoided."""

from __future__ import annotations

import numpy as np
import polars as pl

from simulator.expressions import first_of
from simulator.linking.naming import BARE, PREFIXED, other_character
from simulator.linking.words import industry_codes, places, uniform, words

SIBLINGS = {
    "branch": 0.16,
    "plant": 0.14,
    "group": 0.08,
    "other_county": 0.18,
    "other_industry": 0.12,
    "one_character": 0.10,
    "homophone": 0.10,
    "form": 0.05,
    "prefix": 0.07,
}
"""By what they differ from their firm, and how often."""
PLANTS = ("一分厂", "二分厂", "第三分厂", "第四分厂")


def draw_siblings(firms: pl.DataFrame, n: int, rng: np.random.Generator) -> pl.DataFrame:
    """``n`` near-equal firms of companies among ``firms``, with an own address and code to be drawn."""
    parents = firms.filter(pl.col("kind") == "company")
    frame = parents[rng.integers(len(parents), size=n)].with_columns(
        pl.Series("sibling", rng.choice(list(SIBLINGS), n, p=list(SIBLINGS.values()))),
        uniform(words("town"), n, rng).alias("town"),
    )
    frame = _possible(_moved(frame, rng))
    n = len(frame)
    is_a = pl.col("sibling").__eq__
    return frame.with_columns(
        first_of(
            (is_a("homophone"), pl.lit(other_character(frame["trade_name"], "homophone", rng))),
            (is_a("one_character"), pl.lit(other_character(frame["trade_name"], "any", rng))),
            otherwise=pl.col("trade_name"),
        ).alias("trade_name"),
        first_of(
            (is_a("other_industry"), pl.lit(uniform(list(industry_codes()), n, rng))),
            (is_a("group"), ""),
            otherwise=pl.col("word"),
        ).alias("word"),
        first_of(
            (is_a("group"), "集团有限公司"),
            (is_a("form"), _other_form()),
            otherwise=pl.col("form"),
        ).alias("form"),
        first_of(
            (is_a("branch"), pl.col("county").str.head(2) + "分公司"),
            (is_a("plant"), pl.lit(uniform(list(PLANTS), n, rng))),
            otherwise=pl.col("branch"),
        ).alias("branch"),
        first_of(
            (is_a("prefix"), _other_prefix()),
            (is_a("other_county"), pl.col("county").str.head(2)),
            otherwise=pl.col("prefix"),
        ).alias("prefix"),
        pl.when(pl.col("sibling").is_in(["prefix", "other_county"]))
        .then(PREFIXED)
        .otherwise(pl.col("layout"))
        .alias("layout"),
    )


def _possible(frame: pl.DataFrame) -> pl.DataFrame:
    """Companies have branches; no two firms of a county share 字号 and industry where one has no 行政区划."""
    is_a = pl.col("sibling").__eq__
    alike = (is_a("other_county") & (pl.col("region_code") == pl.col("home"))) | (
        is_a("prefix") & (pl.col("layout") == BARE)
    )
    branchless = is_a("branch") & ~pl.col("form").str.ends_with("公司")
    return frame.filter(~alike, ~branchless).drop("home")


def _moved(frame: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """Branches and namesakes lie in another county; ``home`` keeps the firm's own."""
    used = places().filter(pl.col("region_code").is_in(frame["region_code"].unique().implode()))
    there = used[rng.integers(len(used), size=len(frame))]
    moves = pl.col("sibling").is_in(["branch", "other_county"])
    columns = ("region_code", "city", "county")
    return frame.with_columns(
        pl.col("region_code").alias("home"),
        *(first_of((moves, pl.lit(there[column])), otherwise=pl.col(column)).alias(column) for column in columns),
    )


def _other_form() -> pl.Expr:
    return first_of((pl.col("form") == "厂", "有限公司"), otherwise="厂")


def _other_prefix() -> pl.Expr:
    """浙江恒达 beside 嵊州恒达."""
    provincial = pl.col("prefix").str.starts_with("浙江")
    return first_of((provincial, pl.col("county").str.head(2)), otherwise="浙江")
