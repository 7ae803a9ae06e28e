"""Derive: the rules this stage reads, from the seed files that dbt loads too."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from park_brain.seeds import seed_file
from park_brain.sql import literal

if TYPE_CHECKING:
    import duckdb

SEEDS: dict[str, dict[str, str]] = {
    "ref_division": {},
    "parcel_issuer": {"valid_from": "DATE"},
    "parcel_feature": {"position": "INTEGER"},
    "placeholder_text": {},
    "land_tolerance": {"relative": "DECIMAL(9,6)", "absolute_sqm": "DECIMAL(18,4)"},
    "division_extent": dict.fromkeys(("west_deg", "east_deg", "south_deg", "north_deg"), "DOUBLE"),
    "coordinate_term": {"place": "INTEGER", "zone_no": "INTEGER"},
}
"""Seed -> columns that are not text."""


def seed_files() -> list[Path]:
    """The files, for fingerprints."""
    return [seed_file(name) for name in sorted(SEEDS)]


def load_seeds(connection: duckdb.DuckDBPyConnection) -> None:
    """Create temporary tables ``seed_<name>``; columns not in ``SEEDS`` are text."""
    for name, types in SEEDS.items():
        path = literal(seed_file(name))
        fields = "".join(f", {column}::{kind} as {column}" for column, kind in types.items())
        others = f"* exclude ({', '.join(types)})" if types else "*"
        connection.execute(
            f"create temp table seed_{name} as select {others}{fields} from read_csv({path}, all_varchar = true)"
        )
