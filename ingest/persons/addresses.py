"""Ingest, persons: addresses. What is a place stays, a company in it as well; the rest is whoever lives there.

Places go from the large to the small: behind a number of a house there is no village, and behind a village no town, so
what ends like one there is a name (李国镇). A mark behind the mask keeps two households of one village two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import polars as pl

from ingest.persons.folding import LONGEST_CELL, MASK, Folded, Span, folded, joined
from ingest.persons.free_text import KEPT_TEXTS, is_judged, marked_text, names
from ingest.persons.marks import marked
from ingest.persons.numbers import personal_numbers
from ingest.persons.phrase import LONGEST_NAME
from ingest.persons.text_words import known_words, words

_ENDS = (
    r"(?P<division>省|市|县|镇|乡|街道|区)|(?P<village>村委会|行政村|自然村|新村|村|社区|居委会|畈|岙|坞|庄|埠)"
    r"|(?P<road>大道|大街|公路|中路|东路|西路|南路|北路|路|街|巷|弄|桥|里)"
    r"|(?P<area>开发区|工业园区|工业园|工业区|工业点|产业园|创业园|科技园|园区|小区|新区|片区|区块|地块|组团|公寓|花园|广场|大厦|市场)"
    r"|(?P<firm>有限责任公司|有限公司|股份公司|公司|集团)"
)
_BEHIND = re.compile(rf"[^\W\d_租承用由系在与和]{{0,2}}?(?:{_ENDS})")
_FIRM_BEHIND = re.compile(r"[^\W\d_户家宅租承用的由系在与和]{0,12}?(?P<firm>有限责任公司|有限公司|公司|集团)")
_PARK_BEHIND = re.compile(
    r"[^\W\d_户家宅租承用的由系在与和]{0,8}?(?P<area>产业园区?|工业园区?|科技园区?|创业园区?|孵化园|物流园|小微企业园|小微园|开发区)"
)
"""陶朱智能装备产业园: what a park makes stands before its kind."""
_END = re.compile(rf"(?:{_ENDS})$")
_PLACES = tuple("省市县区镇乡道村")
"""What stands before a village, and hardly before a person."""
_HOUSE = re.compile(r"[0-9一二三四五六七八九十]\s*(?:号|幢|栋|单元|室|楼|层|弄)")
_WHOSE = re.compile(r"\s*(?:户|家|宅|夫妇|夫妻|先生|女士|家属|自建房|住宅|民房|老宅|屋|等)")


def mask_addresses(texts: pl.Series, key: bytes) -> pl.Series:
    """Addresses with names and numbers of persons hidden."""
    told = texts.drop_nulls().unique()
    masked = {text: shown for text in told if (shown := masked_address(text, key)) != text}
    return texts.replace(masked) if masked else texts


@lru_cache(maxsize=KEPT_TEXTS)
def masked_address(text: str, key: bytes) -> str:
    """The same for one address."""
    if not is_judged(text):
        return MASK
    if len(text) > LONGEST_CELL:
        return marked_text(text, key)
    folding = folded(text)
    spans = [*personal_numbers(folding), *_residents(folding)]
    if not spans:
        return text
    hidden = [folding.text[first:last] for first, last in joined(spans)]
    return folding.replaced(spans, [marked(name, key) for name in hidden])


def _residents(folding: Folded) -> Iterator[Span]:
    """What may be a name and is not part of a place that can stand where it stands."""
    text, house = folding.text, _HOUSE.search(folding.text)
    for first, last in names(text):
        end = _place_end(text, first, last)
        if end is None:
            yield first, last
            continue
        is_late = house is not None and house.start() < first and end.lastgroup != "firm"
        is_town_again = end.lastgroup == "division" and _has_village(text[:first])
        is_whose = _WHOSE.match(text, end.end()) is not None or _is_name_at_end(text, first, end)
        if (
            is_late
            or is_town_again
            or is_whose
            or _is_name_alone(text, first, end)
            or _is_in_a_sentence(text, first, end)
        ):
            yield first, max(last, end.end() if end.end() - first <= LONGEST_NAME else last)


def _place_end(text: str, first: int, last: int) -> re.Match[str] | None:
    """The end of a place that a span has itself, or that follows it at once."""
    behind = (pattern.match(text, last) for pattern in (_BEHIND, _FIRM_BEHIND, _PARK_BEHIND))
    return _END.search(text, first, last) or next(filter(None, behind), None)


def _has_village(before: str) -> bool:
    return re.search(r"村|社区|居委会|路|街(?!道)|巷", before) is not None


def _is_name_at_end(text: str, first: int, end: re.Match[str]) -> bool:
    """甘霖镇上高村王大厦: behind a village stands no further one, and no building without a road."""
    is_end = not text[end.end() :].strip(" ()") and end.lastgroup != "firm"
    return is_end and end.end() - first <= 3 and text[first] in words().strong and _has_village(text[:first])


def _is_in_a_sentence(text: str, first: int, end: re.Match[str]) -> bool:
    """钱兴村违章搭建钢棚: words that lead to no further place stand behind a person rather than a village."""
    rest = text[end.end() :]
    is_short = (
        end.lastgroup in ("division", "village") and end.end() - first == 3 and text[first - 1 : first] not in _PLACES
    )
    is_name = is_short and text[first] in words()["surname"] and text[first + 1] in words()["given"]
    return (
        is_name
        and len(rest) > 3
        and not re.search(rf"[0-9]|{_ENDS}", rest)
        and text[first : end.end()] not in known_words()
    )


def _is_name_alone(text: str, first: int, end: re.Match[str]) -> bool:
    """张兴村 with nothing around it is a name as likely as a village, 苍国镇 as a town and 王大厦 as a building."""
    whole = text.strip(" ()")
    is_whole = text[first : end.end()] == whole and end.lastgroup != "firm"
    surnames = words()["surname"] if whole.endswith("镇") else words().strong
    is_family = whole[1:2] == "家"  # 丁家村
    return is_whole and len(whole) <= 3 and whole[0] in surnames and not is_family and whole not in known_words()
