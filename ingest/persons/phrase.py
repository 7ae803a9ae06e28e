"""Ingest, persons: where in a run of words a name begins and ends: by surnames, given names and the dictionary."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from ingest.persons.folding import Span
from ingest.persons.text_words import Words, town_stems

LONGEST_GIVEN = 2
LONGEST_NAME = 4
NOTHING: Span = (0, 0)
_PLACE_ENDS = "村镇乡街路巷弄号幢室区园"
_COUNT_BEFORE = re.compile(r"[0-9一二三四五六七八九十百千万两几数半整第]$")


class Word(NamedTuple):
    """A word of a run and its place in the text."""

    text: str
    first: int
    last: int
    tag: str
    is_known: bool
    """Whether it is a word of ours."""


def _is_common(letter: str) -> bool:
    """Whether it is of the first level of GB 2312: the 3,755 characters in daily use."""
    return "\u4e00" <= letter <= "\u9fff" and b"\xb0" <= letter.encode("gb2312", "replace") < b"\xd8"


class Phrase:
    """One run of Chinese characters, parted into words; ``before`` is the text in front of it."""

    def __init__(self, parted: Sequence[Word], before: str, classes: Words) -> None:
        self._words, self._before, self._of = parted, before, classes
        self._surnames = classes["surname"]

    def name_at(self, place: int) -> Span:
        """The name that begins or ends at a word, or is it."""
        word = self._words[place]
        if self._begins_name(place):
            return word.first, self._given_until(place + 1)
        if self._ends_in_surname(place):
            return word.last - 1, self._given_until(place + 1)
        if self._is_name(word):
            behind = self._word(place + 1)
            goes_on = len(word.text) == 2 and behind is not None and behind.text in self._of["given"]
            return word.first, behind.last if behind and goes_on and self._ends(place + 2) else word.last
        if self._is_unknown(word):
            return self._surname_before(place), word.last
        return self._hidden_in_words(place) or NOTHING

    def _is_name(self, word: Word) -> bool:
        if len(word.text) == 1 or word.is_known:
            return False
        given = self._of["given"]
        is_listed = len(word.text) == 3 and word.text[0] in self._surnames and set(word.text[1:]) <= given
        is_name = word.tag.startswith("nr") and word.text not in self._of["plain"]
        return is_name or word.text in self._of["minority"] or is_listed

    def _is_unfamiliar(self, word: Word) -> bool:
        """A character that is hardly a word."""
        return len(word.text) == 1 and word.text not in self._of["single"]

    def _is_unknown(self, word: Word) -> bool:
        """One that is likely a name's: it is among given names, or rare."""
        return self._is_unfamiliar(word) and (word.text in self._of["given"] or not _is_common(word.text))

    def _word(self, place: int) -> Word | None:
        return self._words[place] if 0 <= place < len(self._words) else None

    def _begins_name(self, place: int) -> bool:
        word = self._words[place]
        if word.text[:2] in self._of["compound"]:
            return len(word.text) > 2 or self._is_given_name(place + 1)
        if len(word.text) > 1 or word.text not in self._surnames:
            return False
        before = self._words[place - 1].text if place else self._before
        if _COUNT_BEFORE.search(before):  # 3张, 两方: a measure
            return False
        return word.text in self._of.strong or self._is_given_name(place + 1)

    def _is_given_name(self, place: int) -> bool:
        """What is a given name behind a surname that is a word as well."""
        first, second = self._word(place), self._word(place + 1)
        if first is None:
            return False
        given = self._of["given"]
        if len(first.text) == 1:
            is_strange = self._is_unknown(first) or (self._is_unfamiliar(first) and self._starts(place - 1))
            return is_strange or (first.text in given and self._goes_on(second, place))
        if len(first.text) != 2 or first.is_known or not set(first.text) <= given:
            return False
        return first.text not in self._of["plain"] or (self._starts(place - 1) and self._ends(place + 1))

    def _goes_on(self, second: Word | None, place: int) -> bool:
        """Whether a name of which a surname and one character are read may be one by what follows."""
        given, stop = self._of["given"], self._of["stop"]
        if second is None or second.text[0] in stop:
            return self._starts(place - 1)
        if len(second.text) == 1:
            return self._is_unfamiliar(second) or second.text in given - stop
        if len(second.text) == 2 and not second.is_known and second.text[0] in given and second.text[1] in stop:
            return True  # 占小|军户
        return self._starts(place - 1) and any(
            second.text in self._of[name] for name in ("said", "title", "slot_after")
        )

    def _ends_in_surname(self, place: int) -> bool:
        """由来|建国: a preposition and a surname became one word; one of ours stays one unless a name ends well."""
        word, behind = self._words[place], self._word(place + 1)
        if len(word.text) != 2 or word.text[1] not in self._surnames or behind is None:
            return False
        if word.text[0] not in self._of["slot_before"] or behind.is_known:
            return False
        third = self._word(place + 2)
        both = behind.text if len(behind.text) == 2 else behind.text + third.text if third else ""
        is_given = len(both) == 2 and set(both) <= self._of["given"] - self._of["stop"]
        return is_given and (not word.is_known or self._ends(place + (2 if behind.text == both else 3)))

    def _given_until(self, place: int) -> int:
        """Where a given name that begins with this word ends."""
        taken, last = 0, self._words[place - 1].last
        while (word := self._word(place)) and taken < LONGEST_GIVEN:
            if len(word.text) == 1 and not (word.text in self._of["stop"] and (taken or word.text in "等某的")):
                taken += 1
            elif len(word.text) == 2 and not taken and not word.is_known:
                taken += 2
            else:
                break
            last, place = word.last, place + 1
        if taken == 1 and word and not word.is_known and word.text[0] in self._of["given"] and len(word.text) > 1:
            return word.first + 1  # 李国|强调: the dictionary joined its end to what follows
        for word in self._words[place : place + LONGEST_NAME]:  # each further one is a name's by itself
            if not self._is_unknown(word):
                break
            last = word.last
        return last

    def _surname_before(self, place: int) -> int:
        """Where a name begins that ends in an unknown character: 竹海|明."""
        first = self._words[place].first
        for word in reversed(self._words[max(0, place - LONGEST_NAME) : place]):
            if word.is_known or self._words[place].first - word.first >= LONGEST_NAME:
                break
            if word.text[0] in self._surnames:
                first = word.first
        return first

    def _hidden_in_words(self, place: int) -> Span | None:
        """A name of which the dictionary made words: 竹海|明说, 高峰|反映."""
        word, behind = self._words[place], self._word(place + 1)
        is_word = word.is_known and word.text not in town_stems()
        if behind is None or is_word or not 2 <= len(word.text) <= 3 or word.text[0] not in self._surnames:
            return None
        given, stop = self._of["given"], self._of["stop"]
        if (self._starts(place) and behind.text in self._of["said"]) or self._is_slot(place):
            return word.first, word.last
        if len(word.text) == 3 or word.text[1] not in given or behind.text[0] not in given:
            return None
        if len(behind.text) == 2 and not behind.is_known and behind.text[1] in stop:
            return word.first, behind.first + 1
        is_likely = word.text[0] in self._of.strong or self._ends(place + 2)
        alone = len(behind.text) == 1 and self._starts(place) and is_likely
        return (word.first, behind.last) if alone else None

    def _is_slot(self, place: int) -> bool:
        """由高歌负责: the place of a person in a sentence."""
        before, behind = self._word(place - 1), self._word(place + 1)
        if before is None or behind is None or before.text not in self._of["slot_before"]:
            return False
        return behind.text.startswith(tuple(self._of["slot_after"]))

    def _starts(self, place: int) -> bool:
        before = self._word(place - 1)
        if before is None or before.text[-1] in _PLACE_ENDS:
            return True
        return before.text in self._of["stop"] or before.text in self._of["label"]

    def _ends(self, place: int) -> bool:
        behind = self._word(place)
        if behind is None or behind.text.startswith(tuple(self._of["slot_after"])):
            return True
        return any(behind.text in self._of[name] for name in ("stop", "context", "title", "said"))
