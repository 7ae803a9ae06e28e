"""Simulator: keeps a noisy mention from naming another firm, and counts the firms its words fit.

Nothing here matches: the counts are taken over the drawn firms, knowing which parts of the name were touched.
"""

from __future__ import annotations

import polars as pl

from simulator.linking.naming import folded

CORE = ("region_code", "trade_name", "word", "branch")
CHANGES_FORM = ("form_changed", "abbr_factory", "abbr_form", "abbr_short", "typo_industry")
TYPOS = ("typo_homophone", "typo_shape", "typo_dropped", "typo_added", "typo_swapped")


def names_another(mentions: pl.DataFrame, firms: pl.DataFrame) -> pl.Series:
    """Mentions whose text is by right another firm's: the noise would make their truth a lie.

    Another firm has the typed name now or had it; has the mistyped 字号 in that county; or has 字号 and industry
    of a name without its form, or of one whose own firm is in no register.
    """
    names = pl.concat([firms.select(folded(pl.col(column)).alias("text"), "fid") for column in ("name", "former")])
    texts = mentions.select("mid", "fid", folded(pl.col("typed")).alias("text"))
    same_text = texts.join(names.filter(pl.col("text") != ""), on="text").filter(pl.col("fid") != pl.col("fid_right"))
    typed = mentions.with_columns(pl.col("trade_name_t").alias("trade_name"), pl.col("word_t").alias("word"))
    trade_names = firms.select("region_code", "trade_name", pl.col("fid").alias("other"))
    typos = typed.filter(pl.col("name_noise").is_in(TYPOS)).join(trade_names, on=["region_code", "trade_name"])
    loose = pl.col("name_noise").is_in(CHANGES_FORM) | ((pl.col("name_noise") != "none") & ~pl.col("in_master"))
    cores = typed.filter(loose).join(firms.select(*CORE, pl.col("fid").alias("other")), on=list(CORE))
    hit = pl.concat([same_text["mid"], *(f.filter(pl.col("fid") != pl.col("other"))["mid"] for f in (typos, cores))])
    return mentions["mid"].is_in(hit.unique().implode())


def fitting(mentions: pl.DataFrame, firms: pl.DataFrame) -> pl.DataFrame:
    """Per mention the registered firms that its words fit: in its county, and at its street number as well."""
    masters = firms.filter("in_master")
    counted = mentions.select("mid")
    for name, keys, those in (
        ("core", CORE, pl.col("evidence") == "core"),
        ("trade_name", ("region_code", "trade_name"), pl.col("evidence") == "weak"),
    ):
        some = mentions.filter(those).select("mid", *keys).join(masters.select(*keys, *_STREET_NUMBER), on=list(keys))
        counted = counted.join(_count(some, mentions, name), on="mid", how="left", maintain_order="left")
    near = _near_shops(mentions.filter(pl.col("evidence") == "typo"), masters)
    return counted.join(_count(near, mentions, "near"), on="mid", how="left", maintain_order="left")


_STREET_NUMBER = (pl.concat_str("town", "road", "number").alias("street_number"),)


def _count(pairs: pl.DataFrame, mentions: pl.DataFrame, name: str) -> pl.DataFrame:
    own = mentions.select("mid", pl.concat_str("town", "road", "number").alias("own_street_number"))
    joined = pairs.join(own, on="mid")
    at_street_number = (pl.col("street_number") == pl.col("own_street_number")).sum().alias(f"{name}_at_street_number")
    return joined.group_by("mid").agg(pl.len().alias(name), at_street_number)


def _near_shops(mentions: pl.DataFrame, masters: pl.DataFrame) -> pl.DataFrame:
    """Firms of the county and industry whose 字号 lies one wrong, missing, extra or swapped character away."""
    group = pl.concat_str("region_code", "word", "branch", separator="|")
    theirs = masters.select("fid", *_STREET_NUMBER, group.alias("group"), pl.col("trade_name").alias("text"))
    theirs = theirs.filter(pl.col("group").is_in(mentions.select(group).to_series().unique().implode()))
    ours = mentions.select("mid", group.alias("group"), pl.col("trade_name_t").alias("text"))
    keys = ["group", "key"]
    left = pl.concat([_masked(ours), _sorted(ours), _dropped(ours, "+"), _whole(ours, "-")])
    right = pl.concat([_masked(theirs), _sorted(theirs), _whole(theirs, "+"), _dropped(theirs, "-")])
    return left.join(right, on=keys).unique(["mid", "fid"]).select("mid", "street_number")


def _masked(frame: pl.DataFrame) -> pl.DataFrame:
    return _by_place(frame, pl.lit("*"), "=")


def _dropped(frame: pl.DataFrame, mark: str) -> pl.DataFrame:
    return _by_place(frame, pl.lit(""), mark)


def _by_place(frame: pl.DataFrame, new: pl.Expr, mark: str) -> pl.DataFrame:
    place = pl.int_ranges(0, pl.col("text").str.len_chars())
    every = frame.with_columns(place.alias("place")).explode("place").drop_nulls("place")
    key = pl.lit(mark) + pl.col("text").str.slice(0, "place") + new + pl.col("text").str.slice(pl.col("place") + 1)
    return every.with_columns(key.alias("key")).drop("place", "text")


def _sorted(frame: pl.DataFrame) -> pl.DataFrame:
    key = pl.lit("#") + pl.col("text").str.split("").list.sort().list.join("")
    return frame.with_columns(key.alias("key")).drop("text")


def _whole(frame: pl.DataFrame, mark: str) -> pl.DataFrame:
    return frame.with_columns((pl.lit(mark) + pl.col("text")).alias("key")).drop("text")
