"""Dates as departments spell them, months and deadlines, placeholders, and orders that nobody can tell."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.one_cell import read, type_cells

DATE = {"type": "date"}
DEADLINE = {"type": "date", "month_means": "end"}
MONTH = {"type": "month"}
YEAR = {"type": "year"}
BAD = (None, {"bad_date"})
OCT_25 = date(2021, 10, 25)


@pytest.mark.parametrize(
    "text",
    [
        "2021年10月25日",
        "2021 年 10 月 25 日",
        "2021年10月25号",
        "2021.10.25",
        "2021/10/25",
        "2021-10-25 00:00:00",
        "2021-10-25T08:30:00+08:00",
        "2021/10/25 8:30",
        "2021年10月25日 星期一",
        "2021年10月25日下午3时",
        "21/10/25",
        "2021/10/25 上午",
        "2021年10月25日晚",
        "2021/10/25 08:30:00 AM",
        "21.10.25",
        "21年10月25日",
        "20211025",
        "20211025103000",
        "25/10/2021",
        "10/25/2021",
        "二〇二一年十月二十五日",
        "二○二一年十月二十五日",
        "二零二一年十月二十五日",
    ],
)
def test_one_day_in_many_spellings(text):
    assert read(DATE, text) == (OCT_25, {"text_date"})


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("二〇二三年一月三日", date(2023, 1, 3)),
        ("二〇二三年十月十日", date(2023, 10, 10)),
        ("二〇二三年十二月三十一日", date(2023, 12, 31)),
        ("二〇二三年十一月二十日", date(2023, 11, 20)),
    ],
)
def test_chinese_numerals(text, value):
    assert read(DATE, text) == (value, {"text_date"})


@pytest.mark.parametrize(
    "text",
    [
        "5/10/2021",
        "10/5/21",
        "2021-13-01",
        "2021年2月30日",
        "二〇二一年十三月一日",
        "10月25日",
        "星期一",
        "2021年底",
        "2021年",
        "2021",
        "2021年10月底",
        "2021年10月前",
        "2021年上半年",
        "2021-10-25至2021-11-01",
        "2021-10-25T20:00:00Z",
        "20211325",
        "2021年10月25日前",
    ],
)
def test_what_is_no_certain_day_is_bad(text):
    assert read(DATE, text) == BAD


@pytest.mark.parametrize(
    ("text", "value", "rule"),
    [
        ("2023年6月", date(2023, 6, 30), "month_only_date"),
        ("2023年2月底", date(2023, 2, 28), "month_only_date"),
        ("2023年12月底前", date(2023, 12, 31), "month_only_date"),
        ("2023年上半年", date(2023, 6, 30), "month_only_date"),
        ("2023年三季度末", date(2023, 9, 30), "month_only_date"),
        ("2023年第4季度", date(2023, 12, 31), "month_only_date"),
        ("2023年", date(2023, 12, 31), "year_only_date"),
        ("2023年底", date(2023, 12, 31), "year_only_date"),
        ("2023年底前", date(2023, 12, 31), "year_only_date"),
        ("2023年前", date(2023, 12, 31), "year_only_date"),
        ("2023", date(2023, 12, 31), "year_only_date"),
        ("长期坚持", None, "open_ended_date"),
        ("2023年6月5日前", date(2023, 6, 5), "text_date"),
        ("2023-06-05之前完成", date(2023, 6, 5), "text_date"),
        ("2023年底前完成整改", date(2023, 12, 31), "year_only_date"),
        ("2023年6月前", None, "bad_date"),
        ("立即", None, "bad_date"),
    ],
)
def test_a_deadline_runs_to_the_end_of_what_it_names(text, value, rule):
    assert read(DEADLINE, text) == (value, {rule})


@pytest.mark.parametrize(
    "text", ["2021年10月", "2021.10", "2021/10", "2021年10月上旬", "2021年10月份", "二〇二一年十月", "202110"]
)
def test_a_month_alone_is_its_first_day(text):
    assert read(DATE, text) == (date(2021, 10, 1), {"month_only_date"})


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("1900-01-00", "s"),
        ("1900-01-01", "d"),
        ("1901年1月2日", "s"),
        ("9999-12-31", "d"),
        ("99991231", "s"),
        ("0000-00-00", "s"),
        ("0000-00-00 00:00:00", "s"),
        ("0001-01-01", "s"),
        ("0", "n"),
        ("1899-12-31", "d"),
    ],
)
def test_placeholders_are_no_dates(text, kind):
    assert read(DATE, text, kind) == (None, {"placeholder_date"})


@pytest.mark.parametrize(
    ("text", "value"),
    [("2203-06-01", date(2203, 6, 1)), ("3021-01-01", date(3021, 1, 1)), ("1936-05-01", date(1936, 5, 1))],
)
def test_a_year_nobody_means_is_kept_and_flagged(text, value):
    assert read(DATE, text, "d") == (value, {"implausible_date"})
    beside = type_cells(DATE, [text, "2021年10月25日"])
    assert beside.rows["x"].to_list() == [value, OCT_25]


@pytest.mark.parametrize(
    ("text", "kind", "value", "rules"),
    [
        ("2023年6月", "s", date(2023, 6, 1), set()),
        ("23年6月", "s", date(2023, 6, 1), set()),
        ("202306", "n", date(2023, 6, 1), set()),
        ("2023-06-15", "d", date(2023, 6, 1), set()),
        ("45092", "n", date(2023, 6, 1), {"serial_date"}),
        ("2023.1", "n", None, {"bad_date"}),
        ("6月", "s", None, {"bad_date"}),
        ("2023年1-6月", "s", None, {"bad_date"}),
        ("2023-06-01至2023-06-30", "s", date(2023, 6, 1), set()),
        ("2023.06.01～2023.06.30", "s", date(2023, 6, 1), set()),
        ("2023-05-01至2023-06-30", "s", None, {"bad_date"}),
        ("1900-01-01", "d", None, {"placeholder_date"}),
    ],
)
def test_months(text, kind, value, rules):
    assert read(MONTH, text, kind) == (value, rules)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2018", 2018),
        ("2018年", 2018),
        ("2018年度", 2018),
        ("2018.0", 2018),
        ("二〇一八年", 2018),
        ("2018-06-01", 2018),
        ("2018年6月", 2018),
    ],
)
def test_years(text, value):
    assert read(YEAR, text) == (value, set())


@pytest.mark.parametrize("text", ["2021-2022", "2021年-2022年", "2021年以前", "2021.5", "21", "近三年"])
def test_what_is_no_one_year_is_bad(text):
    assert read(YEAR, text) == (None, {"bad_number"})


@pytest.mark.parametrize(
    ("text", "first", "last", "rules"),
    [
        ("2020年7月27日-2023年7月26日", date(2020, 7, 27), date(2023, 7, 26), set()),
        ("2020.7.27-2023.7.26", date(2020, 7, 27), date(2023, 7, 26), set()),
        ("2020-07-27-2023-07-26", date(2020, 7, 27), date(2023, 7, 26), set()),
        ("2020/7/27 — 2023/7/26", date(2020, 7, 27), date(2023, 7, 26), set()),
        ("自2020年7月27日起至2023年7月26日止", date(2020, 7, 27), date(2023, 7, 26), set()),
        ("2020年7月至2023年6月", date(2020, 7, 1), date(2023, 6, 30), {"month_only_date"}),
        ("2020-07-27至9999-12-31", date(2020, 7, 27), None, {"placeholder_date"}),
        ("2020-07-27至长期", date(2020, 7, 27), None, {"open_ended_date"}),
        ("2020年7月27日至今", date(2020, 7, 27), None, {"open_ended_date"}),
        ("长期有效", None, None, {"open_ended_date"}),
        ("2020-07-27至待定", date(2020, 7, 27), None, {"bad_date"}),
        ("2020-07", None, None, {"bad_date"}),
    ],
)
def test_ranges(text, first, last, rules):
    assert read({"type": "date_range"}, text) == ((first, last), rules)


@settings(max_examples=40, deadline=None)
@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2039, 12, 31)))
def test_every_day_comes_back_from_every_spelling(day):
    year, month, number = day.year, day.month, day.day
    ways = [
        day.isoformat(),
        f"{year}年{month}月{number}日",
        f"{day:%Y%m%d}",
        f"{year}/{month}/{number}",
        f"{year}.{month}.{number}",
        str((day - date(1899, 12, 30)).days),
    ]
    assert type_cells(DATE, ways).rows["x"].to_list() == [day] * len(ways)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(max_size=14), min_size=1, max_size=20), st.sampled_from("snbde"))
def test_no_text_raises(texts, kind):
    for column in (DATE, DEADLINE, MONTH, {"type": "date_range"}):
        assert len(type_cells(column, texts, kind).rows) == len(texts)
