"""Ingest: units of money and area, as exact fractions of 元 and ㎡. A unit is declared, never guessed."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

MONEY = {
    "元": Fraction(1), "人民币元": Fraction(1), "千元": Fraction(1000), "万元": Fraction(10_000),
    "百万元": Fraction(1_000_000), "亿元": Fraction(100_000_000),
}  # fmt: skip
_HECTARE, _KM2, _MU = Fraction(10_000), Fraction(1_000_000), Fraction(2000, 3)
AREA = {
    "m2": Fraction(1), "平方米": Fraction(1), "平米": Fraction(1), "亩": _MU, "公顷": _HECTARE, "ha": _HECTARE,
    "万平方米": _HECTARE, "平方公里": _KM2, "平方千米": _KM2, "km2": _KM2,
}  # fmt: skip
OTHER_WORDS = {"人", "%", "吨标煤", "吨标准煤", "万元/亩", "年", "个", "家", "户"}
UNITS_BY_TYPE = {"money": MONEY, "area": AREA}
_NOTE = re.compile(r"(?:^|[^\u4e00-\u9fff]|金额|面积|计量)单位:([^::]+)")
_SEPARATORS = re.compile(r"[、,;，；/\s()]+")


def normal(text: str) -> str:
    """Width and compatibility forms folded, white space removed (㎡ becomes m2)."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def factor(column_type: str, unit: str) -> Fraction | None:
    """Size of a unit in 元 or ㎡, or None where the type does not know it."""
    return UNITS_BY_TYPE.get(column_type, {}).get(normal(unit))


def units_in_note(text: str) -> dict[str, str]:
    """Units named by a line like ``单位：万元、亩``: column type -> unit. 填报单位 is a sender, not a unit."""
    found: dict[str, str] = {}
    for match in _NOTE.finditer(unicodedata.normalize("NFKC", text)):
        for word in _SEPARATORS.split(match.group(1)):
            for column_type, units in UNITS_BY_TYPE.items():
                if normal(word) in units:
                    found.setdefault(column_type, normal(word))
    return found


def is_unit_word(text: str) -> bool:
    """Whether a cell holds nothing but a unit, as in a unit row below the header."""
    word = normal(text).strip("()")
    return word in MONEY or word in AREA or word in OTHER_WORDS
