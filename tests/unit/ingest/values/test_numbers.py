"""Numbers as departments spell them: separators, signs, words, exponents, units, and what is left alone."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.values.amounts import LIMITS
from park_brain.project import DBT_PROJECT
from tests.support.one_cell import read, said, type_cells

MONEY = {"type": "money", "unit": "元"}
AREA = {"type": "area", "unit": "㎡"}
PERCENT = {"type": "decimal", "unit": "%"}
ENERGY = {"type": "decimal", "unit": "吨标煤"}
POWER = {"type": "decimal", "unit": "千瓦时"}
RATIO = {"type": "decimal"}
COUNT = {"type": "integer", "unit": "人"}
MU = Fraction(2000, 3)
BAD = (None, {"bad_number"})


def number(value: str, *rules: str) -> tuple[Decimal, set[str]]:
    return Decimal(value), set(rules)


@pytest.mark.parametrize(
    ("column", "text", "expected"),
    [
        (MONEY, "1，234.50", number("1234.50", "fullwidth_text")),
        (MONEY, "1'234'567", number("1234567", "text_number")),
        (MONEY, "1’234.5", number("1234.50", "text_number")),
        (MONEY, "1 234.50", number("1234.50", "text_number")),
        (MONEY, "1\u00a0234", number("1234", "text_number")),
        (MONEY, "1\u202f234", number("1234", "text_number")),
        (MONEY, "0,123", BAD),
        (MONEY, "1,2345", BAD),
        (MONEY, "1.234,50", BAD),
        (MONEY, "1,234 567", BAD),
        (MONEY, "(1,234.50)", number("-1234.50", "text_number")),
        (MONEY, "（12.5）", number("-12.50", "text_number")),
        (MONEY, "(-3)", BAD),
        (AREA, "(3)", BAD),
        (COUNT, "(3)", BAD),
        (MONEY, "\u221212.5", number("-12.50", "text_number")),
        (MONEY, "－12.5", number("-12.50", "fullwidth_text")),
        (MONEY, "△12.5", BAD),
        (MONEY, "▲3", BAD),
        (MONEY, "￥1,234.50", number("1234.50", "text_number")),
        (MONEY, "-¥12", number("-12", "text_number")),
        (MONEY, "RMB 12.00元", number("12", "text_number")),
        (MONEY, "12元整", number("12", "text_number")),
        (AREA, "¥12", BAD),
        (MONEY, "1.2万", number("12000", "text_number")),
        (MONEY, "3千万元", number("30000000", "text_number")),
        (MONEY, "0.5百万元", number("500000", "text_number")),
        (MONEY, "2亿", number("200000000", "text_number")),
        (MONEY, "约3.5万元左右", number("35000", "text_number")),
        (MONEY, "500左右", number("500", "text_number")),
        (MONEY, '="640.5"', number("640.5")),
        (MONEY, "'640.5", number("640.5")),
        (MONEY, "1,234-", BAD),
        (MONEY, "1.234.567,00", BAD),
        (AREA, "10亩（约6667平方米）", BAD),
        (MONEY, "1.2E+5", number("120000", "text_number")),
        (MONEY, "3.5e-1", number("0.35", "text_number")),
        (MONEY, "1e99", BAD),
        (MONEY, "≥100", BAD),
        (MONEY, ">=100", BAD),
        (MONEY, "100以上", BAD),
        (MONEY, "100-200", BAD),
        (MONEY, "12.5%", BAD),
        (MONEY, "一百元", BAD),
        (MONEY, "12²", BAD),
        (MONEY, "①", BAD),
        (MONEY, "1½", BAD),
        (MONEY, "12,", BAD),
        (MONEY, "N/A", (None, set())),
        (MONEY, "\u00a0", (None, set())),
        (MONEY, "#REF!", (None, {"error_cell"})),
        (MONEY, "#N/A", (None, {"error_cell"})),
        (AREA, "3.5亩左右", number("2333.3333", "text_number")),
        (AREA, "1.2万亩", number("8000000", "text_number")),
        (AREA, "0.3公顷", number("3000", "text_number")),
        (AREA, "100m²", number("100", "text_number")),
        (AREA, "100 M2", number("100", "text_number")),
        (AREA, "1.5（亩）", number("1000", "text_number")),
        (AREA, "0.02平方公里", number("20000", "text_number")),
        (AREA, "3元", BAD),
        (PERCENT, "12.5%", number("12.5", "text_number")),
        (PERCENT, "12.5％", number("12.5", "text_number")),
        (PERCENT, "0.125", number("0.125")),
        (PERCENT, "1万", BAD),
        (RATIO, "12.5%", BAD),
        (RATIO, "1.8", number("1.8")),
        (ENERGY, "1.5万吨标准煤", number("15000", "text_number")),
        (ENERGY, "300 tce", number("300", "text_number")),
        (ENERGY, "300吨", BAD),
        (POWER, "12.5万千瓦时", number("125000", "text_number")),
        (POWER, "800KWh", number("800", "text_number")),
        (POWER, "3万度", number("30000", "text_number")),
        (COUNT, "12人", (12, {"text_number"})),
        (COUNT, "12.0", (12, set())),
        (COUNT, "12.5", BAD),
        (COUNT, "1,200", (1200, {"text_number"})),
    ],
)
def test_spellings(column, text, expected):
    assert read(column, text) == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [("1.5", "15000"), ("1.5元", "1.50"), ("1.5千元", "1500"), ("1.5万元", "15000"), ("1.5亿元", "150000000")],
)
def test_the_unit_in_the_cell_beats_that_of_the_column(text, value):
    assert read(MONEY, text, unit=Fraction(10_000))[0] == Decimal(value)


@pytest.mark.parametrize("text", ["1.2万", "¥120"])
def test_a_multiplier_or_a_currency_sign_says_no_unit_where_the_column_counts_in_another(text):
    assert read(MONEY, text, unit=Fraction(10_000)) == BAD


def test_a_failed_formula_is_never_parsed():
    assert read(MONEY, "12", kind="e") == (None, set())


def test_a_value_that_only_fits_another_unit_is_named_and_left_as_it_is():
    area = AREA | {"plausible": (20, 5_000_000)}
    assert read(area, "0.0125") == (Decimal("0.0125"), {"unit_suspect"})
    assert said(area, "0.0125", "unit_suspect") == "0.0125（按公顷则为 125 ㎡，按平方公里则为 12500 ㎡）"
    assert said(area, "60000", "unit_suspect", MU) == "60000（按㎡则为 60000 ㎡）"
    assert read(area, "20") == (Decimal(20), set())


def test_a_share_stored_as_a_fraction_is_suspected():
    share = PERCENT | {"plausible": (1, 100)}
    assert said(share, "0.125", "unit_suspect") == "0.125（按比值（1 为 100%）则为 12.5 %）"
    assert read(share, "300") == (Decimal(300), {"implausible_value"})


@pytest.mark.parametrize("column", [MONEY, AREA, COUNT])
def test_what_no_province_has_is_no_figure(column):
    largest = LIMITS[column["type"]]
    assert read(column, str(largest - 1)) == (Decimal(largest - 1), set())
    assert read(column, str(-largest)) == BAD


def test_the_models_know_the_same_largest_area():
    macro = (DBT_PROJECT / "macros" / "land.sql").read_text(encoding="utf-8")
    assert f"{{% macro most_sqm() -%}}{LIMITS['area']}{{%- endmacro %}}" in macro


def test_a_cell_that_names_its_unit_is_implausible_in_no_other():
    area = AREA | {"plausible": (20, 5_000_000)}
    assert read(area, "0.0125亩")[1] == {"text_number", "implausible_value"}
    assert read(RATIO | {"plausible": (0, 10)}, "25") == (Decimal(25), {"implausible_value"})


@settings(max_examples=40, deadline=None)
@given(st.decimals(min_value=-(10**13) + 1, max_value=10**13 - 1, places=2, allow_nan=False))
def test_every_way_of_writing_an_amount_gives_it_back(amount):
    grouped = f"{amount:,}"
    ways = [str(amount), grouped, grouped.replace(",", "，"), grouped.replace(",", "'"), f"{amount:f}元", f"约{amount}"]
    if amount < 0:
        ways.append(f"({-amount:,})")
    assert set(type_cells(MONEY, ways).rows["x"].to_list()) == {amount}


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(max_size=12), min_size=1, max_size=20), st.sampled_from("snbde"))
def test_no_text_raises_and_nothing_without_a_digit_becomes_a_number(texts, kind):
    for column in (MONEY, AREA, PERCENT, COUNT, {"type": "year"}):
        typed = type_cells(column, texts, kind).rows["x"].to_list()
        assert all(value is None for value, text in zip(typed, texts, strict=True) if not _has_digit(text))


def _has_digit(text: str) -> bool:
    return any(character.isnumeric() for character in text)


def test_repeated_and_distinct_cells_are_typed_alike():
    texts = [f"{n},000元" for n in range(1, 400)]
    repeated = type_cells(MONEY, texts * 5)
    assert repeated.rows["x"].to_list() == type_cells(MONEY, texts).rows["x"].to_list() * 5
    assert repeated.findings["_row"].to_list() == list(range(len(texts) * 5))
    assert repeated.findings["value"].to_list() == texts * 5
    assert pl.Series(repeated.findings["rule_id"]).unique().to_list() == ["text_number"]
