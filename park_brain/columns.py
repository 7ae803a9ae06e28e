"""Kernel: what a column means, wherever it appears: the registry ``dbt_project/columns.csv``.

A row without a model says what the name means everywhere; a row with one says only what is narrower there. The marts'
yml, and with it the dictionary, and the exported contracts take their words from here.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path

from park_brain.project import DBT_PROJECT

REGISTRY = DBT_PROJECT / "columns.csv"
OPEN = "L1"
"""Sensitivity of a column of which the registry says nothing else."""


@dataclass(frozen=True)
class Meaning:
    """One row of the registry; of a model's own row, empty texts are those of the name."""

    name: str
    model: str
    data_type: str
    unit: str
    sensitivity: str
    additivity: str
    zh: str
    description: str


@dataclass(frozen=True)
class Registry:
    """All rows by name and model."""

    rows: Mapping[tuple[str, str], Meaning]

    def of(self, name: str, model: str) -> Meaning:
        """What the column means in the model; raises LookupError for a name the registry does not have."""
        common = self.rows.get((name, ""))
        if common is None:
            raise LookupError(f"{model}.{name} is not in {REGISTRY.name}")
        own = self.rows.get((name, model))
        meaning = replace(common, model=model, **({} if own is None else said(own)))
        return replace(meaning, sensitivity=meaning.sensitivity or OPEN)

    def described(self, name: str, zh: str) -> str:
        """What is said of a name under this label, in the rows of any model; empty where nothing is."""
        common = self.rows.get((name, ""))
        meanings = [self.of(name, model) for key, model in self.rows if key == name] if common else []
        return next((meaning.description for meaning in meanings if meaning.zh == zh), "")


def said(row: Meaning) -> dict[str, str]:
    """What a row states itself, beside the name and model it is for."""
    stated = {field.name: getattr(row, field.name) for field in fields(row)[2:]}
    return {name: text for name, text in stated.items() if text}


def load_registry(path: Path = REGISTRY) -> Registry:
    """The registry, in the order of the file; a second row for the same name and model is an error."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [Meaning(**row) for row in csv.DictReader(file)]
    registry = Registry({(row.name, row.model): row for row in rows})
    if len(registry.rows) < len(rows):
        raise ValueError(f"{path.name} has two rows for one name and model")
    return registry
