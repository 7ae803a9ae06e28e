"""Kernel: the dated rules and codes that stages share with dbt, read from the same seed files: one source, no copy.

A county's own rows (``rules/<seed>.csv`` in the home, ``park_brain.rules``) are laid over them by key.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from park_brain.project import SEEDS

Row = dict[str, str]
VALID_FROM = "valid_from"


@dataclass(frozen=True)
class Shape:
    """What the yml says of a seed."""

    types: dict[str, str]
    """Column -> type in the warehouse."""
    county_key: tuple[str, ...]
    """Columns that name a rule, whatever its dates; empty: it belongs to the code and is not a county's to change."""

    @property
    def row_key(self) -> tuple[str, ...]:
        """Columns that name a row: a dated rule has one for each version."""
        return (*self.county_key, VALID_FROM) if VALID_FROM in self.types else self.county_key


def seed_file(name: str, folder: Path = SEEDS) -> Path:
    """The file of a seed, in whichever folder of the seeds it lies.

    Raises:
        FileNotFoundError: there is no such seed.
    """
    found = next(folder.rglob(f"{name}.csv"), None)
    if found is None:
        raise FileNotFoundError(f"there is no seed {name} in {folder}")
    return found


def read_seed(name: str, folder: Path = SEEDS, rules: Path | None = None) -> list[Row]:
    """Rows of a seed in the order of the file, every cell as text, with the rows of a county's ``rules`` laid over."""
    with seed_file(name, folder).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    own = rules / f"{name}.csv" if rules else None
    if own is None or not own.exists():
        return rows
    added = [row for row in csv.DictReader(io.StringIO(county_text(own))) if any(row.values())]
    return laid_over(rows, added, load_shapes(folder)[name].row_key)


def laid_over(rows: Sequence[Row], own: Sequence[Row], key: Sequence[str]) -> list[Row]:
    """A row with the key of an existing one takes its place; the others follow at the end."""
    merged = {tuple(row[column] for column in key): row for row in rows}
    merged |= {tuple(row[column] for column in key): row for row in own}
    return list(merged.values())


def county_text(path: Path) -> str:
    """UTF-8 or, as spreadsheet programs of the office save it, GB18030.

    Raises:
        UnicodeDecodeError: it is neither.
    """
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")


def load_shapes(folder: Path = SEEDS) -> dict[str, Shape]:
    """What the yml files say of every seed."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    shapes = {}
    for path in sorted(folder.rglob("*.yml")):
        for seed in yaml.load(path.read_bytes(), Loader=loader)["seeds"]:
            config = seed["config"]
            key = tuple(config.get("meta", {}).get("county_key", ()))
            shapes[seed["name"]] = Shape(dict(config["column_types"]), key)
    return shapes
