"""Classification, lists, items and remedies of the mart against the truth, and what two plans make of the same."""

from __future__ import annotations

import polars as pl
import pytest

from tests.support.governance_reading import (
    FIRM,
    FIRM_COLUMNS,
    ITEM,
    ITEM_COLUMNS,
    LIST,
    PLOT,
    PLOT_COLUMNS,
    cases_of,
    differences,
    firms,
    items,
    lists,
    plots,
    suspects,
    told,
)

SHENGZHOU, ZHUJI = "330683", "330681"


def test_every_enterprise_is_classified_as_the_truth_says(clean_world):
    theirs, ours = firms(clean_world)
    assert set(theirs["evaluable_state"]) == {"evaluable", "unknown_tax", "no_land", "manual_review"}
    assert set(theirs["is_four_without"]) == set(theirs["is_low_scattered"]) == {"yes", "no", "unknown", "not_set"}
    found = differences(theirs, ours, FIRM, FIRM_COLUMNS)
    assert not found, told(found)


def test_every_parcel_is_classified_as_the_truth_says(clean_world):
    theirs, ours = plots(clean_world)
    assert set(theirs["is_collective_target"].drop_nulls()) == {"yes", "no", "unknown", "not_set"}
    found = differences(theirs, ours, PLOT, PLOT_COLUMNS)
    assert not found, told(found)


def test_the_lists_of_every_month_hold_what_the_truth_holds(clean_world):
    theirs, ours = lists(clean_world)
    assert theirs["month"].n_unique() == 12 and theirs["governance_list_code"].n_unique() == 7
    found = differences(theirs, ours, LIST, ["band_code", "data_year"])
    assert not found, told(found)


def test_every_item_is_proposed_the_remedy_the_truth_finds(clean_world):
    theirs, ours = items(clean_world)
    assert set(theirs["proposal_state"]) == {"path", "several_fit", "none_fits", "unknown"}
    assert set(theirs["proposed_path"].drop_nulls()) == {"拆除重建", "整治提升", "功能转型", "关停退出"}
    for column in ("is_overdue", "is_milestone_overdue", "is_path_different", "has_plan", "is_listed"):
        assert set(theirs[column].drop_nulls()) == {True, False}, column
    found = differences(theirs, ours, ITEM, ITEM_COLUMNS)
    assert not found, told(found)


def test_firms_that_departments_see_and_a_list_lacks_are_suspects(clean_world):
    theirs, ours = suspects(clean_world)
    for case in ("omitted", "omitted_without_land", "omitted_silent_town"):
        codes = clean_world.situations(f"firm:{case}")["key"]
        assert set(codes) <= set(theirs.filter(pl.col("missing_from") == "town_survey")["uscc"]), case
    found = differences(theirs, ours, ["uscc", "missing_from"], ["score"])
    assert not found, told(found)


@pytest.mark.parametrize(
    ("case", "column", "in_shengzhou", "in_zhuji"),
    [
        ("at_5_exact", "tier_code", "key_inspection", "low_efficiency"),
        ("at_5_and_a_fen", "tier_code", "key_check", None),
        ("at_10_and_a_fen", "tier_code", "key_guidance", None),
        ("at_15_exact", "is_low_efficiency", "yes", "no"),
        ("at_15_and_a_fen", "is_low_efficiency", "no", "no"),
        ("at_10_exact", "is_borderline", True, False),
        ("zero_tax", "is_low_efficiency", "yes", "yes"),
        ("unknown_tax", "is_low_efficiency", "unknown", "unknown"),
        ("licence_cancelled", "is_four_without", "yes", "not_set"),
        ("licence_elsewhere", "four_without_licence", "no", "not_set"),
        ("tenant_of_legal", "four_without_premises", "no", "not_set"),
        ("tenant_of_codeless", "four_without_premises", "yes", "not_set"),
        ("exempt_industry", "four_without_environment", "no", "not_set"),
        ("permit_expired", "four_without_environment", "yes", "not_set"),
        ("illegal_larger", "low_scattered_illegal_construction", "yes", "yes"),
        ("illegal_ordinary", "is_low_scattered", "no", "no"),
        ("safety_stopped", "low_scattered_safety", "yes", "yes"),
        ("fire_stop_lifted", "low_scattered_fire", "no", "no"),
        ("close_outdated", "has_outdated_capacity", True, True),
        ("outdated_closed", "has_outdated_capacity", False, False),
    ],
)
def test_the_two_plans_differ_as_written_in_what_a_firm_is(clean_world, case, column, in_shengzhou, in_zhuji):
    """D2, D4: bands, 末档 and 四无 of 嵊州; 诸暨 knows one threshold and no 四无."""
    told_as = cases_of(clean_world, "gov_enterprise", case, column, "and data_year = 2023")
    assert told_as == {SHENGZHOU: [in_shengzhou], ZHUJI: [in_zhuji]}


@pytest.mark.parametrize(
    ("case", "in_shengzhou", "in_zhuji"),
    [
        ("rebuild_alone", "拆除重建", "拆除重建、整治提升"),
        ("upgrade_alone", "整治提升", "整治提升"),
        ("convert_alone", "功能转型", "功能转型"),
        ("close_outdated", "关停退出", "关停退出、整治提升"),
        ("outdated_closed", None, "整治提升"),
        ("close_failed", "关停退出", "关停退出"),
        ("construction_failed", "关停退出", "整治提升"),
        ("none_fits_use", None, "整治提升"),
        ("none_fits_plan", None, None),
        ("several_fit", "关停退出、功能转型", "关停退出、功能转型"),
        ("unknown_conformity", None, None),
    ],
)
def test_the_two_plans_differ_as_written_in_what_is_proposed(clean_world, case, in_shengzhou, in_zhuji):
    """1.4, D7: 嵊州 asks for industrial use and four acceptances, 诸暨 for three and mends any problem."""
    found = cases_of(clean_world, "gov_item", case, "fitting_paths")
    both = {region: [_in_order(value) for value in values] for region, values in found.items()}
    assert both == {SHENGZHOU: [_in_order(in_shengzhou)], ZHUJI: [_in_order(in_zhuji)]}


def test_the_two_plans_set_the_lists_they_name(clean_world):
    """D6: 嵊州 sets all, 诸暨 neither 违法建设治理清单 nor a 治理清单 of the land department; 衢州 none."""
    unset = clean_world.rows("select region_code, governance_list_code, row_count from gov_list where not is_set")
    assert unset.filter(pl.col("region_code") == SHENGZHOU).is_empty()
    zhuji = unset.filter(pl.col("region_code") == ZHUJI)
    assert set(zhuji["governance_list_code"]) == {"land_governance", "illegal_construction"}
    assert unset["row_count"].null_count() == unset.height
    listed = clean_world.rows("select distinct region_code, governance_list_code from gov_list_month")
    assert set(listed["region_code"]) == {SHENGZHOU, ZHUJI}


def _in_order(paths: str | None) -> list[str]:
    return sorted(paths.split("、")) if paths else []
