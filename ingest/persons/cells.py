"""Ingest, persons: a cell for whoever a row names, which may hold several, a bracket, a role, a number.

``organisation_in`` says what of it may be shown; what it does not return stands for a person and is hidden.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Any

from ingest.persons.folding import LONGEST_CELL
from ingest.persons.names import (
    HAN,
    ends_in_a_form,
    is_generic,
    is_latin_organisation,
    is_only_a_place,
    is_organisation,
    looks_like_a_person,
    without_persons,
)
from ingest.persons.words import pattern, words

TOKEN = re.compile("自然人#[0-9a-f]{16}")
_UNSEEN = ("Cf", "Cc", "Co", "Cn", "Mn")
_BRACKETS = str.maketrans("〔〕【】[]{}<>〈〉《》「」『』", "()()()()()()()()()")
_BRACKET = re.compile(r"\(([^()]*)\)?")
_SEPARATORS = r"[、,;|/\\\n\r\t→⇒&+:]|以及|及其|租用|租给|转租|出租给|转让给|挂靠"
_SPACED_LETTER = re.compile(rf"(?<!{HAN})({HAN})\s+(?={HAN})")
_NUMBER = re.compile(r"[0-9*Xx\-.\s]{4,}")
_DOT = re.compile(r"[·•・‧∙⋅●]")
_WHERE = re.compile(r"(?:路|大道|大街|车间|厂区|新区|矿区|库区|校区|院区|项目|号)$")
_LATIN = re.compile(r"[A-Za-z][A-Za-z .'-]*")
_AND_BEHIND = re.compile(rf"^(.+)(?:[和与及]|[-—–―~]+)({HAN}{{2,4}}|{HAN}+[·•.]{HAN}+)$")
_AND = re.compile(rf"^({HAN}{{2,4}})(?:[和与及]|([-—–―~])+)({HAN}{{4,}})$")


def folded(text: str) -> str:
    """Full width, unseen and traditional characters read as what they stand for."""
    wide = unicodedata.normalize("NFKC", text).translate(_BRACKETS)
    seen = "".join(" " if letter in "\n\r\t" else letter for letter in wide if _is_seen(letter))
    return _simplified(seen).strip()


@lru_cache(maxsize=100_000)
def organisation_in(cell: str) -> str | None:
    """The cell where it names organisations alone; those of them that stand beside a person; None where there is none.

    王小明(某某厂) -> 某某厂; 某某厂(普通合伙) stays.
    """
    if len(cell) > LONGEST_CELL:
        return None
    text = folded(cell)
    if TOKEN.fullmatch(text) or text in words("placeholder"):
        return cell
    if not re.search(HAN, text):
        return cell if is_latin_organisation(text) else None
    text = _in_its_middle().sub("", text)
    inner = [found for found in map(str.strip, _BRACKET.findall(text)) if not _says_nothing(found)]
    pieces = [piece for part in (_BRACKET.sub("", text), *inner) for piece in _pieces(part)]
    shown = [without_persons(piece) for piece in pieces]
    found = [name for name in shown if name not in words("placeholder") and is_organisation(name)]
    others = [piece for piece, name in zip(pieces, shown, strict=True) if piece != name or name not in found]
    if found and all(map(_is_neutral, others)) and not _has_latin_person(text):
        return cell
    return (
        "、".join(
            _LATIN.sub("", name) for name in dict.fromkeys(found) if not (is_only_a_place(name) or is_generic(name))
        )
        or None
    )


def may_name_a_person(cell: str) -> bool:
    """Whether a cell beside the code of an organisation still looks as if it named a person."""
    if len(cell) > LONGEST_CELL:
        return True
    text = folded(cell)
    if not re.search(HAN, text):
        return len(re.findall(r"[A-Za-z]+", text)) > 1
    return (
        _DOT.search(text) is not None
        or _role().search(text) is not None
        or re.search(rf"^{pattern('before')}|{pattern('behind')}$", text) is not None
        or any(looks_like_a_person(piece) for piece in (*_pieces(_BRACKET.sub("、", text)), *_BRACKET.findall(text)))
    )


def plain_name(cell: str) -> str:
    """A person's name in the one writing that tells whether two cells mean one: without role, title and number."""
    text = _NUMBER.sub("", _BRACKET.sub("", folded(cell)))
    text = re.sub(rf"^(?:{pattern('before', 'role')}[:\s]*)+", "", text)
    text = re.sub(r"(?:先生|女士|小姐|太太|同志|师傅|本人|个人|户|等)$", "", text)
    return re.sub(r"[\W_]", "", text).upper() or re.sub(r"\s", "", folded(cell))


def _pieces(text: str) -> list[str]:
    """The names that a text lists. One letter and a blank begin a spaced name; a role is followed by a person."""
    joined = _SPACED_LETTER.sub(r"\1", text)
    parts: list[str] = []
    for part in re.split(_SEPARATORS, _role().sub("、", joined)):
        parts += _spaced(part.split())
    return [each for part in parts if part for each in _both(part)]


def _spaced(words_of: list[str]) -> list[str]:
    """Blanks stand between a name and the next, or anywhere in one: 某某机械 厂 is one name, 某某厂 王小明 are two."""
    first: list[str] = []
    while len(words_of) > 1 and _leads(words_of[0]) and (first or _stands_alone("".join(words_of[1:]))):
        first.append(words_of.pop(0))
    joined = "".join(words_of)
    last = _behind_a_form(words_of)
    if ends_in_a_form(joined):  # 五金 商行 is one name, but 经营部 吴守局 is not
        last = [word for word in last if len(word) == 3 and looks_like_a_person(word) and not _is_word(word[1:])]
    return [*first, "".join(word for word in words_of if word not in last), *last]


def _leads(word: str) -> bool:
    return _DOT.search(word) is not None or (looks_like_a_person(word) and not re.match(pattern("place"), word))


def _is_word(text: str) -> bool:
    return any(text in words(kind) for kind in ("legal", "always", "trade"))


def _behind_a_form(words_of: list[str]) -> list[str]:
    """What stands behind the whole name of an organisation and is neither a place nor a site of it."""
    whole = next((at for at in range(1, len(words_of)) if ends_in_a_form("".join(words_of[:at]))), len(words_of))
    return [word for word in words_of[whole:] if not _is_neutral(word)]


def _stands_alone(name: str) -> bool:
    """Whether what follows a person's name and a blank is a name by itself, and not the rest of one."""
    if re.match(pattern("place"), name):
        return True
    return is_organisation(name) and len(name) > 3 and not is_generic(name) and not is_generic(name[1:])


def _both(part: str) -> list[str]:
    """王小明和嵊州市某某厂: only before an organisation that can stand alone, for 和 is part of many names."""
    found = _AND.match(part)
    if found and looks_like_a_person(found[1]) and (found[2] or re.match(pattern("place"), found[3])):
        return [found[1], found[3]]
    found = _AND_BEHIND.match(part)
    if found and ends_in_a_form(found[1]) and not is_organisation(found[2]):
        return [found[1], found[2]]
    return [part]


def _says_nothing(inner: str) -> bool:
    """Whether a bracket holds what is no name: a kind of partner, a place, a number, a short word."""
    if not inner or inner in words("bracket") or inner in words("place") or not re.search(r"\w", inner):
        return True
    if not re.search(HAN, inner):
        return re.search(r"[A-Za-z]{4,}|[A-Za-z]+\s+[A-Za-z]+", inner) is None or is_latin_organisation(inner)
    if _WHERE.search(inner) and not _role().search(inner):
        return True
    return len(inner) < 5 and not looks_like_a_person(inner) and re.fullmatch(rf"(?:{HAN}|[0-9])+", inner) is not None


def _is_neutral(piece: str) -> bool:
    """What beside an organisation's name names nobody: a place, a site, a number, one letter, an abbreviation."""
    if piece in words("site") or piece in words("bracket") or piece in words("place"):
        return True
    if not re.search(HAN, piece):
        return re.search(r"[A-Z][a-z]{2}", piece) is None  # abbreviations; more words are judged over the whole cell
    return len(piece) < 2 or (re.search(r"[0-9]", piece) is not None and len(re.findall(HAN, piece)) < 4)


def _has_latin_person(text: str) -> bool:
    """Two Latin words that are no firm's, or one at the end: Zhang Weiming."""
    names = re.findall(r"[A-Za-z]+(?:[\s.'-]+[A-Za-z]+)+|[A-Z][a-z]{2,}$", text)
    return bool(names) and not is_latin_organisation(text)


def _is_seen(letter: str) -> bool:
    return letter in "\n\r\t" or unicodedata.category(letter) not in _UNSEEN


@cache
def _role() -> re.Pattern[str]:
    return re.compile(rf"{pattern('role')}(?!委员会|大会|自治|代表大会|会|部|处|局)")


@cache
def _in_its_middle() -> re.Pattern[str]:
    """(于都) in 力研时装(于都)有限公司: where the firm is, not whose."""
    return re.compile(rf"\({HAN}{{2,6}}\)(?={HAN}*(?:{pattern('legal', 'always', 'trade')}|{pattern('form')}))")


@cache
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


def _simplified(text: str) -> str:
    return text if text.isascii() else str(_converter().convert(text))
