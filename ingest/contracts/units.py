"""Ingest, contracts: units of money and area, as exact fractions of 元 and ㎡. A unit is declared, never guessed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from fractions import Fraction

MONEY = {
    "元": Fraction(1),
    "人民币元": Fraction(1),
    "千元": Fraction(1000),
    "万元": Fraction(10_000),
    "百万元": Fraction(1_000_000),
    "亿元": Fraction(100_000_000),
}
_HECTARE, _KM2, _MU = Fraction(10_000), Fraction(1_000_000), Fraction(2000, 3)
AREA = {
    "m2": Fraction(1),
    "平方米": Fraction(1),
    "平米": Fraction(1),
    "亩": _MU,
    "公顷": _HECTARE,
    "ha": _HECTARE,
    "万平方米": _HECTARE,
    "平方公里": _KM2,
    "平方千米": _KM2,
    "km2": _KM2,
}
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
_OUTRIGHT = (_SAID[0], _SAID[-1])
_SEPARATORS = re.compile(r"[、,;]+")


def normal(text: str) -> str:
    """Width and compatibility forms folded, white space removed (㎡ becomes m2)."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def factor(column_type: str, unit: str) -> Fraction | None:
    """Size of a unit in 元 or ㎡, or None where the type does not know it."""
    return UNITS_BY_TYPE.get(column_type, {}).get(normal(unit))


def units_in_note(text: str, outright: bool = False) -> dict[str, str]:
    """Units named by a line like ``单位：万元、亩``: column type -> unit. 填报单位 is a sender, not a unit.

    ``outright`` takes only ``单位：`` and ``以万元计``: an explanation below a table may mention (万元) in passing.
    """
    found: dict[str, str] = {}
    for line in text.split():
        _collect(normal(line), found, outright)
    _collect(normal(text), found, outright)
    return found


def every_unit_in_note(text: str) -> dict[str, set[str]]:
    """All units that lines like ``单位：万元`` name outright, by column type: more than one size is a contradiction."""
    found: dict[str, set[str]] = {}
    for line in text.split():
        for pattern in _OUTRIGHT:
            for column_type, unit in _named(normal(line), pattern):
                found.setdefault(column_type, set()).add(unit)
    return found


def _collect(text: str, found: dict[str, str], outright: bool) -> None:
    for pattern in _OUTRIGHT if outright else _SAID:
        for column_type, unit in _named(text, pattern):
            found.setdefault(column_type, unit)


def _named(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    for match in pattern.finditer(text):
        for word in _SEPARATORS.split(match.group(1)):
            yield from ((column_type, word) for column_type, units in UNITS_BY_TYPE.items() if word in units)


def is_unit_word(text: str) -> bool:
    """Whether a cell holds nothing but a unit, as in a unit row below the header."""
    word = normal(text).strip("()")
    return word in MONEY or word in AREA or word in OTHER_WORDS or any(word.lower() in family for family in MEASURES)


TYPED_UNITS = {"money": "元", "area": "㎡"}
"""Units of typed money and areas; a decimal or an integer is typed in its contract's own unit."""
_KILO, _MYRIAD, _YI = Fraction(1000), Fraction(10_000), Fraction(100_000_000)
MEASURES: tuple[dict[str, Fraction], ...] = (
    {
        "吨标煤": Fraction(1),
        "吨标准煤": Fraction(1),
        "tce": Fraction(1),
        "万吨标煤": _MYRIAD,
        "万吨标准煤": _MYRIAD,
        "千克标准煤": 1 / _KILO,
        "kgce": 1 / _KILO,
    },
    {
        "千瓦时": Fraction(1),
        "kwh": Fraction(1),
        "度": Fraction(1),
        "万千瓦时": _MYRIAD,
        "万度": _MYRIAD,
        "亿千瓦时": _YI,
        "兆瓦时": _KILO,
        "mwh": _KILO,
    },
    {
        "吨": Fraction(1),
        "t": Fraction(1),
        "千克": 1 / _KILO,
        "公斤": 1 / _KILO,
        "kg": 1 / _KILO,
        "克": 1 / _KILO / _KILO,
        "g": 1 / _KILO / _KILO,
        "万吨": _MYRIAD,
    },
    {"立方米": Fraction(1), "m3": Fraction(1), "方": Fraction(1), "万立方米": _MYRIAD},
    {"千瓦": Fraction(1), "kw": Fraction(1), "兆瓦": _KILO, "mw": _KILO},
    {"千伏安": Fraction(1), "kva": Fraction(1)},
    {"米": Fraction(1), "m": Fraction(1), "公里": _KILO, "千米": _KILO, "km": _KILO},
    {"人": Fraction(1), "名": Fraction(1), "万人": _MYRIAD},
    {"元/千瓦时": Fraction(1), "元/kwh": Fraction(1), "元/度": Fraction(1)},
)
"""Units of decimals and integers, one family each, as multiples of its first."""
_USUAL = {"money": ("元", "千元", "万元", "亿元"), "area": ("㎡", "亩", "公顷", "平方公里")}


def accepted_units(column_type: str, unit: str | None) -> dict[str, Fraction]:
    """Every unit that may be written for a column -> its size in the unit of the typed column (lower case)."""
    if column_type in UNITS_BY_TYPE:
        return UNITS_BY_TYPE[column_type]
    own = normal(unit or "").lower()
    for family in MEASURES:
        if own in family:
            return {name: size / family[own] for name, size in family.items()}
    return {own: Fraction(1)} if own else {}


def usual_units(column_type: str, unit: str | None) -> dict[str, Fraction]:
    """One name per size of the units a column may be given in, to suggest; a share may be meant as a percentage."""
    if column_type in _USUAL:
        return {name: UNITS_BY_TYPE[column_type][normal(name)] for name in _USUAL[column_type]}
    if unit == "%":
        return {"比值（1 为 100%）": Fraction(100)}
    first_of_size: dict[Fraction, str] = {}
    for name, size in accepted_units(column_type, unit).items():
        first_of_size.setdefault(size, name)
    return {name: size for size, name in first_of_size.items()}
