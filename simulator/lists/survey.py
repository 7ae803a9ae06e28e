"""Simulator: governance.survey, who uses which parcel as the towns found it, with their answers."""

from __future__ import annotations

import polars as pl

from simulator.cases import firm_rows as staged
from simulator.expressions import first_of
from simulator.lists.common import mu_of, with_firm, yes_no
from simulator.options import month_end
from simulator.world.enterprises import NO_TAX
from simulator.world.occupancy import TENURES, occupancy_by_tenure
from simulator.world.places import CROSS_TOWN_PERCENT, cross_town
from simulator.world.region import World


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
        first_of((~empty & own, "自有"), (rented, "承租"), (other, "其他")).alias("tenure"),
        first_of(
            (empty, "空置"),
            (pl.col("land_status") == "建设期", "在建"),
            otherwise="在产",
        ).alias("production_status"),
        *_answers(world, frame),
        pl.lit(month_end(world.window.last)).dt.offset_by("-20d").alias("survey_date"),
    )
    return staged.with_answers(world, frame)


def _across_towns(world: World, frame: pl.DataFrame) -> pl.DataFrame:
    """The part of a parcel in another town is reported by that town, at its own place, with its own area."""
    both = frame.join(cross_town(world), on="pid", how="left", maintain_order="left")
    there = both.filter(pl.col("other_town").is_not_null())
    part = pl.col("land_e4") * CROSS_TOWN_PERCENT // 100
    reported = there.with_columns(
        part.alias("land_e4"),
        pl.col("other_town").alias("town_name"),
        (pl.col("location") + "（跨镇街部分）").alias("location"),
        pl.lit("跨镇街地块，本表为本镇街部分").alias("note"),
    )
    rest = pl.when(pl.col("other_town").is_not_null()).then(pl.col("land_e4") - part).otherwise(pl.col("land_e4"))
    kept = both.with_columns(rest.alias("land_e4"), pl.lit(None, pl.String).alias("note"))
    return pl.concat([kept, reported.select(kept.columns)]).drop("other_town").sort("town_name", "pid", "eid")


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
