"""Simulator: how the parts of a firm's name make the name (行政区划 + 字号 + 行业 + 组织形式 + 分支)."""

from __future__ import annotations

import numpy as np
import polars as pl

from simulator.expressions import first_of
from simulator.linking.words import confusions, pick, words
from simulator.world.enterprises import Ints

PREFIXED, BRACKET_AFTER_TRADE_NAME, BRACKET_BEFORE_FORM, BARE = range(4)
"""浙江恒达机械有限公司; 恒达（浙江）机械有限公司; 恒达机械（浙江）有限公司; 恒达机械有限公司."""
PARTS = ("layout", "prefix", "trade_name", "word", "form", "branch")
SHOP_LENGTHS = (2, 3, 4)
SHOP_LENGTH_SHARES = (0.62, 0.28, 0.10)


def full_name(suffix: str = "") -> pl.Expr:
    """The name made of the part columns (their names end in ``suffix``)."""
    layout, prefix, trade_name, word, form, branch = (pl.col(f"{part}{suffix}") for part in PARTS)
    head = first_of(
        (layout == PREFIXED, prefix + trade_name + word + form),
        (layout == BRACKET_AFTER_TRADE_NAME, trade_name + "（" + prefix + "）" + word + form),
        (layout == BRACKET_BEFORE_FORM, trade_name + word + "（" + prefix + "）" + form),
        otherwise=trade_name + word + form,
    )
    return head + branch


def folded(name: pl.Expr) -> pl.Expr:
    """Names that differ in brackets only are one name to this world."""
    return name.str.replace_all("[（）]", "")


def draw_trade_names(n: int, rng: np.random.Generator) -> pl.Series:
    """字号 of 2 to 4 characters; some characters are far more common than others."""
    characters = [*words("trade_name"), ""]
    weights = 1.0 / (np.arange(len(characters) - 1) + 60.0)
    drawn: Ints = rng.choice(len(characters) - 1, (n, max(SHOP_LENGTHS)), p=weights / weights.sum())
    length = rng.choice(SHOP_LENGTHS, n, p=SHOP_LENGTH_SHARES)
    drawn[np.arange(max(SHOP_LENGTHS)) >= length[:, None]] = len(characters) - 1
    trade_name = pick(characters, drawn[:, 0])
    for place in range(1, max(SHOP_LENGTHS)):
        trade_name = trade_name + pick(characters, drawn[:, place])
    return trade_name


def other_character(trade_name: pl.Series, kind: str, rng: np.random.Generator) -> pl.Series:
    """One character of each text taken for another ('homophone', 'shape', 'any'); unchanged where it has none."""
    n = len(trade_name)
    frame = (
        trade_name.alias("trade_name")
        .to_frame()
        .with_columns(
            place=(pl.Series(rng.random(n)) * pl.col("trade_name").str.len_chars()).cast(pl.Int64),
            chance=pl.Series(rng.integers(0, 1000, n)),
        )
    )
    character = pl.col("trade_name").str.slice(pl.col("place"), 1)
    if kind == "any":
        new = pl.lit(pick(words("trade_name"), rng.integers(len(words("trade_name")), size=n)))
    else:
        frame = frame.with_columns(others=character.replace_strict(confusions(kind), default=character))
        new = pl.col("others").str.slice(pl.col("chance") % pl.col("others").str.len_chars(), 1)
    before = pl.col("trade_name").str.slice(0, pl.col("place"))
    return frame.select(
        (before + new + pl.col("trade_name").str.slice(pl.col("place") + 1)).alias("trade_name")
    ).to_series()
