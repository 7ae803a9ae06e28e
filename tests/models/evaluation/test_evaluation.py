"""亩均效益综合评价: published formulas for hand-computed firms, and each rule of scoring and grading alone."""

from __future__ import annotations

from decimal import Decimal

import duckdb
import pytest

from park_brain.installation import Installation
from tests.support.evaluation_stories import EXTRA, TAX, VALUE, tell
from tests.support.evaluation_units import Units, append_seeds, copy_project, score
from tests.support.stories import Query
from warehouse.build import dbt_run


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Query:
    folder = tmp_path_factory.mktemp("evaluation")
    home, units = Installation(folder / "home"), Units()
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


def test_a_new_weight_holds_from_its_date_and_leaves_earlier_years(ask):
    rows = ask("select data_year, score from mart.eval_score where scheme_code = 'VER' order by 1")
    assert rows == [(2021, 40), (2022, 60)]


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
