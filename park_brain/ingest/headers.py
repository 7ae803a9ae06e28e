"""Ingest: match the headers of a sheet against the names a contract accepts. Strict: nothing is skipped."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from park_brain.ingest.contract import Column, Contract
from park_brain.ingest.rows import column_letter
from park_brain.ingest.units import factor, normal

_WITH_UNIT = re.compile(r"^(.+?)[(\[]([^()\[\]]+)[)\]]$")
NEAREST = 3


@dataclass(frozen=True)
class Heading:
    """One column's header: what is shown to people, and the spellings to try in turn."""

    index: int
    shown: str
    spellings: tuple[str, ...]


@dataclass(frozen=True)
class HeaderMatch:
    """How far a contract explains a header row."""

    contract: Contract
    columns: dict[int, Column]
    units: dict[int, str]
    """Units named in the header itself."""
    ignored: tuple[int, ...]
    unknown: tuple[Heading, ...]
    unnamed: tuple[int, ...]
    repeated: tuple[Heading, ...]
    """Second and later headers of one column."""
    missing: tuple[Column, ...]

    @property
    def is_complete(self) -> bool:
        """Every header is explained and every required column is there."""
        return not (self.unknown or self.missing or self.repeated)

    @property
    def score(self) -> int:
        """Columns explained."""
        return len(self.columns) + len(self.ignored)


@lru_cache(maxsize=100_000)
def fold(header: str) -> str:
    """The form in which headers are compared: width, white space, colons, stars and case do not count."""
    return normal(header).strip(":*·").lower()


@dataclass(frozen=True)
class Vocabulary:
    """The folded headers one contract accepts in one region; made once for all rows that may be headers."""

    contract: Contract
    columns: dict[str, Column]
    ignored: frozenset[str]

    @classmethod
    def of(cls, contract: Contract, region: str) -> Vocabulary:
        """All names of all columns, and the headers that are known and left out."""
        columns = {fold(name): column for column in contract.columns for name in column.names_in(region)}
        return cls(contract, columns, frozenset(fold(name) for name in contract.ignored_headers))


def match_headers(vocabulary: Vocabulary, headings: Sequence[Heading]) -> HeaderMatch:
    """Explain each heading by the contract: a column, an ignored header, or unknown."""
    columns: dict[int, Column] = {}
    units: dict[int, str] = {}
    ignored, unknown, unnamed, repeated = [], [], [], []
    found: set[str] = set()
    for heading in headings:
        column, unit = _explain(heading, vocabulary.columns)
        if not any(heading.spellings):
            unnamed.append(heading.index)
        elif column is not None and column.name in found:
            repeated.append(heading)
        elif column is not None:
            columns[heading.index] = column
            found.add(column.name)
            if unit:
                units[heading.index] = unit
        elif any(_is_ignored(fold(s), vocabulary.ignored) for s in heading.spellings):
            ignored.append(heading.index)
        else:
            unknown.append(heading)
    wanted = (c for c in vocabulary.contract.columns if c.required and not c.title_pattern)
    missing = tuple(column for column in wanted if column.name not in found)
    return HeaderMatch(
        vocabulary.contract, columns, units, tuple(ignored), tuple(unknown), tuple(unnamed), tuple(repeated), missing
    )


def _explain(heading: Heading, names: dict[str, Column]) -> tuple[Column | None, str | None]:
    for spelling in heading.spellings:
        folded = fold(spelling)
        if folded in names:
            return names[folded], None
        parts = _WITH_UNIT.match(folded)
        column = names.get(fold(parts.group(1))) if parts else None
        if parts and column is not None and factor(column.type, parts.group(2)) is not None:
            return column, parts.group(2)
    return None, None


def _is_ignored(folded: str, ignored_names: frozenset[str]) -> bool:
    parts = _WITH_UNIT.match(folded)
    return folded in ignored_names or (parts is not None and parts.group(1) in ignored_names)


def nearest_names(contract: Contract, region: str, heading: Heading) -> list[str]:
    """The accepted names most like an unknown header, for the message."""
    names = [name for column in contract.columns for name in column.names_in(region)]
    return difflib.get_close_matches(heading.shown, names, n=NEAREST, cutoff=0.3)


def describe(heading: Heading) -> str:
    """``'税收额' (column C)``."""
    return f"'{heading.shown}' (column {column_letter(heading.index)})"
