"""Simulator: the firms of a linking world, with near-equal ones that are firms of their own.

Besides companies there are sole traders (92), co-operatives (93), village committees (54) and village collectives
(N2). No two have the same name; ``sibling`` says by what a firm was made near-equal to another.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from simulator.expressions import first_of
from simulator.linking.addresses import draw_addresses
from simulator.linking.naming import PREFIXED, draw_trade_names, folded, full_name
from simulator.linking.siblings import draw_siblings
from simulator.linking.words import industry_codes, places, uniform, weighted, words
from simulator.world import codes

KINDS = ("company", "trader", "cooperative", "committee", "collective")
KIND_SHARES = (0.80, 0.12, 0.03, 0.025, 0.025)
CODE_HEADS = {"company": "91", "trader": "92", "cooperative": "93", "committee": "54", "collective": "N2"}
SIBLING_SHARE = 0.14
FIRMS_PER_COUNTY, FEWEST_COUNTIES = 1500, 4
"""Small worlds lie in a few counties, so that namesakes meet in them as in a real county."""
SURPLUS = 1.10
"""Drawn beyond what is asked, because firms whose names repeat are left out."""
RENAMED_SHARE, RECORDED_SHARE = 0.35, 0.6
"""Firms that had another name; of these, whose register still says which."""
DISSOLVED_SHARE = 0.05


def draw_firms(n: int, rng: np.random.Generator) -> pl.DataFrame:
    """``n`` firms in random order: the parts of name and address, code, former name, kind, sibling."""
    firms = _distinct(_bases(int(n * (1 - SIBLING_SHARE) * SURPLUS) + 20, rng))
    siblings = draw_siblings(firms, int(n * SIBLING_SHARE * SURPLUS) + 20, rng)
    every = pl.concat([firms, siblings]).with_columns(full_name().alias("name"))
    every = every.filter(folded(pl.col("name")).is_first_distinct())
    every = every[rng.permutation(len(every))[:n]]
    every = draw_addresses(every, every["sibling"] == "", rng)
    every = every.with_columns(
        _codes(every, rng),
        pl.col("word").replace_strict(industry_codes(), default="").alias("industry"),
        pl.Series("status", np.where(rng.random(len(every)) < DISSOLVED_SHARE, "注销", "存续")),
    )
    return _renamed(every, rng).with_row_index("fid").with_columns(pl.col("fid").cast(pl.Int64))


def _bases(n: int, rng: np.random.Generator) -> pl.DataFrame:
    counties = min(len(places()), max(FEWEST_COUNTIES, n // FIRMS_PER_COUNTY))
    chosen = rng.permutation(len(places()))[:counties]
    place = chosen[rng.integers(counties, size=n)]
    frame = places()[place].with_columns(
        pl.Series("kind", rng.choice(KINDS, n, p=KIND_SHARES)),
        pl.Series("layout", rng.choice(4, n, p=(0.76, 0.10, 0.05, 0.09))),
        draw_trade_names(n, rng).alias("trade_name"),
        uniform([text.rpartition(":")[0] for text in words("word")], n, rng).alias("word"),
        weighted("form").draw(n, rng).alias("form"),
        uniform(words("town"), n, rng).alias("town"),
        pl.lit("").alias("branch"),
        pl.lit("").alias("sibling"),
        pl.Series("family", np.arange(n)),
    )
    frame = frame.with_columns(_prefixes(frame, rng).alias("prefix"))
    return _other_kinds(frame, rng)


def _prefixes(frame: pl.DataFrame, rng: np.random.Generator) -> pl.Series:
    """浙江, 浙江省, 绍兴, 绍兴市, 嵊州, 嵊州市, 绍兴嵊州."""
    city, county = pl.col("city"), pl.col("county")
    short = county.str.head(2)
    choices = ("浙江", "浙江省", city.str.head(2), city, short, county, city.str.head(2) + short)
    shares = (0.26, 0.04, 0.17, 0.05, 0.25, 0.20, 0.03)
    which = pl.Series(rng.choice(len(choices), len(frame), p=shares))
    texts = [pl.lit(choice) if isinstance(choice, str) else choice for choice in choices]
    expression = texts[0]
    for number, text in enumerate(texts[1:], 1):
        expression = pl.when(which == number).then(text).otherwise(expression)
    return frame.select(expression.alias("prefix")).to_series()


def _other_kinds(frame: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """Names of those that are no companies: 县 + 字号 + 行业 + 经营部; 县 + 镇 + 村 + 村民委员会."""
    n, kind = len(frame), pl.col("kind")
    village = kind.is_in(["committee", "collective"])
    trader = pl.lit(uniform(words("trader_form"), n, rng))
    crop = pl.lit(uniform(words("crop"), n, rng))
    return frame.with_columns(
        pl.when(kind == "company").then(pl.col("layout")).otherwise(PREFIXED).alias("layout"),
        first_of(
            (village, pl.col("county") + pl.col("town")),
            (kind != "company", pl.col("county")),
            otherwise=pl.col("prefix"),
        ).alias("prefix"),
        pl.when(village)
        .then(pl.lit(uniform(words("village"), n, rng)) + "村")
        .otherwise(pl.col("trade_name"))
        .alias("trade_name"),
        first_of((village, ""), (kind == "cooperative", crop), otherwise=pl.col("word")).alias("word"),
        first_of(
            (kind == "trader", trader),
            (kind == "cooperative", "专业合作社"),
            (kind == "committee", "村民委员会"),
            (kind == "collective", "股份经济合作社"),
            otherwise=pl.col("form"),
        ).alias("form"),
    )


def _distinct(frame: pl.DataFrame) -> pl.DataFrame:
    """Only planted siblings may share 字号 and industry in one county."""
    by_town = first_of((pl.col("word") == "", pl.col("town") + pl.col("form")), otherwise="")
    key = pl.struct(pl.col("region_code"), pl.col("trade_name"), pl.col("word"), by_town)
    return frame.filter(key.is_first_distinct())


def _codes(frame: pl.DataFrame, rng: np.random.Generator) -> pl.Series:
    """Valid codes whose first two characters show the kind."""
    heads = frame["kind"].replace_strict(CODE_HEADS)
    plain = codes.usccs(frame["region_code"].to_list(), rng)
    body = (heads + plain.str.slice(2, 15)).str.encode("hex").to_list()
    letters = np.frombuffer(bytes.fromhex("".join(body)), np.uint8).reshape(len(frame), 17)
    return codes.text(codes.with_uscc_check(letters)).alias("uscc")


def _renamed(frame: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """Former names: another 字号 or industry, that nobody else has or had by name, or has in the county."""
    n = len(frame)
    draft = frame.with_columns(
        first_of(
            (pl.Series(rng.random(n) < 0.6), pl.lit(draw_trade_names(n, rng))), otherwise=pl.col("trade_name")
        ).alias("trade_name"),
        first_of(
            (pl.Series(rng.random(n) < 0.5), pl.lit(uniform(list(industry_codes()), n, rng))), otherwise=pl.col("word")
        ).alias("word"),
    )
    former = draft.select(full_name()).to_series().alias("former")
    chosen = pl.Series(rng.random(n) < RENAMED_SHARE) & (frame["kind"] == "company") & (frame["branch"] == "")
    own = pl.struct("region_code", "trade_name", "word")
    taken = draft.select(own.is_in(frame.select(own).to_series().implode())).to_series()
    taken |= (
        draft.select(folded(full_name())).to_series().is_in(frame.select(folded(pl.col("name"))).to_series().implode())
    )
    keep = pl.lit(chosen & ~taken) & folded(pl.col("former")).is_first_distinct()
    frame = frame.with_columns(former).with_columns(first_of((keep, pl.col("former")), otherwise="").alias("former"))
    known = pl.Series(rng.random(n) < RECORDED_SHARE)
    return frame.with_columns((pl.lit(known) & (pl.col("former") != "")).alias("former_recorded"))
