"""Simulator: the scopes of figures (S1-S5) and what lies in them: towns, platforms with all above them, phases.

A case or a firm counts in one town and one smallest park (or none); a platform holds what its parks hold, a phase what
its places hold. Parcels lie in towns by share of their land, in platforms and phases whole.
"""

from __future__ import annotations

import polars as pl

from simulator import tables
from simulator.truth.plan_numbers import PHASES, Phase
from simulator.world.occupancy import occupancy_month
from simulator.world.places import CROSS_TOWN_PERCENT, cross_town, members, platforms
from simulator.world.region import World

PLACE = ("county_code", "town_code", "platform_code")
"""Where one thing lies; ``platform_code`` null: in no platform."""


def parcel_places(world: World) -> pl.DataFrame:
    """pid, county, town, smallest park and percent: a parcel across two towns has a row in each."""
    parcels = world.land.parcels.select("pid", "county_code", "town_code", "town_name")
    parcels = parcels.join(members(world), on="pid", how="left", maintain_order="left")
    other = cross_town(world).join(_towns(world), left_on="other_town", right_on="town_name", how="left")
    both = parcels.join(other.select("pid", there="town_code"), on="pid", how="left", maintain_order="left")
    across = pl.col("there").is_not_null()
    here = both.with_columns(pl.when(across).then(100 - CROSS_TOWN_PERCENT).otherwise(100).alias("percent"))
    there = both.filter(across).with_columns(pl.col("there").alias("town_code"), percent=pl.lit(CROSS_TOWN_PERCENT))
    return pl.concat([here, there], how="vertical_relaxed").select("pid", *PLACE, "percent")


def main_places(world: World) -> pl.DataFrame:
    """pid and the one place a parcel counts in: that of its largest share."""
    ordered = parcel_places(world).sort("pid", "percent", "town_code", descending=[False, True, False])
    return ordered.unique("pid", keep="first", maintain_order=True).select("pid", *PLACE)


def firm_places(world: World, year: int) -> pl.DataFrame:
    """eid and place: the town and the park (or none) with most of the year's used land.

    Without land the registered town and no platform.
    """
    months = [m for m in world.window.mart_months if m // 12 == year]
    used = pl.concat([occupancy_month(world, month) for month in months]).drop_nulls("eid")
    used = used.group_by("eid", "pid").agg(pl.col("land_e4").sum())
    parts = used.join(parcel_places(world), on="pid", how="left")
    weighed = parts.with_columns((pl.col("land_e4") * pl.col("percent")).alias("weight"))
    area = _largest(weighed, ["county_code", "town_code"])
    landed = area.join(_largest(weighed, ["platform_code"]), on="eid", how="left")
    rest = world.enterprises.filter(~pl.col("eid").is_in(landed["eid"].implode()))
    homes = rest.select("eid", "county_code", "town_code", pl.lit(None, pl.String).alias("platform_code"))
    return pl.concat([landed.select("eid", *PLACE), homes])


def _largest(weighed: pl.DataFrame, place: list[str]) -> pl.DataFrame:
    """eid and the place with the largest sum of its land."""
    sums = weighed.group_by("eid", *place).agg(pl.col("weight").sum()).filter(pl.col("weight") > 0)
    ordered = sums.sort("eid", "weight", *place, descending=[False, True, *[False] * len(place)])
    return ordered.unique("eid", keep="first", maintain_order=True).drop("weight")


def case_places(world: World, cases: pl.DataFrame, day: str) -> pl.DataFrame:
    """issue_no and place: town and park of its parcel, else the town the register states and the firm's park.

    The county is the one the register states, also where the parcel lies in another. The firm's park is that of the
    year in which ``day`` lies, as far as the world goes.
    """
    codes = world.land.parcels.select("pid", "land_code").drop_nulls()
    places = codes.join(main_places(world).drop("county_code"), on="pid").drop("pid")
    years = world.window.years
    year = pl.col(day).dt.year().clip(years[0], years[-1]).cast(pl.Int64).alias("year")
    own = cases.select("issue_no", "county_code", "town_name", "land_code", "eid", year)
    parcel = own.join(places, on="land_code", how="inner")
    reported = own.join(parcel, on="issue_no", how="anti").join(
        _towns(world), on=["county_code", "town_name"], how="left"
    )
    parks = pl.concat([firm_places(world, one).with_columns(year=pl.lit(one, pl.Int64)) for one in years])
    reported = reported.join(parks.select("eid", "year", "platform_code"), on=["eid", "year"], how="left")
    return pl.concat([frame.select("issue_no", *PLACE) for frame in (parcel, reported)])


def _towns(world: World) -> pl.DataFrame:
    return tables.towns(world.region).select("county_code", "town_name", "town_code")


def in_scopes(world: World, placed: pl.DataFrame) -> pl.DataFrame:
    """The rows once per scope they lie in: scope_kind, scope_code beside the rest."""
    counties = placed if world.region == "330800" else placed.head(0)
    frames = [
        _scope(placed, "region", pl.lit(world.region)),
        _scope(counties, "county", pl.col("county_code")),
        _scope(placed, "town", pl.col("town_code")),
        _scope(placed.join(_above(world), on="platform_code"), "platform", pl.col("scope")),
        *(_phase(world, placed, phase) for phase in PHASES.get(world.region, ())),
    ]
    return pl.concat(frames).filter(pl.col("scope_code").is_not_null())


def _scope(frame: pl.DataFrame, kind: str, code: pl.Expr) -> pl.DataFrame:
    rest = pl.exclude("scope", "county_code", "town_code", "platform_code")
    return frame.select(pl.lit(kind).alias("scope_kind"), code.cast(pl.String).alias("scope_code"), rest)


def _phase(world: World, placed: pl.DataFrame, phase: Phase) -> pl.DataFrame:
    code = pl.lit(f"{world.region}:{phase.code}")
    if not phase.kinds and not phase.platforms and not phase.towns:
        return _scope(placed, "phase", code)
    tree = platforms(world.region)
    named = tree.filter(pl.col("platform_kind").is_in(phase.kinds) | pl.col("platform_name").is_in(phase.platforms))[
        "platform_code"
    ]
    inside = _above(world).filter(pl.col("scope").is_in(named.implode()))["platform_code"].unique()
    towns = tables.towns(world.region).filter(pl.col("town_name").is_in(phase.towns))["town_code"]
    holds = pl.col("platform_code").is_in(inside.implode()) | pl.col("town_code").is_in(towns.implode())
    return _scope(placed.filter(holds.fill_null(value=False)), "phase", code)


def _above(world: World) -> pl.DataFrame:
    """platform_code and every platform that holds it, itself too."""
    tree = platforms(world.region).select("platform_code", "parent_code")
    level = tree.select("platform_code", scope="platform_code")
    levels = [level]
    while len(level):
        up = level.join(tree, left_on="scope", right_on="platform_code").drop_nulls("parent_code")
        level = up.select("platform_code", scope="parent_code")
        levels.append(level)
    return pl.concat(levels)
