"""Kernel: the dated rules and codes that stages share with dbt, read from the same seed files: one source, no copy."""

from __future__ import annotations

import csv
from pathlib import Path

from park_brain.project import SEEDS

Row = dict[str, str]


def seed_file(name: str, folder: Path = SEEDS) -> Path:
    """The file of a seed, in whichever folder of the seeds it lies.

    Raises:
        FileNotFoundError: there is no such seed.
    """
    found = next(folder.rglob(f"{name}.csv"), None)
    if found is None:
        raise FileNotFoundError(f"there is no seed {name} in {folder}")
    return found


def read_seed(name: str, folder: Path = SEEDS) -> list[Row]:
    """Rows of a seed in the order of the file, every cell as text."""
    with seed_file(name, folder).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
