"""Ingest, recognise: match the headers of a sheet against the names a contract accepts. Strict: nothing is skipped."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from ingest.contracts.contract import Column, Contract
from ingest.contracts.units import accepted_units, is_unit_word, normal, units_in_note
from ingest.readers.rows import column_letter

_WITH_UNIT = re.compile(
    r"^(.+?)(?:[(\[](?:计量|金额|面积)?(?:单位)?:?([^()\[\]:]+)[)\]]|(?:[/,_|、-]|,?(?:计量)?单位:?)([^()\[\]/,_:]+))$"
)
_HINT = re.compile(r"[(\[](?:非?必填项?|选填项?|可空|可不填|是/否|下拉选择|格式[^()\[\]]*|yyyy[^()\[\]]*)[)\]]$")
"""What templates add for whoever fills them in; it is no part of the name."""
NEAREST = 3
DBF_NAME_BYTES = 10


@dataclass(frozen=True)
class Heading:
    """One column's header: what is shown to people, and the spellings to try in turn."""

    index: int
    shown: str
    spellings: tuple[str, ...]
    above: tuple[str, ...] = ()
    """Headers of the groups it stands in, the widest first: they may name its unit."""


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
    first_of: dict[int, int] = field(default_factory=dict)
    """Position of a repeated header -> position of the first header of that column."""

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
    def of(cls, contract: Contract, region: str, *, spatial: bool = False) -> Vocabulary:
        """All names of all columns, and the headers that are known and left out.

        A ``spatial`` file was a shapefile once, whose names end after ten bytes: such a stump is read where it can
        be one column alone.
        """
        columns = {fold(name): column for column in contract.columns for name in column.names_in(region)}
        stumps = _stumps(columns) if spatial else {}
        return cls(contract, stumps | columns, frozenset(fold(name) for name in contract.ignored_headers))


def _stumps(columns: Mapping[str, Column]) -> dict[str, Column]:
    """First ten bytes of each name in either encoding, where no other column's name begins so."""
    found: dict[str, set[Column]] = {}
    for name, column in columns.items():
        for encoding in ("utf-8", "gb18030"):
            stump = name.encode(encoding)[:DBF_NAME_BYTES].decode(encoding, "ignore")
            found.setdefault(stump, set()).add(column)
    return {stump: next(iter(meant)) for stump, meant in found.items() if len(meant) == 1}


def match_headers(vocabulary: Vocabulary, headings: Sequence[Heading]) -> HeaderMatch:
    """Explain each heading by the contract: a column, an ignored header, or unknown."""
    columns: dict[int, Column] = {}
    units: dict[int, str] = {}
    ignored, unknown, unnamed, repeated = [], [], [], []
    found: dict[str, int] = {}
    first_of: dict[int, int] = {}
    for heading in headings:
        column, unit = _explain(heading, vocabulary.columns)
        if not any(heading.spellings):
            unnamed.append(heading.index)
        elif column is not None and column.name in found:
            repeated.append(heading)
            first_of[heading.index] = found[column.name]
        elif column is not None:
            columns[heading.index] = column
            found[column.name] = heading.index
            if unit := unit or unit_of_group(heading.above, column):
                units[heading.index] = unit
        elif any(_is_ignored(fold(s), vocabulary.ignored) for s in heading.spellings):
            ignored.append(heading.index)
        else:
            unknown.append(heading)
    wanted = (c for c in vocabulary.contract.columns if c.required and not c.title_pattern)
    missing = tuple(column for column in wanted if column.name not in found)
    return HeaderMatch(
        vocabulary.contract,
        columns,
        units,
        tuple(ignored),
        tuple(unknown),
        tuple(unnamed),
        tuple(repeated),
        missing,
        first_of,
    )


def _explain(heading: Heading, names: dict[str, Column]) -> tuple[Column | None, str | None]:
    for spelling in heading.spellings:
        folded = _HINT.sub("", fold(spelling))
        if folded in names:
            return names[folded], None
        name, unit = _unit_apart(folded)
        column = names.get(name)
        if column is not None and unit.lower() in accepted_units(column.type, column.unit):
            return column, unit
    return None, None


def unit_of_group(above: Sequence[str], column: Column) -> str | None:
    """``缴款(万元)`` or ``单位:万元`` merged above a header that names no unit itself."""
    accepted = accepted_units(column.type, column.unit)
    for text in reversed(above):
        folded = fold(text)
        named = (_unit_apart(folded)[1], units_in_note(text, outright=True).get(column.type, ""), folded.strip("()"))
        if found := next((unit for unit in named if unit.lower() in accepted), None):
            return found
    return None


def names_unit(text: str) -> bool:
    """Whether a text is a name with a unit behind it: ``产值(万元)``."""
    return is_unit_word(_unit_apart(fold(text))[1])


@lru_cache(maxsize=10_000)
def _unit_apart(folded: str) -> tuple[str, str]:
    """``税收(万元)``, ``税收/万元``, ``税收单位:万元`` as name and unit; two empty texts where there is none."""
    parts = _WITH_UNIT.match(folded)
    return (fold(parts.group(1)), parts.group(2) or parts.group(3)) if parts else ("", "")


def _is_ignored(folded: str, ignored_names: frozenset[str]) -> bool:
    return folded in ignored_names or _unit_apart(folded)[0] in ignored_names


def knows(vocabulary: Vocabulary, text: str) -> bool:
    """Whether a cell, for itself, is a header the contract accepts."""
    heading = Heading(0, text, (text,))
    return _explain(heading, vocabulary.columns)[0] is not None or _is_ignored(fold(text), vocabulary.ignored)


def nearest_names(contract: Contract, region: str, heading: Heading) -> list[str]:
    """The accepted names most like an unknown header, for the message."""
    names = [name for column in contract.columns for name in column.names_in(region)]
    return difflib.get_close_matches(heading.shown, names, n=NEAREST, cutoff=0.3)


def describe(heading: Heading) -> str:
    """``'税收额' (column C)``."""
    return f"'{heading.shown}' (column {column_letter(heading.index)})"
