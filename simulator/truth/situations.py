"""Simulator: where the hard cases of a region lie, for the truth: which list, which keys, what is true of them."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from simulator.cases import firm_rows as staged
from simulator.cases.vanished import Restated, vanished, vanished_case
from simulator.expressions import constants
from simulator.lists.release import releases
from simulator.lists.utility import meters
from simulator.options import month_text
from simulator.truth.units import area
from simulator.world.lineage import CODED, MERGED, RECODED, SPLIT, changes
from simulator.world.places import CROSS_TOWN_PERCENT, cross_town, platforms
from simulator.world.region import World
from simulator.world.strata import strata

COLUMNS = ("situation", "list", "key", "other_key", "value")


def situations(world: World, registers: Mapping[str, Restated]) -> pl.DataFrame:
    """One row per hard case: ``value`` is an area in ㎡, a percentage, a period or nothing."""
    parts = [
        _disappeared(world, registers),
        _cross_town(world),
        _strata(world),
        _releases(world),
        _meters(world),
        _parks(world),
        _sublets(world),
        _codeless(world),
        _changed(world),
        _staged(world),
        _governed(world),
    ]
    return pl.concat([part.select(pl.col(name).cast(pl.String) for name in COLUMNS) for part in parts])


def _row(
    situation: str, code: str, frame: pl.DataFrame, key: str, other_key: str | pl.Expr | None, value: pl.Expr | None
) -> pl.DataFrame:
    """One row per row of the frame; ``key`` and ``other_key`` name columns of it."""
    other = pl.col(other_key) if isinstance(other_key, str) else other_key
    columns = {"key": pl.col(key), "other_key": other, "value": value}
    return frame.select(*constants(situation=situation, list=code), **columns)


def _disappeared(world: World, registers: Mapping[str, Restated]) -> pl.DataFrame:
    cases = dict(vanished(world, registers))
    if (case := vanished_case(world.region, world.problems["safety"], world.window)) is not None:
        cases["safety.issue"] = case
    last_reported = month_text(world.window.quarter_ends[-2]) if cases else ""
    rows = [("case_disappeared", code, number, None, last_reported) for code, number in cases.items()]
    return pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String), orient="row")


def _cross_town(world: World) -> pl.DataFrame:
    parcels = cross_town(world).join(world.land.parcels, on="pid", how="left", maintain_order="left")
    share = pl.lit(CROSS_TOWN_PERCENT)
    return _row("parcel_across_towns", "governance.survey", parcels, "land_code", "other_town", share)


def _strata(world: World) -> pl.DataFrame:
    units = strata(world).join(world.land.parcels.select("pid", "land_code"), on="pid", maintain_order="left")
    owners = units.join(world.enterprises.select("eid", "uscc"), on="eid", how="left", maintain_order="left")
    return _row("strata_unit", "land.property_unit", owners, "land_code", "uscc", area("land_e4"))


def _releases(world: World) -> pl.DataFrame:
    acts = releases(world)
    return _row("partial_release", "land.release", acts, "land_code", "release_date", area("release_area_sqm"))


def _meters(world: World) -> pl.DataFrame:
    shared = meters(world).filter(pl.len().over("meter_no") > 1)
    return _row("shared_meter", "utility.power", shared, "meter_no", "uscc", None)


def _parks(world: World) -> pl.DataFrame:
    inner = platforms(world.region).filter(pl.col("parent_code").is_not_null())
    return _row("park_in_park", "platform.register", inner, "platform_code", "parent_code", None)


def _sublets(world: World) -> pl.DataFrame:
    """转租: the tenant and its subtenant; the land is used by the last of the chain."""
    places = world.land.parcels.select("pid", "location")
    chains = world.land.leases.filter("is_sublet").join(places, on="pid", how="left", maintain_order="left")
    code = world.enterprises["uscc"]
    pair = pl.lit(code.gather(chains["lessor"])) + ">" + pl.lit(code.gather(chains["lessee"]))
    return _row("sublease", "land.occupancy", chains, "location", pair, area("land_e4"))


def _codeless(world: World) -> pl.DataFrame:
    parcels = world.land.parcels.filter(pl.col("land_code").is_null())
    return _row("parcel_without_code", "land.parcel_register", parcels, "location", None, area("land_e4"))


def _changed(world: World) -> pl.DataFrame:
    """Former code (of one coded late: its place) and today's; ``value`` is the day. A split has one row per half."""
    names = {SPLIT: "split", MERGED: "merged", RECODED: "recoded", CODED: "coded_late"}
    return changes(world.land).select(
        pl.col("change_kind").replace_strict(names).alias("situation"),
        pl.lit("land.parcel_register").alias("list"),
        pl.col("former_code").fill_null(pl.col("former_location")).alias("key"),
        pl.col("land_code").alias("other_key"),
        pl.col("change_date").alias("value"),
    )


def _staged(world: World) -> pl.DataFrame:
    """The plots of ``plots``: situation ``plot:<stage>``, code (or place), holder and area."""
    plots = world.land.parcels.filter(pl.col("stage").is_not_null(), ~pl.col("stage").str.starts_with("firm:"))
    holder = plots.select(pl.when(pl.col("holder") >= 0).then("holder")).to_series()
    return plots.select(
        ("plot:" + pl.col("stage")).alias("situation"),
        pl.lit("land.occupancy").alias("list"),
        pl.col("land_code").fill_null(pl.col("location")).alias("key"),
        pl.lit(world.enterprises["uscc"].gather(holder)).alias("other_key"),
        area("land_e4").alias("value"),
    )


def _governed(world: World) -> pl.DataFrame:
    """The staged firms of ``governance``: situation ``firm:<case>``, code of the firm, code of its plot (or place)."""
    own = staged.own_plots(world).select("eid", pl.col("land_code").fill_null(pl.col("location")).alias("plot"))
    firms = world.enterprises.filter(staged.is_staged()).join(own, on="eid", how="left", maintain_order="left")
    return firms.select(
        ("firm:" + pl.col("stage")).alias("situation"),
        pl.lit("governance.survey").alias("list"),
        pl.col("uscc").alias("key"),
        pl.col("plot").alias("other_key"),
        pl.lit(None, pl.String).alias("value"),
    )
