"""Feedback: everything wrong with the header of a refused sheet, not only the first problem."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.contracts.contract import Column, Contract
from ingest.contracts.units import usual_units
from ingest.lake.ledger import Refusal
from ingest.lake.refusals import Refused
from ingest.persons.shown import shown_sheet
from ingest.readers.formats import open_sheets
from ingest.readers.rows import Merge, Row, column_letter
from ingest.readers.sheets import Sheet
from ingest.recognise.header_rows import MAX_HEIGHT, header_candidates, merges_by_top
from ingest.recognise.headers import HeaderMatch, Heading, Vocabulary, fold, nearest_names

HEADER_CODES = ("unknown_header", "missing_header", "duplicate_header")
ROWS_SHOWN = 200_000
"""More rows than anybody scrolls through; rows below are not copied into an annotated workbook."""


@dataclass(frozen=True)
class ReceivedSheet:
    """A sheet as received. ``name`` is empty for the one table of a text file."""

    name: str
    rows: tuple[Row, ...]
    is_cut: bool
    """Whether the sheet has more rows than ``rows``."""
    merges: tuple[Merge, ...] = ()


@dataclass(frozen=True)
class HeaderProblem:
    """One header that must be changed; ``index`` is None for a missing column."""

    sheet: str
    line: int
    index: int | None
    zh: str

    @property
    def letter(self) -> str:
        """The column letter of a spreadsheet."""
        return "" if self.index is None else column_letter(self.index)


def read_again(file: Path) -> list[ReceivedSheet]:
    """The sheets of a file as text; none if it cannot be read to the end."""
    try:
        sheets = open_sheets(file, file.name)
        return [_received(sheet, position) for position, sheet in enumerate(sheets, 1)]
    except Refused:
        return []


def _received(sheet: Sheet, position: int) -> ReceivedSheet:
    rows = iter(sheet.rows)
    kept = tuple(itertools.islice(rows, ROWS_SHOWN))
    return ReceivedSheet(shown_sheet(sheet.name, position), kept, next(rows, None) is not None, sheet.merges)


def header_problems(
    sheets: Sequence[ReceivedSheet], refusals: Sequence[Refusal], contract: Contract, region: str
) -> list[HeaderProblem]:
    """Unknown, missing and repeated headers of every sheet that was refused for its header."""
    by_name = {sheet.name: sheet for sheet in sheets}
    problems = []
    for refusal in refusals:
        sheet = by_name.get(refusal.sheet or "")
        if refusal.code in HEADER_CODES and sheet is not None and refusal.line is not None:
            match = _match(sheet, refusal.line, contract, region)
            problems += _problems(sheet.name, refusal.line, match, region) if match else []
    return problems


def _match(sheet: ReceivedSheet, line: int, contract: Contract, region: str) -> HeaderMatch | None:
    """The best match of the contract with the header that begins in this line."""
    position = next((number for number, row in enumerate(sheet.rows) if row.line == line), None)
    if position is None:
        return None
    rows = sheet.rows[position : position + MAX_HEIGHT]
    readings = header_candidates(rows, merges_by_top(sheet.merges), [Vocabulary.of(contract, region)], range(1))
    best = min(readings, key=lambda c: (-c[0].score, not c[0].is_complete, c[2]), default=None)
    return best[0] if best else None


def _problems(sheet: str, line: int, match: HeaderMatch, region: str) -> list[HeaderProblem]:
    found = [HeaderProblem(sheet, line, heading.index, _unknown(match, heading, region)) for heading in match.unknown]
    found += [
        HeaderProblem(sheet, line, heading.index, f"列名“{heading.shown}”与前面的列含义重复：请只保留一列")
        for heading in match.repeated
    ]
    there = [_column_but_for_unit(match, heading, region) for heading in match.unknown]
    found += [
        HeaderProblem(sheet, line, None, f"缺少必需的列“{column.zh}”：请补上该列，或将含义相同的列改为该列名")
        for column in match.missing
        if column not in there
    ]
    return found


def _unknown(match: HeaderMatch, heading: Heading, region: str) -> str:
    if column := _column_but_for_unit(match, heading, region):
        units = "、".join(usual_units(column.type, column.unit))
        return f"列名“{heading.shown}”中的单位不能识别：请改用 {units}，并按该单位填写"
    near = nearest_names(match.contract, region, heading)
    taken = {name for column in match.columns.values() for name in column.names_in(region)}
    free = [name for name in near if name not in taken]
    wanted = free or [column.zh for column in match.missing]
    if wanted:
        return f"列名“{heading.shown}”不在规定之列：如为“{'”或“'.join(wanted)}”，请改为该列名；如不需要，请删除该列"
    return f"列名“{heading.shown}”不在规定之列，也没有相近的列名：请删除该列"


def _column_but_for_unit(match: HeaderMatch, heading: Heading, region: str) -> Column | None:
    """The column whose header this would be without the unit in brackets."""
    name, bracket, _ = fold(heading.shown).partition("(")
    column = Vocabulary.of(match.contract, region).columns.get(name)
    return column if column is not None and bracket and usual_units(column.type, column.unit) else None
