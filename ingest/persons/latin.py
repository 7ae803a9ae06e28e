"""Ingest, persons: names in Latin letters. A word that is neither known nor part of a code may be one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.persons.folding import Span
from ingest.persons.text_words import words

_TOKEN = re.compile(
    r"(?:\\(?:x[0-9a-f]{2}|u[0-9a-f]{4}|U[0-9a-f]{8}))|[0-9A-Za-zÀ-ɏ](?:[0-9A-Za-zÀ-ɏ]|['’`](?=[A-Za-z]))*"
)
_LETTERS = re.compile(r"[A-Za-zÀ-ɏ]+")
_MAIL = re.compile(r"[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9.-]+")
_ABBREVIATION = re.compile(r"[B-DF-HJ-NP-TV-XZ]{1,6}s?|[b-df-hj-np-tv-xz]{1,4}|[A-Z]{1,2}")
"""No vowel and one case (CNC, PLC, cmd), or no more than two capitals."""
_NUMBERED = re.compile(r"[-_/ ]?[0-9]")
"""Behind capitals: a code, XFAJ-2023."""
_CODE = re.compile(r"(?=(?:[^0-9]*[0-9]){6})[0-9A-Z](?:[ \-]?[0-9A-Z]){8,27}")
"""A cell that is a code as a whole, parted or not."""
_CREDIT_CODE = re.compile(r"[1-9ANYany][1-9][0-9OILZSoilzs]{6}[0-9A-Za-z]{10}")
"""One of an organisation in capitals or not, with letters written for digits: whoever wrote it must find it again."""
_INITIAL = re.compile(r"[A-Z]\.?[ .]*$")
_VOWEL = re.compile("[aeiouyüv]", re.IGNORECASE)
_FORMS = frozenset(("co", "ltd", "inc", "llc", "gmbh", "corp", "group"))
MOST_HALVES = 3
SHORTEST_WORD = 3
"""In small letters no longer word is half of a name: na, min, but not report."""
LONGEST_IN_CODE, LONGEST_BEFORE_NUMBER = 3, 4


def latin_names(text: str) -> Iterator[Span]:
    """Where Latin words stand that nothing explains; an initial before one goes with it."""
    if _CODE.fullmatch(text):
        return
    yield from (match.span() for match in _MAIL.finditer(text))
    tokens = list(_TOKEN.finditer(text))
    for place, token in enumerate(tokens):
        if token.group().startswith("\\") or text.endswith(("***#", "自然人#"), 0, token.start()):  # ours
            continue
        if not _is_explained(token.group(), text[token.end() : token.end() + 2]):
            before = _INITIAL.search(text, max(0, token.start() - 4), token.start())
            yield before.start() if before else token.start(), token.end()
            yield from _halves(tokens, place, text)


def _halves(tokens: Sequence[re.Match[str]], place: int, text: str) -> Iterator[Span]:
    """Words right before and right behind a token that are parts of the same name, known ones too."""
    for step in (-1, 1):
        for at in range(place + step, place + step * (MOST_HALVES + 1), step):
            if not 0 <= at < len(tokens) or not _goes_with(tokens[at], tokens[at - step], text):
                break
            yield tokens[at].span()


def _goes_with(other: re.Match[str], name: re.Match[str], text: str) -> bool:
    """Li Min, Max Weber: a known word right beside what may be a name is its other half, unless it is a firm's form."""
    gap = text[min(other.end(), name.end()) : max(other.start(), name.start())]
    word = other.group()
    is_half = word[0].isupper() or len(word) <= SHORTEST_WORD
    has_sound = _VOWEL.search(word) is not None and word.isalpha()
    return gap in (" ", "-", "·") and is_half and has_sound and word.lower() not in _FORMS


def _is_explained(token: str, behind: str) -> bool:
    """Units, abbreviations, our own words; codes of letters and digits whose letters are few or capitals."""
    known = words()["latin"]
    if token.isdigit() or len(token) == 1 or token.lower() in known or _CREDIT_CODE.fullmatch(token):
        return True
    parts = _LETTERS.findall(token)
    if len("".join(parts)) < len(token):
        return all(len(part) <= LONGEST_IN_CODE or part.lower() in known or _is_code(part, token) for part in parts)
    is_code = token.isupper() and len(token) <= LONGEST_BEFORE_NUMBER and _NUMBERED.match(behind) is not None
    return is_code or _ABBREVIATION.fullmatch(token) is not None


def _is_code(part: str, token: str) -> bool:
    """Many letters stand in codes too, when they are capitals among as many digits."""
    return part.isupper() and sum(letter.isdigit() for letter in token) >= len(part)
