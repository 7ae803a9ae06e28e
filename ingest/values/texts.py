"""Ingest, values: free text, categories, yes and no, and names of natural persons."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Collection

import polars as pl

from ingest.contracts.units import normal
from ingest.values.parsed import Cells, Parsed, unreadable

TRUE = ("是", "有", "√", "✓", "✔", "☑", "Y", "YES", "T", "TRUE", "1", "已", "对", "真")
FALSE = ("否", "无", "没有", "×", "✗", "✕", "✖", "✘", "X", "N", "NO", "F", "FALSE", "0", "未", "不是", "错", "假")
PERSON_PREFIX = "自然人#"
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅"
    "方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤俞楼应裘竺章葛虞屠骆寿宣斯边郦祝柴舒占詹"
    "施鲍温倪阮项池华柳庄颜凌桑焦翁尚岳梅贝邢霍申耿关兰焦柯苗涂卜卞管颜鞠甘单祁尤辛聂芦管车欧解殷邬缪娄危江童"
)
COMPOUND_SURNAMES = (
    "欧阳",
    "上官",
    "司马",
    "诸葛",
    "司徒",
    "东方",
    "夏侯",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "令狐",
)
ID_CARD = r"[1-6][0-9]{5}(?:19[2-9][0-9]|20[01][0-9])(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx]"
"""居民身份证号码 of anyone born 1920 to 2019; a case number made of region, date of this decade and order is none."""
_MOBILE = r"(?:\+?86[ -]?)?1[3-9][0-9](?:[0-9]{8}|[ -][0-9]{4}[ -][0-9]{4})"
_BEHIND = r"$|[^0-9.]|\.$|\.[^0-9]|\.[0-9]$|\.[0-9][^0-9]"
"""With two decimals behind it a number is an amount; with one it may be a telephone that was a float."""
_NUMBERS_OF_PERSONS = rf"(^|[^0-9A-Za-z])(?:{ID_CARD}|{_MOBILE})({_BEHIND})"
_NUMBER_MASKED = "${1}***${2}"
_ORGANISATION_END = "厂司社店部所院局委会站场村居行园坊馆处队镇乡街区县办组矿铺业"
_ORGANISATION = r"公司|[厂店社院局]|合作|集团|中心|银行|学校|委员会|政府|街道|村|工业|实业|有限|电气|热电|机械"
_LABELLED = r"((?:经办人|联系人|填表人|填报人|负责人|法人|法定代表人|责任人)\s*[:：]?\s*)[\p{Han}]{2,4}"
_ASIDE = re.compile(r"[((].*?[))]|[0-9A-Za-z*Xx]{4,}|\*+|身份证号?|电话")
_NAME_WITH_DOTS = re.compile(r"[\u4e00-\u9fff]{1,8}(?:[·•・.][\u4e00-\u9fff]{1,8})+")
"""买买提·艾合买提, under whatever dot a keyboard gives."""
LONGEST_PERSONS_CELL = 40


def parse_text(cells: Cells) -> Parsed:
    """Trimmed text without numbers of persons; names are hidden once the whole row is typed (``values.holders``)."""
    value = cells.frame["trimmed"]
    return Parsed({cells.column.name: value if cells.column.personal == "if_natural_person" else mask_numbers(value)})


def parse_category(cells: Cells) -> Parsed:
    """The canonical value; a spelling that the contract does not list is never given a default."""
    spellings = {
        normal(spelling): canonical
        for canonical, others in cells.column.values.items()
        for spelling in (canonical, *others)
    }
    text = pl.col("folded").str.replace_all(r"\s", "")
    frame = cells.frame.with_columns(value=text.replace_strict(spellings, default=None, return_dtype=pl.String))
    return Parsed({cells.column.name: frame["value"]}, (unreadable(cells, "unknown_value", frame),))


def parse_boolean(cells: Cells) -> Parsed:
    """是/否 and the marks people make for them."""
    spellings = dict.fromkeys(TRUE, True) | dict.fromkeys(FALSE, False)
    text = pl.col("trimmed").str.normalize("NFKC").str.to_uppercase()
    frame = cells.frame.with_columns(value=text.replace_strict(spellings, default=None, return_dtype=pl.Boolean))
    return Parsed({cells.column.name: frame["value"]}, (unreadable(cells, "unknown_value", frame, "trimmed"),))


def hide_persons(names: pl.Series, key: bytes, known: Collection[str] = ()) -> pl.Series:
    """Replace each cell that names a natural person (or several) by a keyed hash; others stay."""
    cells = names.drop_nulls().unique()
    cells = cells.filter(cells.str.contains(r"\p{Han}") & (cells.str.len_chars() <= LONGEST_PERSONS_CELL))
    candidates = cells.filter(~cells.str.contains(_ORGANISATION)).to_list()
    hidden = {name: hidden_name(name, key) for name in candidates if name not in known and is_person_name(name)}
    return names.replace(hidden) if hidden else names


def mask_numbers(texts: pl.Series) -> pl.Series:
    """ID-card and mobile numbers anywhere in a text become ***; two that share a separator both do."""
    if not texts.str.contains(_NUMBERS_OF_PERSONS).any():
        return texts
    once = texts.str.replace_all(_NUMBERS_OF_PERSONS, _NUMBER_MASKED)
    return once.str.replace_all(_NUMBERS_OF_PERSONS, _NUMBER_MASKED)


def mask_values(values: pl.Series, key: bytes, known: Collection[str] = ()) -> pl.Series:
    """Hide persons in quoted cells: shifted rows put names, ID numbers and phones under any header.

    ``known`` are words of the list itself (车船税) that only look like a person's name.
    """
    masked = mask_numbers(hide_persons(values, key, known))
    return masked.str.replace_all(_LABELLED, "${1}***")


def hidden_name(name: str, key: bytes) -> str:
    """``自然人#<hash>``: the same person stays the same in one installation and cannot be looked up."""
    folded = normal(name)
    return PERSON_PREFIX + hmac.new(key, folded.encode(), hashlib.sha256).hexdigest()[:16]


def is_person_name(text: str) -> bool:
    """Whether every name in a cell looks like a natural person's: a surname and one or two characters."""
    plain = _ASIDE.sub("", normal(text)).removesuffix("等")
    parts = [part for part in re.split(r"[、,，;；/和]", plain) if part]
    return bool(parts) and all(_is_one_person(part) for part in parts)


def _is_one_person(name: str) -> bool:
    if _NAME_WITH_DOTS.fullmatch(name):
        return name[-1] not in _ORGANISATION_END
    if not re.fullmatch(r"[\u4e00-\u9fff]{2,4}", name) or name[-1] in _ORGANISATION_END:
        return False
    if name[:2] in COMPOUND_SURNAMES:
        return len(name) in (3, 4)
    return name[0] in SURNAMES and len(name) in (2, 3)
