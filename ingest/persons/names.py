"""Ingest, persons: is what a text calls its holder evidently an organisation? What is not is a person: default deny.

The rule is written down in docs/persons.md. Nothing here knows how a person looks, except where the name of one may
stand inside or beside that of an organisation.
"""

from __future__ import annotations

import re
from functools import cache

from ingest.persons.words import pattern, words

HAN = r"[\u3400-\u4dbf\u4e00-\u9fff]"
_LATIN_FORM = re.compile(
    r"\b(?:co|corp|inc|ltd|limited|llc|llp|gmbh|kgaa|plc|pte|pty|bhd|b\.?v|n\.?v|s\.?r\.?l|s\.?p\.?a|sarl|s\.a|s\.a\.s"
    r"|company|corporation|incorporated|holdings?|group|industries|industrial|enterprises?|manufacturing|international"
    r"|university|bank|institute|technolog(?:y|ies))\b|株式会社|주식회사",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"等?(?:[0-9]+|[一二两三四五六七八九十]+|多|数|若干)?(?:家|户|人|名|个|位)?$")
_DIVISION_ENDS = "村镇乡县市区道"
_A_PLACE = re.compile(rf"^(?:{HAN}{{2,4}}?(?:省|市|县|区|镇|乡|街道|村|社区)(?=.))+")


def is_organisation(name: str) -> bool:
    """Whether a folded name without brackets and separators is evidently that of an organisation (or no name)."""
    if name in words("placeholder") or _is_place(name):
        return True
    first = re.match(pattern("before"), name)
    if first and not is_organisation(name[first.end() :]):
        return False
    last = re.search(rf"{pattern('behind')}$", name)
    if last and last[0] not in ("等", "户"):
        return False
    stem = _COUNTED.sub("", name) if last or re.search(r"等", name) else name
    if stem != name:
        return len(stem) > 1 and (bool(_sure(stem)) if name.endswith("户") else is_organisation(stem))
    return _sure(name) or _has_trade(name) or _ends_like_one(name)


def is_only_a_place(name: str) -> bool:
    """Whether it says where somebody is: beside a person's name it names nobody else."""
    return name[-1:] in _DIVISION_ENDS or _is_place(name)


def is_generic(name: str) -> bool:
    """五金店, 加油站: what somebody runs, and nobody's name; taken for one, it would make many persons one."""
    kinds = pattern("legal", "always", "trade", "given", "form", "weak", "site")
    return re.fullmatch(rf"(?:{kinds}|有限|责任)+", name) is not None


def is_latin_organisation(text: str) -> bool:
    """Whether a text without Chinese characters has the form of a firm in it: Co., Ltd, GmbH, Inc, LLC."""
    return _LATIN_FORM.search(text) is not None


def looks_like_a_person(name: str) -> bool:
    """A surname with one or two characters behind it, or two surnames with two: asked only beside an organisation."""
    if not re.fullmatch(rf"{HAN}{{2,4}}", name) or name in _no_person():
        return False
    if name[:2] in words("compound_surname"):
        return len(name) > 2
    surnames = words("surname")
    return name[0] in surnames and (len(name) < 4 or name[1] in surnames)


def ends_in_a_form(name: str) -> bool:
    """Whether the last word is that of an organisation, so that no person's name stands behind it."""
    return _form_at_the_end().search(name) is not None


def without_persons(name: str) -> str:
    """The name of an organisation without a person's before its place or behind its form."""
    first = _lead().match(name)
    if first and looks_like_a_person(first[1]) and first[1][:2] not in words("place"):
        name = name[len(first[1]) :]
    if ends_in_a_form(name):
        return name
    last = _tail().match(name)
    if last and looks_like_a_person(last[2]):
        return last[1]
    last = _behind_a_firm().match(name)
    return last[1] if last and last[2] not in _no_person() else name


@cache
def _lead() -> re.Pattern[str]:
    towns = "|".join(sorted((re.escape(name) for name in words("place") if name[-1] in "省市县区镇乡道"), reverse=True))
    return re.compile(rf"^({HAN}{{2,4}}?)(?:{towns})")


@cache
def _tail() -> re.Pattern[str]:
    ends = f"{pattern('legal', 'always')}|{pattern('trade')}?[厂店部所站行社院]"
    return re.compile(rf"^(.*(?:{ends}))({HAN}{{2,4}})$")


@cache
def _behind_a_firm() -> re.Pattern[str]:
    """What follows 公司 and is no part of it: no surname is asked for."""
    parts = pattern("site", "place", "always", "trade", "given", "form", "weak")
    return re.compile(rf"^(.*公司)((?:(?!{parts})[^0-9A-Za-z]){{2,12}})$")


@cache
def _form_at_the_end() -> re.Pattern[str]:
    return re.compile(rf"(?:{pattern('legal', 'always', 'trade', 'form')}|场)$")


@cache
def _no_person() -> frozenset[str]:
    return words("place") | words("bracket") | words("site") | words("placeholder")


def _sure(name: str) -> bool:
    """A word for a kind of organisation, with a name to it; three characters of it need none."""
    if any(len(name) > len(found) for found in re.findall(pattern("legal"), name)):
        return True
    return any(_has_name(name, found) or len(found) > 2 for found in re.findall(pattern("always"), name))


def _has_trade(name: str) -> bool:
    if any(_has_name(name, found) for found in re.findall(pattern("trade"), name)):
        return True
    rest = _after_place(name)
    stands_in_place = rest != name and not looks_like_a_person(rest)
    return any(stands_in_place or len(rest) - len(found) > 2 for found in re.findall(pattern("given"), rest))


def _has_name(name: str, word: str) -> bool:
    """王小电器 is a firm's name, 王电器 and 欧阳电器 may be a person's."""
    return len(name) - len(word) > 1 and name.replace(word, "", 1) not in words("compound_surname")


def _ends_like_one(name: str) -> bool:
    """The last character alone says it, so enough must stand before it: a place, or what is no person's name."""
    rest = _after_place(name)
    if re.search(rf"..{pattern('end')}$", name):
        return True
    if re.search(rf"{pattern('form')}$", name):
        left = name[:-1]
        return rest != name or not (looks_like_a_person(left) or left in words("surname") or not left)
    if re.search(rf"{pattern('weak')}$", name) is None:
        return False
    if rest == name:
        return len(name) > 5
    if name.removesuffix(rest).endswith("村"):  # no village stands behind a village
        return not looks_like_a_person(rest)
    return len(rest) > 1 and (name[-1] in _DIVISION_ENDS or not looks_like_a_person(rest))


def _is_place(name: str) -> bool:
    is_known = re.fullmatch(rf"{pattern('place')}+", name) is not None
    return is_known or (name[-1:] in "村乡镇" and name[:-1] in words("town"))


def _after_place(name: str) -> str:
    """What a place stands before: 嵊州市上高村 -> 上高村; the name itself where none does."""
    known = re.match(rf"(?:{pattern('place')})+", name)
    behind = _A_PLACE.match(name)
    end = max(match.end() if match else 0 for match in (known, behind))
    return name[end:] if 0 < end < len(name) else name
