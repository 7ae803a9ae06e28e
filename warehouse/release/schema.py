"""Release: the version of the mart's schema, and what earlier names of tables and columns still lead to.

`SCHEMA_VERSION` is raised when a released table or column is removed or renamed, or changes its type or meaning; a new
table or column does not raise it. A rename is a row of ``dbt_project/renames.csv``; until the next version the release
has a view of the earlier shape in schema ``previous``.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from park_brain.project import DBT_PROJECT
from park_brain.release_folder import SCHEMA

SCHEMA_VERSION = 2
"""1: releases of 0.1, whose manifests state none."""
PREVIOUS = "previous"
RENAMES = DBT_PROJECT / "renames.csv"


@dataclass(frozen=True)
class Rename:
    """A table, or where ``column`` is named a column of it, that had another name before version ``since``."""

    table: str
    column: str
    old_name: str
    since: int


def read_renames(path: Path = RENAMES) -> list[Rename]:
    """All rows of the file."""
    with path.open(encoding="utf-8", newline="") as file:
        return [Rename(r["table"], r["column"], r["old_name"], int(r["since"])) for r in csv.DictReader(file)]


def previous_views(renames: Iterable[Rename], columns: Mapping[str, Iterable[str]]) -> list[str]:
    """SQL of the views for what this version renamed; ``columns``: those of each released table.

    Raises:
        ValueError: a row names what is not released, or an earlier name that is in use.
    """
    current = [rename for rename in renames if rename.since == SCHEMA_VERSION]
    for rename in current:
        _check(rename, columns)
    return [_view(table, [r for r in current if r.table == table]) for table in sorted({r.table for r in current})]


def _check(rename: Rename, columns: Mapping[str, Iterable[str]]) -> None:
    known = set(columns.get(rename.table, ()))
    taken = known if rename.column else set(columns)
    if rename.table not in columns or (rename.column and rename.column not in known) or rename.old_name in taken:
        raise ValueError(f"{RENAMES.name}: {rename} does not fit what is released")


def _view(table: str, renames: list[Rename]) -> str:
    name = next((rename.old_name for rename in renames if not rename.column), table)
    renamed = ", ".join(f"{rename.column} as {rename.old_name}" for rename in renames if rename.column)
    shape = f"* rename ({renamed})" if renamed else "*"
    return f'create view {PREVIOUS}."{name}" as select {shape} from {SCHEMA}."{table}"'
