"""Ingest, values: dates written in Chinese numerals (二〇二一年十月二十五日) in the digits everyone else uses."""

from __future__ import annotations

import re

import polars as pl

_DIGITS = dict(zip("〇○零一二三四五六七八九", "000123456789", strict=True))
_YEAR, _COUNT = "[〇○零一二三四五六七八九]{4}", "[一二三四五六七八九十]{1,3}"
_WRITTEN = re.compile(rf"({_YEAR})年(?:({_COUNT})月(?:({_COUNT})([日号]))?)?")
_TENS = re.compile(r"([一二三])?十([一二三四五六七八九])?")


def digits_for_words(texts: pl.Series) -> pl.Series:
    """Cells that begin with such a date get it in digits; all others stay as they are."""
    written = texts.filter(texts.str.contains(f"^{_YEAR}年").fill_null(False)).unique()
    return texts.replace({text: _WRITTEN.sub(_in_digits, text, count=1) for text in written}) if len(written) else texts


def _in_digits(match: re.Match[str]) -> str:
    year, month, day, end = match.groups()
    text = "".join(_DIGITS[sign] for sign in year) + "年"
    text += f"{_count(month)}月" if month else ""
    return text + (f"{_count(day)}{end}" if day else "")


def _count(words: str) -> str:
    """十 10, 二十五 25, 三 3; a number that is none stays as it is and will not be read."""
    if tens := _TENS.fullmatch(words):
        return (_DIGITS[tens[1]] if tens[1] else "1") + (_DIGITS[tens[2]] if tens[2] else "0")
    return _DIGITS.get(words, words)
