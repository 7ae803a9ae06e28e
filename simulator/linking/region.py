"""Simulator: the firms of a drawn region as a linking world has them, so that the same noise can hit its lists."""

from __future__ import annotations

import polars as pl

from simulator import tables
from simulator.linking.naming import PREFIXED
from simulator.lists.registry import enterprise
from simulator.world.region import World

PROVINCE = "浙江"
BRANCH = "分公司"
"""A staged branch's name has no parts of its own; it stays as it is."""


def linking_firms(world: World) -> pl.DataFrame:
    """The parts of name and address of each drawn firm, and what the register says; ``fid`` is the ``eid``.

    Staged firms come after the drawn ones and are left alone.
    """
    frame = _drawn(world)
    if world.region != "330800":
        frame = frame.with_columns(pl.lit(tables.REGIONS[world.region].zh).alias("county_name"))
    parts = [_parts(*row) for row in frame.select("name", "county_name", "industry_code").iter_rows()]
    names = pl.DataFrame(parts, schema=dict.fromkeys(("prefix", "trade_name", "word", "form"), pl.String), orient="row")
    return pl.concat([names, _places(world), _register(world)], how="horizontal")


def _drawn(world: World) -> pl.DataFrame:
    return world.enterprises.filter(pl.col("stage").is_null())


def _parts(name: str, county: str, industry: str) -> tuple[str, str, str, str]:
    """行政区划, 字号, 行业 and 组织形式 of a name that ``draw_enterprises`` made."""
    if name.endswith(BRANCH):
        return "", name, "", ""
    words = dict(tables.industries().select("code", "words").iter_rows())[industry]
    prefix = next(text for text in (county, county[:2], PROVINCE) if name.startswith(text))
    form = next(text for text in sorted(tables.FORMS, key=len, reverse=True) if name.endswith(text))
    middle = name.removeprefix(prefix).removesuffix(form)
    word = next(text for text in sorted(words, key=len, reverse=True) if middle.endswith(text))
    return prefix, middle.removesuffix(word), word, form


def _places(world: World) -> pl.DataFrame:
    street = pl.col("address").str.strip_prefix(pl.col("county_name") + pl.col("town_name"))
    return _drawn(world).select(
        pl.lit(world.region).alias("region_code"),
        pl.lit(tables.REGIONS[world.region].city).alias("city"),
        pl.col("county_name").alias("county"),
        pl.col("town_name").alias("town"),
        street.str.replace(r"\d+号$", "").alias("road"),
        street.str.extract(r"(\d+)号$").alias("number"),
        pl.lit("").alias("building"),
        pl.lit("").alias("room"),
        "address",
    )


def _register(world: World) -> pl.DataFrame:
    drawn = _drawn(world)
    former = enterprise(world)["former_name"].fill_null("").head(len(drawn))
    eid = pl.col("eid").cast(pl.Int64)
    return drawn.select(
        eid.alias("fid"),
        eid.alias("family"),
        pl.lit(True).alias("in_master"),
        pl.lit("company").alias("kind"),
        pl.lit(PREFIXED).alias("layout"),
        pl.lit("").alias("branch"),
        "name",
        "uscc",
        pl.lit(former).alias("former"),
        pl.lit(former != "").alias("former_recorded"),
    )
