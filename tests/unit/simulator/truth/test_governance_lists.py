"""The two plans on one world, by the simulator's truth: they differ in what docs/clauses.md 1.13 says and no more."""

from __future__ import annotations

import polars as pl
import pytest

from simulator.cases.firm_cases import CASES
from simulator.draw import draw_world
from simulator.options import SimulationOptions
from simulator.truth import governance_items, governance_lists
from simulator.truth.facts import Facts
from simulator.truth.governance_lists import Month
from simulator.truth.plan_numbers import PLANS
from simulator.world.region import World
from simulator.world.taxes import TaxLedger, month_rows

SHENGZHOU, ZHUJI = "330683", "330681"
FOUR = ("is_four_without", *(f"four_without_{lack}" for lack in ("licence", "safety", "premises", "environment")))
BY_PLAN = {"tier_code", "is_borderline", "is_low_efficiency", *FOUR}
"""D2 (bands) and D4 (四无): all else that is said of a firm or a plot comes out the same."""


@pytest.fixture(scope="module")
def world(tmp_path_factory) -> World:
    return draw_world(SimulationOptions(out=tmp_path_factory.mktemp("x"), enterprises=60, parcels=40), SHENGZHOU)


@pytest.fixture(scope="module")
def both(world) -> dict[str, tuple[Month, pl.DataFrame, pl.DataFrame]]:
    """Plan -> month, its list rows, its items, of the same firms and plots."""
    ledger = TaxLedger(len(world.enterprises))
    for month in world.window.months:
        ledger.add(month // 12, month_rows(world.seed, world.region, month, world.payers))
    found, facts = {}, Facts(world)
    with pytest.MonkeyPatch.context() as patch:
        for plan in (SHENGZHOU, ZHUJI):
            patch.setitem(PLANS, SHENGZHOU, {SHENGZHOU: PLANS[SHENGZHOU], ZHUJI: PLANS[ZHUJI]}[plan])
            now = governance_lists.month_of(facts, governance_lists.bands_of_years(world, ledger), world.window.last)
            found[plan] = (now, governance_lists.lists(facts, now), governance_items.items(facts, now))
    return found


@pytest.mark.parametrize("kind", ["firms", "plots"])
def test_only_bands_and_the_four_lacks_differ(both, kind):
    first, second = (getattr(both[plan][0], kind) for plan in (SHENGZHOU, ZHUJI))
    assert set(first.columns) == set(second.columns)
    differing = {name for name in first.columns if not first[name].equals(second[name], null_equal=True)}
    assert differing == (BY_PLAN if kind == "firms" else BY_PLAN - set(FOUR))


def test_shengzhou_has_three_bands_where_zhuji_has_the_lowest(both):
    pairs = {
        pair: "" for pair in zip(both[SHENGZHOU][0].firms["tier_code"], both[ZHUJI][0].firms["tier_code"], strict=True)
    }
    assert set(pairs) == {
        ("key_inspection", "low_efficiency"),
        ("key_check", None),
        ("key_guidance", None),
        (None, None),
    }
    assert set(both[ZHUJI][0].firms["is_four_without"]) == {"not_set"}


def test_zhuji_has_neither_a_list_of_illegal_construction_nor_one_of_the_land_department(both):
    first, second = (both[plan][1] for plan in (SHENGZHOU, ZHUJI))
    assert set(first["list"]) - set(second["list"]) == {"illegal_construction", "land_governance"}
    issues = [
        frame.filter(pl.col("object_kind") == "issue", pl.col("list") != "illegal_construction")
        for frame in (first, second)
    ]
    assert issues[0].sort("issue_no").equals(issues[1].sort("issue_no"))


@pytest.mark.parametrize(
    ("case", "in_shengzhou", "in_zhuji"),
    [
        ("rebuild_alone", "拆除重建", "拆除重建、整治提升"),  # 较低 begins above 5万 in 嵊州, below it in 诸暨
        ("upgrade_alone", "整治提升", "整治提升"),
        ("convert_alone", "功能转型", "功能转型"),
        ("close_outdated", "关停退出", "关停退出、整治提升"),  # 诸暨 mends any problem
        ("close_failed", "关停退出", "关停退出"),
        ("construction_failed", "关停退出", "整治提升"),  # D7: 建设 is no standard of 诸暨
        ("none_fits_use", "", "整治提升"),  # 仍保留工业用地性质 is asked for in 嵊州 alone
        ("none_fits_plan", "", ""),
        ("several_fit", "关停退出、功能转型", "关停退出、功能转型"),
    ],
)
def test_remedies_differ_by_the_conditions_the_plans_write(world, both, case, in_shengzhou, in_zhuji):
    eid = len(world.enterprises) - len(CASES) + [one.stage for one in CASES].index(case)
    for plan, expected in ((SHENGZHOU, in_shengzhou), (ZHUJI, in_zhuji)):
        assert both[plan][2].filter(pl.col("eid") == eid)["fitting_paths"].to_list() == [expected]
