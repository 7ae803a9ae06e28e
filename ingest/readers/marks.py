"""Ingest, readers: what a sheet holds beside its values, which the reader of its format does not tell."""

from __future__ import annotations

from dataclasses import dataclass, field

UNCOMPUTED = ""
"""In ``SheetMarks.cells``: a formula without a stored result."""


@dataclass
class SheetMarks:
    """What one sheet holds beside its values. Rows count from 1, columns from 0."""

    hidden: set[int] = field(default_factory=set)
    cells: dict[int, dict[int, str]] = field(default_factory=dict)
    """Row -> column -> error text, or UNCOMPUTED."""
    rows: int = 0
    columns: int = 0
    """Upper bounds of what is used."""
    lines: set[int] = field(default_factory=set)
    """Numbers the sheet itself gives to its rows."""
