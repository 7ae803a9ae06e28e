"""Land codes by GB/T 37346: what is read from what people type, and what is never guessed."""

from __future__ import annotations

import duckdb
import pytest

from identity.parcel.derive import SQL_FOLDER
from identity.relations import run_sql
from identity.seeds import load_seeds

CODE = "330683001001GB00001"


@pytest.fixture(scope="module")
def read():
    """What is read of some texts: text -> row."""

    def forms(*texts: str) -> dict[str, dict[str, object]]:
        with duckdb.connect() as connection:
            load_seeds(connection)
            connection.execute("create temp table land_code_text as select unnest(?::varchar[]) as text", [list(texts)])
            run_sql(connection, SQL_FOLDER / "code.sql")
            rows = connection.sql("from land_code_form").pl().to_dicts()
            return {row["text"]: row for row in rows}

    return forms


def test_a_parcel_and_a_unit_are_taken_apart(read):
    unit = CODE + "F00010001"
    found = read(CODE, unit)
    assert (found[CODE]["form"], found[unit]["form"]) == ("formal", "unit")
    assert {row["land_code"] for row in found.values()} == {CODE}
    assert {(row["county_code"], row["ownership"]) for row in found.values()} == {("330683", "国有")}
    assert found[unit]["fixture"] == "F00010001" and found[unit]["is_fixture_plain"]


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("330683OO1001GB00001", "O for 0"),
        ("33O683001001GBOOOO1", "O for 0 in the number"),
        ("330683001001G800001", "8 for B"),
        ("3306830010016B00001", "6 for G"),
        ("33068300l001GB0000I", "l and I for 1"),
        ("330683 001 001 GB 00001", "blanks"),
        ("330683-001-001-GB00001", "strokes"),
        ("３３０６８３００１００１ＧＢ００００１", "full width"),
        ("330683001001GB00001（一期）", "a remark"),
    ],
)
def test_a_code_with_one_reading_is_repaired(read, typed, why):
    row = read(typed)[typed]
    assert (row["land_code"], row["form"]) == (CODE, "repaired"), why


@pytest.mark.parametrize(
    "typed",
    [
        "330683001001GB0001",
        "330683001001GB000011",
        "3306830010010B00001",
        "99O683001001GB00001",
        "3306830010O1GQ00001",
        "330683001001000123",
        "330683O01001GB00000",
        "330683001001GB00001、330683001001GB00002",
    ],
)
def test_what_has_several_readings_or_none_is_left(read, typed):
    row = read(typed)[typed]
    assert (row["form"], row["land_code"]) == ("unread", None)


def test_what_only_says_that_there_is_none_is_empty(read):
    texts = ("", "无", "/", "待定", "—")
    assert {row["form"] for row in read(*texts).values()} == {"empty"}
    assert read("城北地块")["城北地块"]["form"] == "unread"


@pytest.mark.parametrize(
    ("suffix", "is_plain"),
    [("W00000000", True), ("W00010001", False), ("F00010001", True), ("F00000000", False), ("X00010001", False)],
)
def test_only_land_without_fixtures_has_a_number_of_zeros(read, suffix, is_plain):
    row = read(CODE + suffix)[CODE + suffix]
    assert row["land_code"] == CODE and row["is_fixture_plain"] is is_plain


def test_ownership_county_and_feature_are_what_the_code_says(read):
    found = read("330802001001JB00001", "330683001001ZW00001", "990000001001GB00001", "330683001001GQ00001")
    assert [row["ownership"] for row in found.values()].count("集体") == 1
    assert found["330683001001ZW00001"]["ownership"] == "未确定"
    assert not found["990000001001GB00001"]["is_known_county"]
    assert not found["330683001001GQ00001"]["is_known_feature"]
