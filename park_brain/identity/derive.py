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
from pathlib import Path
from typing import TYPE_CHECKING

from park_brain import duck
from park_brain.home import Home
from park_brain.identity.enterprise_derive import ENTERPRISE_OUTPUTS, derive_enterprises
from park_brain.identity.link_cache import linking_files
from park_brain.identity.matching.thresholds import thresholds
from park_brain.identity.sources import LINK_DECISIONS, enterprise_sources, parcel_sources
from park_brain.ingest.contract import Contract
from park_brain.ingest.ledger import publish_file, write_atomically

if TYPE_CHECKING:
    import duckdb

SQL_FOLDER = Path(__file__).parent / "sql"
OUTPUTS = (*ENTERPRISE_OUTPUTS, "parcel_key")
FINGERPRINT_FILE = "fingerprint.json"


@dataclass(frozen=True)
class DeriveReport:
    """What the stage made: rows per output, and whether last time's output still held."""

    keys: int
    enterprises: int
    parcels: int
    seconds: float
    reused: bool


def derive(home: Home, contracts: Mapping[str, Contract], day: date = date.max) -> DeriveReport:
    """Write the key tables; unchanged inputs and code keep the tables that are there.

    ``day`` tells which bounds of links are in force; the last ones by default.
    """
    started = time.monotonic()
    fingerprint = _fingerprint(home, contracts, day)
    counts = _previous_counts(home, fingerprint)
    reused = counts is not None
    if counts is None:
        with duck.connect(home.tmp) as connection:
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
    connection: duckdb.DuckDBPyConnection, home: Home, contracts: Mapping[str, Contract], day: date
) -> dict[str, int]:
    derive_enterprises(connection, home, contracts, day)
    connection.execute(f"create temp table parcel_mention as {_parcel_mentions_sql(home, contracts)}")
    _normalise(connection, "parcel_mention", "location_text", "location_norm")
    _run_sql(connection, "parcel.sql")
    return {name: _write(connection, name, home) for name in OUTPUTS}


def _rows_of(home: Home, code: str) -> str:
    folder = str(home.selected / code).replace("'", "''")
    return f"read_parquet('{folder}/*.parquet')"


def _parcel_mentions_sql(home: Home, contracts: Mapping[str, Contract]) -> str:
    """Distinct (region, land code, location), and whether any list that says so vouches for it."""
    parts = " union ".join(
        f"select _region_code as region_code, coalesce({s.land_code}, '') as land_code_text,"
        f" coalesce({s.location}, '') as location_text, {str(s.vouches).lower()} as vouches"
        f" from {_rows_of(home, s.list)}"
        for s in parcel_sources(contracts)
    )
    return (
        "select region_code, land_code_text, location_text, bool_or(vouches) as vouches"
        f" from ({parts}) where land_code_text <> '' or location_text <> '' group by all"
    )


def _normalise(connection: duckdb.DuckDBPyConnection, table: str, column: str, target: str) -> None:
    """Create table ``target`` (text, norm) with the normal form of every distinct text of a column."""
    from park_brain.identity.names import normalised

    texts = connection.sql(f"select distinct {column} as text from {table}").pl()
    forms = texts.with_columns(normalised("text").alias("norm")).to_arrow()
    connection.register("forms", forms)
    connection.execute(f"create temp table {target} as select text, norm from forms")
    connection.unregister("forms")


def _run_sql(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    text = (SQL_FOLDER / name).read_text(encoding="utf-8")
    connection.execute(text)


def _write(connection: duckdb.DuckDBPyConnection, name: str, home: Home) -> int:
    """Write one output whole or not at all, in order of its key so that equal content is equal bytes."""
    home.derived.mkdir(parents=True, exist_ok=True)
    home.tmp.mkdir(parents=True, exist_ok=True)
    temporary = home.tmp / f"{name}.parquet"
    target = str(temporary).replace("'", "''")
    connection.execute(f"copy (from {name} order by all) to '{target}' (format parquet, compression zstd)")
    publish_file(temporary, home.derived / f"{name}.parquet")
    row = connection.execute(f"select count(*) from {name}").fetchone()
    return int(row[0]) if row else 0


def _fingerprint(home: Home, contracts: Mapping[str, Contract], day: date) -> str:
    """Hash of the sources, of the selected files of their lists and of this package's own text."""
    named = [enterprise_sources(contracts), parcel_sources(contracts), sorted(thresholds(day).items())]
    digest = hashlib.sha256(repr(named).encode())
    lists = {code for code, contract in contracts.items() if contract.enterprises or contract.parcels}
    lists |= {LINK_DECISIONS} & set(contracts)
    files = [path for code in sorted(lists) for path in sorted((home.selected / code).glob("*.parquet"))]
    for path in (*linking_files(), *files):
        with path.open("rb") as file:
            content = hashlib.file_digest(file, "sha256").hexdigest()
        digest.update(f"{path.parent.name}/{path.name} {content}\n".encode())
    return digest.hexdigest()


def _previous_counts(home: Home, fingerprint: str) -> dict[str, int] | None:
    """Counts of the last run when it had the same inputs and all its files are there."""
    path = home.derived / FINGERPRINT_FILE
    if not path.exists() or not all((home.derived / f"{name}.parquet").exists() for name in OUTPUTS):
        return None
    record = json.loads(path.read_text(encoding="utf-8"))
    if record["fingerprint"] != fingerprint:
        return None
    return {name: int(record["counts"][name]) for name in OUTPUTS}
