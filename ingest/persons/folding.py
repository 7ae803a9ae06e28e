"""Ingest, persons: a text in one width and script, and where each of its characters stood before."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

LONGEST_CELL = 400
"""Names, addresses and offices are shorter; what is longer is judged as any text, or hidden."""
MASK = "***"
UNSEEN = frozenset("\u00ad\u034f\u061c\u115f\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff")
Span = tuple[int, int]
HAN = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
_GAP = re.compile(rf"(?<![{HAN}])[{HAN}](\s+)(?=[{HAN}])")
_BOTH_GAPS = re.compile(rf"(?<=[{HAN}])(\s+)[{HAN}](\s+)(?=[{HAN}])")
"""What stands behind, or on both sides of, a lone character: 王 小 明 is one name."""


@dataclass(frozen=True)
class Folded:
    """``text`` is NFKC, in simplified characters and without unseen ones; ``at[i]`` is where its character i began."""

    original: str
    text: str
    at: tuple[int, ...]

    def replaced(self, spans: Iterable[Span], masks: Sequence[str] = ()) -> str:
        """The original with these spans of ``text`` masked, each its own way if ``masks`` has one for each.

        Spans that touch are one.
        """
        done, shown = 0, []
        for number, (first, last) in enumerate(joined(spans)):
            begin, end = self.at[first], self.at[last] if last < len(self.at) else len(self.original)
            shown += [self.original[done:begin], masks[number] if masks else MASK]
            done = end
        return "".join([*shown, self.original[done:]])


def folded(text: str) -> Folded:
    """Fold a text for looking into it: full width, traditional characters and hidden ones make no difference."""
    if text.isascii():
        return Folded(text, text, tuple(range(len(text))))
    letters: list[str] = []
    at: list[int] = []
    for place, letter in enumerate(text):
        if "\u4e00" <= letter <= "\u9fff":
            letters.append(letter)
            at.append(place)
            continue
        if letter in UNSEEN or unicodedata.category(letter) == "Mn":
            continue
        wide = unicodedata.normalize("NFKC", letter)
        letters.append(wide)
        at += [place] * len(wide)
    wide_text = _simplified("".join(letters))
    gaps = [*(gap.span(1) for gap in _GAP.finditer(wide_text))]
    gaps += [gap.span(group) for gap in _BOTH_GAPS.finditer(wide_text) for group in (1, 2)]
    spaces = {place for gap in gaps for place in range(*gap)}
    kept = [place for place in range(len(wide_text)) if place not in spaces] if spaces else range(len(wide_text))
    return Folded(text, "".join(wide_text[place] for place in kept), tuple(at[place] for place in kept))


def joined(spans: Iterable[Span]) -> list[Span]:
    """Spans in order; those that overlap or touch become one."""
    found: list[Span] = []
    for first, last in sorted(span for span in spans if span[0] < span[1]):
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found


def _simplified(text: str) -> str:
    if _is_simplified(text):
        return text
    plain: str = _to_simplified().convert(text)
    return plain if len(plain) == len(text) else text


def _is_simplified(text: str) -> bool:
    """Whether it is in GB 2312, which has no traditional characters; asking is quicker than converting."""
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


@cache
def _to_simplified():  # type: ignore[no-untyped-def]
    from opencc import OpenCC

    return OpenCC("t2s")
