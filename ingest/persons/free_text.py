"""Ingest, persons: names in free text. What is no known word, and may be a name, is masked: in doubt, it goes.

A text in a script that we cannot judge is withheld whole. How Chinese names are told from words stands in ``chinese``.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from ingest.persons.chinese import chinese_names
from ingest.persons.folding import HAN, MASK, Span, folded, joined
from ingest.persons.latin import latin_names
from ingest.persons.marks import marked
from ingest.persons.numbers import personal_numbers

if TYPE_CHECKING:
    import polars as pl

KEPT_TEXTS = 50_000
LONGEST_TEXT = 32_767
"""What a cell of a workbook can hold; a longer text is withheld."""
_DOTTED = re.compile(rf"[{HAN}]{{1,8}}(?:[·•・‧∙][{HAN}]{{1,8}})+")
"""买买提·艾合买提."""
_UNITS = re.compile(r".(?:[·•・‧∙].)+")
"""人·年."""
_UNJUDGED = re.compile(r"[\u0370-\u0390\u0400-\u1cff\u3040-\u30ff\u3130-\u318f\uac00-\ud7af]")
"""Letters of other scripts; single Greek ones are units."""


def mask_free_text(texts: pl.Series) -> pl.Series:
    """Names and numbers of persons anywhere in a text become ***."""
    told = texts.drop_nulls().unique()
    masked = {text: shown for text in told if (shown := masked_text(text)) != text}
    return texts.replace(masked) if masked else texts


def mask_keys(texts: pl.Series, key: bytes) -> pl.Series:
    """The same in what tells rows apart: a mark behind each mask keeps two of them two."""
    told = texts.drop_nulls().unique()
    masked = {text: shown for text in told if (shown := marked_text(text, key)) != text}
    return texts.replace(masked) if masked else texts


@lru_cache(maxsize=KEPT_TEXTS)
def masked_text(text: str) -> str:
    """The same for one text."""
    if not is_judged(text):
        return MASK
    folding = folded(text)
    spans = [*personal_numbers(folding), *names(folding.text)]
    return folding.replaced(spans) if spans else text


def marked_text(text: str, key: bytes) -> str:
    """The same with a mark behind each mask."""
    if not is_judged(text):
        return marked(text, key)
    folding = folded(text)
    spans = joined([*personal_numbers(folding), *names(folding.text)])
    return folding.replaced(spans, [marked(folding.text[first:last], key) for first, last in spans]) if spans else text


def is_judged(text: str) -> bool:
    """Whether it is in scripts of which we can tell names from words, and no longer than a cell can be."""
    return len(text) <= LONGEST_TEXT and _UNJUDGED.search(text) is None


def names(text: str) -> list[Span]:
    """Where names of persons may stand in a folded text."""
    dotted = [match.span() for match in _DOTTED.finditer(text) if not _UNITS.fullmatch(match.group())]
    return [*latin_names(text), *dotted, *chinese_names(text)]
