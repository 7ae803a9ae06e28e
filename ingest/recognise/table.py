"""Ingest, recognise: one recognised list in one sheet: its header, its units and the role of every row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from ingest.contracts.contract import Column, Contract
from ingest.contracts.units import accepted_units, every_unit_in_note, factor, normal, units_in_note
from ingest.lake.refusals import refused
from ingest.readers.rows import Merge, Row
from ingest.readers.sheets import Block
from ingest.recognise.header_rows import groups_above
from ingest.recognise.headers import HeaderMatch, fold, unit_of_group
from ingest.recognise.roles import doubtful, folded, is_plainly_data, is_total_word, role_beneath, role_of, total_kind

FULL_CODE = 15
"""A credit code, or the code of a tax office of former days."""
_CONTINUED = re.compile(r"[\[(]?续表?\d*[\])]?$")


@dataclass(frozen=True)
class Table:
    """One recognised list in one sheet. ``body`` holds the rows below the header and can be walked once."""

    sheet: str
    match: HeaderMatch
    head: tuple[Row, ...]
    """Rows above the header: titles, notes, units."""
    header: tuple[Row, ...]
    beneath: tuple[tuple[Row, str], ...]
    """Rows right below the header with their role: units, numbers of columns."""
    body: Iterator[Block]
    file_name: str
    merges: tuple[Merge, ...] = ()
    caption: str = ""
    hidden: bool = False
    noted: str = ""
    """Notes below the table, where they were read before the rows above them."""
    repeated: frozenset[int] = frozenset()
    """Lines of further headers of this table that are spelled differently."""

    @property
    def contract(self) -> Contract:
        """The list this table is."""
        return self.match.contract

    @property
    def title(self) -> str:
        """All text above the header."""
        return " ".join([self.caption, *(text for row in self.head for text in row.filled)]).strip()

    @property
    def heading(self) -> str:
        """The first line that says anything: what the sheet calls itself."""
        return self.caption or next((" ".join(row.filled) for row in self.head if row.filled), "")

    @cached_property
    def header_rows(self) -> frozenset[tuple[str, ...]]:
        """The header's rows as they may be repeated further down, and the line right above them with its groups."""
        return frozenset(folded(row.filled) for row in (*self.head[-1:], *self.header))

    @cached_property
    def first_headers(self) -> frozenset[str]:
        """First cell of each of these rows: what a repeated header begins with."""
        return frozenset(fold(row.filled[0]) for row in (*self.head[-1:], *self.header) if row.filled)

    @cached_property
    def ascii_headers(self) -> frozenset[str]:
        """Those of them that a code or number could be taken for."""
        return frozenset(name for name in self.first_headers if name.isascii())

    def roles(self, block: Block, previous: str) -> list[str]:
        """Role of every row of a block below the header; rows are looked at only where they may be no data."""
        if block.is_plain and previous == "data":
            places = doubtful(block, self.ascii_headers)
            if all(self.role(row, "data") == "data" for row in block.at(places).rows):
                return ["data"] * len(block)
        roles = []
        for row in block.rows:
            previous = self.role(row, previous)
            roles.append(previous)
        return roles

    def role(self, row: Row, previous: str) -> str:
        """What a row below the header is: data, or why it is not. ``previous`` is the role of the row above."""
        if not self.header:
            return "title" if row.filled else "blank"
        if row.line in self.repeated:
            return "repeated_header"
        if previous == "repeated_header" and (beneath := role_beneath(row)):
            return beneath
        if previous == "note" and len(row.filled) == 1 and total_kind(row) is None:
            return "note"  # the next line of the same explanation
        if is_plainly_data(row.cells, self.ascii_headers):
            return "data"
        role = role_of(row, self.header_rows, self.first_headers)
        if role == "total" and self._is_data_row_named_total(row):
            return "data"
        if role == "data" and self._is_only_numbered(row):
            return "blank"
        return "title" if role == "data" and self._is_repeated_title(row) else role

    def _is_only_numbered(self, row: Row) -> bool:
        """A line of the template that nobody filled in: its running number stands there and nothing else."""
        ignored = self.match.ignored
        return bool(ignored) and not any(text.strip() for i, text in enumerate(row.cells) if i not in ignored)

    def _is_repeated_title(self, row: Row) -> bool:
        """A title repeated at the head of a page, or put below the table: alone in its row, it names the list."""
        filled = row.filled
        if len(filled) != 1:
            return False
        text = _CONTINUED.sub("", fold(filled[0]))
        names = map(fold, (self.contract.zh, *self.contract.aliases))
        return text in self._titles or any(name in text for name in names)

    @cached_property
    def _titles(self) -> frozenset[str]:
        return frozenset(fold(row.filled[0]) for row in self.head if len(row.filled) == 1)

    def _is_data_row_named_total(self, row: Row) -> bool:
        """A row with a code and everything it must have, of which only the name reads 合计, sums up nothing."""
        cells = {column: row.cells[i].strip() for i, column in self.match.columns.items() if i < len(row.cells)}
        has_code = any(len(text) >= FULL_CODE for column, text in cells.items() if column.type == "uscc")
        named_so = [column.type for column, text in cells.items() if is_total_word(text)]
        whole = all(cells.get(column) for column in self.match.columns.values() if not column.nullable)
        return has_code and whole and named_so == ["text"]

    def could_hold(self, row: Row) -> bool:
        """Whether a row of another sheet reads like one of this table: every cell it must have, and figures in them."""
        needed = [
            (column, row.cells[i].strip() if i < len(row.cells) else "")
            for i, column in self.match.columns.items()
            if not column.nullable or column.type == "uscc"
        ]
        has_figures = any(text[-1:].isdigit() for column, text in needed if column.type not in ("text", "category"))
        return has_figures and all(text for _, text in needed)

    @cached_property
    def units(self) -> dict[str, Fraction]:
        """Size of the unit of each column that has one: header, unit row, note above, note below, contract.

        Raises:
            Refused: a unit nobody knows, or several for one column.
        """
        sizes = {}
        for index, column in self.match.columns.items():
            self._check_one_unit(index, column)
            unit = self._stated_unit(index, column) or self._below.get(column.type) or column.unit
            accepted = accepted_units(column.type, column.unit)
            if unit and len(accepted) > 1:
                sizes[column.name] = self._size(column, unit, accepted)
        return sizes

    def _check_one_unit(self, index: int, column: Column) -> None:
        found = sorted(self._units_above.get(column.type, ()))
        if len({factor(column.type, unit) for unit in found}) > 1 and not self._own_unit(index):
            raise refused(
                "unit_twice",
                f"the lines above the table name the units {', '.join(found)} for column {column.zh}; keep one of them",
                f"表格上方写了几个单位（{'、'.join(found)}），无法确定列“{column.zh}”的单位；请只保留一个，或写在表头里",
                sheet=self.sheet or None,
                line=self.header[0].line if self.header else None,
            )

    def check_note(self, row: Row) -> None:
        """A note below the rows must not name another unit than the one they were read in.

        Raises:
            Refused: it does; the rows above are already typed, or two notes contradict each other.
        """
        for column_type, unit in units_in_note(" ".join(row.filled), outright=True).items():
            for index, column in self.match.columns.items():
                read = self.units.get(column.name)
                same = column.type != column_type or read is None or factor(column_type, unit) == read
                if not same and not self._stated_unit(index, column):
                    raise refused(
                        "unit_below",
                        f"the note names the unit '{unit}', column {column.zh} was read in another; put it above",
                        f"表下说明写的单位是“{unit}”，但列“{column.zh}”按其他单位读取；请把单位写在表头或表格上方",
                        sheet=self.sheet or None,
                        line=row.line,
                    )

    @cached_property
    def _above(self) -> dict[str, str]:
        if not self._groups:
            return units_in_note(self.title)
        stated = " ".join([self.caption, *(text for row in self.head[:-1] for text in row.filled)])
        return units_in_note(" ".join(self.head[-1].filled), outright=True) | units_in_note(stated)

    @cached_property
    def _units_above(self) -> dict[str, set[str]]:
        return every_unit_in_note(self.title)

    @cached_property
    def _below(self) -> dict[str, str]:
        return units_in_note(self.noted, outright=True)

    @cached_property
    def _unit_row(self) -> Row | None:
        return next((row for row, role in self.beneath if role == "unit"), None)

    @cached_property
    def _groups(self) -> list[str]:
        return groups_above(self.head, self.merges)

    def _own_unit(self, index: int) -> str | None:
        row = self._unit_row
        below = row.cells[index].strip() if row and index < len(row.cells) else ""
        group = self._groups[index : index + 1]
        return self.match.units.get(index) or below or unit_of_group(group, self.match.columns[index])

    def _stated_unit(self, index: int, column: Column) -> str | None:
        return self._own_unit(index) or self._above.get(column.type)

    def _size(self, column: Column, unit: str, accepted: Mapping[str, Fraction]) -> Fraction:
        size = accepted.get(normal(unit).strip("()").lower())
        if size is None:
            raise refused(
                "unknown_unit",
                f"column {column.zh}: unit '{unit}' is none of {', '.join(accepted)}",
                f"列“{column.zh}”的单位“{unit}”无法识别，请使用{'、'.join(accepted)}之一",
                sheet=self.sheet or None,
                line=self._unit_row.line if self._unit_row else None,
            )
        return size

    def constants(self) -> dict[str, str]:
        """Columns the sheet lacks whose value title or file name tells (A级纳税人名单: rating A)."""
        present = {column.name for column in self.match.columns.values()}
        found: dict[str, str] = {}
        for column in self.contract.columns:
            if column.title_pattern and column.name not in present:
                value = re.search(column.title_pattern, f"{self.title} {self.file_name}")
                found |= {column.name: value.group(1)} if value else {}
        return found
