"""Cells become typed values, or findings that say why not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from tests.support.one_cell import read

MONEY = {"type": "money", "unit": "元"}
AREA = {"type": "area", "unit": "㎡"}


@pytest.mark.parametrize(
    ("text", "unit", "value", "rules"),
    [
        ("12.345", 1, "12.35", set()),
        ("-0.005", 1, "-0.01", set()),
        ("1,234,567.8", 1, "1234567.80", {"text_number"}),
        ("１２３", 1, "123.00", {"fullwidth_text"}),
        ("0.3", 10_000, "3000.00", set()),
        ("1.2万", 1, "12000.00", {"text_number"}),
        ("1.2万元", 10_000, "12000.00", {"text_number"}),
        ("0.30000000000000004", 1, "0.30", set()),
        ("—", 1, None, set()),
        ("无", 1, None, set()),
        ("1.2万", 10_000, None, {"bad_number"}),
        ("70，40", 1, None, {"bad_number"}),
        ("12 34", 1, None, {"bad_number"}),
        ("3亩", 1, None, {"bad_number"}),
        ("abc", 1, None, {"bad_number"}),
        ("9" * 25 + "亿元", 1, None, {"bad_number"}),
        ("9" * 25, 10_000, None, {"bad_number"}),
    ],
)
def test_money_is_exact_in_yuan(text, unit, value, rules):
    expected = None if value is None else Decimal(value)
    assert read(MONEY, text, unit=Fraction(unit)) == (expected, rules)


def test_one_mu_is_two_thousand_thirds_of_a_square_metre():
    assert read(AREA, "30", unit=Fraction(2000, 3))[0] == Decimal("20000.0000")
    assert read(AREA, "1", unit=Fraction(2000, 3))[0] == Decimal("666.6667")
    assert read(AREA, "约3亩")[0] == Decimal("2000.0000")


@pytest.mark.parametrize(
    ("text", "kind", "value", "rules"),
    [
        ("2023-01-05", "d", date(2023, 1, 5), set()),
        ("2023-01-05", "s", date(2023, 1, 5), set()),
        ("2023年1月5日", "s", date(2023, 1, 5), {"text_date"}),
        ("2023.1.5", "s", date(2023, 1, 5), {"text_date"}),
        ("21/10/5", "s", date(2021, 10, 5), {"text_date"}),
        ("20211025", "s", date(2021, 10, 25), {"text_date"}),
        ("45761", "n", date(2025, 4, 14), {"serial_date"}),
        ("2023年6月", "s", date(2023, 6, 1), {"month_only_date"}),
        ("2021.10", "s", date(2021, 10, 1), {"month_only_date"}),
        ("2023.1", "n", None, {"bad_date"}),
        ("12/5/23", "s", None, {"bad_date"}),
        ("98.5.1", "s", None, {"bad_date"}),
        ("06-12", "s", None, {"bad_date"}),
        ("0000-01-01", "s", None, {"placeholder_date"}),
        ("长期", "s", None, {"open_ended_date"}),
        ("1901年01月02日", "s", None, {"placeholder_date"}),
        ("9999-12-31", "d", None, {"placeholder_date"}),
        ("2023年2月30日", "s", None, {"bad_date"}),
        ("下月", "s", None, {"bad_date"}),
        ("", " ", None, set()),
    ],
)
def test_dates_as_departments_write_them(text, kind, value, rules):
    assert read({"type": "date"}, text, kind) == (value, rules)


def test_a_month_only_deadline_runs_to_its_last_day():
    assert read({"type": "date", "month_means": "end"}, "2024年2月") == (date(2024, 2, 29), {"month_only_date"})


def test_a_validity_in_one_cell_gives_two_dates():
    ranged = {"type": "date_range"}
    assert read(ranged, "2020-07-27至2023-07-26") == ((date(2020, 7, 27), date(2023, 7, 26)), set())
    assert read(ranged, "2020年7月27日~长期") == ((date(2020, 7, 27), None), {"open_ended_date"})
    assert read(ranged, "2020-07-27") == ((None, None), {"bad_date"})


@pytest.mark.parametrize(
    ("text", "kind", "value", "rules"),
    [
        ("91350100M000100Y43", "s", "91350100M000100Y43", set()),
        ("９１３５０１００M000100Y43", "s", "91350100M000100Y43", {"fullwidth_text"}),
        ("91350100m000100y43", "s", "91350100M000100Y43", {"code_repaired"}),
        ("9135O1OOM000100Y43", "s", "91350100M000100Y43", {"code_repaired"}),
        ("91350100M000100Y44", "s", "91350100M000100Y44", {"code_check_digit"}),
        ("360206550875725", "s", "360206550875725", set()),
        ("360206550875725", "n", "360206550875725", {"code_was_number"}),
        ("3602", "s", "3602", {"code_format"}),
        ("0" * 18, "s", "0" * 18, {"code_check_digit"}),
        ('="91350100M000100Y43"', "s", "91350100M000100Y43", set()),
        ("'91350100M000100Y43", "s", "91350100M000100Y43", {"code_repaired"}),
        ("9135-0100-M000100Y43", "s", "91350100M000100Y43", {"code_repaired"}),
        ("张三", "s", None, {"code_format"}),
        ("11010119900307002X", "s", None, {"personal_number"}),
        ("110101199003077571", "s", None, {"personal_number"}),
    ],
)
def test_credit_codes(text, kind, value, rules):
    assert read({"type": "uscc"}, text, kind) == (value, rules)


def test_an_unknown_category_gets_no_default():
    column = {"type": "category", "values": {"国有": ("国有土地",), "无": ()}}
    assert read(column, "国有土地") == ("国有", set())
    assert read(column, "无") == ("无", set())
    assert read(column, "国营") == (None, {"unknown_value"})


def test_an_empty_required_cell_is_named():
    assert read({"type": "text", "nullable": False}, " \u3000") == (None, {"required_value"})


def test_numbers_of_persons_leave_free_text():
    assert read({"type": "text"}, "联系人电话13805751234。")[0] == "联系人电话***。"


def test_yes_and_no_marks():
    assert [read({"type": "boolean"}, mark)[0] for mark in ("√", "否", "1", "")] == [True, False, True, None]
    assert read({"type": "boolean"}, "也许") == (None, {"unknown_value"})


@pytest.mark.parametrize(
    "name",
    [
        "张三",
        "欧阳修远",
        "张三、李四",
        "王小明等",
        "王金龙",
        "李建中",
        "施小平",
        "张三13805751234",
        "张三（身份证号）",
        "买买提·艾力",
    ],
)
def test_natural_persons_are_recognised(name):
    hidden, _ = read({"type": "text", "personal": "if_natural_person"}, name)
    assert hidden.startswith("自然人#") and name not in hidden


@pytest.mark.parametrize("name", ["嵊州市张三机械厂", "黄泽镇", "石璜村", "高新区", "许继电气"])
def test_organisations_are_no_persons(name):
    assert read({"type": "text", "personal": "if_natural_person"}, name) == (name, set())
