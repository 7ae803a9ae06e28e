"""The staged situations of the plans and what their truth says of each, worked out by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import polars as pl
import pytest

from simulator import SimulationOptions
from simulator.cases.contracts import contract_stages, supply_contracts
from simulator.cases.events import ACCIDENTS
from simulator.cases.releases import ACTS
from simulator.draw import draw_world
from simulator.truth import contracts, issue_months, issues, releases
from simulator.truth.evaluation import rounded
from simulator.truth.events import accident_grades
from simulator.world.region import World

JUMPS = {"jumped_to_closed", "stepped_back", "closed_unaccepted"}
IDLE = {
    "idle_exactly_a_year": "yes",
    "idle_a_day_short": "no",
    "idle_two_years": "yes",
    "idle_two_years_a_day_short": "yes",
    "idle_five_years": "yes",
    "started_on_the_last_day": "unknown",
    "start_not_agreed": "unknown",
    "a_quarter_spent": "unknown",
    "less_than_a_quarter_spent": "unknown",
    "less_than_a_quarter_growing": "no",
    "no_project": "unknown",
    "finished_late": "no",
}


@pytest.fixture(scope="module")
def world(tmp_path_factory) -> World:
    out = tmp_path_factory.mktemp("staged")
    return draw_world(SimulationOptions(out=out, enterprises=120, parcels=80, regions=("330683",)), "330683")


def test_only_three_stories_jump(world):
    stages = pl.concat([frame.select("issue_no", "stage") for frame in world.problems.values()])
    events = issues.issue_events(world).join(stages, on="issue_no")
    assert set(events.filter("is_illegal_jump")["stage"]) == JUMPS
    # Drawn cases go the whole way.
    assert events.filter(pl.col("stage").is_null(), "is_illegal_jump").is_empty()


def test_a_reopened_case_is_closed_only_between(world):
    stages = pl.concat([frame.select("issue_no", "stage") for frame in world.problems.values()])
    number = stages.filter(pl.col("stage") == "reopened")["issue_no"][0]
    spells = issues.closings(world)
    ends = [date(2023, month, day) for month, day in ((5, 31), (6, 30), (8, 31), (9, 30), (12, 31))]
    closed = [number in issue_months.closed_on(spells, end) for end in ends]
    assert closed == [False, True, True, False, False]


def test_figures_of_accidents_give_the_grade_that_the_department_wrote(world):
    told = accident_grades(world).filter(pl.col("accident_no").str.contains("-9"))
    grades = dict(told.select(pl.col("accident_no").str.slice(-3).cast(pl.Int64), "grade").iter_rows())
    assert len(grades) == len(ACCIDENTS)
    for rank, accident in enumerate(ACCIDENTS):
        assert grades[rank] == (accident.grade or "较大"), accident


def test_idle_land_at_the_bounds(world):
    stages = contract_stages(world)["stage"]
    numbers = dict(zip(supply_contracts(world)["contract_no"], stages, strict=True))
    rows = {
        numbers[row["contract_no"]]: row
        for row in contracts.idle_land(world).iter_rows(named=True)
        if row["contract_no"] in numbers
    }
    assert {stage: rows[stage]["is_idle"] for stage in IDLE} == IDLE
    back = {stage for stage in IDLE if rows[stage]["is_take_back"] == "yes"}
    assert back == {"idle_two_years", "idle_five_years"}
    assert {stage for stage in IDLE if rows[stage]["fee_fen"]} == {"idle_exactly_a_year", "idle_two_years_a_day_short"}


def test_released_land_never_exceeds_its_parcel(world):
    acts = releases.land_releases(world)
    land = world.land.parcels.select(plot=pl.col("land_code").fill_null(pl.col("location")), land="land_e4")
    sums = acts.group_by("plot").agg(pl.col("counted_e4").sum()).join(land, on="plot", validate="1:1")
    assert (sums["counted_e4"] <= sums["land"]).all()
    twice = acts.filter(pl.col("release_kind") == "再供地", pl.col("counted_e4") < 10_000)
    assert len(ACTS["whole_land_twice"]) == 2 and twice.height == 1


def test_scores_are_rounded_half_up():
    assert [rounded(Fraction(n, 100_000)) for n in (15, 14, -15)] == [
        Fraction(2, 10_000),
        Fraction(1, 10_000),
        Fraction(-2, 10_000),
    ]
