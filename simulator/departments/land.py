"""Simulator: further lists of the land department: units, checked promises, released and reserved land."""

from __future__ import annotations

import numpy as np
import polars as pl

from simulator import land_lists
from simulator.departments.common import days_of, inside, mu_of, numbers, stream, until, with_firm, yes_no
from simulator.departments.platform import park_names
from simulator.departments.strata import strata
from simulator.lineage import MERGED, SPLIT
from simulator.policy import staged_contracts, staged_releases
from simulator.tables import REGIONS
from simulator.world import World

FREE = 10_000
"""1 ㎡ in the unit of areas."""


def property_unit(world: World) -> pl.DataFrame:
    """land.property_unit: units sold by the floor, and one undivided unit for each fourth coded parcel."""
    parcels = world.land.parcels
    units = strata(world).select(
        "pid",
        "eid",
        pl.lit("1").alias("building_no"),
        (pl.col("unit") // 2 + 1).cast(pl.String).alias("floor_no"),
        ((pl.col("unit") // 2 + 1) * 100 + pl.col("unit") % 2 + 1).cast(pl.String).alias("room_no"),
        pl.col("share_e2").alias("ownership_share_pct"),
        pl.lit(0, pl.Int64).alias("own_land_area_sqm"),
        pl.col("land_e4").alias("shared_land_area_sqm"),
        pl.col("floor_e4").alias("floor_area_sqm"),
        ("F0001" + (pl.col("unit") + 1).cast(pl.String).str.zfill(4)).alias("suffix"),
        "registered_date",
    )
    long_ago = pl.date(2012 + pl.col("pid") % 9, 6, 15)
    single = parcels.filter(
        pl.col("unit_code").is_not_null(),
        pl.col("holder") >= 0,
        pl.col("pid") % 4 == 1,
        ~pl.col("pid").is_in(units["pid"].implode()),
        ~pl.col("change_kind").fill_null("").is_in([SPLIT, MERGED]),
    ).select(
        pl.max_horizontal(long_ago, "held_from").alias("registered_date"),
        "pid",
        pl.col("holder").alias("eid"),
        pl.col("land_e4").alias("own_land_area_sqm"),
        pl.lit(0, pl.Int64).alias("shared_land_area_sqm"),
        pl.col("unit_code").str.slice(19).alias("suffix"),
        pl.when(pl.col("floor_e4") > 0).then(pl.col("floor_e4")).alias("floor_area_sqm"),
    )
    frame = pl.concat([units, single], how="diagonal_relaxed")
    return _registered(world, frame).with_columns(pl.col("holder_name").fill_null("未售"))


def _registered(world: World, frame: pl.DataFrame) -> pl.DataFrame:
    """Codes, certificate and dates; those of one unit with two owners share the unit's code."""
    places = world.land.parcels.select("pid", "land_code", "location", "county_name", "town_name", "ownership")
    frame = frame.join(places, on="pid", how="left", maintain_order="left")
    state = pl.when(pl.col("ownership") == "国有").then(pl.lit("国有")).otherwise(pl.lit("集体"))
    wide = frame.with_columns(
        park_names(world).gather(frame["pid"]).alias("platform_name"),
        (pl.col("land_code") + pl.col("suffix")).alias("unit_code"),
        ("浙（2020）" + pl.lit(REGIONS[world.region].zh) + "不动产权第" + pl.lit(numbers(len(frame), 7)) + "号").alias(
            "certificate_no"
        ),
        (state + "建设用地使用权/房屋所有权").alias("right_kind"),
        pl.lit("工业用地").alias("land_use"),
        pl.lit("工业").alias("building_use"),
        pl.col("registered_date").dt.offset_by("38y").alias("term_to_date"),
        pl.lit("现势").alias("registration_state"),
        yes_no(pl.col("pid") % 9 == 0).alias("is_mortgaged"),
        pl.lit("否").alias("is_sealed"),
        pl.when(pl.col("eid").is_not_null()).then(pl.lit("企业")).alias("holder_kind"),
    ).drop("pid", "suffix", "ownership")
    return with_firm(world, wide, holder_name="name", holder_uscc="uscc")


def contract_check(world: World, first: int, last: int) -> pl.DataFrame:
    """land.contract_check: promises of a third of the supply contracts, each checked once in the window."""
    contracts = land_lists.supply_contract(world).with_row_index("rank").filter(pl.col("rank") % 3 == 0)
    n = len(contracts)
    rng = stream(world, 2)
    day = pl.lit(pl.Series(days_of(world.window.first, world.window.last, n, rng), dtype=pl.Date))
    kept = rng.random(n) < 0.7
    part = pl.lit(pl.Series(np.where(kept, rng.integers(100, 130, n), rng.integers(55, 95, n)), dtype=pl.Int64))
    at_least = ("promised_investment_wan_cny_per_mu", "promised_far", "promised_tax_wan_cny_per_mu")
    at_most = ("promised_energy_tce_per_wan_cny", "promised_emission_t_per_wan_cny")
    failed = pl.lit(pl.Series(~kept, dtype=pl.Boolean))
    frame = contracts.select(
        "contract_no",
        "supervision_no",
        "land_code",
        "project_name",
        pl.col("transferee_name").alias("enterprise_name"),
        pl.col("transferee_uscc").alias("enterprise_uscc"),
        pl.col("district_name").alias("county_name"),
        pl.when(pl.col("rank") % 2 == 0).then(pl.lit("达产复核")).otherwise(pl.lit("竣工核验")).alias("checkpoint"),
        day.dt.offset_by("-30d").alias("due_date"),
        day.alias("check_date"),
        *at_least,
        *at_most,
        *((pl.col(name) * part // 100).alias(name.replace("promised", "actual")) for name in at_least),
        *(pl.col(name).alias(name.replace("promised", "actual")) for name in at_most),
        pl.when(failed).then(pl.lit("不达标")).otherwise(pl.lit("达标")).alias("check_result"),
        pl.when(failed).then(pl.lit("投资强度、容积率、亩均税收")).alias("failed_items"),
        yes_no(failed).alias("is_breach"),
        pl.when(failed).then(pl.lit(30_000_000, pl.Int64)).alias("penalty_due_cny"),
        pl.when(failed & (pl.col("rank") % 2 == 0)).then(pl.lit(10_000_000, pl.Int64)).alias("penalty_received_cny"),
        pl.when(failed).then(pl.lit("限期整改")).alias("disposal"),
        pl.lit("标准地联合复核组").alias("check_unit"),
    )
    staged = staged_contracts.checks(world)
    told = pl.concat([frame, staged.select(pl.exclude("stage"))], how="diagonal_relaxed") if len(staged) else frame
    return inside(told, "check_date", first, last)


def releases(world: World) -> pl.DataFrame:
    """Acts of release in the window: every fortieth coded held parcel in part, each other of them in two acts."""
    parcels = world.land.parcels.filter(pl.col("land_code").is_not_null(), pl.col("holder") >= 0)
    some = parcels.filter(pl.int_range(pl.len()) % 40 == 3).with_columns(pl.int_range(pl.len()).alias("rank"))
    again = some.filter(pl.col("rank") % 2 == 0)
    frame = pl.concat([some.with_columns(act=1), again.with_columns(act=2)]).sort("pid", "act")
    n = len(frame)
    rng = stream(world, 3)
    half = (world.window.first + world.window.last) // 2
    days = np.where(
        frame["act"].to_numpy() == 1,
        days_of(world.window.first, half, n, rng),
        days_of(min(half + 1, world.window.last), world.window.last, n, rng),
    )
    share = pl.lit(pl.Series(rng.integers(20, 45, n), dtype=pl.Int64))
    new_user = pl.Series(rng.integers(len(world.enterprises), size=n), dtype=pl.Int64)
    return frame.select(
        "pid",
        "act",
        "rank",
        "land_code",
        "location",
        "county_name",
        "town_name",
        pl.col("holder").alias("eid"),
        pl.col("land_e4").alias("land_area_sqm"),
        (pl.col("land_e4") * share // 100 // FREE * FREE).alias("release_area_sqm"),
        pl.Series("release_date", days, dtype=pl.Date),
        new_user.alias("new_eid"),
    )


def release(world: World, first: int, last: int) -> pl.DataFrame:
    """land.release: 闲置盘活 or 再供地; a parcel is never released beyond its area."""
    frame = releases(world)
    again = pl.col("rank") % 3 == 0
    county = world.enterprises["county_code"][0][:4]
    frame = frame.with_columns(
        ("PH" + pl.lit(county) + "-" + pl.lit(numbers(len(frame)))).alias("release_no"),
        park_names(world).gather(frame["pid"]).alias("platform_name"),
        pl.when(again).then(pl.lit("再供地")).otherwise(pl.lit("闲置盘活")).alias("release_kind"),
        mu_of("land_area_sqm"),
        mu_of("release_area_sqm"),
        pl.lit("工业用地").alias("new_use"),
        pl.when(again).then(pl.col("new_eid")).alias("new_eid"),
        pl.lit("（分期盘活）").alias("note"),
    ).drop("act", "rank")
    frame = inside(_with_staged(world, frame), "release_date", first, last)
    named = with_firm(world, frame, enterprise_name="name", enterprise_uscc="uscc")
    return with_firm(world, named.rename({"new_eid": "eid"}), new_user_name="name", new_user_uscc="uscc")


def _with_staged(world: World, frame: pl.DataFrame) -> pl.DataFrame:
    staged = staged_releases.acts(world, releases(world), reserves(world)).drop("stage")
    if not len(staged):
        return frame.drop("pid")
    staged = staged.with_columns(
        park_names(world).gather(staged["pid"]).alias("platform_name"),
        mu_of("land_area_sqm"),
        mu_of("release_area_sqm"),
        pl.lit("工业用地").alias("new_use"),
    )
    return pl.concat([frame, staged], how="diagonal_relaxed").drop("pid")


def reserves(world: World) -> pl.DataFrame:
    """Plots to be bought back, with the days on which things happen in the end."""
    parcels = world.land.parcels.filter(pl.col("holder") >= 0)
    some = parcels.filter(pl.int_range(pl.len()) % 30 == 7)
    n = len(some)
    rng = stream(world, 4)
    listed = days_of(world.window.first - 9, max(world.window.first - 9, world.window.last - 3), n, rng)
    steps = np.cumsum(rng.integers(20, 150, (n, 3)), axis=1).astype("timedelta64[D]")
    value = pl.col("land_e4") // FREE * 60_000
    days = {
        name: pl.Series(name, listed + steps[:, i], dtype=pl.Date)
        for i, name in enumerate(("signed_date", "vacated_date", "delivered_date"))
    }
    return some.select(
        ("SC" + pl.col("county_code") + "-" + pl.lit(numbers(n))).alias("reserve_no"),
        "pid",
        "land_code",
        "location",
        "county_name",
        "town_name",
        pl.col("holder").alias("eid"),
        pl.col("land_e4").alias("land_area_sqm"),
        mu_of("land_e4").alias("land_area_sqm__mu"),
        pl.when(pl.col("floor_e4") > 0).then(pl.col("floor_e4")).alias("floor_area_sqm"),
        pl.Series("listed_date", listed, dtype=pl.Date),
        *days.values(),
        value.alias("land_value_cny"),
        (value // 3).alias("building_value_cny"),
        (value + value // 3).alias("compensation_cny"),
    )


def reserve(world: World, month: int) -> pl.DataFrame:
    """land.reserve as its keeper can restate it at the end of a month."""
    known = until_known(reserves(world), "listed_date", month)
    known = known.with_columns(*(until(name, month) for name in ("signed_date", "vacated_date", "delivered_date")))
    signed = pl.col("signed_date").is_not_null()
    status = (
        pl.when(pl.col("delivered_date").is_not_null())
        .then(pl.lit("交付"))
        .when(pl.col("vacated_date").is_not_null())
        .then(pl.lit("腾空"))
        .when(signed)
        .then(pl.lit("签约"))
        .otherwise(pl.lit("列入计划"))
    )
    frame = known.with_columns(
        pl.lit("政府收储").alias("reserve_kind"),
        status.alias("reserve_status"),
        pl.col("listed_date").dt.offset_by("400d").alias("planned_date"),
        pl.lit("一类片区").alias("price_zone"),
        pl.lit(4500).alias("guide_price_wan_cny_per_mu"),
        *(pl.when(signed).then(pl.col(c)).alias(c) for c in ("land_value_cny", "building_value_cny")),
        pl.when(signed).then(pl.col("compensation_cny")).alias("compensation_cny"),
        pl.when(signed).then(pl.col("compensation_cny") // 200 * 100).alias("paid_cny"),
        (pl.col("town_name") + "人民政府").alias("responsible_unit"),
        park_names(world).gather(known["pid"]).alias("platform_name"),
    ).drop("pid")
    return with_firm(world, frame, enterprise_name="name", enterprise_uscc="uscc")


def until_known(cases: pl.DataFrame, column: str, month: int) -> pl.DataFrame:
    """Cases whose first day has come by the end of the month."""
    return cases.filter(until(column, month).is_not_null())
