"""Simulator: what the evidence on a noisy row can decide, from what was drawn alone.

auto: one registered firm and no other fits what the row still says. review: a person has to choose, because the row
contradicts itself or its words fit several firms or too little is left of them. none: nothing on the row leads to a
firm, or its firm is in no register.
"""

from __future__ import annotations

import polars as pl

from simulator.expressions import first_of

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
    return first_of(
        (~pl.col("in_master"), "not_registered"),
        (row == "several_holders", "several_holders"),
        (row.is_in(["swapped_code", "swapped_name"]), "code_against_name"),
        ((name == "plant_unregistered") & (code != "own"), "unregistered_plant"),
        ((code == "own") & (evidence == "gone") & ~placed, "code_under_unknown_name"),
        (code == "own", "own_code"),
        ((code == "near") & (evidence != "gone"), "damaged_code_and_name"),
        (evidence == "whole", "whole_name"),
        (evidence == "gone", _gone(placed)),
        otherwise=_partial(placed),
    )


def _gone(placed: pl.Expr) -> pl.Expr:
    return first_of((placed, "only_the_door"), otherwise="nothing_left")


def _partial(placed: pl.Expr) -> pl.Expr:
    """Without a code and with a name that lost something.

    字号 and industry that one firm of the county has need no address. A wrong 字号 or industry does: firms that
    differ in just that are other firms, and not all of them are registered.
    """
    core = pl.col("evidence") == "core"
    at_street_number = first_of(
        (core, pl.col("core_at_street_number")),
        (pl.col("evidence") == "weak", pl.col("trade_name_at_street_number")),
        otherwise=pl.col("near_at_street_number"),
    )
    return first_of(
        (core & (pl.col("core") == 1), "core_is_unique"),
        (placed & (at_street_number == 1), "at_its_door"),
        (placed | core, "several_firms_fit"),
        otherwise="too_little_left",
    )
