"""Simulator: actions of the catalogue that add, drop or rewrite whole rows."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl

from simulator.faults.catalogue import Fault
from simulator.faults.cell_edits import Row
from simulator.files.sheet import Cell, Sheet
from simulator.world import codes

RowAction = Callable[[Sheet, Fault, int, Row, np.random.Generator], int | None]
"""(sheet, fault, row id, its text, stream) -> id of the row to be caught; None where the fault is a missing row."""


def duplicate(sheet: Sheet, fault: Fault, place: int, text: Row, rng: np.random.Generator) -> int:
    """The row once more, at the end."""
    new = int(str(sheet.rows["_row"].max())) + 1
    copy = sheet.rows.filter(pl.col("_row") == place).with_columns(pl.lit(new, pl.Int64).alias("_row"))
    sheet.rows = pl.concat([sheet.rows, copy.select(sheet.rows.columns)])
    return new


def duplicate_changed(sheet: Sheet, fault: Fault, place: int, text: Row, rng: np.random.Generator) -> int:
    """The same key once more with another value."""
    new = duplicate(sheet, fault, place, text, rng)
    sheet.cells[(new, fault.column)] = Cell(fault.value)
    return new


def extra_cell(sheet: Sheet, fault: Fault, place: int, text: Row, rng: np.random.Generator) -> int:
    """A cell beyond the last header (CSV)."""
    sheet.extra_cells.add(place)
    return place


def drop_firm(sheet: Sheet, fault: Fault, place: int, text: Row, rng: np.random.Generator) -> None:
    """Every row of the firm in this file is left out."""
    sheet.rows = sheet.rows.filter(pl.col(fault.column) != text[fault.column])


def drop_tenant_side(sheet: Sheet, fault: Fault, place: int, text: Row, rng: np.random.Generator) -> None:
    """The tenant does not state its lease; the lessor's row (whose code is reported) stays."""
    sheet.rows = sheet.rows.filter(pl.col("_row") != place)
    text["occupant_uscc"] = text["counterparty_uscc"]


def stranger(sheet: Sheet, fault: Fault, place: int, text: Row, rng: np.random.Generator) -> int:
    """A valid code the registry has never seen, under a name nobody else has."""
    code = str(codes.usccs(["330600"], rng)[0])
    sheet.cells[(place, fault.column)] = Cell(code)
    sheet.cells[(place, "taxpayer_name")] = Cell(f"绍兴外来{code[-6:]}贸易有限公司")
    text[fault.column] = code
    return place


ROW_ACTIONS: dict[str, RowAction] = {
    "duplicate": duplicate,
    "duplicate_changed": duplicate_changed,
    "extra_cell": extra_cell,
    "drop_firm": drop_firm,
    "drop_tenant_side": drop_tenant_side,
    "stranger": stranger,
}
