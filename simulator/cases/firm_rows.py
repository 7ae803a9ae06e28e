"""Simulator: what the departments' lists say of the staged firms."""

from __future__ import annotations

from datetime import date

import polars as pl

from simulator.cases.firm_cases import CASES, SOUND, Case
from simulator.cases.firm_plots import LAND_E4, MU_E4, plots
from simulator.cases.firms import staged
from simulator.options import month_end
from simulator.world.region import World

UNREGISTERED = [case.stage for case in CASES if case.registry is None]
CANCELLED = [case.stage for case in CASES if case.registry == "注销"]
WITHOUT_PERMIT = [case.stage for case in CASES if case.permit is None]
PERMIT_EXPIRED = [case.stage for case in CASES if case.permit == "expired"]
DEMOLISHED = "illegal_demolished"
STANDARDS = ("environment", "safety", "fire", "construction")
JUDGED_AT = 60
"""Percent of the window gone by when a plan's standards were judged."""
ANSWERED = (*SOUND, "has_land_procedure", "is_low_scattered")


def is_staged(stages: list[str] | None = None) -> pl.Expr:
    """Whether a row is a staged firm's, or one of some stages."""
    stage = pl.col("stage").fill_null("")
    return stage.is_in([case.stage for case in CASES] if stages is None else stages)


def with_answers(world: World, frame: pl.DataFrame) -> pl.DataFrame:
    """The survey with the staged firms' own answers and without those it omits."""
    by_firm = {eid: case for eid, case in staged(world) if case.is_surveyed}
    omitted = [eid for eid, case in staged(world) if not case.is_surveyed]
    said = pl.DataFrame(
        [{"eid": eid} | _answers(case) for eid, case in by_firm.items()],
        schema={"eid": pl.Int64} | dict.fromkeys((*ANSWERED, "is_four_lacks"), pl.String),
    )
    reported = frame.filter(~pl.col("eid").is_in(omitted).fill_null(value=False))
    reported = reported.join(said, on="eid", how="left", suffix="_said", maintain_order="left")
    mine = pl.col("eid").is_in(list(by_firm)).fill_null(value=False)
    answered = [name for name in said.columns if f"{name}_said" in reported.columns]
    return reported.with_columns(
        pl.when(mine).then(pl.col(f"{name}_said")).otherwise(pl.col(name)).alias(name) for name in answered
    ).drop(f"{name}_said" for name in answered)


def _answers(case: Case) -> dict[str, str | None]:
    said = {name: None for name in ANSWERED} | dict(SOUND) | dict(case.answers)
    lacks = not all(said[name] for name in list(SOUND)[:4])
    return {name: _zh(value) for name, value in said.items()} | {"is_four_lacks": _zh(lacks)}


def _zh(value: bool | None) -> str | None:
    return None if value is None else "是" if value else "否"


def own_plots(world: World) -> pl.DataFrame:
    """Staged plots with their firm's case: eid, pid, code, place, town."""
    keep = ("pid", "land_code", "location", "county_code", "county_name", "town_name")
    return plots(world).select(pl.col("holder").alias("eid"), pl.col("stage").str.slice(5), *keep)


def building_grades(world: World) -> pl.DataFrame:
    """pid and quality_grade of the buildings on staged plots."""
    grades = {case.stage: case.building for case in CASES if case.building is not None}
    there = own_plots(world).filter(pl.col("stage").is_in(list(grades)))
    return there.select("pid", pl.col("stage").replace_strict(grades, return_dtype=pl.String).alias("quality_grade"))


def petitions(world: World) -> pl.DataFrame:
    """Petitions that name a staged plot."""
    rows = [
        {"stage": case.stage, "petition_no": f"XF-{rank:02}{number}", "registered_date": world.window.day(percent)}
        for rank, case in enumerate(CASES)
        for number, percent in enumerate(case.petitions)
    ]
    frame = pl.DataFrame(rows).join(own_plots(world), on="stage", how="left", maintain_order="left")
    return frame.with_columns(("XF" + pl.col("county_code") + pl.col("petition_no").str.slice(2)).alias("petition_no"))


def outdated(world: World) -> pl.DataFrame:
    """Items of outdated capacity of staged firms: one open, one closed."""
    rows = []
    for eid, case in staged(world):
        if case.outdated is not None:
            done = case.outdated == "closed"
            rows.append(
                {
                    "eid": eid,
                    "item_no": f"LH-{case.stage.upper()}",
                    "listed_date": world.window.day(10),
                    "finished_date": world.window.day(50) if done else None,
                    "closed_date": world.window.day(60) if done else None,
                    "energy_saved_tce": 10_000,
                    "release_area_sqm": 20_000_000,
                }
            )
    firms = world.enterprises.select("eid", "industry_name", "county_code")
    frame = pl.DataFrame(rows).join(firms, on="eid", how="left", maintain_order="left")
    number = "LH" + pl.col("county_code") + "-" + pl.lit(pl.Series(range(8001, 8001 + len(rows)))).cast(pl.String)
    return frame.with_columns(number.alias("item_no"))


def stops(world: World) -> pl.DataFrame:
    """Firms ordered to stop: eid, domain, first and last day (null: still)."""
    rows = [
        {
            "eid": eid,
            "domain": case.problems[0].domain,
            "stop_from_date": world.window.day(40),
            "stop_to_date": None if case.stop == "live" else world.window.day(60),
        }
        for eid, case in staged(world)
        if case.stop is not None
    ]
    return pl.DataFrame(rows, schema_overrides={"stop_to_date": pl.Date})


def plans(world: World, month: int) -> pl.DataFrame:
    """governance.plan of staged firms as it can be restated at the end of a month (without names and codes)."""
    places = {row["stage"]: row for row in own_plots(world).iter_rows(named=True)}
    rows = [
        places[case.stage] | _plan(world, case, month_end(month), f"FA-Z{rank:03}")
        for rank, case in enumerate(CASES)
        if case.plan is not None and world.window.day(case.plan.made) <= month_end(month)
    ]
    return pl.DataFrame(rows, infer_schema_length=None) if rows else pl.DataFrame()


def _plan(world: World, case: Case, until: date, number: str) -> dict[str, object]:
    plan = case.plan
    assert plan is not None

    def known(percent: int | None) -> date | None:
        there = None if percent is None else world.window.day(percent)
        return there if there is not None and there <= until else None

    changed = known(plan.changed)
    before = plan.previous is not None and changed is None
    judged = known(JUDGED_AT) is not None
    results = {name: "不通过" if name in plan.failed else "通过" if name in plan.passed else None for name in STANDARDS}
    closed, accepted = known(plan.closed), known(plan.accepted)
    done = {"已销号": closed, "验收通过": accepted, "验收不通过": known(JUDGED_AT)}
    status = next((name for name in done if done[name] and name in (plan.status, "验收通过")), "实施中")
    return {
        "plan_no": number,
        "governance_path": plan.previous if before else plan.path,
        "previous_path": None if before else plan.previous,
        "path_changed_date": changed,
        "plan_date": world.window.day(plan.made),
        "accepted_date": accepted,
        "closed_date": closed,
        "plan_status": status,
        "deadline_date": world.window.day(plan.deadline),
        "next_milestone_date": None if plan.milestone is None else world.window.day(plan.milestone),
        "land_area_sqm": LAND_E4,
        "land_area_sqm__mu": MU_E4,
        "planned_investment_cny": 500_000_000,
        **{f"{name}_acceptance": result if judged else None for name, result in results.items()},
    }
