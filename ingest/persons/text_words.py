"""Ingest, persons: the words by which names are told from other words: a table, our contracts, and a dictionary."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from park_brain.seeds import read_seed

TABLE = Path(__file__).with_name("free_text_words.csv")
CONTRACT_WORDS = Path(__file__).with_name("contract_words.txt")
"""Chinese words of contracts. A table of its own, because a change of it has every file of a home read again."""
OFTEN, SOMETIMES = 1_000_000, 3_000
"""Frequency at which a word of our table wins over any other way to part a text, and one of contracts over most."""
_ENDS = "省市区县镇乡"


@dataclass(frozen=True)
class Words:
    """Classes of words, each a set; see the table for what is in them."""

    classes: dict[str, frozenset[str]]

    def __getitem__(self, name: str) -> frozenset[str]:
        return self.classes[name]

    @cached_property
    def strong(self) -> frozenset[str]:
        """Surnames that are hardly a word of their own."""
        return self.classes["surname"] - self.classes["weak"]


@cache
def words() -> Words:
    """The table, read once."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return Words({row["class"]: frozenset(row["words"].split()) for row in csv.DictReader(file)})


@cache
def segmenter() -> Any:
    """The dictionary of rjieba with the words of our own lists and places, which are nobody's names."""
    import rjieba

    parted = rjieba.Jieba()
    for word in sorted(known_words()):
        parted.add_word(word, OFTEN if word in own_words() else SOMETIMES, "n")
    for word in sorted(words()["minority"]):
        parted.add_word(word, SOMETIMES, "nr")
    return parted


@cache
def known_words() -> frozenset[str]:
    """Words of contracts and seeds, names of places and departments, and the table's own."""
    return frozenset(
        word for word in {*own_words(), *CONTRACT_WORDS.read_text(encoding="utf-8").split()} if len(word) > 1
    )


@cache
def own_words() -> frozenset[str]:
    """Those that win: of the table, places and departments."""
    of_table = (words()[name] for name in ("known", "known_single_word", "label", "title", "context", "place_end"))
    return frozenset().union(*of_table, _of_places())


def _of_places() -> Iterator[str]:
    for row in read_seed("ref_division"):
        yield from (row["division_zh"], row["short_zh"])
    yield from town_stems()
    yield from (row["department_zh"] for row in read_seed("ref_department"))


@cache
def town_stems() -> frozenset[str]:
    """Names of divisions without what they are: 甘霖, and 周家, which may begin a person's name as well."""
    names = (row["division_zh"].removesuffix("街道") for row in read_seed("ref_division"))
    return frozenset(name.rstrip(_ENDS) for name in names if len(name) > 2)
