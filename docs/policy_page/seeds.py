"""Policy: the seeds as they are written, in the order in which they are written."""

from __future__ import annotations

import csv
from pathlib import Path

from park_brain.project import SEEDS as FOLDER

Row = dict[str, str]


def names(folder: Path = FOLDER) -> list[str]:
    """Seeds that hold policy."""
    return sorted(path.stem for path in (folder / "policy").glob("*.csv"))


def read(name: str, folder: Path = FOLDER) -> list[Row]:
    """Rows of a seed, as text; raises FileNotFoundError for a name that is none."""
    inside = folder / "policy" / f"{name}.csv"
    path = inside if inside.exists() else folder / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_all(folder: Path = FOLDER) -> dict[str, list[Row]]:
    """Every policy seed, and the two that name regions and departments."""
    return {name: read(name, folder) for name in (*names(folder), "ref_department", "ref_division")}
