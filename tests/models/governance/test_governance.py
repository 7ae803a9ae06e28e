"""治理清单 and classification, by hand: bands, 末档, 低散乱污, 集体工业用地, 四无, lists of two plans, 漏报."""

from __future__ import annotations

from datetime import date

import duckdb
import pytest

from park_brain.installation import Installation
from tests.support.governance_stories import FEW, FIRM, MANY, PARCEL, SZ, UNASKED, UNLISTED, ZJ, tell
from tests.support.selected_fixture import Selected
from tests.support.stories import Query, build_story

NAME = {uscc: name for name, uscc in FIRM.items()}
FIRMS = "gov_enterprise join dim_enterprise using (enterprise_id)"
PARCELS = "gov_parcel join dim_parcel using (parcel_id)"


@pytest.fixture(scope="module")
def governed(tmp_path_factory: pytest.TempPathFactory, contracts) -> Query:
    """Rows of a query on the built stories."""
    home = Installation(tmp_path_factory.mktemp("governance"))
    selected = Selected(home, contracts)
    tell(selected)
    build_story(home, selected, __file__)

    def rows(sql: str, *values: object) -> list[tuple[object, ...]]:
        with duckdb.connect(home.build_file, read_only=True) as connection:
            connection.execute("use mart")
            return connection.execute(sql, list(values)).fetchall()

    return rows


def of_firm(governed: Query, name: str, *columns: str, year: int = 2023) -> tuple[object, ...]:
    """Columns of an enterprise's row of a data year."""
    sql = f"select {', '.join(columns)} from {FIRMS} where uscc = ? and data_year = ?"
    (row,) = governed(sql, FIRM[name], year)
    return row


@pytest.mark.parametrize(
    ("name", "expected"),
    {
        "甲": ("evaluable", "key_inspection", True, "yes"),
        "乙": ("evaluable", "key_check", True, "yes"),
        "丙": ("evaluable", "key_guidance", True, "yes"),
        "丁": ("evaluable", None, True, "no"),
        "戊": ("evaluable", "key_inspection", False, "yes"),
        "己": ("evaluable", "key_inspection", False, "yes"),
        "庚": ("unknown_tax", None, False, "unknown"),
        "辛": ("manual_review", None, False, "unknown"),
        "壬": ("no_land", None, False, "unknown"),
        "癸": ("evaluable", None, False, "yes"),
        "诸甲": ("evaluable", "low_efficiency", True, "yes"),
        "诸乙": ("evaluable", None, False, "no"),
    }.items(),
)
def test_bands_exclude_one_another_and_the_unknown_is_never_low(governed, name, expected):
    assert of_firm(governed, name, "evaluable_state", "tier_code", "is_borderline", "is_low_efficiency") == expected


def test_zero_and_refunds_are_flagged(governed):
    assert of_firm(governed, "戊", "tax_state", "tax_cny", "tax_wan_cny_per_mu", "is_net_refund") == (
        "zero",
        0,
        0,
        False,
    )
    assert of_firm(governed, "己", "tax_state", "is_net_refund") == ("paid", True)


def test_a_year_without_deliveries_puts_nobody_low(governed):
    """In force from January to November 2023; last known on 2023-11-30."""
    found = governed(
        "select distinct evaluable_state, status_date, rolling_month from gov_enterprise where data_year = 2022"
    )
    assert found == [("unknown_tax", date(2023, 11, 30), None)]
    listed = "select distinct enterprise_id from gov_list_month where governance_list_code = 'low_efficiency'"
    ((grade_d,),) = governed(f"{listed} and month_start < '2023-12-01'")
    assert grade_d == of_firm(governed, "癸", "enterprise_id")[0]


def test_the_last_grade_lists_while_it_is_in_force(governed):
    months = """select min(month_start), count(*) from gov_list_month
        where governance_list_code = 'low_efficiency' and enterprise_id = ?"""
    assert governed(months, of_firm(governed, "癸", "enterprise_id")[0]) == [(date(2023, 6, 1), 7)]
    assert of_firm(governed, "癸", "official_grade", "is_last_grade_in_force") == (None, True)
    assert of_firm(governed, "癸", "official_grade", "is_last_grade", year=2022) == ("D", True)


def test_rolling_months_stand_beside_and_are_not_banded(governed):
    row = of_firm(governed, "甲", "rolling_month", "rolling_tax_cny", "rolling_tax_wan_cny_per_mu = tax_wan_cny_per_mu")
    assert row == (date(2023, 12, 1), 1500000, True)


def test_parcels_are_judged_by_all_their_users(governed):
    sql = f"select evaluable_state, tier_code, user_count from {PARCELS} where land_code = ? and data_year = 2023"
    assert governed(sql, PARCEL["癸"]) == [("evaluable", None, 2)]
    assert governed(sql, PARCEL["庚"]) == [("unknown_tax", None, 1)]
    assert governed(sql, PARCEL["辛"]) == [("manual_review", None, 1)]
    assert governed(sql, MANY) == [("no_occupant", None, 0)]


@pytest.mark.parametrize(
    ("name", "year", "criterion", "evidence"),
    [
        ("甲", 2022, "safety", None),
        ("乙", 2023, "illegal_construction", f"illegal_construction:{SZ}:W1"),
        ("诸甲", 2023, "illegal_construction", f"illegal_construction:{ZJ}:W1"),
    ],
)
def test_low_scattered_rests_on_larger_problems(governed, name, year, criterion, evidence):
    """甲's 重大 one is closed on 2023-11-10, before the status date of either year; 诸暨 takes 违建 as evidence."""
    columns = (f"low_scattered_{criterion}", f"low_scattered_{criterion}_evidence")
    assert of_firm(governed, name, *columns, year=year) == (("yes", evidence) if evidence else ("no", None))


def test_an_ordinary_problem_is_listed_but_scatters_nothing(governed):
    assert of_firm(governed, "丁", "is_low_scattered", "low_scattered_environment") == ("no", "no")
    assert governed("select issue_no, severity_code, is_overdue from list_environment") == [("H1", "ordinary", False)]
    assert governed("select issue_no, severity_code, is_overdue from list_illegal_construction") == [
        ("W1", "larger", True)
    ]


def test_what_the_survey_finds_beside_the_four_is_other(governed):
    answer, evidence = of_firm(governed, "戊", "low_scattered_other", "low_scattered_other_evidence")
    assert answer == "yes" and "摸排表" in str(evidence)


@pytest.mark.parametrize(
    ("name", "answers"),
    {
        "甲": ("no", "no", "no", "no", "no"),
        "乙": ("yes", "yes", "no", "no", "no"),
        "丙": ("no", "no", "no", "no", "no"),
        "丁": ("yes", "yes", "no", "no", "unknown"),
        "己": ("yes", "no", "no", "yes", "no"),
        "庚": ("yes", "no", "no", "no", "yes"),
        "辛": ("no", "no", "no", "no", "no"),
        "壬": ("unknown", "no", "no", "unknown", "no"),
        "租": ("yes", "no", "yes", "no", "no"),
        "空": ("no", "no", "no", "no", "no"),
        "诸甲": ("not_set",) * 5,
    }.items(),
)
def test_four_without(governed, name, answers):
    """丙 is registered elsewhere, 丁 nowhere (so its industry is unknown), 壬 is seen on no land, 空 is a shell."""
    parts = ("is_four_without", *(f"four_without_{part}" for part in ("licence", "safety", "premises", "environment")))
    assert of_firm(governed, name, *parts) == answers


def test_four_without_says_why(governed):
    assert of_firm(governed, "乙", "four_without_licence_evidence") == ("登记状态：注销",)
    assert of_firm(governed, "丙", "four_without_licence_evidence") == ("登记在外地（330702）",)
    assert of_firm(governed, "庚", "four_without_environment_evidence") == (
        "行业3484应办登记管理，清单中无有效许可或登记",
    )
    assert of_firm(governed, "空", "four_without_licence_evidence") == ("无经营迹象",)


def test_collective_land(governed):
    columns = "is_collective_target, collective_many_petitions, collective_no_land_procedure"
    sql = f"select {columns} from {PARCELS} where land_code = ? and data_year = 2023"
    assert governed(sql, MANY) == [("yes", "yes", "no")]
    assert governed(sql, FEW) == [("no", "no", "no")]
    assert governed(sql, UNASKED) == [("unknown", "unknown", "unknown")]
    assert governed(sql, PARCEL["甲"]) == [("no", "no", "no")]
    months = "select count(*) from gov_list_month join dim_parcel using (parcel_id)"
    assert governed(f"{months} where land_code = ? and governance_list_code = 'land_governance'", MANY) == [(1,)]


def test_what_a_plan_does_not_set_is_not_empty(governed):
    rows = dict(governed("select governance_list_code, row_count from gov_list where region_code = ?", ZJ))
    assert rows["illegal_construction"] is None and rows["land_governance"] is None and rows["fire"] == 0
    names = """select list_name_zh, row_count from gov_list
        where region_code = ? and governance_list_code = 'illegal_construction'"""
    assert governed(names, SZ) == [("违法建设治理清单", 1)]
    assert governed("select distinct list_name_zh from list_low_efficiency order by 1") == [
        ("亩均低效治理清单",),
        ("低效企业治理清单",),
    ]


def test_a_problem_is_listed_in_the_months_it_is_open(governed):
    sql = "select min(month_start), max(month_start), count(*) from gov_list_month where object_id = ?"
    assert governed(sql, f"safety:{SZ}:S1") == [(date(2023, 5, 1), date(2023, 10, 1), 6)]


def test_the_plan_speaks_cumulatively(governed):
    sql = "select band_code, cumulative_tiers_zh from list_low_efficiency where uscc = ?"
    assert governed(sql, FIRM["甲"]) == [
        ("key_inspection", "重点排查（5万元以下）、重点检查（10万元以下）、重点指导（15万元以下）")
    ]
    assert governed(sql, FIRM["诸甲"]) == [("low_efficiency", "亩均低效（5万元以下）")]


def test_the_merged_list_has_each_object_once(governed):
    """乙's 违建 is on the list of 嵊州 itself; in 诸暨 the same is a kind of 重点治理对象 only."""
    sql = "select land_code, listed_by_codes from list_governance where uscc = ?"
    assert governed(sql, FIRM["乙"]) == [
        (PARCEL["乙"], "four_without、illegal_construction、land_governance、low_efficiency、low_scattered")
    ]
    assert governed(sql, FIRM["诸甲"]) == [(PARCEL["诸甲"], "low_efficiency、low_efficiency_land、low_scattered")]
    assert governed(sql, FIRM["丙"])[0][1] == "land_governance、low_efficiency、outdated_capacity"
    assert governed("select listed_by_codes from list_governance where land_code = ?", MANY) == [
        ("collective、land_governance",)
    ]
    assert governed("select listed_since_month from list_environment") == [(date(2023, 8, 1),)]


def test_lists_keep_the_rule_that_listed(governed):
    sql = "select data_year, source_document, clause from list_low_efficiency where uscc = ?"
    assert governed(sql, FIRM["乙"]) == [(2023, "SZ", "T10 二(一)1")]
    assert governed(sql, FIRM["癸"]) == [(2023, "SZ", "T12 二(一)1")]


def test_who_is_at_work_and_on_no_list_is_suspected(governed):
    sql = """select missing_from, score, is_source_complete, is_accountable from gov_omission_suspect
        join dim_enterprise using (enterprise_id) where uscc = ? order by 1"""
    assert governed(sql, FIRM["漏"]) == [("land_register", 4, True, True), ("town_survey", 4, True, True)]
    assert governed(sql, FIRM["诸漏"]) == [("land_register", 2, True, False), ("town_survey", 2, True, False)]
    parcel = """select s.region_code, missing_from, score from gov_omission_suspect as s
        join dim_parcel using (parcel_id) where land_code = ? order by 2"""
    assert governed(parcel, UNLISTED) == [(SZ, "land_register", 2), (SZ, "town_survey", 2)]
    assert governed(parcel, PARCEL["诸乙"]) == []
    everybody = "select distinct uscc from gov_omission_suspect join dim_enterprise using (enterprise_id)"
    suspects = {NAME[uscc] for (uscc,) in governed(f"{everybody} where entity_kind = 'enterprise'")}
    assert suspects == {"漏", "诸漏", "壬"}
    # The survey names 壬 as the owner of 己's place.
    assert [row[0] for row in governed(sql, FIRM["壬"])] == ["land_register"]


def test_a_missing_list_leaves_the_question_open(governed):
    """店口镇 of 诸暨 has sent no survey: nobody there is cleared by it."""
    sql = f"select low_scattered_other, low_scattered_fire from {PARCELS} where land_code = ? and data_year = 2023"
    assert governed(sql, UNASKED) == [("unknown", "no")]
    assert governed(sql, PARCEL["诸乙"]) == [("no", "no")]
