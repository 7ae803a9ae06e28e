"""Simulator: what towns and the governance office keep: survey, plans, buildings, petitions, measures."""

from __future__ import annotations

import numpy as np
import polars as pl

from simulator.departments.common import (
    days_of,
    inside,
    mu_of,
    numbers,
    quarter_start,
    stream,
    until,
    with_firm,
    yes_no,
)
from simulator.departments.land import until_known
from simulator.departments.platform import park_names
from simulator.enterprises import ELSEWHERE, NO_TAX
from simulator.governance import rows as staged
from simulator.land_truth import TENURES, occupancy_by_tenure
from simulator.options import month_end
from simulator.world import World

CROSS_TOWN_REGIONS = ("330683", "330681")
"""Regions whose towns survey apart, so that a parcel across two towns is told by both."""
CROSS_TOWN_PERCENT = 30
PATHS = ("整治提升", "拆除重建", "功能转型", "关停退出")


def cross_town(world: World) -> pl.DataFrame:
    """Parcels that reach into another town: pid and that town."""
    if world.region not in CROSS_TOWN_REGIONS:
        return pl.DataFrame(schema={"pid": pl.Int64, "other_town": pl.String})
    towns = world.land.parcels["town_name"].unique().sort()
    some = world.land.parcels.filter(
        pl.col("land_code").is_not_null(),
        pl.col("holder") >= 0,
        (pl.col("pid") % 50 == 9) & pl.col("stage").is_null() | (pl.col("stage") == "across_towns"),
    )
    after = pl.DataFrame({"town_name": towns, "other_town": towns.gather((np.arange(len(towns)) + 1) % len(towns))})
    joined = some.join(after, on="town_name", how="left", maintain_order="left")
    return joined.filter(pl.col("town_name") != pl.col("other_town")).select("pid", "other_town")


def survey(world: World) -> pl.DataFrame:
    """governance.survey: who uses which parcel at the end of the window, as the towns found it."""
    frame = survey_of_places(world)
    owner = frame.select(pl.when(pl.col("holder") >= 0).then(pl.col("holder"))).to_series().alias("eid")
    named = with_firm(
        world,
        frame,
        enterprise_name="name",
        enterprise_uscc="uscc",
        industry_name="industry_name",
        contact="legal_person",
        phone="phone",
    )
    names = with_firm(world, owner.to_frame().with_columns(pl.lit(0).alias("_")), owner_name="name")
    both = pl.concat([named, names.select("owner_name")], how="horizontal")
    return both.drop("land_e4", "pid", "part", *TENURES, "holder", "land_status")


def survey_of_places(world: World) -> pl.DataFrame:
    """The survey by eid and pid, with its answers."""
    used = occupancy_by_tenure(world, world.window.last).filter(pl.col("land_e4") > 0)
    parcels = world.land.parcels.select(
        "pid", "land_code", "location", "county_name", "town_name", "ownership", "holder", "land_status"
    )
    frame = used.join(parcels, on="pid", how="left", maintain_order="left")
    frame = _across_towns(world, frame).with_columns(pl.col("land_e4").alias("land_area_sqm"), mu_of("land_e4"))
    frame = frame.rename({"land_e4__mu": "land_area_sqm__mu"})
    empty = pl.col("eid").is_null()
    own, rented, _, other = (pl.col(name) > 0 for name in TENURES)
    frame = frame.with_columns(
        pl.when(~empty & own)
        .then(pl.lit("自有"))
        .when(rented)
        .then(pl.lit("承租"))
        .when(other)
        .then(pl.lit("其他"))
        .alias("tenure"),
        pl.when(empty)
        .then(pl.lit("空置"))
        .when(pl.col("land_status") == "建设期")
        .then(pl.lit("在建"))
        .otherwise(pl.lit("在产"))
        .alias("production_status"),
        *_answers(world, frame),
        pl.lit(month_end(world.window.last)).dt.offset_by("-20d").alias("survey_date"),
    )
    return staged.with_answers(world, frame)


def _across_towns(world: World, frame: pl.DataFrame) -> pl.DataFrame:
    """The part of a parcel in another town is told by that town, at its own place, with its own area."""
    both = frame.join(cross_town(world), on="pid", how="left", maintain_order="left")
    there = both.filter(pl.col("other_town").is_not_null())
    part = pl.col("land_e4") * CROSS_TOWN_PERCENT // 100
    told = there.with_columns(
        part.alias("land_e4"),
        pl.col("other_town").alias("town_name"),
        (pl.col("location") + "（跨镇街部分）").alias("location"),
        pl.lit("跨镇街地块，本表为本镇街部分").alias("note"),
    )
    rest = pl.when(pl.col("other_town").is_not_null()).then(pl.col("land_e4") - part).otherwise(pl.col("land_e4"))
    kept = both.with_columns(rest.alias("land_e4"), pl.lit(None, pl.String).alias("note"))
    return pl.concat([kept, told.select(kept.columns)]).drop("other_town").sort("town_name", "pid", "eid")


def _answers(world: World, frame: pl.DataFrame) -> list[pl.Expr]:
    """The four answers from registry, tax and permits; the town does not know all of them."""
    firm = world.enterprises.select("tax_class", "eid")[frame["eid"].fill_null(0).to_numpy()]
    known = pl.col("eid").is_not_null()
    licensed = pl.lit(~((firm["tax_class"] == NO_TAX) & (firm["eid"] % 3 == 0)))
    answers = {
        "has_business_licence": licensed,
        "has_safety_guarantee": pl.col("eid") % 40 != 3,
        "has_legal_premises": pl.col("land_code").is_not_null(),
        "has_environment_measures": pl.col("eid") % 60 != 7,
    }
    lacks = ~pl.all_horizontal(answers.values())
    said = [pl.when(known).then(yes_no(answer)).alias(name) for name, answer in answers.items()]
    collective = pl.col("ownership") == "集体"
    return [
        *said,
        pl.when(known).then(yes_no(lacks)).alias("is_four_lacks"),
        yes_no(collective & (pl.col("pid") % 5 == 0)).alias("is_land_use_low"),
        yes_no(collective & (pl.col("pid") % 4 == 0)).alias("is_building_aged"),
        yes_no(collective & (pl.col("pid") % 7 == 0)).alias("is_management_lax"),
        *(pl.lit(None, pl.String).alias(name) for name in ("has_land_procedure", "is_low_scattered")),
    ]


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
        "land_code",
        "location",
        "county_name",
        "town_name",
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
    return with_firm(world, plan_of_places(world, month).drop("pid"), enterprise_name="name", enterprise_uscc="uscc")


def plan_of_places(world: World, month: int) -> pl.DataFrame:
    """The plans by eid and pid."""
    known = until_known(plans(world), "plan_date", month)
    known = known.with_columns(until("accepted_date", month), until("closed_date", month))
    done = pl.col("accepted_date").is_not_null()
    status = pl.when(pl.col("closed_date").is_not_null()).then(pl.lit("已销号")).when(done).then(pl.lit("验收通过"))
    passed = pl.when(done).then(pl.lit("通过"))
    frame = known.with_columns(
        status.otherwise(pl.lit("实施中")).alias("plan_status"),
        pl.lit("亩均低效").alias("governance_objects"),
        pl.when(pl.col("previous_path").is_not_null()).then(pl.col("plan_date")).alias("path_changed_date"),
        pl.when(pl.col("governance_path") == "整治提升")
        .then(pl.lit("原用地单位自主实施"))
        .otherwise(pl.lit("政府主导"))
        .alias("implementation_mode"),
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
    grades = staged.building_grades(world).rename({"quality_grade": "told_grade"})
    is_staged = pl.col("pid").is_in(_staged_pids(world))
    built = world.land.parcels.filter(pl.col("floor_e4") > 0).join(grades, on="pid", how="left", maintain_order="left")
    built = built.filter((pl.col("pid") % 2 == 0) & ~is_staged | pl.col("told_grade").is_not_null())
    floors = pl.col("pid") % 5 + 1
    eid = pl.when(pl.col("holder") >= 0).then(pl.col("holder")).alias("eid")
    let = pl.col("pid").is_in(world.land.leases["pid"].unique().implode())
    frame = built.select(
        eid,
        (pl.col("county_code") + "JZ" + pl.col("pid").cast(pl.String).str.zfill(7)).alias("building_code"),
        pl.lit("1号厂房").alias("building_name"),
        "land_code",
        "location",
        "county_name",
        "town_name",
        pl.when(pl.col("pid") % 3 == 0).then(pl.lit("钢结构")).otherwise(pl.lit("钢筋混凝土")).alias("structure"),
        floors.alias("floor_count"),
        (pl.col("floor_e4") // floors // 10_000 * 10_000).alias("footprint_area_sqm"),
        pl.col("floor_e4").alias("floor_area_sqm"),
        pl.when(let).then(pl.col("floor_e4") // 30_000 * 10_000).otherwise(0).alias("leased_floor_area_sqm"),
        pl.when(pl.col("pid") % 11 == 0)
        .then(pl.col("floor_e4") // 50_000 * 10_000)
        .otherwise(0)
        .alias("vacant_floor_area_sqm"),
        (1985 + pl.col("pid") % 35).alias("built_year"),
        pl.when(pl.col("told_grade").is_not_null())
        .then("told_grade")
        .when(pl.col("pid") % 35 < 4)
        .then(pl.lit("D"))
        .when(pl.col("pid") % 35 < 10)
        .then(pl.lit("C"))
        .when(pl.col("pid") % 35 < 20)
        .then(pl.lit("B"))
        .otherwise(pl.lit("A"))
        .alias("quality_grade"),
        pl.lit("生产厂房").alias("building_use"),
        pl.lit("否").alias("is_illegal"),
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
        "county_name",
        "town_name",
        pl.Series("registered_date", days, dtype=pl.Date),
        pl.Series("petition_kind", kind),
        pl.col("address").alias("location"),
        pl.lit("12345热线").alias("channel"),
        pl.lit("附近居民反映企业夜间生产扰民").alias("summary"),
        yes_no(pl.col("eid") % 5 == 0).alias("is_repeated"),
        pl.when(done).then(pl.lit("已办结")).otherwise(pl.lit("办理中")).alias("petition_status"),
        pl.when(done).then(pl.lit(finished)).alias("finished_date"),
        pl.col("legal_person").alias("petitioner"),
        (pl.col("town_name") + "人民政府").alias("handling_unit"),
    )
    told = staged.petitions(world).select(
        "petition_no",
        "eid",
        "county_name",
        "town_name",
        "registered_date",
        "location",
        "land_code",
        pl.lit("环境污染").alias("petition_kind"),
        pl.lit("办理中").alias("petition_status"),
    )
    frame = inside(pl.concat([frame, told], how="diagonal_relaxed"), "registered_date", first, last)
    return with_firm(world, frame, enterprise_name="name", enterprise_uscc="uscc")


def policy_measure(world: World, month: int) -> pl.DataFrame:
    """governance.policy_measure: prices and quotas set in a quarter for some firms, dearer for the weak."""
    firms = world.enterprises.filter(pl.col("tax_class") != ELSEWHERE, pl.col("eid") % 37 == month % 37)
    weak = pl.col("eid") % 2 == 0
    start = quarter_start(world, month)
    return firms.select(
        ("CB" + pl.col("county_code") + f"{month}-" + pl.lit(numbers(len(firms)))).alias("measure_no"),
        pl.col("name").alias("enterprise_name"),
        pl.col("uscc").alias("enterprise_uscc"),
        "county_name",
        "town_name",
        pl.lit(start // 12 - 1).alias("data_year"),
        pl.when(weak).then(pl.lit("D")).otherwise(pl.lit("A")).alias("final_grade"),
        pl.when(weak).then(pl.lit("用电")).otherwise(pl.lit("税收")).alias("element"),
        pl.when(weak).then(pl.lit("约束")).otherwise(pl.lit("激励")).alias("direction"),
        pl.when(weak)
        .then(pl.lit("用电价格每千瓦时加价0.1元"))
        .otherwise(pl.lit("城镇土地使用税减免80%"))
        .alias("measure"),
        pl.lit(pl.Series(np.full(len(firms), 1_200_000), dtype=pl.Int64)).alias("amount_cny"),
        pl.date(start // 12, start % 12 + 1, 1).alias("start_date"),
        pl.date(start // 12, 12, 31).alias("end_date"),
        pl.when(weak).then(pl.lit("发展改革局")).otherwise(pl.lit("税务局")).alias("department_name"),
    )
