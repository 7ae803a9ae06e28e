"""Kernel: one file of a county's rules, and all that can be wrong with it."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from park_brain.seeds import VALID_FROM, Row, Shape, county_text, laid_over, read_seed, seed_file

VALID_TO = "valid_to"
REGION, EVERYWHERE = "region_code", "*"
EXTENT = "division_extent"
DECIMAL = re.compile(r"decimal\((\d+), *(\d+)\)")
BOOLEANS = ("true", "false")


@dataclass(frozen=True)
class RuleTable:
    """A file that lies in ``rules/``, beside the seeds it is laid over."""

    path: Path
    shapes: Mapping[str, Shape]
    seeds: Path

    @property
    def name(self) -> str:
        """The seed."""
        return self.path.stem

    @property
    def shown(self) -> str:
        """The file as messages name it."""
        return f"rules/{self.path.name}"

    @property
    def shape(self) -> Shape:
        """Types and key."""
        return self.shapes[self.name]

    @cached_property
    def header(self) -> list[str]:
        """Columns of the seed, in its order."""
        with seed_file(self.name, self.seeds).open(encoding="utf-8", newline="") as file:
            return next(csv.reader(file))

    @cached_property
    def lines(self) -> list[tuple[int, list[str]]]:
        """Line and cells of every row, the header first; empty rows are none."""
        reader = csv.reader(io.StringIO(county_text(self.path)))
        return [(reader.line_num, cells) for cells in reader if any(cells)]

    @cached_property
    def rows(self) -> list[tuple[int, Row]]:
        """Line and row, once ``problems`` has found none."""
        header = self.lines[0][1]
        return [(line, dict(zip(header, cells, strict=True))) for line, cells in self.lines[1:]]

    def problems(self) -> Iterator[str]:
        """Why the file is not a table of its seed; what is wrong with rows is told once there is nothing of these."""
        if problem := self._not_a_rule() or self._unreadable():
            yield f"{self.shown}: {problem}"
            return
        yield from (f"{self.shown}: {problem}" for problem in self._columns())
        width = len(self.header)
        for line, cells in self.lines[1:]:
            if len(cells) != width:
                yield f"{self.shown} line {line}: {len(cells)} cells where the header has {width}; fill or quote them"

    def _not_a_rule(self) -> str | None:
        allowed = sorted(name for name, shape in self.shapes.items() if shape.county_key)
        if self.path.suffix != ".csv" or not self.path.is_file():
            return "only CSV files of rules belong here; move it elsewhere"
        if self.name in allowed:
            return None
        if self.name in self.shapes:
            return "this table belongs to the program and is not a county's to change; take the file out"
        near = get_close_matches(self.name, allowed, n=1, cutoff=0.5)
        return f"there is no such table of rules; {f'did you mean {near[0]}.csv?' if near else ', '.join(allowed)}"

    def _unreadable(self) -> str | None:
        try:
            return None if self.lines else "it is empty; give it the header of its table, or take it out"
        except UnicodeDecodeError:
            return "it is neither UTF-8 nor GB18030; save it as CSV UTF-8"
        except (OSError, csv.Error) as error:
            return f"it cannot be read ({error}); mend it or take it out"

    def _columns(self) -> Iterator[str]:
        given = self.lines[0][1]
        for column in dict.fromkeys(given):
            if given.count(column) > 1:
                yield f"column {column} stands there twice; take one out"
            elif column not in self.header:
                near = get_close_matches(column, self.header, n=1, cutoff=0.5)
                hint = f"did you mean {near[0]}?" if near else f"there are: {', '.join(self.header)}"
                yield f"there is no column {column}; {hint}"
        if missing := [column for column in self.header if column not in given]:
            yield f"column {', '.join(missing)} is missing; all columns of the table must be there, empty ones too"


def problems_of(table: RuleTable, divisions: Set[str]) -> Iterator[str]:
    """What is wrong with the rows of a table that has its columns."""
    filled = _always_filled(table)
    regions = divisions | {row.get(REGION, EVERYWHERE) for row in read_seed(table.name, table.seeds)}
    seen: dict[tuple[str, ...], int] = {}
    found = False
    for line, row in table.rows:
        own = [*_cells(table.shape, row, filled), *_regions(table, row, regions)]
        key = tuple(row[column] for column in table.shape.row_key)
        if key in seen:
            own.append(f"the same rule as line {seen[key]} ({', '.join(key)}); take one out")
        seen.setdefault(key, line)
        found = found or bool(own)
        yield from (f"{table.shown} line {line}: {problem}" for problem in own)
    if not found:
        yield from _in_force_twice(table)


def _always_filled(table: RuleTable) -> set[str]:
    """Columns that no row of the seed leaves empty."""
    known = read_seed(table.name, table.seeds)
    return {column for column in table.header if known and all(row[column] for row in known)}


def _cells(shape: Shape, row: Row, filled: Set[str]) -> Iterator[str]:
    for column, value in row.items():
        kind = shape.types[column]
        if value == "":
            if column in filled:
                yield f"{column} is empty; every row of this table fills it"
        elif not _fits(kind, value):
            yield f"{column} is {value!r:.40} and no {EXPECTED.get(kind, kind)}"


EXPECTED = {
    "varchar": "text without spaces around it",
    "date": "date like 2024-01-31",
    "boolean": "true or false",
    "integer": "whole number",
    "double": "number",
}


def _fits(kind: str, value: str) -> bool:
    if kind == "varchar":
        return value == value.strip()
    if kind == "boolean":
        return value in BOOLEANS
    try:
        if kind == "date":
            return date.fromisoformat(value).isoformat() == value
        number = Decimal(value)
    except (ValueError, InvalidOperation):
        return False
    if not number.is_finite():
        return False
    if kind == "integer":
        return re.fullmatch(r"-?\d{1,9}", value) is not None
    if exact := DECIMAL.fullmatch(kind):
        digits, scale = int(exact[1]), int(exact[2])
        return abs(number) < 10 ** (digits - scale) and number == round(number, scale)
    return True


def _regions(table: RuleTable, row: Row, divisions: Set[str]) -> Iterator[str]:
    column = "division_code" if table.name == EXTENT else REGION
    code = row.get(column, EVERYWHERE)
    if code not in divisions and not (column == REGION and code == EVERYWHERE):
        near = get_close_matches(code, sorted(divisions), n=1, cutoff=0.6)
        hint = f"did you mean {near[0]}?" if near else "add it to rules/ref_division.csv first"
        yield f"there is no region {code!r}; {hint}"


def _in_force_twice(table: RuleTable) -> Iterator[str]:
    """Versions of one rule that the county's rows and those of the package would have in force on one day."""
    if VALID_TO not in table.shape.types:
        return
    lines = {tuple(row[column] for column in table.shape.row_key): line for line, row in table.rows}
    own = [row for _, row in table.rows]
    versions: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in laid_over(read_seed(table.name, table.seeds), own, table.shape.row_key):
        versions[tuple(row[column] for column in table.shape.county_key)].append(row)
    for key, rows in versions.items():
        ordered = sorted(rows, key=lambda row: row[VALID_FROM])
        for before, after in pairwise(ordered):
            if not before[VALID_TO] or before[VALID_TO] >= after[VALID_FROM]:
                places = [lines.get((*key, row[VALID_FROM])) for row in (after, before)]
                if line := next((place for place in places if place), None):
                    yield (
                        f"{table.shown} line {line}: {', '.join(key)} is twice in force from {after[VALID_FROM]}; "
                        f"end the version of {before[VALID_FROM]} by a valid_to before it, in a row of its own"
                    )
