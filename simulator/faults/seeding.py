"""Simulator: puts the catalogue's faults into sheets, each into a row of its own, and notes where."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import polars as pl

from simulator.faults.catalogue import ROWS_PER_REGION, Fault
from simulator.faults.cell_edits import CANDIDATES, CELL_EDITS, Row
from simulator.faults.row_edits import ROW_ACTIONS
from simulator.files.sheet import Cell, Sheet

KEY_COLUMN = {
    "land.parcel_register": "location",
    "land.occupancy": "location",
    "land.supply_contract": "supervision_no",
    "environment.permit": "permit_no",
}
"""What identifies the rows of a list; the case number of registers and the enterprise's code elsewhere."""
SEEDED = {*CELL_EDITS, *ROW_ACTIONS, "merged_header"}
"""Actions done to the ordinary lists; the others make exhibits."""
HEADER_ROW = -1
"""Row id of a fault in the header."""


@dataclass(frozen=True)
class Seeded:
    """One fault in one row (``row`` None: a row that is missing). Lines are known when the file is written."""

    fault: Fault
    row: int | None
    enterprise: str
    key: str


@dataclass
class Seeder:
    """Hands out the faults of a region, never two to the same firm, case or parcel of a list."""

    faults: tuple[Fault, ...]
    mode: str
    rng: np.random.Generator
    files: dict[str, int]
    """List -> number of files that may carry faults."""
    seen: dict[str, int] = field(default_factory=dict)
    used: dict[str, set[str]] = field(default_factory=dict)

    def seed(self, sheet: Sheet) -> list[Seeded]:
        """Put this file's share of the list's faults into it."""
        number = self.seen.get(sheet.list_code, 0)
        self.seen[sheet.list_code] = number + 1
        own = [fault for fault in self.faults if fault.list_code == sheet.list_code and fault.action in SEEDED]
        mine = [
            fault
            for rank, fault in enumerate(own)
            for copy in range(ROWS_PER_REGION[self.mode])
            if self._file_of(fault, rank + copy) == number
        ]
        return [seeded for fault in mine if (seeded := self._put(sheet, fault)) is not None]

    def _file_of(self, fault: Fault, rank: int) -> int:
        """Which of the list's files gets it; a gap needs a month before and one after."""
        count = max(1, self.files[fault.list_code])
        if fault.action == "drop_firm":
            return 1 + rank % max(1, count - 2)
        return rank % count

    def _put(self, sheet: Sheet, fault: Fault) -> Seeded | None:
        if fault.action == "merged_header":
            has_parent = any(column.parent for column in sheet.columns)
            return Seeded(fault, HEADER_ROW, "", "") if has_parent else None
        row = self._choose(sheet, fault)
        if row is None:
            return None
        place = int(str(row["_row"]))
        text = {name: value for name, value in row.items() if name != "_row"}
        hit: int | None = place
        if fault.action in ROW_ACTIONS:
            hit = ROW_ACTIONS[fault.action](sheet, fault, place, text, self.rng)
        else:
            edit = CELL_EDITS[fault.action]
            sheet.cells[(place, fault.column)] = Cell(edit(text[fault.column] or "", fault.value, text))
        return Seeded(fault, hit, _enterprise(text), _key(sheet, text))

    def _choose(self, sheet: Sheet, fault: Fault) -> Row | None:
        """A row the action can work on whose firm, case or parcel has no fault yet."""
        if fault.column not in sheet.rows.columns:
            return None
        key = key_column(sheet)
        used = self.used.setdefault(sheet.list_code, set())
        fits = CANDIDATES.get(fault.action, _filled)(fault.column)
        rows = sheet.rows.filter(fits & pl.col(key).is_not_null() & ~pl.col(key).is_in(list(used)))
        if not len(rows):
            return None
        row: Row = rows.row(int(self.rng.integers(len(rows))), named=True)
        used.add(row[key] or "")
        return row


def _filled(column: str) -> pl.Expr:
    return pl.col(column).is_not_null()


def key_column(sheet: Sheet) -> str:
    """The column that identifies the rows of a list."""
    if sheet.list_code.endswith(".issue"):
        return "issue_no"
    return KEY_COLUMN.get(sheet.list_code) or next(c for c in sheet.rows.columns if c.endswith("_uscc"))


def _key(sheet: Sheet, text: Row) -> str:
    """What a test looks for: the parcel's code where a list of parcels has one, else the list's own key."""
    parcel = text.get("land_code") if sheet.list_code.startswith("land.") else None
    return parcel or text[key_column(sheet)] or ""


def _enterprise(text: Row) -> str:
    return next((value for name, value in text.items() if name.endswith("_uscc") and value), "")
