"""Ingest, persons: where Chinese names may stand in a text.

Each run of characters is parted into words of a dictionary that knows ours. A surname that is no part of a word hides
itself and what follows it; so do characters of no word, words that the dictionary has as names, and what stands behind a
label (联系人) or before a title (先生, 户). A surname that is a word of its own as well (于, 高, 水) needs a given name
behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ingest.persons.folding import HAN, Span
from ingest.persons.text_words import Words, known_words, segmenter, words

LONGEST_GIVEN = 2
LONGEST_NAME = 4
LONGEST_FIRM = 12
NOTHING: Span = (0, 0)
_FIRM = ("公司", "集团", "合作社")
_NO_FIRM = ("said", "stop", "label", "title", "slot_after")
_COUNTY = "市县区省州"
_RUN = re.compile(rf"[{HAN}]+")
_COUNT_BEFORE = re.compile(r"[0-9一二三四五六七八九十百千万两几数半整第]$")
_LABEL_BEFORE = re.compile(r"([\u4e00-\u9fff]{2,8})(?:姓名|名)?\s*[:：]\s*$")
_COUPLE = re.compile(
    rf"([{HAN}]{{2,4}})\s*[、,和与]\s*([{HAN}]{{2,4}})(?:夫妇|夫妻|兄弟|姐妹|父子|母子|父女|两人|二人)"
)
_ORGANISATION_END = re.compile(r"(?:办|局|所|司|队|委|心|站|厂|府|社|会|店|院|校|部|科|处)$")


class Word(NamedTuple):
    """A word of a run and its place in the text."""

    text: str
    first: int
    last: int
    tag: str
    is_known: bool
    """Whether it is a word of ours."""


def chinese_names(text: str) -> Iterator[Span]:
    """Spans that may be names; they may overlap."""
    runs = list(_RUN.finditer(text))
    for run in runs:
        parted = _parted(run.group(), run.start())
        reading = _Run(parted, text[: run.start()], words(), len(runs) == 1)
        yield from (span for span in reading.spans() if not reading.is_of_firm_or_county(span))
    for couple in _COUPLE.finditer(text):
        yield from (couple.span(1), couple.span(2))


def _parted(run: str, place: int) -> list[Word]:
    parted, ours = [], known_words()
    for text, tag in segmenter().tag(run, False):
        parted.append(Word(text, place, place + len(text), tag, text in ours))
        place += len(text)
    return parted


def _is_common(letter: str) -> bool:
    """Whether it is of the first level of GB 2312: the 3,755 characters in daily use."""
    return "\u4e00" <= letter <= "\u9fff" and b"\xb0" <= letter.encode("gb2312", "replace") < b"\xd8"


class _Run:
    """One run of Chinese characters, parted."""

    def __init__(self, parted: Sequence[Word], before: str, classes: Words, is_alone: bool) -> None:
        self._words, self._before, self._of, self._is_alone = parted, before, classes, is_alone
        self._surnames = classes["surname"]

    def spans(self) -> Iterator[Span]:
        for place, word in enumerate(self._words):
            yield self._at(place)
            if word.text in self._of["title"]:
                yield self._before_title(place)
            if word.text in self._of["label"]:
                yield self._behind_label(place + 1)
        if self._words and self._is_labelled():
            yield self._labelled()
        if self._is_alone and len(self._words) == 1:
            yield self._only_word(self._words[0])

    def _at(self, place: int) -> Span:
        word = self._words[place]
        if self._begins_name(place):
            return word.first, self._given_until(place + 1)
        if self._ends_in_surname(place):
            return word.last - 1, self._given_until(place + 1)
        if self._is_name(word):
            return word.first, word.last
        if self._is_unknown(word):
            return self._surname_before(place), word.last
        return self._hidden_in_words(place) or NOTHING

    def is_of_firm_or_county(self, span: Span) -> bool:
        """Whether what follows at once makes it the name of a firm (…机械有限公司), or of a county (奉贤区)."""
        behind = [word for word in self._words if word.first >= span[1]]
        inside = [word for word in self._words if span[0] <= word.first < span[1]]
        if inside and inside[-1].text in _COUNTY and span[1] - span[0] <= 3:
            return True
        if behind and behind[0].text in _COUNTY and span[1] - span[0] <= 2:
            return True
        for word in behind:
            if word.text.endswith(_FIRM):
                return True
            if word.first - span[1] > LONGEST_FIRM or any(word.text in self._of[name] for name in _NO_FIRM):
                return False
        return False

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
            return self._is_unfamiliar(first) or (first.text in given and self._goes_on(second, place))
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
        """由来|建国: the dictionary joined a preposition and a surname."""
        word, behind = self._words[place], self._word(place + 1)
        if len(word.text) != 2 or word.is_known or word.text[1] not in self._surnames or behind is None:
            return False
        if word.text[0] not in self._of["slot_before"] or behind.is_known:
            return False
        third = self._word(place + 2)
        both = behind.text if len(behind.text) == 2 else behind.text + third.text if third else ""
        return len(both) == 2 and set(both) <= self._of["given"] - self._of["stop"]

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
        while (word := self._word(place)) and self._is_unknown(word):
            last, place = word.last, place + 1
        return last

    def _surname_before(self, place: int) -> int:
        """Where a name begins that ends in an unknown character: 竹海|明."""
        first = self._words[place].first
        for word in reversed(self._words[:place]):
            if word.is_known or self._words[place].first - word.first >= LONGEST_NAME:
                break
            if word.text[0] in self._surnames:
                first = word.first
        return first

    def _hidden_in_words(self, place: int) -> Span | None:
        """A name of which the dictionary made words: 竹海|明说, 高峰|反映."""
        word, behind = self._words[place], self._word(place + 1)
        if word.is_known or not 2 <= len(word.text) <= 3 or word.text[0] not in self._surnames:
            return None
        if behind is None:
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
        return before is None or before.text in self._of["stop"] or before.text in self._of["label"]

    def _ends(self, place: int) -> bool:
        behind = self._word(place)
        return behind is None or any(behind.text in self._of[name] for name in ("stop", "context", "title", "said"))

    def _before_title(self, place: int) -> Span:
        title = self._words[place]
        is_strong = title.text in self._of["title_strong"]
        first = title.first
        for word in reversed(self._words[:place]):
            is_ours = word.is_known or word.text in self._of["stop"]
            if is_ours or title.first - word.first > LONGEST_NAME:
                break
            if is_strong or (word.text[0] in self._surnames and len(word.text) in (2, 3)):
                first = word.first
            if not is_strong:
                break
        return first, title.first

    def _behind_label(self, place: int) -> Span:
        word = self._word(place)
        if word and word.text in ("为", "是", "系", "叫"):
            place, word = place + 1, self._word(place + 1)
        if word is None or word.is_known or len(word.text) == 1 or word.text[0] not in self._surnames:
            return NOTHING
        behind = self._word(place + 1)
        is_alone = behind is not None and len(behind.text) == 1 and behind.text in self._of["given"] - self._of["stop"]
        return word.first, behind.last if behind and is_alone and len(word.text) == 2 else word.last

    def _only_word(self, word: Word) -> Span:
        """A cell of one word that begins like a name: 王牌, 高山."""
        if word.is_known or not 2 <= len(word.text) <= 3 or word.text[0] not in self._surnames:
            return NOTHING
        is_name = word.text[0] in self._of.strong or set(word.text[1:]) <= self._of["given"]
        return (word.first, word.last) if is_name else NOTHING

    def _is_labelled(self) -> bool:
        label = _LABEL_BEFORE.search(self._before)
        return label is not None and any(label.group(1).endswith(name) for name in self._of["label"] if len(name) > 1)

    def _labelled(self) -> Span:
        """What stands behind 联系人: is a name, up to the first word that is none."""
        run = self._words[0].first, self._words[-1].last
        whole = "".join(word.text for word in self._words)
        if len(whole) >= LONGEST_NAME and _ORGANISATION_END.search(whole):
            return NOTHING
        last = run[0]
        for word in self._words:
            if word.is_known or word.last - run[0] > LONGEST_NAME:
                break
            last = word.last
        return run[0], last
