"""Derive: every code and name ever typed gets its enterprise or parcel key (``work/derived``).

Ladder of this issue: valid code -> exact normalised name that belongs to exactly one valid code in the region
-> an enterprise of its own. Keys are hashes of the anchor, never counters: the same lists give the same keys
in any order. Nothing is decided row by row: all steps are joins over distinct values.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from park_brain import duck
from park_brain.home import Home
from park_brain.identity.geometry import GEOMETRY_OUTPUTS, derive_geometry
from park_brain.identity.parcel_derive import PARCEL_OUTPUTS, derive_parcels, join_lineage
from park_brain.identity.seeds import seed_files
from park_brain.identity.sources import REGISTRY, enterprise_sources, parcel_sources
from park_brain.ingest.contract import Contract
from park_brain.ingest.ledger import publish_file, write_atomically

if TYPE_CHECKING:
    import duckdb

SQL_FOLDER = Path(__file__).parent / "sql"
KEY_OUTPUTS = ("enterprise_key", "enterprise", "enterprise_mention", *PARCEL_OUTPUTS)
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


def derive(home: Home, contracts: Mapping[str, Contract]) -> DeriveReport:
    """Write the key tables; unchanged inputs and code keep the tables that are there."""
    started = time.monotonic()
    fingerprint = _fingerprint(home, contracts)
    counts = _previous_counts(home, fingerprint)
    reused = counts is not None
    if counts is None:
        with duck.connect(home.tmp) as connection:
            counts = _derive(connection, home, contracts)
        record = {"fingerprint": fingerprint, "counts": counts}
        write_atomically(home.derived / FINGERPRINT_FILE, json.dumps(record, indent=1).encode())
    return DeriveReport(
        keys=counts["enterprise_key"],
        enterprises=counts["enterprise"],
        parcels=counts["parcel_key"],
        seconds=time.monotonic() - started,
        reused=reused,
    )


def _derive(connection: duckdb.DuckDBPyConnection, home: Home, contracts: Mapping[str, Contract]) -> dict[str, int]:
    connection.execute(f"create temp table list_mention as {_mentions_sql(home, contracts)}")
    _check_codes(connection)
    _normalise(connection, "list_mention", "name_text", "name_norm")
    _run_sql(connection, "enterprise.sql")
    derive_parcels(connection, home, contracts)
    drawn = derive_geometry(connection, home)
    join_lineage(connection, home)
    return {**drawn, **{name: _write(connection, name, home) for name in KEY_OUTPUTS}}


def _rows_of(home: Home, code: str) -> str:
    folder = str(home.selected / code).replace("'", "''")
    return f"read_parquet('{folder}/*.parquet')"


def _mentions_sql(home: Home, contracts: Mapping[str, Contract]) -> str:
    """Distinct (list, region, code, name) with the number of rows, the last row that says so, whether it vouches."""
    parts = " union all ".join(
        f"select '{s.list}' as list_code, _region_code as region_code, coalesce({s.uscc}, '') as uscc_text,"
        f" coalesce({s.name}, '') as name_text, {str(s.vouches).lower()} as vouches, count(*) as row_count,"
        " max(struct_pack(received_at := _received_at, batch_id := _batch_id, sheet := _sheet, line := _line)) as last"
        f" from {_rows_of(home, s.list)} group by all"
        for s in enterprise_sources(contracts)
    )
    return (
        "select list_code, region_code, uscc_text, name_text, bool_or(vouches) as vouches,"
        " sum(row_count)::bigint as row_count, max(last) as last"
        f" from ({parts}) where uscc_text <> '' or name_text <> '' group by all"
    )


def _normalise(connection: duckdb.DuckDBPyConnection, table: str, column: str, target: str) -> None:
    """Create table ``target`` (text, norm) with the normal form of every distinct text of a column."""
    from park_brain.identity.names import normalised

    texts = connection.sql(f"select distinct {column} as text from {table}").pl()
    forms = texts.with_columns(normalised("text").alias("norm")).to_arrow()
    connection.register("forms", forms)
    connection.execute(f"create temp table {target} as select text, norm from forms")
    connection.unregister("forms")


def _check_codes(connection: duckdb.DuckDBPyConnection) -> None:
    """Create table ``code_form`` (text, code, is_valid): every code as typed, normalised and checked."""
    import polars as pl

    from park_brain import uscc

    texts = connection.sql("select distinct uscc_text as text from list_mention").pl()
    codes = texts.with_columns(pl.col("text").str.strip_chars().str.to_uppercase().alias("code"))
    checked = codes.with_columns(uscc.is_valid(pl.col("code")).alias("is_valid")).to_arrow()
    connection.register("checked", checked)
    connection.execute("create temp table code_form as select text, code, is_valid from checked")
    connection.unregister("checked")


def _run_sql(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    text = (SQL_FOLDER / name).read_text(encoding="utf-8")
    connection.execute(text.replace("{{ registry }}", REGISTRY))


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


def _fingerprint(home: Home, contracts: Mapping[str, Contract]) -> str:
    """Hash of the sources, of the selected files of their lists and of this package's own text."""
    own = Path(__file__).parent
    named = [enterprise_sources(contracts), parcel_sources(contracts)]
    digest = hashlib.sha256(repr(named).encode())
    lists = {
        code
        for code, contract in contracts.items()
        if contract.enterprises or contract.parcels or any(column.type == "geometry" for column in contract.columns)
    }
    shared = own.parent / "uscc.py"
    files = [path for code in sorted(lists) for path in sorted((home.selected / code).glob("*.parquet"))]
    for path in (shared, *seed_files(), *sorted(own.glob("*.py")), *sorted(own.glob("sql/*.sql")), *files):
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
