"""Derive: geometry. Polygons of the land lists in one system, their areas, overlaps, shares, and premises in them.

Everything ends as EPSG:4490, longitude before latitude. The stage runs again only when a polygon, the parcel it belongs
to, a premises' point, a seed or its own code changes.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

from identity.geometry.inputs import INPUTS, create_inputs
from identity.parcel.derive import run_sql
from identity.seeds import seed_files
from park_brain import database
from park_brain.files import publish_file, write_atomically
from park_brain.installation import Installation
from park_brain.sql import literal

if TYPE_CHECKING:
    import duckdb

GEOMETRY_OUTPUTS = (
    "parcel_geometry",
    "parcel_overlap",
    "parcel_share",
    "premises_parcel",
    "geometry_shift",
    "parcel_lineage_shape",
)
FINGERPRINT_FILE = "fingerprint_geometry.json"
SQL_FOLDER = Path(__file__).parent / "sql"
STEPS = ("parcel", "overlap", "share", "premises", "shift_pair", "shift", "drawn", "lineage")


def derive_geometry(connection: duckdb.DuckDBPyConnection, home: Installation) -> dict[str, int]:
    """Write `GEOMETRY_OUTPUTS` from the tables of ``derive_parcels``; rows per output."""
    create_inputs(connection, home)
    fingerprint = _fingerprint(connection)
    counts = _previous_counts(home, fingerprint)
    if counts is None:
        make_geometry(connection)
        counts = {name: _write(connection, name, home) for name in GEOMETRY_OUTPUTS}
        record = {"fingerprint": fingerprint, "counts": counts}
        write_atomically(home.derived / FINGERPRINT_FILE, json.dumps(record, indent=1).encode())
    return counts


def make_geometry(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the tables `GEOMETRY_OUTPUTS` from those of `INPUTS`."""
    database.load_spatial(connection)
    run_sql(connection, SQL_FOLDER / "shape.sql")
    _transform(connection)
    run_sql(connection, SQL_FOLDER / "valid.sql")
    for step in STEPS:
        run_sql(connection, SQL_FOLDER / f"{step}.sql")


def _transform(connection: duckdb.DuckDBPyConnection) -> None:
    """``shape_moved``: usable shapes as longitude and latitude, one system after the other."""
    connection.execute("create temp table shape_moved (shape_id varchar, moved geometry)")
    codes = connection.execute(
        "select distinct epsg_code from shape_system where reason_zh is null order by epsg_code"
    ).fetchall()
    for (code,) in codes:
        turned = "case when is_turned then st_flipcoordinates(raw) else raw end"
        moved = turned if code == 4490 else f"st_transform({turned}, 'EPSG:{code}', 'EPSG:4490', always_xy := true)"
        connection.execute(
            f"insert into shape_moved select shape_id, st_force2d({moved}) from shape_system"
            f" where reason_zh is null and epsg_code = {code}"
        )


def _write(connection: duckdb.DuckDBPyConnection, name: str, home: Installation) -> int:
    temporary = home.tmp / f"{name}.parquet"
    connection.execute(f"copy (from {name} order by all) to {literal(temporary)} (format parquet, compression zstd)")
    publish_file(temporary, home.derived / f"{name}.parquet")
    row = connection.execute(f"select count(*) from {name}").fetchone()
    return int(row[0]) if row else 0


def _fingerprint(connection: duckdb.DuckDBPyConnection) -> str:
    """Hash of the inputs' content (in any order), of the seeds and of this stage's own text."""
    own = Path(__file__).parent
    digest = hashlib.sha256()
    for name in INPUTS:
        row = connection.execute(f"select count(*), sum(hash(t)::hugeint) from {name} as t").fetchone()
        digest.update(f"{name} {row}\n".encode())
    for path in (*seed_files(), *sorted(own.glob("*.py")), *sorted(own.glob("sql/*.sql"))):
        digest.update(f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def _previous_counts(home: Installation, fingerprint: str) -> dict[str, int] | None:
    """Counts of the last run when it had the same inputs and all its files are there."""
    path = home.derived / FINGERPRINT_FILE
    if not path.exists() or not all((home.derived / f"{name}.parquet").exists() for name in GEOMETRY_OUTPUTS):
        return None
    record = json.loads(path.read_text(encoding="utf-8"))
    if record["fingerprint"] != fingerprint:
        return None
    return {name: int(record["counts"][name]) for name in GEOMETRY_OUTPUTS}
