"""Derive: the rules this stage reads, from the seed files that dbt loads too."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from park_brain.seeds import read_seed, seed_file
from park_brain.tables import arrow_table

if TYPE_CHECKING:
    import duckdb

SEEDS: dict[str, dict[str, str]] = {
    "ref_division": {},
    "parcel_issuer": {"valid_from": "DATE"},
    "parcel_feature": {"position": "INTEGER"},
    "placeholder_text": {},
    "land_tolerance": {"relative": "DECIMAL(24,6)", "absolute_sqm": "DECIMAL(18,4)"},
    "division_extent": dict.fromkeys(("west_deg", "east_deg", "south_deg", "north_deg"), "DOUBLE"),
    "coordinate_term": {"place": "INTEGER", "zone_no": "INTEGER"},
}
"""Seed -> columns that are not text."""


def seed_files(rules: Path | None = None) -> list[Path]:
    """The files, a county's own ``rules`` among them, for fingerprints."""
    files = [seed_file(name) for name in sorted(SEEDS)]
    own = [rules / f"{name}.csv" for name in sorted(SEEDS)] if rules else []
    return files + [path for path in own if path.exists()]


def load_seeds(connection: duckdb.DuckDBPyConnection, rules: Path | None = None) -> None:
    """Create temporary tables ``seed_<name>``; columns not in ``SEEDS`` are text, an empty cell is none."""
    for name, types in SEEDS.items():
        rows = read_seed(name, rules=rules)
        text = dict.fromkeys(rows[0], "VARCHAR")
        connection.register("seed_rows", arrow_table(text, [tuple(v or None for v in row.values()) for row in rows]))
        fields = ", ".join(f"{column}::{types.get(column, 'VARCHAR')} as {column}" for column in rows[0])
        connection.execute(f"create temp table seed_{name} as select {fields} from seed_rows")
        connection.unregister("seed_rows")
