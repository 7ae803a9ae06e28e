"""Derive, linking: the words that names are made of (places, industries, forms), as patterns from ``tables/``."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TABLES = Path(__file__).parent / "tables"

FORM_CLASSES = {
    "公司": (
        "集团股份有限公司",
        "集团有限责任公司",
        "集团有限公司",
        "集团公司",
        "股份有限责任公司",
        "股份有限公司",
        "有限责任公司",
        "有限公司",
        "股份公司",
        "公司",
    ),
    "合作社": ("专业合作社联合社", "农民专业合作社", "专业合作社", "股份合作社", "合作社"),
    "村集体": ("股份经济合作社", "经济合作社", "经济联合社"),
    "村委会": ("村民委员会", "村委会", "居民委员会", "居委会"),
    "合伙": ("有限合伙企业", "合伙企业"),
    "个体": ("经营部", "商行", "门市部", "工作室", "店", "铺", "坊", "摊", "行", "部"),
    "厂": ("加工场", "总厂", "工厂", "厂", "场"),
    "机构": ("委员会", "研究院", "研究所", "中心", "学校", "医院", "集团", "站", "所", "院", "社", "馆", "园"),
}
"""Organisation forms by class: each class is one kind of legal person, its forms are spellings of it."""
STRONG_CLASSES = ("公司", "合作社", "村集体", "村委会", "合伙")
"""Forms that end the name of a legal person wherever they occur: text after them names a branch."""
BRANCH_KINDS = (
    "分公司",
    "子公司",
    "分厂",
    "分店",
    "分部",
    "分社",
    "分院",
    "办事处",
    "营业部",
    "门市部",
    "经营部",
    "事业部",
)
"""Units that are enterprises of their own."""
SITE_KINDS = (
    "车间",
    "厂区",
    "工区",
    "仓库",
    "厂房",
    "生产基地",
    "基地",
    "宿舍",
    "食堂",
    "生产线",
    "项目部",
    "号楼",
    "工段",
)
"""Premises of the same legal person."""
UNIT_OR_FORM = ("门市部", "经营部", "营业部", "仓库", "基地")
"""Units if they follow the form of a legal person, else forms of sole traders or words of an industry."""
ORDINAL = r"第?(?:[一二三四五六七八九十]+|[0-9]+|[A-Z])?"
SIDE = r"(?:[东南西北新老]{1,2}区?)?"
"""Which of several sites; before a branch, such a character belongs to a place (苍南分公司)."""


@dataclass(frozen=True)
class Place:
    """A division named before the 字号; ``code`` is its division code, for cities elsewhere one of our own."""

    code: str
    level: str


def alternatives(words: list[str]) -> str:
    """A regular expression group that prefers longer words."""
    return "(?:" + "|".join(re.escape(w) for w in sorted(set(words), key=lambda w: (-len(w), w))) + ")"


@cache
def places() -> dict[str, Place]:
    """Full and short names of provinces and cities, and of the counties of Zhejiang."""
    found: dict[str, Place] = {}
    with (TABLES / "place.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for name in filter(None, (row["place_zh"], row["short_zh"])):
                found.setdefault(name, Place(row["place_code"], row["level"]))
    return found


def place_pattern(level: str) -> str:
    """Names of one level, longest first."""
    return alternatives([name for name, place in places().items() if place.level == level])


@cache
def industry_pattern() -> str:
    """Words that begin the industry part of a name."""
    return alternatives((TABLES / "industry_word.txt").read_text(encoding="utf-8").split())


def form_pattern(classes: tuple[str, ...]) -> str:
    """Organisation forms of some classes."""
    return alternatives([form for name in classes for form in FORM_CLASSES[name]])


@cache
def form_classes() -> dict[str, str]:
    """Form -> class."""
    return {form: name for name, forms in FORM_CLASSES.items() for form in forms}


@cache
def lookalikes() -> dict[str, str]:
    """Character -> the first of its group of characters that look alike."""
    groups = (TABLES / "lookalike.txt").read_text(encoding="utf-8").split()
    return {letter: group[0] for group in groups for letter in group[1:]}


@cache
def homophones() -> dict[str, str]:
    """Character -> the first character of the same syllable, ignoring tones: equal folds sound alike."""
    from pypinyin import lazy_pinyin

    first: dict[str, str] = {}
    folded = {letter: first.setdefault(lazy_pinyin(letter)[0], letter) for letter in map(chr, range(0x4E00, 0xA000))}
    return {letter: to for letter, to in folded.items() if letter != to}


@cache
def simplified() -> dict[str, str]:
    """Traditional and variant character -> simplified one."""
    from opencc import OpenCC

    letters = [chr(code) for code in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000), *range(0xF900, 0xFB00))]
    plain = OpenCC("t2s").convert("\n".join(letters)).split("\n")
    return {old: new for old, new in zip(letters, plain, strict=True) if old != new}
