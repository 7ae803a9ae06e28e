"""Simulator: what becomes of a firm's name when a clerk types it."""

from __future__ import annotations

import numpy as np
import polars as pl

from simulator.expressions import first_of
from simulator.linking.naming import BARE, PARTS, full_name, other_character
from simulator.linking.words import confusions, pick, uniform, words

FORMS_TYPED = {
    "有限公司": "有限责任公司",
    "有限责任公司": "有限公司",
    "股份有限公司": "有限公司",
    "村民委员会": "村委会",
    "股份经济合作社": "经济合作社",
    "专业合作社": "合作社",
}
BRANCH_PLACES = ("城东", "城西", "开发区", "滨海", "江南")
PLANTS_TYPED = ("五分厂", "六分厂", "第七分厂")


def typed_parts(frame: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """Adds the name parts as typed (``layout_t`` and so on) and the whole typed name, by ``name_noise``."""
    n, kind = len(frame), pl.col("name_noise")
    bare = kind.is_in(["abbr_prefix", "abbr_factory", "abbr_short"])
    frame = frame.with_columns(
        first_of((bare, BARE), otherwise=pl.col("layout")).alias("layout_t"),
        pl.when(kind == "prefix_suffix").then(_other_prefix()).otherwise(pl.col("prefix")).alias("prefix_t"),
        _typed_shop(frame, rng),
        _typed_word(frame, rng),
        _typed_form(rng, n),
        pl.col("branch").alias("branch_t"),
    )
    frame = frame.with_columns(full_name("_t").alias("typed"))
    return frame.with_columns(_whole_name(rng, n).alias("typed"))


def untouched(frame: pl.DataFrame, where: pl.Expr) -> pl.DataFrame:
    """Takes the noise of the name back where ``where`` holds."""
    parts = [pl.when(where).then(part).otherwise(f"{part}_t").alias(f"{part}_t") for part in PARTS]
    typed = pl.when(where).then(pl.col("name")).otherwise("typed").alias("typed")
    kind = first_of((where, "none"), otherwise=pl.col("name_noise")).alias("name_noise")
    return frame.with_columns(*parts, typed, kind)


def _other_prefix() -> pl.Expr:
    """浙江 for 浙江省 and back, 嵊州 for 嵊州市 and back; others stay."""
    prefix, city, county = (pl.col(column) for column in ("prefix", "city", "county"))
    return first_of(
        (prefix == "浙江", "浙江省"),
        ((prefix == "浙江省") | (prefix == city) | (prefix == county), prefix.str.head(2)),
        (prefix == city.str.head(2), city),
        (prefix == county.str.head(2), county),
        otherwise=prefix,
    )


def _typed_shop(frame: pl.DataFrame, rng: np.random.Generator) -> pl.Expr:
    n, kind, trade_name = len(frame), pl.col("name_noise"), pl.col("trade_name")
    place = (pl.lit(pl.Series(rng.random(n))) * trade_name.str.len_chars()).cast(pl.Int64)
    extra = pl.lit(pick(words("trade_name"), rng.integers(len(words("trade_name")), size=n)))
    longer = trade_name.str.len_chars() > 2
    return first_of(
        (kind == "typo_homophone", pl.lit(other_character(frame["trade_name"], "homophone", rng))),
        (kind == "typo_shape", pl.lit(other_character(frame["trade_name"], "shape", rng))),
        ((kind == "typo_dropped") & longer, trade_name.str.slice(0, place) + trade_name.str.slice(place + 1)),
        (kind == "typo_added", trade_name.str.slice(0, place) + extra + trade_name.str.slice(place)),
        (kind == "typo_swapped", trade_name.str.slice(1, 1) + trade_name.str.head(1) + trade_name.str.slice(2)),
        otherwise=trade_name,
    ).alias("trade_name_t")


def _typed_word(frame: pl.DataFrame, rng: np.random.Generator) -> pl.Expr:
    """A character of the industry word dropped (of three and more) or taken for another."""
    kind, word = pl.col("name_noise"), pl.col("word")
    other = pl.lit(other_character(frame["word"], "any", rng))
    wrong = pl.when(word.str.len_chars() > 2).then(word.str.head(1) + word.str.slice(2)).otherwise(other)
    return first_of(
        ((kind == "typo_industry") & (word != ""), wrong), (kind == "abbr_industry", ""), otherwise=word
    ).alias("word_t")


def _typed_form(rng: np.random.Generator, n: int) -> pl.Expr:
    kind, form = pl.col("name_noise"), pl.col("form")
    shorter = pl.lit(pl.Series(rng.random(n) < 0.4)) & form.is_in(["有限公司", "有限责任公司"])
    other = first_of((shorter, "公司"), otherwise=form.replace(FORMS_TYPED))
    factory = first_of((form == "有限公司", "厂"), otherwise=form)
    return first_of(
        (kind == "form_changed", other),
        (kind == "abbr_factory", factory),
        (kind.is_in(["abbr_form", "abbr_short"]), ""),
        otherwise=form,
    ).alias("form_t")


def _whole_name(rng: np.random.Generator, n: int) -> pl.Expr:
    """Kinds that put something beside the whole name, or another name in its place."""
    kind, name, former = pl.col("name_noise"), pl.col("name"), pl.col("former")
    trade_name = pl.lit(uniform(list(BRANCH_PLACES), n, rng))
    plant = pl.lit(uniform(list(PLANTS_TYPED), n, rng))
    place = pl.lit(uniform(words("workshop"), n, rng))
    is_company = (pl.col("kind") == "company") & (pl.col("branch") == "")
    has_branches = is_company & pl.col("form").str.ends_with("公司")
    return first_of(
        (kind.is_in(["old_name_known", "old_name_unknown"]) & (former != ""), former),
        ((kind == "new_with_old") & (former != ""), name + "（原" + former + "）"),
        ((kind == "workshop") & is_company, name + place),
        ((kind == "plant_unregistered") & is_company, name + plant),
        (kind.is_in(["branch_head_code", "branch_unregistered"]) & has_branches, name + trade_name + "分公司"),
        otherwise=pl.col("typed"),
    )


def written(frame: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """Writing noise on the typed name, code and address: traditional characters, full width, brackets, spaces."""
    kind, typed = pl.col("writing_noise"), pl.col("typed")
    traditional = confusions("traditional")
    place = (pl.lit(pl.Series(rng.random(len(frame)))) * typed.str.len_chars()).cast(pl.Int64)
    spaced = typed.str.slice(0, place) + " " + typed.str.slice(place) + "　"
    name = first_of(
        (kind == "traditional", typed.str.replace_many(list(traditional), list(traditional.values()))),
        (kind == "halfwidth_brackets", typed.str.replace_many(["（", "）"], ["(", ")"])),
        (kind == "spaces", spaced),
        otherwise=typed,
    ).alias("typed")
    narrow = [chr(c) for c in range(ord("0"), ord("z") + 1) if chr(c).isalnum()]
    wide = [chr(ord(c) + 0xFEE0) for c in narrow]
    others = [
        pl.when(kind == "fullwidth").then(pl.col(column).str.replace_many(narrow, wide)).otherwise(column).alias(column)
        for column in ("typed_code", "typed_address")
    ]
    before = frame.select(pl.concat_str("typed", "typed_code", "typed_address")).to_series()
    frame = frame.with_columns(name, *others)
    same = pl.concat_str("typed", "typed_code", "typed_address") == before
    return frame.with_columns(first_of((same, "none"), otherwise=kind).alias("writing_noise"))
