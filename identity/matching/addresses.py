"""Derive, linking: an address taken apart into town, road and street number, for whole columns of normalised texts.

Two enterprises on one road are neighbours; only road and street number together are evidence of shared premises.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from identity.matching import vocabulary as words

if TYPE_CHECKING:
    import polars as pl

ROAD = r"(\p{Han}{1,8}?(?:大道|公路|东路|西路|南路|北路|路|街|巷|弄|村|社区|小区|工业区|园区|工业园|开发区|集聚区))"
TOWN = r"^(\p{Han}{2,5}?(?:街道|镇|乡))"
DISTRICT = r"^\p{Han}{1,3}?(?:\p{Han}[市县]|[^园社小发业]区)"
"""A district that is in no table."""
ZONE = r"^\p{Han}{0,8}?区(\p{Han}{2,}(?:路|街|道|巷|弄).*)$"
"""A zone before a road says nothing about the position on the road."""
NUMERALS = {"一": "1", "二": "2", "三": "3", "四": "4", "五": "5", "六": "6", "七": "7", "八": "8", "九": "9"}


def with_address_parts(frame: pl.DataFrame, column: str) -> pl.DataFrame:
    """Add ``town_seat``, ``road`` and ``premises`` (road with street number), '' where the address has none."""
    import polars as pl

    rest = pl.col(column).str.replace_all(r"\([^()]*\)?", "")
    for level in ("province", "city", "county"):
        rest = rest.str.replace(rf"^{words.place_pattern(level)}", "")
    rest = rest.str.replace(DISTRICT, "")
    frame = frame.with_columns(rest=rest)
    town = pl.col("rest").str.extract(TOWN, 1)
    tail = pl.when(town.is_not_null()).then(pl.col("rest").str.strip_prefix(town)).otherwise("rest")
    tail = tail.str.replace(ZONE, "$1").str.replace(ZONE, "$1")
    frame = frame.with_columns(town_seat=town.fill_null(""), rest=tail)
    road = pl.col("rest").str.extract(ROAD + r"(?:第?[0-9]|$|\P{Han})", 1)
    road = pl.coalesce(road, pl.col("rest").str.extract(ROAD, 1)).fill_null("")
    road = road.str.replace_many(list(NUMERALS), list(NUMERALS.values()))
    number = (
        pl.col("rest").str.extract(r"(?:路|街|巷|道|弄|村|区|园|社区|^)第?([0-9]+)(?:号|弄|$|-|\D)", 1).fill_null("")
    )
    frame = frame.with_columns(road=road)
    return frame.with_columns(
        premises=pl.when((number != "") & (pl.col("road") != "")).then(pl.col("road") + number).otherwise(pl.lit(""))
    ).drop("rest")
