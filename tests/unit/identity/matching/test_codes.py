"""What stands in a code column: kinds, cleaning, several codes; check digits against python-stdnum and by hand."""

from __future__ import annotations

import random

import polars as pl
import pytest
from stdnum.cn import uscc as stdnum_uscc

from identity.matching.codes import code_forms
from park_brain import codes as uscc
from park_brain.codes import is_organisation_code, is_registration_number

VALID, OTHER = "91330683MA2000019N", "91330683MA2000027H"


def form(text: str) -> tuple[str, str]:
    row = code_forms(pl.DataFrame({"text": [text]})).row(0, named=True)
    return row["kind"], row["code"]


def check(expr, texts: list[str]) -> list[bool]:
    return pl.DataFrame({"code": texts}).select(expr(pl.col("code"))).to_series().to_list()


@pytest.mark.parametrize(
    ("text", "kind", "code"),
    [
        (VALID, "uscc", VALID),
        (" ９１330683ma2000019n(1/1)", "uscc", VALID),
        ("9133 0683-MA2000019N等", "uscc", VALID),
        ("9133O683MA2000019N", "respelt", VALID),
        (f"{VALID}、{OTHER}", "several", ""),
        (f"{VALID}/{VALID}", "uscc", VALID),
        ("330600198001011234", "personal", ""),
        ("MA2000019", "org", "MA2000019"),
        ("MA200001-9", "org", "MA2000019"),
        ("个人", "broken", "个人"),
        ("", "none", ""),
    ],
)
def test_kinds(text, kind, code):
    assert form(text) == (kind, code)


def test_outer_digit_agrees_with_stdnum():
    """stdnum checks the outer digit alone: whatever we take, it takes; what it refuses, we refuse."""
    rng = random.Random(1)
    letters = uscc.OUTER_ALPHABET
    codes = [VALID[:17] + letter for letter in letters]
    codes += ["91330683" + "".join(rng.choices(letters, k=10)) for _ in range(2000)]
    ours = check(uscc.is_valid, codes)
    assert any(ours)
    assert all(stdnum_uscc.is_valid(code) for code, good in zip(codes, ours, strict=True) if good)


def test_organisation_code_is_the_inner_part_of_a_valid_code():
    assert check(is_organisation_code, [VALID[8:17], VALID[8:16] + "8", "MA200001", ""]) == [True, False, False, False]


def test_registration_number_has_one_check_digit():
    """GS 15: the worked digit is found by the definition, one step at a time."""

    def digit(body: str) -> str:
        product = 10
        for letter in body:
            total = (int(letter) + product) % 10 or 10
            product = total * 2 % 11
        return str((11 - product) % 10)

    bodies = ["33068300001234", "11000000000001", "33060000012345"]
    numbers = [body + digit(body) for body in bodies]
    wrong = [body + str((int(digit(body)) + 1) % 10) for body in bodies]
    assert check(is_registration_number, numbers + wrong) == [True] * 3 + [False] * 3
