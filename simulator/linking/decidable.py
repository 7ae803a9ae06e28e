"""Simulator: what the evidence on a noisy row can decide, from what was drawn alone.

auto: one registered firm and no other fits what the row still says. review: a person has to choose, because the row
contradicts itself or its words fit several firms or too little is left of them. none: nothing on the row leads to a
firm, or its firm is in no register.
"""

from __future__ import annotations

import polars as pl

REASONS = {
    "own_code": ("auto", "信用代码可确认"),
    "damaged_code_and_name": ("auto", "信用代码错一处，名称可印证"),
    "whole_name": ("auto", "名称完整且唯一"),
    "core_is_unique": ("auto", "本县唯一的字号和行业"),
    "at_its_door": ("auto", "名称残缺，但门牌一致且唯一"),
    "several_firms_fit": ("review", "符合的企业不止一家"),
    "too_little_left": ("review", "名称残缺，又无地址印证"),
    "code_against_name": ("review", "信用代码与名称指向不同企业"),
    "code_under_unknown_name": ("review", "信用代码有效，但名称不在登记库中，又无地址印证"),
    "several_holders": ("review", "一格多户"),
    "unregistered_plant": ("review", "未登记的分厂"),
    "only_the_door": ("review", "只剩门牌一致"),
    "nothing_left": ("none", "名称、代码、地址均无法对应"),
    "not_registered": ("none", "登记库中没有这家企业"),
}
"""Reason -> what it decides, and why."""


def reason() -> pl.Expr:
    """The reason of each mention; needs evidence, code_evidence, address_evidence and the counts of ``fitting``."""
    row, name = pl.col("row_noise"), pl.col("name_noise")
    code, evidence = pl.col("code_evidence"), pl.col("evidence")
    placed = (pl.col("address_evidence") == "place") & (row != "registered_elsewhere")
    return (
        pl.when(~pl.col("in_master"))
        .then(pl.lit("not_registered"))
        .when(row == "several_holders")
        .then(pl.lit("several_holders"))
        .when(row.is_in(["swapped_code", "swapped_name"]))
        .then(pl.lit("code_against_name"))
        .when((name == "plant_unregistered") & (code != "own"))
        .then(pl.lit("unregistered_plant"))
        .when((code == "own") & (evidence == "gone") & ~placed)
        .then(pl.lit("code_under_unknown_name"))
        .when(code == "own")
        .then(pl.lit("own_code"))
        .when((code == "near") & (evidence != "gone"))
        .then(pl.lit("damaged_code_and_name"))
        .when(evidence == "whole")
        .then(pl.lit("whole_name"))
        .when(evidence == "gone")
        .then(_gone(placed))
        .otherwise(_partial(placed))
    )


def _gone(placed: pl.Expr) -> pl.Expr:
    return pl.when(placed).then(pl.lit("only_the_door")).otherwise(pl.lit("nothing_left"))


def _partial(placed: pl.Expr) -> pl.Expr:
    """Without a code and with a name that lost something.

    字号 and industry that one firm of the county has need no address. A wrong 字号 or industry does: firms that
    differ in just that are other firms, and not all of them are registered.
    """
    core = pl.col("evidence") == "core"
    at_door = (
        pl.when(core)
        .then(pl.col("core_at_door"))
        .when(pl.col("evidence") == "weak")
        .then(pl.col("shop_at_door"))
        .otherwise(pl.col("near_at_door"))
    )
    return (
        pl.when(core & (pl.col("core") == 1))
        .then(pl.lit("core_is_unique"))
        .when(placed & (at_door == 1))
        .then(pl.lit("at_its_door"))
        .when(placed | core)
        .then(pl.lit("several_firms_fit"))
        .otherwise(pl.lit("too_little_left"))
    )
