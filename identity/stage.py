"""Derive: every code and name ever typed gets its enterprise or parcel key (``work/derived``).

Keys are hashes of the anchor, never counters: the same lists give the same keys in any order. Nothing is decided
row by row: all steps are joins over distinct values.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from identity.enterprise.derive import ENTERPRISE_OUTPUTS, derive_enterprises
from identity.geometry.derive import GEOMETRY_OUTPUTS, derive_geometry
from identity.matching.link_cache import linking_files
from identity.matching.thresholds import thresholds
from identity.parcel.derive import PARCEL_OUTPUTS, derive_parcels, join_lineage
from identity.seeds import seed_files
from identity.sources import LINK_DECISIONS, enterprise_sources, parcel_sources
from ingest.contracts.contract import Contract
from park_brain import database
from park_brain.files import publish_file, write_atomically
from park_brain.installation import Installation
from park_brain.sql import literal

if TYPE_CHECKING:
    import duckdb

KEY_OUTPUTS = (*ENTERPRISE_OUTPUTS, *PARCEL_OUTPUTS)
OUTPUTS = (*KEY_OUTPUTS, *GEOMETRY_OUTPUTS)
FINGERPRINT_FILE = "fingerprint.json"


@dataclass(frozen=True)
class DeriveReport:
    """What the stage made: rows per output, and whether last time's output still held."""

    keys: int
    enterprises: int
    parcels: int
    seconds: float
    reused: bool


def derive(home: Installation, contracts: Mapping[str, Contract], day: date = date.max) -> DeriveReport:
    """Write the key tables; unchanged inputs and code keep the tables that are there.

    ``day`` tells which bounds of links are in force; the last ones by default.
    """
    started = time.monotonic()
    fingerprint = _fingerprint(home, contracts, day)
    counts = _previous_counts(home, fingerprint)
    reused = counts is not None
    if counts is None:
        with database.connect(home.tmp) as connection:
            counts = _derive(connection, home, contracts, day)
        record = {"fingerprint": fingerprint, "counts": counts}
        write_atomically(home.derived / FINGERPRINT_FILE, json.dumps(record, indent=1).encode())
    return DeriveReport(
        keys=counts["enterprise_key"],
        enterprises=counts["enterprise"],
        parcels=counts["parcel_key"],
        seconds=time.monotonic() - started,
        reused=reused,
    )


def _derive(
    connection: duckdb.DuckDBPyConnection, home: Installation, contracts: Mapping[str, Contract], day: date
) -> dict[str, int]:
    derive_enterprises(connection, home, contracts, day)
    derive_parcels(connection, home, contracts)
    drawn = derive_geometry(connection, home)
    join_lineage(connection, home)
    return {**drawn, **{name: _write(connection, name, home) for name in KEY_OUTPUTS}}


def _write(connection: duckdb.DuckDBPyConnection, name: str, home: Installation) -> int:
    """Write one output whole or not at all, in order of its key so that equal content is equal bytes."""
    home.derived.mkdir(parents=True, exist_ok=True)
    home.tmp.mkdir(parents=True, exist_ok=True)
    temporary = home.tmp / f"{name}.parquet"
    connection.execute(f"copy (from {name} order by all) to {literal(temporary)} (format parquet, compression zstd)")
    publish_file(temporary, home.derived / f"{name}.parquet")
    row = connection.execute(f"select count(*) from {name}").fetchone()
    return int(row[0]) if row else 0


def _fingerprint(home: Installation, contracts: Mapping[str, Contract], day: date) -> str:
    """Hash of the sources, of the selected files of their lists and of this package's own text."""
    named = [enterprise_sources(contracts), parcel_sources(contracts), sorted(thresholds(day).items())]
    digest = hashlib.sha256(repr(named).encode())
    lists = {
        code
        for code, contract in contracts.items()
        if contract.enterprises or contract.parcels or any(column.type == "geometry" for column in contract.columns)
    }
    lists |= {LINK_DECISIONS} & set(contracts)
    files = [path for code in sorted(lists) for path in sorted((home.selected / code).glob("*.parquet"))]
    for path in (*linking_files(), *seed_files(), *files):
        with path.open("rb") as file:
            content = hashlib.file_digest(file, "sha256").hexdigest()
        digest.update(f"{path.parent.name}/{path.name} {content}\n".encode())
    return digest.hexdigest()


def _previous_counts(home: Installation, fingerprint: str) -> dict[str, int] | None:
    """Counts of the last run when it had the same inputs and all its files are there."""
    path = home.derived / FINGERPRINT_FILE
    if not path.exists() or not all((home.derived / f"{name}.parquet").exists() for name in OUTPUTS):
        return None
    record = json.loads(path.read_text(encoding="utf-8"))
    if record["fingerprint"] != fingerprint:
        return None
    return {name: int(record["counts"][name]) for name in OUTPUTS}
