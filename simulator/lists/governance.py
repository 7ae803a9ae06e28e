"""Simulator: the governance office's plans, buildings, petitions and measures."""

from __future__ import annotations

import numpy as np
import polars as pl

from simulator.cases import firm_rows as staged
from simulator.expressions import constants, first_of
from simulator.lists.common import (
    PLACE,
    TOWN,
    days_of,
    inside,
    mu_of,
    numbers,
    quarter_start,
    until,
    until_known,
    with_enterprise,
    with_firm,
    yes_no,
)
from simulator.options import month_end
from simulator.world.enterprises import ELSEWHERE
from simulator.world.places import park_names
from simulator.world.region import World, stream

PATHS = ("整治提升", "拆除重建", "功能转型", "关停退出")


def plans(world: World) -> pl.DataFrame:
    """Plans for one held parcel in twelve, with the days on which things happen in the end."""
    held = world.land.parcels.filter(pl.col("holder") >= 0, ~pl.col("pid").is_in(_staged_pids(world)))
    some = held.filter(pl.int_range(pl.len()) % 12 == 5)
    n = len(some)
    rng = stream(world, 40)
    made = days_of(world.window.first - 6, world.window.last, n, rng)
    accepted = made + rng.integers(60, 400, n).astype("timedelta64[D]")
    path = pl.Series("governance_path", rng.choice(PATHS, n, p=[0.6, 0.2, 0.1, 0.1]))
    changed = pl.Series(rng.random(n) < 0.1) & (path == "关停退出")
    return some.select(
        ("FA" + pl.col("county_code") + "-" + pl.lit(numbers(n))).alias("plan_no"),
        "pid",
        *PLACE,
        pl.col("holder").alias("eid"),
        pl.col("land_e4").alias("land_area_sqm"),
        mu_of("land_e4").alias("land_area_sqm__mu"),
        path,
        pl.when(pl.lit(changed)).then(pl.lit("整治提升")).alias("previous_path"),
        pl.Series("plan_date", made, dtype=pl.Date),
        pl.Series("accepted_date", accepted, dtype=pl.Date),
        pl.Series("closed_date", accepted + 7, dtype=pl.Date),
        pl.Series("planned_investment_cny", rng.integers(5, 300, n) * 100_000_000),
    )


def plan(world: World, month: int) -> pl.DataFrame:
    """governance.plan as it can be restated at the end of a month."""
    return with_enterprise(world, plan_of_places(world, month).drop("pid"))


def plan_of_places(world: World, month: int) -> pl.DataFrame:
    """The plans by eid and pid."""
    known = until_known(plans(world), "plan_date", month)
    known = known.with_columns(until("accepted_date", month), until("closed_date", month))
    done = pl.col("accepted_date").is_not_null()
    status = first_of((pl.col("closed_date").is_not_null(), "已销号"), (done, "验收通过"), otherwise="实施中")
    passed = pl.when(done).then(pl.lit("通过"))
    frame = known.with_columns(
        status.alias("plan_status"),
        pl.lit("亩均低效").alias("governance_objects"),
        pl.when(pl.col("previous_path").is_not_null()).then(pl.col("plan_date")).alias("path_changed_date"),
        first_of(
            (pl.col("governance_path") == "整治提升", "原用地单位自主实施"),
            otherwise="政府主导",
        ).alias("implementation_mode"),
        *(passed.alias(f"{part}_acceptance") for part in ("environment", "safety", "fire", "construction")),
        pl.col("plan_date").dt.offset_by("20d").alias("start_date"),
        pl.col("plan_date").dt.offset_by("420d").alias("deadline_date"),
        park_names(world).gather(known["pid"]).alias("platform_name"),
    )
    return pl.concat([frame, staged.plans(world, month)], how="diagonal_relaxed").with_columns(
        (pl.col("town_name") + "人民政府").alias("responsible_unit")
    )


def _staged_pids(world: World) -> list[int]:
    return staged.own_plots(world)["pid"].to_list()


def building(world: World) -> pl.DataFrame:
    """governance.building: one building on every second built parcel; let floor never beyond the whole."""
    grades = staged.building_grades(world).rename({"quality_grade": "staged_grade"})
    is_staged = pl.col("pid").is_in(_staged_pids(world))
    built = world.land.parcels.filter(pl.col("floor_e4") > 0).join(grades, on="pid", how="left", maintain_order="left")
    built = built.filter((pl.col("pid") % 2 == 0) & ~is_staged | pl.col("staged_grade").is_not_null())
    floors = pl.col("pid") % 5 + 1
    eid = pl.when(pl.col("holder") >= 0).then(pl.col("holder")).alias("eid")
    let = pl.col("pid").is_in(world.land.leases["pid"].unique().implode())
    frame = built.select(
        eid,
        (pl.col("county_code") + "JZ" + pl.col("pid").cast(pl.String).str.zfill(7)).alias("building_code"),
        *constants(building_name="1号厂房", building_use="生产厂房", is_illegal="否"),
        *PLACE,
        first_of((pl.col("pid") % 3 == 0, "钢结构"), otherwise="钢筋混凝土").alias("structure"),
        floors.alias("floor_count"),
        (pl.col("floor_e4") // floors // 10_000 * 10_000).alias("footprint_area_sqm"),
        pl.col("floor_e4").alias("floor_area_sqm"),
        pl.when(let).then(pl.col("floor_e4") // 30_000 * 10_000).otherwise(0).alias("leased_floor_area_sqm"),
        pl.when(pl.col("pid") % 11 == 0)
        .then(pl.col("floor_e4") // 50_000 * 10_000)
        .otherwise(0)
        .alias("vacant_floor_area_sqm"),
        (1985 + pl.col("pid") % 35).alias("built_year"),
        first_of(
            (pl.col("staged_grade").is_not_null(), pl.col("staged_grade")),
            (pl.col("pid") % 35 < 4, "D"),
            (pl.col("pid") % 35 < 10, "C"),
            (pl.col("pid") % 35 < 20, "B"),
            otherwise="A",
        ).alias("quality_grade"),
        pl.lit(0, pl.Int64).alias("illegal_area_sqm"),
    )
    return with_firm(world, frame, owner_name="name", owner_uscc="uscc")


def petition(world: World, first: int, last: int) -> pl.DataFrame:
    """governance.petition: what was registered in the months; finished within two months or still open."""
    n = max(4, len(world.enterprises) // 60)
    rng = stream(world, 41)
    days = np.sort(days_of(world.window.first, world.window.last, n, rng))
    firms = world.enterprises[rng.integers(len(world.enterprises), size=n)]
    finished = pl.Series(days + rng.integers(5, 60, n), dtype=pl.Date)
    done = pl.lit(finished) <= month_end(last)
    kind = rng.choice(["环境污染", "安全生产", "违法建设", "劳资"], n)
    frame = firms.select(
        ("XF" + pl.col("county_code") + "-" + pl.lit(numbers(n))).alias("petition_no"),
        "eid",
        *TOWN,
        pl.Series("registered_date", days, dtype=pl.Date),
        pl.Series("petition_kind", kind),
        pl.col("address").alias("location"),
        *constants(channel="12345热线", summary="附近居民反映企业夜间生产扰民"),
        yes_no(pl.col("eid") % 5 == 0).alias("is_repeated"),
        first_of((done, "已办结"), otherwise="办理中").alias("petition_status"),
        pl.when(done).then(pl.lit(finished)).alias("finished_date"),
        pl.col("legal_person").alias("petitioner"),
        (pl.col("town_name") + "人民政府").alias("handling_unit"),
    )
    reported = staged.petitions(world).select(
        "petition_no",
        "eid",
        *TOWN,
        "registered_date",
        "location",
        "land_code",
        *constants(petition_kind="环境污染", petition_status="办理中"),
    )
    frame = inside(pl.concat([frame, reported], how="diagonal_relaxed"), "registered_date", first, last)
    return with_enterprise(world, frame)


def policy_measure(world: World, month: int) -> pl.DataFrame:
    """governance.policy_measure: prices and quotas set in a quarter for some firms, dearer for the weak."""
    firms = world.enterprises.filter(pl.col("tax_class") != ELSEWHERE, pl.col("eid") % 37 == month % 37)
    weak = pl.col("eid") % 2 == 0
    start = quarter_start(world, month)
    return firms.select(
        ("CB" + pl.col("county_code") + f"{month}-" + pl.lit(numbers(len(firms)))).alias("measure_no"),
        pl.col("name").alias("enterprise_name"),
        pl.col("uscc").alias("enterprise_uscc"),
        *TOWN,
        pl.lit(start // 12 - 1).alias("data_year"),
        first_of((weak, "D"), otherwise="A").alias("final_grade"),
        first_of((weak, "用电"), otherwise="税收").alias("element"),
        first_of((weak, "约束"), otherwise="激励").alias("direction"),
        first_of((weak, "用电价格每千瓦时加价0.1元"), otherwise="城镇土地使用税减免80%").alias("measure"),
        pl.lit(pl.Series(np.full(len(firms), 1_200_000), dtype=pl.Int64)).alias("amount_cny"),
        pl.date(start // 12, start % 12 + 1, 1).alias("start_date"),
        pl.date(start // 12, 12, 31).alias("end_date"),
        first_of((weak, "发展改革局"), otherwise="税务局").alias("department_name"),
    )
