"""Ingest, persons: numbers of persons in cells that hold a code, in every writing, seen before anything reads a code.

A cell that can be both a person's number and a credit code is a person's. Free text is not judged here.
"""

from __future__ import annotations

import re
import unicodedata

import polars as pl

from park_brain import codes

_BEFORE = r"(?:^|[^0-9A-Z])"
_MONTH_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
BORN_1920_TO_2019 = rf"[1-68][0-9]{{5}}(?:19[2-9][0-9]|20[01][0-9]){_MONTH_DAY}[0-9]{{3}}[0-9X]"
"""居民身份证号码, or the permit of a resident from Hong Kong, Macau or Taiwan (81 to 83). A case number made of region,
date of this decade and order has eighteen digits too, and is none."""
BORN_1921_TO_1999 = rf"[1-6][0-9]{{5}}(?:2[1-9]|[3-9][0-9]){_MONTH_DAY}[0-9]{{3}}"
"""The fifteen digits of before 1999. A case number with the year first (2012) begins with 20 here."""
_PASSPORT = r"[EG][0-9]{8}|E[A-HJ-NP-Z][0-9]{7}|[HM][0-9]{8}(?:[0-9]{2})?"
_MOBILE = r"(?:0{0,2}86)?1[3-9][0-9]{9}"
_BANK_CARD = r"62[0-9]{14,17}"
_STARRED = r"^[1-6][0-9]{2,13}\*{2,}[0-9]{0,6}[0-9X*]?$"
"""330683********1234: what is left still tells region and order."""
_EXPONENT = r"^[1-68]\.[0-9]+E\+?1[47]$"
"""A number of 15 or 18 digits that was a float, and no credit code of an enterprise, which begins with 9."""
_IN_ANY_CODE = rf"{_BEFORE}(?:{BORN_1920_TO_2019}(?:$|[^0-9])|(?:{BORN_1921_TO_1999}|{_MOBILE}|{_BANK_CARD})$)"
_IN_CODE_OF_HOLDER = rf"{_BEFORE}(?:{_PASSPORT}|{_MOBILE}|{_BANK_CARD})$"
_OF_A_PERSON = re.compile(rf"[1-68][0-9]{{5}}(?:19|20)[0-9]{{2}}{_MONTH_DAY}[0-9]{{3}}[0-9X]|^{BORN_1921_TO_1999}$")
_BESIDE_A_NAME = re.compile(rf"(?<![0-9A-Z])(?:{BORN_1920_TO_2019}|{BORN_1921_TO_1999})(?![0-9X])")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def are_numbers_of_holders(cells: pl.Series) -> pl.Series:
    """Whether each cell for the code of whoever a row names holds a person's number instead, however it is written.

    Dates of any time and fifteen digits count, and the check digit is not asked: a mistyped number names a person too.
    """
    rest = cells.drop_nulls().unique()
    rest = rest.filter(rest.str.contains("[0-9０-９]") & ~rest.str.contains(r"^9[123][0-9A-Z]{16}$"))
    frame = pl.DataFrame({"cell": rest, "upper": _upper(rest)})
    frame = frame.with_columns(bare=_bare(frame["upper"]))
    found = frame.select(
        "cell",
        personal=codes.is_personal_number(pl.col("bare").str.replace(r"^[^0-9A-Z]+", ""))
        | pl.col("bare").str.contains(_IN_ANY_CODE)
        | pl.col("bare").str.contains(_IN_CODE_OF_HOLDER)
        | pl.col("upper").str.replace_all(r"[\s\-]", "").str.contains(_STARRED)
        | pl.col("upper").str.contains(_EXPONENT),
    )
    return cells.is_in(found.filter("personal")["cell"].implode()).fill_null(value=False)


def are_numbers_of_persons(cells: pl.Series) -> pl.Series:
    """Whether each cell for any other identifier holds a person's number: what can be a case number is left alone."""
    if not cells.str.contains("[0-9０-９]{3}").any():
        return pl.Series([False] * len(cells))
    return _bare(_upper(cells)).str.contains(_IN_ANY_CODE).fill_null(value=False)


def one_writing(number: str) -> str:
    """A number in the one writing that tells whether two cells mean one person; empty where too much of it is lost."""
    plain = unicodedata.normalize("NFKC", number).upper()
    if re.match(_EXPONENT, plain) or "*" in plain:
        return ""
    bare = re.sub(r"[^0-9A-Z]", "", re.sub(r"\.0+$", "", plain))
    found = _OF_A_PERSON.search(bare)
    if found is None or len(found[0]) != len("330683700101123"):
        return found[0] if found else bare
    body = f"{found[0][:6]}19{found[0][6:]}"
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, _WEIGHTS, strict=True)) % 11]


def number_in(text: str) -> str:
    """The ID-card number that stands in a name cell, in one writing; empty where none does."""
    bare = re.sub(r"[^0-9A-Z\u4e00-\u9fff]", "", unicodedata.normalize("NFKC", text).upper())
    found = _BESIDE_A_NAME.search(bare)
    return one_writing(found[0]) if found else ""


def _upper(cells: pl.Series) -> pl.Series:
    return cells.str.normalize("NFKC").str.to_uppercase()


def _bare(upper: pl.Series) -> pl.Series:
    """Without separators, quotes and the decimals of a float; Chinese words before and behind stay."""
    return upper.str.replace(r"\.0+$", "").str.replace_all(r"[^0-9A-Z\p{Han}]", "")
