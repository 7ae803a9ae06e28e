"""亩均效益综合评价: published formulas for hand-computed firms, and each rule of scoring and grading alone."""

from __future__ import annotations

from decimal import Decimal

import duckdb
import pytest
from conftest import Query
from evaluation_units import Units, append_seeds, copy_project, score

from park_brain.home import Home
from park_brain.warehouse import dbt_run

HUANGYAN, LONGYOU, WENLING = "331003", "330825", "331081"
WAN = 10000
# 30 亩: 20 万元/亩 of tax, 100 of value added, 3 万元/吨标煤, 6000 万元/吨, 20 万元/人, 3 % R&D, 0.25 万元/万千瓦时.
FIRM = dict(
    tax_cny=600 * WAN, value_added_cny=3000 * WAN, energy_tce=1000, emission_t="0.5", staff_avg_count=150,
    rd_cny=150 * WAN, revenue_cny=5000 * WAN, power_kwh=2400 * WAN,
)  # fmt: skip
ALWAYS = dict(valid_from="2000-01-01", source_document="READ", clause="测试")


def scheme(code: str, area: str, scorer: str, **more: object) -> dict[str, object]:
    """A scheme of an invented county with one indicator and no special rule."""
    group = "below_scale" if code.endswith("BELOW") else "above_scale"
    rule = dict(no_emission_rule="group_average", tenant_rule="own", roster_exit_rule="stays", min_land_mu=0)
    rule |= dict(roster_entry_rule="next_year", new_firm_rule="evaluated", quota_scope="group", score_decimals=4)
    rule |= dict(score_floor=0, adjustment_order="sum_times_factor_plus_bonus", data_year_from=2000)
    return dict(scheme_code=code, region_code=area, group_code=group, scorer=scorer) | rule | ALWAYS | more


def indicator(code: str, name: str, weight: int, **more: object) -> dict[str, object]:
    return (
        dict(scheme_code=code, indicator_code=name, indicator_zh=name, weight=weight, display_order=1) | ALWAYS | more
    )


def quotas(code: str) -> list[dict[str, object]]:
    shares = zip("ABCD", (20, 60, 95, 100), strict=True)
    return [
        dict(scheme_code=code, grade=grade, display_order=order, cumulative_share_pct=share) | ALWAYS
        for order, (grade, share) in enumerate(shares, start=1)
    ]


TAX, VALUE = "tax_wan_cny_per_mu", "value_added_wan_cny_per_mu"
EXTRA = {
    "scheme": [
        scheme("LS", "丽水", "prior_mean", base_factor=1),
        scheme("HA", "淮安", "prior_mean", base_factor=2),
        scheme("JD", "旌德", "min_max", minmax_floor_pct=20),
        scheme("CAP", "封顶", "ratio_to_base"),
        scheme("TIE", "同分", "ratio_to_base"),
        scheme("OWN", "房东", "ratio_to_base"),
        scheme("OWN_BELOW", "房东", "ratio_to_base", tenant_rule="owner_grade_outside_micro_park", min_land_mu=3),
        scheme("SUM", "先加后乘", "ratio_to_base", adjustment_order="sum_plus_bonus_times_factor"),
    ],
    "indicator": [
        indicator("LS", TAX, 50), indicator("LS", VALUE, 50), indicator("HA", TAX, 45), indicator("JD", TAX, 40),
        indicator("CAP", TAX, 30, base_value=10, cap_share="1.5", floor_share=0),
        *(indicator(code, TAX, 100, base_value=100, floor_share=0) for code in ("TIE", "OWN", "OWN_BELOW", "SUM")),
    ],
    "quota": [row for code in ("TIE", "OWN", "OWN_BELOW") for row in quotas(code)],
    "veto": [
        dict(region_code="同分", veto_code="down", veto_zh="降一档", condition_code="failed_acceptance",
             effect="down_one", **ALWAYS),
    ],
}  # fmt: skip


def per_mu(value: str | int) -> str:
    """Tax of a unit of 30 亩 that gives so many 万元/亩."""
    return str(Decimal(value) * 30 * WAN)


def tell_published(units: Units) -> None:
    """黄岩, 丽水, 淮安, 旌德: formulas with published numbers."""
    for year, code in ((2021, "HY22"), (2020, "HY21")):
        units.add(f"{code}", f"{code}_ABOVE", HUANGYAN, year, **FIRM)
        units.add(f"{code}零排放", f"{code}_ABOVE", HUANGYAN, year, **FIRM | dict(emission_t=0))
        units.add(f"{code}规下", f"{code}_BELOW", HUANGYAN, year, **FIRM)
    for name, area, year, share in (("甲", "丽水", 2018, 1), ("乙", "丽水", 2018, 3), ("甲", "淮安", 2018, 1)):
        # 30,341 亩 with 573,564 and 2,236,605 万元, a quarter of it in one firm and the rest in the other.
        code = "LS" if area == "丽水" else "HA"
        land = Decimal(30341 * 2000 * share) / 3 / 4
        money = dict(tax_cny=573564 * WAN * share / 4, value_added_cny=2236605 * WAN * share / 4)
        units.add(f"{area}{name}{year}", code, area, year, land_sqm=str(land.quantize(Decimal("0.0001"))), **money)
    units.add("丽水缺数", "LS", "丽水", 2018, tax_cny=None, value_added_cny=None)
    for code, area in (("LS", "丽水"), ("HA", "淮安")):
        units.add(f"{area}2019", code, area, 2019, tax_cny=per_mu(10), value_added_cny=per_mu(50))
    for value in (2, 4, 10):
        units.add(f"旌德{value}", "JD", "旌德", 2022, tax_cny=per_mu(value))


def tell_rules(units: Units) -> None:
    """Caps, floors, gaps; equal scores; vetoes; owners and tenants."""
    for name, amount in (("负", "-5"), ("零", "0"), ("大", "99"), ("缺", None)):
        units.add(f"封顶{name}", "CAP", "封顶", 2022, tax_cny=None if amount is None else per_mu(amount))
    units.add("封顶无地", "CAP", "封顶", 2022, tax_cny=0, land_sqm=None)
    units.add("封顶排除", "CAP", "封顶", 2022, tax_cny=0, exclusion_reason="construction")
    for name, value in zip("abcdefghij", (90, 80, 80, 70, 60, 60, 60, 50, 40, 10), strict=True):
        units.add(f"同分{name}", "TIE", "同分", 2022, tax_cny=per_mu(value))
    for name, condition in (("a", "has_serious_accident"), ("b", "has_outdated_capacity"), ("d", "failed_acceptance")):
        units.strike(f"同分{name}", "同分", 2022, condition)
    units.grant("同分a", final_grade="A", adjustment_reason="保留")
    units.strike("封顶缺", "封顶", 2022, "has_outdated_capacity")
    for name, value in (("甲", 90), ("乙", 20)):
        units.add(f"房东{name}", "OWN", "房东", 2022, tax_cny=per_mu(value))
    for name, owner, in_park in (("丙", "甲", False), ("丁", "乙", True)):
        units.add(f"房东{name}", "OWN_BELOW", "房东", 2022, tax_cny=per_mu(1), exclusion_reason=None)
        units.rent(f"房东{name}", f"房东{owner}", in_park=in_park)
    units.grant("房东甲", final_grade="B", adjustment_reason="手动")
    units.add("先加后乘", "SUM", "先加后乘", 2022, tax_cny=per_mu(50))
    units.grant("先加后乘", granted_pct="10", granted_score="3")


def tell_counties(units: Units) -> None:
    """龙游 and 温岭: the firm of 2021 is the whole group of that year, so each indicator of 2022 scores its weight."""
    for area, code in ((LONGYOU, "LY52"), (WENLING, "WL22")):
        for group in ("ABOVE", "BELOW"):
            units.add(f"{code}{group}2021", f"{code}_{group}", area, 2021, **FIRM)
    units.add("龙游", "LY52_ABOVE", LONGYOU, 2022, **FIRM)
    units.grant("龙游", granted_pct="10", granted_score="3")
    for group in ("ABOVE", "BELOW"):
        for tenants in (0, 1, 3):
            name = f"温岭{group}{tenants}"
            units.add(name, f"WL22_{group}", WENLING, 2022, industry_code="3441", **FIRM)
            units.let(name, tenants)
    units.add("温岭纺织", "WL22_ABOVE", WENLING, 2022, industry_code="1751", **FIRM | dict(tax_cny=0))
    units.add("温岭其他", "WL22_ABOVE", WENLING, 2022, industry_code="3670", **FIRM)
    units.add("温岭不明", "WL22_ABOVE", WENLING, 2022, **FIRM)


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Query:
    folder = tmp_path_factory.mktemp("evaluation")
    home, units = Home(folder / "home"), Units()
    for tell in (tell_published, tell_rules, tell_counties):
        tell(units)
    units.write(home)
    project = copy_project(folder / "dbt")
    append_seeds(project, EXTRA)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dbt_run, "PROJECT", project)
        assert score(home) == []

    def rows(sql: str, *values: object) -> list[tuple[object, ...]]:
        with duckdb.connect(home.build_file, read_only=True) as connection:
            return connection.execute(sql, list(values)).fetchall()

    return rows


def scores(ask: Query, unit: str) -> list[str]:
    """Scores of a unit in the order of the scheme."""
    rows = ask(
        "select score from mart.eval_score join (select distinct scheme_code, indicator_code, display_order"
        " from seed.eval_indicator) using (scheme_code, indicator_code) where eval_unit_id = ? order by display_order",
        unit,
    )
    return ["" if value is None else str(Decimal(str(value)).quantize(Decimal("0.0001"))) for (value,) in rows]


def grade(ask: Query, unit: str, *columns: str) -> tuple[object, ...]:
    (row,) = ask(f"select {', '.join(columns)} from mart.eval_grade where eval_unit_id = ?", unit)
    return row


@pytest.mark.parametrize(
    ("unit", "expected", "total"),
    [
        ("HY22", ["24.8994", "14.6886", "22.2717", "12.1709", "11.0254", "9.9338"], "94.9898"),
        ("HY21", ["23.0681", "15.1206", "23.6220", "12.3429", "11.4613", "9.8361"], "95.4510"),
        ("HY22规下", ["86.2575", "53.1463"], "139.4038"),
        ("HY21规下", ["60.2371", "52.8396"], "113.0767"),
    ],
)
def test_huangyan_as_published(ask, unit, expected, total):
    assert scores(ask, unit) == expected
    assert grade(ask, unit, "final_score", "initial_grade") == (Decimal(total), None)


def test_no_emission_is_the_average_of_the_group(ask):
    assert scores(ask, "HY22零排放") == scores(ask, "HY22")
    states = ask(
        "select score_state, raw_score from mart.eval_score where eval_unit_id = 'HY22零排放' and raw_score is null"
    )
    assert states == [("group_average", None)]


def test_lishui_is_a_ratio_of_sums(ask):
    rows = ask(
        "select indicator_code, round(base_value, 2) from mart.eval_score where eval_unit_id = '丽水2019' order by 1"
    )
    assert rows == [(TAX, Decimal("18.90")), (VALUE, Decimal("73.72"))]


def test_prior_mean_times_two(ask):
    assert scores(ask, "淮安2019") == ["11.9023"]  # 10 / (18.90392538 x 2) x 45


def test_first_year_has_no_base(ask):
    assert grade(ask, "淮安甲2018", "evaluation_state", "state_reason") == ("not_evaluable", "no_base")


def test_min_max(ask):
    assert [scores(ask, f"旌德{value}") for value in (2, 4, 10)] == [["8.0000"], ["16.0000"], ["40.0000"]]


def test_negative_and_zero_are_evaluated_and_caps_hold(ask):
    rows = ask(
        "select eval_unit_id, value, score from mart.eval_score where scheme_code = 'CAP' and score is not null"
        " and eval_unit_id <> '封顶排除' order by value"
    )
    assert rows == [("封顶负", -5, 0), ("封顶零", 0, 0), ("封顶大", 99, 45)]


@pytest.mark.parametrize(
    ("unit", "state", "why"),
    [
        ("封顶缺", "not_evaluable", "缺：税收"),
        ("封顶无地", "not_evaluable", "缺：用地面积"),
        ("封顶排除", "excluded", "新供地建设期内"),
        ("封顶零", "evaluated", None),
    ],
)
def test_who_is_not_evaluated_and_why(ask, unit, state, why):
    assert grade(ask, unit, "evaluation_state", "state_reason_zh") == (state, why)


def test_equal_scores_share_the_better_rank_and_grade(ask):
    rows = ask(
        "select right(eval_unit_id, 1), rank_number, initial_grade from mart.eval_grade"
        " where scheme_code = 'TIE' order by 1"
    )
    ranks = [1, 2, 2, 4, 5, 5, 5, 8, 9, 10]
    # 20 % of ten is two, so the tie at 2 is A; 60 % is six; 95 % is nine and a half.
    assert rows == list(zip("abcdefghij", ranks, "AAABBBBCCD", strict=True))


@pytest.mark.parametrize(
    ("unit", "first", "last", "codes"),
    [
        ("同分a", "A", "C", "serious_accident"),
        ("同分b", "A", "D", "outdated_capacity"),
        ("同分d", "B", "C", "down"),  # the county's own rule goes before the general one (D)
        ("同分c", "A", "A", None),
    ],
)
def test_vetoes(ask, unit, first, last, codes):
    assert grade(ask, unit, "initial_grade", "final_grade", "veto_codes") == (first, last, codes)


def test_a_veto_sets_no_grade_where_the_scheme_has_none(ask):
    assert grade(ask, "封顶缺", "final_grade", "veto_codes") == (None, "outdated_capacity")


def test_a_tenant_takes_its_owners_grade_but_not_in_a_small_firm_park(ask):
    columns = ("evaluation_state", "state_reason", "rank_number", "final_grade", "inherited_from_unit_id")
    assert grade(ask, "房东甲", "final_grade") == ("B",)
    assert grade(ask, "房东丙", *columns) == ("evaluated", "tenant_of_owner", None, "B", "房东甲")
    assert grade(ask, "房东丁", *columns) == ("evaluated", None, 1, "D", None)


def test_order_of_factor_and_bonus(ask):
    # 龙游: sum x 修正系数 + 加分; elsewhere the bonus may be multiplied too.
    assert grade(ask, "龙游", "score_sum", "factor", "final_score") == (100, Decimal("1.1"), 113)
    assert grade(ask, "先加后乘", "score_sum", "final_score") == (50, Decimal("58.3"))


@pytest.mark.parametrize(("group", "deductions"), [("ABOVE", {0: 0, 1: 0, 3: 10}), ("BELOW", {0: 0, 1: 10, 3: 20})])
def test_lease_deduction_of_wenling(ask, group, deductions):
    found = {tenants: grade(ask, f"温岭{group}{tenants}", "deduction", "final_score") for tenants in deductions}
    assert found == {tenants: (points, 100 - points) for tenants, points in deductions.items()}


def test_quotas_of_wenling_within_industries(ask):
    columns = ("industry_group_code", "rank_number", "ranked_count")
    assert grade(ask, "温岭ABOVE3", *columns) == ("machinery", 3, 3)
    assert grade(ask, "温岭纺织", *columns) == ("textile", 1, 1)
    assert grade(ask, "温岭其他", *columns) == ("other", 1, 1)
    assert grade(ask, "温岭不明", "state_reason") == ("no_industry_group",)


def test_differences_to_the_published_result_are_told(ask):
    columns = ("is_different", "difference_note")
    assert grade(ask, "龙游", *columns) == (None, "未见公布结果")
    assert grade(ask, "房东甲", *columns) == (False, None)
    why = "公布为 A，重算为 C；公布的调档原因：保留；重算的调档原因：当年发生较大及以上生产安全事故"
    assert grade(ask, "同分a", *columns) == (True, why)
