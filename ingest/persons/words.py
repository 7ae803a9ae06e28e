"""Ingest, persons: the words of ``name_words.csv`` by class, and the names of places.

legal: form of an organisation, with one character before it already one. always: kind of an organisation. trade: what
is made or sold. given: either, but may be a given name too. end, form, weak: last characters of an organisation, after
any name, after what is no person's, or such as a given name may end in too. bracket, site: what stands in or behind the
name of an organisation and is none. role: leads to a person. before, behind: makes a person of what follows, of what
precedes. placeholder: no name at all. Surnames are those of free texts (``text_words``).
"""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

from ingest.persons import text_words
from park_brain.seeds import read_seed

TABLE = Path(__file__).parent / "name_words.csv"


@cache
def words(kind: str) -> frozenset[str]:
    """The words of one class."""
    return _table()[kind]


@cache
def pattern(*kinds: str) -> str:
    """A group that matches a word of these classes, longer ones first."""
    found = frozenset[str]().union(*(words(kind) for kind in kinds))
    return "(?:" + "|".join(re.escape(word) for word in sorted(found, key=lambda word: (-len(word), word))) + ")"


@cache
def _table() -> dict[str, frozenset[str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        table = {row["class"]: frozenset(row["words"].split()) for row in csv.DictReader(file)}
    divisions = {name for row in read_seed("ref_division") for name in (row["division_zh"], row["short_zh"]) if name}
    table["town"] = frozenset(name[:-1] for name in divisions if name[-1] in "镇乡" and len(name) > 2)
    table["place"] |= divisions | table["town"]
    surnames = text_words.words()
    table["surname"] = surnames["surname"] - surnames["seldom"]  # 恒盛, 达通: brands rather than persons
    table["compound_surname"] = surnames["compound"]
    table["placeholder"] |= {row["text_norm"] for row in read_seed("placeholder_text")}
    return table
