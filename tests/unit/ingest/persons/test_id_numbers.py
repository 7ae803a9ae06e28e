"""Numbers of persons in code cells, in every writing, against the codes and case numbers that must stay."""

import polars as pl
import pytest

from ingest.persons.id_numbers import are_numbers_of_holders, are_numbers_of_persons, number_in, one_writing
from park_brain import codes

BOTH = [
    "331121209001017392",
    "331121209001021762",
    "331121209001030802",
    "331121209001040592",
    "331121209001054302",
    "331121209001061772",
    "331121209001070812",
    "331121209001082952",
    "331121209001094312",
    "331121209001100022",
    "331121209001112162",
    "331121209001121202",
]
"""Invented; each has the shape of a person's number and both check digits of a credit code."""
ONE_PERSON = [
    "330683199001011234",
    "330683 19900101 1234",
    "330683-1990-0101-1234",
    "３３０６８３１９９００１０１１２３４",
    "'330683199001011234",
    "330683199001011234.0",
    "\u200b330683199001011234\u3000",
    "身份证号：330683199001011234",
    "（330683199001011234）",
]


def holder(cell: str) -> bool:
    return bool(are_numbers_of_holders(pl.Series([cell]))[0])


def person(cell: str) -> bool:
    return bool(are_numbers_of_persons(pl.Series([cell]))[0])


def test_what_is_both_is_a_persons():
    assert pl.DataFrame({"code": BOTH}).select(codes.is_valid(pl.col("code")).all()).item()
    assert all(map(holder, BOTH))


@pytest.mark.parametrize("cell", ONE_PERSON)
def test_every_writing_is_seen_and_means_the_same(cell):
    assert holder(cell) and person(cell)
    assert one_writing(cell) == ONE_PERSON[0]


def test_fifteen_digits_are_the_eighteen_of_the_same_person():
    assert holder("330683 900101 123") and person("330683900101123")
    assert one_writing("330683900101123") == one_writing("33068319900101123x") == "33068319900101123X"


@pytest.mark.parametrize(
    "cell",
    [
        "3.30683E+17",
        "330683199001011000",
        "33068319900101123",
        "330683199001011234330683199002021234",
        "3306831990****1234",
        "330683********123X",
        "810000199001011234",
        "13812345678",
        "+86 138-1234-5678",
        "E12345678",
        "H1234567801",
        "6222021234567890123",
    ],
)
def test_what_else_tells_a_person_in_the_code_of_a_holder(cell):
    assert holder(cell)


@pytest.mark.parametrize(
    "cell",
    ["91330683MA2BCDEF1X", "913306007872525853", "330683000012345", "9.13307E+17", "MA2ABCDE1", "12330683X12345678Y"],
)
def test_codes_of_organisations_are_no_numbers_of_persons(cell):
    assert not holder(cell)


@pytest.mark.parametrize(
    "cell",
    ["330683202305120001", "330683201205001", "330683001001GB00012", "3306001234", "3306832021B00012", "XF-2023-0001"],
)
def test_numbers_of_cases_parcels_and_meters_stay(cell):
    assert not person(cell)


def test_a_number_that_lost_its_end_tells_nobody_apart():
    assert one_writing("3.30683E+17") == one_writing("330683********1234") == ""


@pytest.mark.parametrize(
    "cell", ["求国强330683 19900101 1234", "求国强（身份证330683199001011234）", "330683199001011234求国强"]
)
def test_a_number_beside_a_name_is_found(cell):
    assert number_in(cell) == "330683199001011234"
    assert not number_in("求国强13812345678") and not number_in("嵊州市73211部队")
