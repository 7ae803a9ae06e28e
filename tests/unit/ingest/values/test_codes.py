"""Identifiers that a number format damaged, and person data that stands where no person belongs."""

from __future__ import annotations

import polars as pl
import pytest

from ingest.persons.free_text import mask_free_text
from tests.support.one_cell import read, said, type_cells

USCC = {"type": "uscc"}
CODE = {"type": "code"}
INDUSTRY = {"type": "code", "width": 4}
UNIQUE_END = "913306830596402483"
"""A valid code of digits alone whose first fifteen allow no other."""


@pytest.mark.parametrize(
    ("column", "text", "kind", "value", "rules"),
    [
        (USCC, "9.13307E+17", "s", None, {"code_was_number"}),
        (USCC, "9.133068351182160e17", "s", None, {"code_was_number"}),
        (CODE, "3.30683E+18", "s", None, {"code_was_number"}),
        (CODE, "1234567890123456", "n", "1234567890123456", {"code_was_number"}),
        (INDUSTRY, "610", "n", "0610", {"code_padded"}),
        (INDUSTRY, "3311", "n", "3311", set()),
        (INDUSTRY, "610", "s", "610", set()),
        (CODE, "ab 12", "s", "AB12", set()),
        (CODE, "330683198807011234", "s", None, {"personal_number"}),
        (CODE, "330683202306010001", "s", "330683202306010001", set()),
        (CODE, "#REF!", "s", None, {"error_cell"}),
    ],
)
def test_codes_that_were_numbers(column, text, kind, value, rules):
    assert read(column, text, kind) == (value, rules)


@pytest.mark.parametrize("code", ["91330681MA7QQQ532N", UNIQUE_END])
def test_a_valid_code_is_no_number_of_a_person(code):
    assert read(USCC, code) == (code, set())


def test_the_code_of_a_site_is_no_telephone_and_a_telephone_is():
    assert read(CODE, "057583462001")[0] == "057583462001"
    assert read(CODE, "057583123456")[0] != "057583123456"


@pytest.mark.parametrize("text", ["QQ532456", "王小明", "0575-83123456"])
def test_what_is_no_code_and_may_name_a_person_is_hidden(text):
    assert read(USCC, text)[0] is None


def test_a_damaged_code_is_repaired_only_where_one_code_alone_fits():
    shown = str(int(float(int(UNIQUE_END[:15] + "000"))))
    assert read(USCC, shown, "n") == (UNIQUE_END, {"code_repaired", "code_was_number"})


def test_a_damaged_code_that_several_codes_fit_is_left_alone():
    shown = str(int(float("913306832914177024")))
    assert read(USCC, shown, "n") == (shown, {"code_check_digit", "code_was_number"})


@pytest.mark.parametrize(("mark", "value"), [("✔", True), ("True", True), ("有", True), ("无", False), ("✘", False)])
def test_marks_for_yes_and_no(mark, value):
    assert read({"type": "boolean"}, mark) == (value, set())


def test_a_word_for_nothing_is_a_value_where_the_contract_spells_it():
    column = {"type": "category", "values": {"不涉及": ("无", "/"), "涉及": ()}}
    assert [read(column, text)[0] for text in ("无", "/", "—")] == ["不涉及", "不涉及", None]


def test_nulls_are_declared_per_column():
    column = {"type": "text", "nulls": ("待定", "N/A")}
    assert [read(column, text)[0] for text in ("待定", "N/A", "无", "\u00a0\u3000")] == [None, None, "无", None]


@pytest.mark.parametrize(
    "text", ["李四", "110101199003077571", "13805751234", "138 0575 1234", "+86 13805751234", "联系人：李四"]
)
def test_no_report_quotes_a_person_whatever_the_column(text):
    for column, rule in [
        ({"type": "date"}, "bad_date"),
        ({"type": "category", "values": {"甲": ()}}, "unknown_value"),
        ({"type": "boolean"}, "unknown_value"),
    ]:
        quoted = said(column, text, rule)
        masked = mask_free_text(pl.Series([quoted]))[0]
        assert "李四" not in masked and "1990" not in masked and "0575" not in masked


def test_two_numbers_beside_each_other_are_both_masked():
    assert mask_free_text(pl.Series(["13805751234,13805751235"]))[0] == "***,***"


def test_an_amount_is_no_telephone_but_a_telephone_may_have_been_a_float():
    quoted = ["15060000000.00", "13805751234.0", "13805751234.", "电话13805751234。"]
    assert mask_free_text(pl.Series(quoted)).to_list() == ["15060000000.00", "***.0", "***.", "电话***。"]


def test_columns_of_persons_never_quote_their_cells():
    column = {"type": "text", "personal": "if_natural_person", "nullable": False, "nulls": ("待查",)}
    assert type_cells(column, ["待查"]).findings["value"].to_list() == ["***"]
