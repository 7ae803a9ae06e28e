"""Ingest, persons: numbers that belong to a person, found in any writing inside a text.

Identity cards of 18 and 15 digits, mobile and fixed telephones, bank cards, passports and the like. Amounts, areas,
dates, and codes of organisations, land, cases and contracts are none of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ingest.persons.folding import Folded, Span, folded

if TYPE_CHECKING:
    import polars as pl

BETWEEN = r"[ \t\u00a0./·•\-‐‑–—_]"
"""What people put between the digits of a number to read it."""
_PROVINCE = r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|7[1]|8[1-3])"
_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
ID_CARD = rf"[1-8][0-9]{{5}}(?:19[0-9]{{2}}|20[01][0-9]){_DAY}[0-9]{{3}}[0-9Xx]"
"""Born 1900 to 2019: a case number made of region, date of this decade and order is none."""
ID_CARD_15 = rf"{_PROVINCE}[0-9]{{4}}[0-9]{{2}}{_DAY}[0-9]{{3}}"
AMOUNT_BEHIND = r"(?!\.[0-9]{2}(?![0-9]))"
"""With two decimals behind it a number is an amount; with one it may be a telephone that was a float."""
_GROUPED_ID = re.compile(rf"(?<![0-9])[1-8](?:{BETWEEN}{{0,2}}[0-9]){{16}}{BETWEEN}{{0,2}}[0-9Xx](?![0-9])")
_GROUPED_ID_15 = re.compile(rf"(?<![0-9])(?<![0-9][.\-])[0-9]{{6}}{BETWEEN}?[0-9]{{6}}{BETWEEN}?[0-9]{{3}}(?![0-9\-])")
_MOBILE = re.compile(
    rf"(?<![0-9])(?:(?:\+|00)?86{BETWEEN}?|\({{0,1}}\+86\)?{BETWEEN}?)?"
    rf"1[3-9][0-9](?:{BETWEEN}{{0,2}}[0-9]{{4}}{BETWEEN}{{0,2}}[0-9]{{4}}|{BETWEEN}{{0,2}}[0-9]{{3}}{BETWEEN}{{0,2}}[0-9]{{5}}"
    rf"|[0-9]{{2}}{BETWEEN}{{1,2}}[0-9]{{3}}{BETWEEN}{{0,2}}[0-9]{{3}}|[0-9]{{3}}{BETWEEN}{{1,2}}[0-9]{{5}}"
    rf"|{BETWEEN}{{0,2}}[0-9]{{2}}(?:{BETWEEN}{{1,2}}[0-9]{{2}}){{3}})(?![0-9]){AMOUNT_BEHIND}"
)
_DIGIT_BY_DIGIT = re.compile(r"(?<![0-9.])1[ \-·][3-9](?:[ \-·][0-9]){9}(?![0-9])")
_FIXED = re.compile(
    r"(?<![0-9.])(?:\+?86[ \-]?)?(?:\(0(?:10|2[0-9]|[3-9][0-9]{2})\)|0(?:10|2[0-9]|[3-9][0-9]{2}))"
    rf"{BETWEEN}{{0,2}}(?!20[0-3][0-9](?:0[1-9]|1[0-2])[0-3])[2-8][0-9]{{2,3}}{BETWEEN}?[0-9]{{4}}"
    r"(?![0-9])(?:(?:[\-*#转,]|分机|ext\.?|EXT\.?)[ ]?[0-9]{1,6}(?![0-9]))?"
)
_LABEL = (
    r"(?:联系电话|联系方式|电\s*话|手\s*机号?码?|传\s*真|座\s*机|固\s*话|热\s*线|(?<![0-9A-Za-z])(?:[Tt][Ee][Ll]|[Pp]hone)|微\s*信号?|(?<![0-9A-Za-z])(?<![0-9A-Za-z][\-_/])[Qq]{2}号?)"
    r"\s*[:：为是]?\s*"
)
_LABELLED = re.compile(rf"{_LABEL}([0-9A-Za-z][0-9A-Za-z_\-]{{4,19}})")
_PAPERS = re.compile(
    r"(?:护照|通行证|台胞证|回乡证|军官证|士兵证|驾驶证|驾照|居留证|身份证|证件|社保卡?|银行卡|卡号|账号|帐号)"
    r"(?:证?件?号码?|号)?\s*[:：为是]?\s*([0-9A-Za-z](?:[ \-]?[0-9A-Za-z]){5,24})"
)
_PASSPORT = re.compile(r"(?<![0-9A-Za-z])(?:[EGDSP][0-9]{8}|E[A-Z][0-9]{7}|[HM][0-9]{8,10})(?![0-9A-Za-z])")
_CARD = re.compile(rf"(?<![0-9.])[0-9]{{4}}(?:{BETWEEN}?[0-9]{{4}}){{3}}(?:{BETWEEN}?[0-9]{{1,3}})?(?![0-9.])")
_CARD_BEGINS = re.compile(r"62|4[0-9]{15}$|5[1-5][0-9]{14}$|9558|60[0-9]{14}$|3[47]|35")
_NO_CARD = re.compile(rf"(?:19|20)[0-9]{{2}}(?:0[1-9]|1[0-2])|(?:[159][1-9])?{_PROVINCE}[0-9]{{4}}")
"""Numbers that begin with a date or with a division are of cases, land or organisations."""
_SEVEN_DIGITS = r"[0-9](?:[^0-9\p{Han}]{0,3}[0-9]){5}"


def mask_numbers(texts: pl.Series) -> pl.Series:
    """Numbers of persons anywhere in a text become ***."""
    told = texts.drop_nulls().unique()
    told = told.filter(told.str.normalize("NFKC").str.contains(_SEVEN_DIGITS))
    masked = {text: folding.replaced(spans) for text in told if (spans := personal_numbers(folding := folded(text)))}
    return texts.replace(masked) if masked else texts


def masked_numbers(text: str) -> str:
    """The same for one text."""
    folding = folded(text)
    spans = personal_numbers(folding)
    return folding.replaced(spans) if spans else text


def personal_numbers(text: Folded) -> list[Span]:
    """Where numbers of persons stand in a folded text."""
    return list(_found(text.text))


def _found(text: str) -> Iterator[Span]:
    yield from (match.span() for match in _GROUPED_ID.finditer(text) if _is_id_card(match.group()))
    yield from (match.span() for match in _GROUPED_ID_15.finditer(text) if _is_old_id_card(match.group()))
    for pattern in (_MOBILE, _DIGIT_BY_DIGIT, _FIXED, _PASSPORT):
        yield from (match.span() for match in pattern.finditer(text) if not _is_decimal(match.group()))
    for pattern in (_LABELLED, _PAPERS):
        yield from (match.span(1) for match in pattern.finditer(text) if _digits(match.group(1)))
    yield from (match.span() for match in _CARD.finditer(text) if _is_bank_card(match.group()))


def _is_decimal(text: str) -> bool:
    """1681680.0000 is an amount; a telephone has two dots or none."""
    return re.fullmatch(r"[0-9]+\.[0-9]+", text) is not None


def _digits(text: str) -> str:
    return re.sub(r"[^0-9Xx]", "", text)


def _is_id_card(text: str) -> bool:
    return re.fullmatch(ID_CARD, _digits(text)) is not None


def _is_old_id_card(text: str) -> bool:
    return re.fullmatch(ID_CARD_15, _digits(text)) is not None


def _is_bank_card(text: str) -> bool:
    digits = _digits(text)
    if not 16 <= len(digits) <= 19 or len(set(digits)) == 1:
        return False
    if digits.startswith("62"):
        return True
    return _luhn(digits) and (_CARD_BEGINS.match(digits) is not None or not _NO_CARD.match(digits))


def _luhn(digits: str) -> bool:
    """The check digit of cards (ISO/IEC 7812)."""
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0
