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
_NAMES = "|".join(sorted({*MONEY, *AREA}, key=lambda name: (-len(name), name)))
_SAID = (
    re.compile(
        r"(?<!填报)(?<!报送)(?<!上报)(?<!责任)(?<!编制)(?<!填表)(?<!制表)单位[::]?\(?((?:"
        + _NAMES
        + r"|[、,;])+)(?![/\w])"
    ),
    re.compile(rf"(?:金额|面积|税额|税收)[::]({_NAMES})(?![/\w])"),
    re.compile(rf"\(({_NAMES})\)"),
    re.compile(rf"以({_NAMES})(?:计|为单位)"),
)
_SEPARATORS = re.compile(r"[、,;]+")


def normal(text: str) -> str:
    """Width and compatibility forms folded, white space removed (㎡ becomes m2)."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def factor(column_type: str, unit: str) -> Fraction | None:
    """Size of a unit in 元 or ㎡, or None where the type does not know it."""
    return UNITS_BY_TYPE.get(column_type, {}).get(normal(unit))


def units_in_note(text: str) -> dict[str, str]:
    """Units named by a line like ``单位：万元、亩``: column type -> unit. 填报单位 is a sender, not a unit."""
    found: dict[str, str] = {}
    for line in text.split():
        _collect(normal(line), found)
    _collect(normal(text), found)
    return found


def _collect(text: str, found: dict[str, str]) -> None:
    for pattern in _SAID:
        for match in pattern.finditer(text):
            for word in _SEPARATORS.split(match.group(1)):
                for column_type, units in UNITS_BY_TYPE.items():
                    if word in units:
                        found.setdefault(column_type, word)


def is_unit_word(text: str) -> bool:
    """Whether a cell holds nothing but a unit, as in a unit row below the header."""
    word = normal(text).strip("()")
    return word in MONEY or word in AREA or word in OTHER_WORDS
