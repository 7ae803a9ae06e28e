"""Ingest, persons: where Chinese names may stand in a text.

Each run of characters is parted into words of a dictionary that knows ours. A surname that is no part of a word hides
itself and what follows it; so do characters of no word, words that the dictionary has as names, and what stands behind
a label (联系人) or before a title (先生, 户). A surname that is a word of its own as well (于, 高) needs a given name
behind it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from operator import attrgetter

from ingest.persons.folding import HAN, Span
from ingest.persons.phrase import LONGEST_NAME, NOTHING, Phrase, Word
from ingest.persons.text_words import known_words, segmenter, words

LONGEST_FIRM = 12
_FIRM = ("公司", "集团", "合作社")
_NO_FIRM = ("said", "stop", "label", "title", "slot_after")
_COUNTY = "市县区省州"
_RUN = re.compile(rf"[{HAN}]+")
_LABEL_BEFORE = re.compile(r"([\u4e00-\u9fff]{2,8})(?:姓名|名)?\s*[:：]\s*$")
_COUPLE = re.compile(
    rf"([{HAN}]{{2,4}})\s*[、,和与]\s*([{HAN}]{{2,4}})(?:夫妇|夫妻|兄弟|姐妹|父子|母子|父女|两人|二人)"
)
_ORGANISATION_END = re.compile(r"(?:办|局|所|司|队|委|心|站|厂|府|社|会|店|院|校|部|科|处)$")


FURTHEST = 40
"""Characters before a run, and words before one, that may say something about it."""


def chinese_names(text: str) -> Iterator[Span]:
    """Spans that may be names; they may overlap."""
    runs = list(_RUN.finditer(text))
    for run in runs:
        parted = _parted(run.group(), run.start())
        reading = _Run(parted, text[max(0, run.start() - FURTHEST) : run.start()], words())
        found = {span for span in reading.spans(len(runs) == 1) if span != NOTHING}
        yield from (span for span in sorted(found) if not reading.is_of_firm_or_county(span))
    for couple in _COUPLE.finditer(text):
        yield from (couple.span(1), couple.span(2))


def _parted(run: str, place: int) -> list[Word]:
    parted, ours = [], known_words()
    for text, tag in segmenter().tag(run, False):
        parted.append(Word(text, place, place + len(text), tag, text in ours))
        place += len(text)
    return parted


class _Run(Phrase):
    """One run of Chinese characters, with what stands around names in it."""

    def spans(self, is_alone: bool) -> Iterator[Span]:
        """What may be names. ``is_alone``: there is no other run in the text."""
        for place, word in enumerate(self._words):
            yield self.name_at(place)
            if word.text in self._of["title"]:
                yield self._before_title(place)
            if word.text in self._of["label"]:
                yield self._behind_label(place + 1)
        if self._words and self._is_labelled():
            yield self._labelled()
        if is_alone and len(self._words) == 1:
            yield self._only_word(self._words[0])

    def is_of_firm_or_county(self, span: Span) -> bool:
        """Whether what follows at once makes it the name of a firm (…机械有限公司), or of a county (奉贤区)."""
        end = bisect_left(self._words, span[1], key=attrgetter("first"))
        last, behind = self._word(end - 1), self._word(end)
        if last and last.first >= span[0] and last.text[-1] in _COUNTY and span[1] - span[0] <= 3:
            return True
        if behind and behind.text in _COUNTY and span[1] - span[0] <= 2:
            return True
        for word in map(self._words.__getitem__, range(end, len(self._words))):
            if word.text.endswith(_FIRM):
                return True
            if word.first - span[1] > LONGEST_FIRM or any(word.text in self._of[name] for name in _NO_FIRM):
                return False
        return False

    def _before_title(self, place: int) -> Span:
        title = self._words[place]
        is_strong = title.text in self._of["title_strong"]
        first = title.first
        for word in reversed(self._words[max(0, place - FURTHEST) : place]):
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
