"""Simulator: the truth of governance items: which of the 四个一批 fits, and the plan of record beside it (1.4).

Answers are true, false or null (unknown); ``&`` and ``|`` of such columns are the logic of three values.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from simulator.cases.vanished import VANISHES_IN, vanished
from simulator.expressions import first_of
from simulator.lists import governance
from simulator.options import month_end
from simulator.truth.facts import Facts
from simulator.truth.governance_lists import Month, objects
from simulator.truth.plan_numbers import AGED_BUILDING, PER_MU, PLANS, POOR_BUILDING, Plan

PATHS = ("关停退出", "功能转型", "拆除重建", "整治提升")
"""In order of precedence (docs/readings.md, Remedies)."""
OF_LAND = ("功能转型", "拆除重建")
STANDARDS_ZH = {"environment": "环保", "safety": "安全", "fire": "消防", "construction": "建设"}
KEY = ["pid", "eid"]


def items(facts: Facts, now: Month) -> pl.DataFrame:
    """One row per plot and firm of the merged list, and per plan whose object is not there."""
    plan = PLANS.get(facts.world.region)
    if plan is None:
        return pl.DataFrame()
    day = month_end(now.month)
    today = facts.world.land.parcels.select("pid", "location")
    listed = objects(facts, now).join(today, on="location", how="left")
    frame = listed.group_by(KEY).agg(pl.col("reason").unique().sort())
    recorded = plans(facts, now.month)
    frame = _with_plans(frame, recorded)
    frame = _conditions(facts, now, frame, plan)
    fits = _paths_of_shengzhou() if plan.keeps_use else _paths_of_zhuji()
    has_plot, has_firm = pl.col("pid").is_not_null(), pl.col("eid").is_not_null()
    for path in PATHS:
        possible = has_plot if path in OF_LAND else has_firm if path == "关停退出" else pl.lit(value=True)
        frame = frame.with_columns((fits[path] & possible).alias(path))
    return _acceptance(_progress(_proposal(frame), day), plan)


def plans(facts: Facts, month: int) -> pl.DataFrame:
    """Plans of record by the newest statement of each: what the last register leaves out stays as it was reported."""
    reported = governance.plan_of_places(facts.world, month).drop("stage", strict=False)
    mine = VANISHES_IN[facts.world.region] == "governance.plan"
    gone = vanished(facts.world, {"governance.plan": governance.plan}).get("governance.plan") if mine else None
    if gone is None:
        return reported
    before = governance.plan_of_places(facts.world, facts.world.window.quarter_ends[-2]).filter(
        pl.col("plan_no") == gone
    )
    before = before.drop("stage", strict=False)
    return pl.concat([reported.filter(pl.col("plan_no") != gone), before], how="diagonal_relaxed")


def _with_plans(frame: pl.DataFrame, recorded: pl.DataFrame) -> pl.DataFrame:
    """Its plan beside each item: of the same plot and firm, or of the one where the item has not both."""
    newest = recorded.sort("closed_date", "plan_date", "plan_no", descending=[True, False, False], nulls_last=False)
    exact = newest.unique(KEY, keep="last", maintain_order=True)
    extra = exact.select(KEY).join(frame, on=KEY, how="anti", nulls_equal=True)
    every = pl.concat([frame, extra], how="diagonal")
    joined = every.join(exact, on=KEY, how="left", nulls_equal=True)
    lone = {"pid": "eid", "eid": "pid"}
    for key, missing in lone.items():
        some = newest.unique(key, keep="last", maintain_order=True).drop(missing).filter(pl.col(key).is_not_null())
        other = every.filter(pl.col(missing).is_null(), pl.col(key).is_not_null()).join(some, on=key, how="inner")
        joined = pl.concat([joined.join(other, on=KEY, how="anti", nulls_equal=True), other], how="diagonal_relaxed")
    return joined


def _conditions(facts: Facts, now: Month, frame: pl.DataFrame, plan: Plan) -> pl.DataFrame:
    day = month_end(now.month)
    plots = facts.world.land.parcels.select("pid", "land_code", "location", "plan_conformity", "planned_use")
    plots = plots.join(facts.buildings(day), on="land_code", how="left")
    survey = facts.survey(day).group_by("pid").agg(pl.col("is_building_aged", "is_management_lax").max())
    outdated = facts.outdated(day).select("eid", is_outdated=pl.lit(value=True))
    frame = frame.join(plots, on="pid", how="left").join(survey, on="pid", how="left")
    frame = frame.join(outdated, on="eid", how="left").with_columns(pl.col("is_outdated").fill_null(value=False))
    grades = pl.col("grades")
    aged = grades.list.eval(pl.element().is_in(AGED_BUILDING)).list.any()
    sound = grades.list.eval(~pl.element().is_in(AGED_BUILDING)).list.all()
    use = pl.col("planned_use").str.contains("工业")
    failed = pl.any_horizontal((pl.col(f"{s}_acceptance") == "不通过").fill_null(value=False) for s in plan.standards)
    failed = failed | (pl.col("plan_status") == "验收不通过").fill_null(value=False)
    worn = aged | pl.col("is_building_aged") | pl.col("is_management_lax")
    frame = frame.with_columns(
        (pl.col("plan_conformity") == "符合").alias("plan_conforms"),
        use.alias("keeps_industrial_use"),
        grades.list.eval(pl.element().is_in(POOR_BUILDING)).list.any().alias("building_is_poor"),
        first_of(
            (worn.fill_null(value=False), True),
            (sound & ~pl.col("is_building_aged") & ~pl.col("is_management_lax"), False),
        ).alias("is_worn"),
        failed.alias("has_failed"),
    )
    return _problem(facts, day, _efficiency(now, frame, plan))


def _efficiency(now: Month, frame: pl.DataFrame, plan: Plan) -> pl.DataFrame:
    """低 and 较低 of the plot, of the firm where there is no plot."""
    figures = ("evaluable_state", "tax_fen", "months_e4")
    frame = frame.join(now.plots.select("pid", *figures), on="pid", how="left")
    frame = frame.join(now.firms.select("eid", *figures, "is_last_grade"), on="eid", how="left", suffix="_firm")
    state, tax, land = (pl.when(pl.col("pid").is_null()).then(f"{name}_firm").otherwise(name) for name in figures)
    above, upto = plan.lower
    known_now = state == "evaluable"
    low = tax * PER_MU <= plan.low * land
    lower = (tax * PER_MU <= upto * land) & ((tax * PER_MU > above * land) | pl.lit(above == 0))
    # 末档 is 低 whatever the tax (docs/readings.md, Remedies); in 诸暨 nobody is.
    last = pl.col("is_last_grade").fill_null(value=False)
    return frame.with_columns(
        first_of((last, True), (known_now, low)).alias("is_low"),
        pl.when(known_now).then(lower).alias("is_lower"),
    )


def _problem(facts: Facts, day: date, frame: pl.DataFrame) -> pl.DataFrame:
    """An open problem of any severity at the item's plot or firm."""
    now = facts.open_problems(day)
    plots = facts.world.land.parcels.filter(pl.col("land_code").is_in(now["land_code"].drop_nulls().implode()))["pid"]
    there = pl.col("eid").is_in(now["eid"].unique().implode()).fill_null(value=False)
    return frame.with_columns(
        (there | pl.col("pid").is_in(plots.implode()).fill_null(value=False)).alias("has_problem")
    )


def _paths_of_shengzhou() -> dict[str, pl.Expr]:
    """SZ 二(三): 符合规划 and 仍保留工业用地性质 for the first two; 整治提升 only for what is not to be rebuilt."""
    stays = pl.col("plan_conforms") & pl.col("keeps_industrial_use")
    rebuild = stays & pl.col("is_low") & pl.col("building_is_poor")
    upgrade = stays & pl.col("is_lower") & pl.col("is_worn") & ~pl.col("has_failed") & ~rebuild
    return {"拆除重建": rebuild, "整治提升": upgrade} | _common_paths()


def _paths_of_zhuji() -> dict[str, pl.Expr]:
    """ZJ 三(三): no word of the use of land; 整治提升 for low returns or for any problem."""
    rebuild = pl.col("plan_conforms") & pl.col("is_low") & pl.col("building_is_poor")
    upgrade = pl.col("plan_conforms") & (pl.col("is_lower") | pl.col("has_problem"))
    return {"拆除重建": rebuild, "整治提升": upgrade} | _common_paths()


def _common_paths() -> dict[str, pl.Expr]:
    return {
        "功能转型": ~pl.col("plan_conforms") & ~pl.col("keeps_industrial_use"),
        "关停退出": pl.col("is_outdated") | pl.col("has_failed"),
    }


def _proposal(frame: pl.DataFrame) -> pl.DataFrame:
    fitting = pl.concat_list(
        pl.when(pl.col(path).fill_null(value=False)).then(pl.lit(path)) for path in PATHS
    ).list.drop_nulls()
    unknown = pl.any_horizontal(pl.col(path).is_null() for path in PATHS)
    count = fitting.list.len()
    state = first_of((count == 1, "path"), (count > 1, "several_fit"), (unknown, "unknown"), otherwise="none_fits")
    return frame.with_columns(
        state.alias("proposal_state"),
        fitting.list.first().alias("proposed_path"),
        fitting.list.sort().list.join("、").alias("fitting_paths"),
    )


def _acceptance(frame: pl.DataFrame, plan: Plan) -> pl.DataFrame:
    """Standards of the region (C7) that the plan of record has passed, failed, and those still to come."""
    planned = pl.col("plan_no").is_not_null()
    results = {zh: pl.col(f"{code}_acceptance") for code, zh in STANDARDS_ZH.items() if code in plan.standards}
    said = {
        "required_standards": dict.fromkeys(results, planned),
        "passed_standards": {zh: result == "通过" for zh, result in results.items()},
        "failed_standards": {zh: result == "不通过" for zh, result in results.items()},
        "open_standards": {zh: planned & result.is_null() for zh, result in results.items()},
    }
    return frame.with_columns(
        pl.concat_list(pl.when(holds.fill_null(value=False)).then(pl.lit(zh)) for zh, holds in sorted(which.items()))
        .list.drop_nulls()
        .list.join("、")
        .replace("", None)
        .alias(name)
        for name, which in said.items()
    )


def _progress(frame: pl.DataFrame, day: date) -> pl.DataFrame:
    """What the plan of record says against the day and against the proposal."""
    runs = pl.col("plan_no").is_not_null() & pl.col("closed_date").is_null()
    path = pl.col("governance_path")
    return frame.with_columns(
        pl.col("plan_no").is_not_null().alias("has_plan"),
        path.alias("plan_path"),
        (path != pl.col("proposed_path")).alias("is_path_different"),
        (runs & (pl.col("deadline_date") < day)).fill_null(value=False).alias("is_overdue"),
        (runs & (pl.col("next_milestone_date") < day)).fill_null(value=False).alias("is_milestone_overdue"),
    )
