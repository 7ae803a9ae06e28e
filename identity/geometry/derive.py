"""Derive, geometry: polygons of the land lists in one coordinate system, their areas, overlaps, shares and premises.

The result is in EPSG:4490, longitude before latitude. The step runs again only when a polygon, the parcel it belongs
to, the point of some premises, a seed or the step's own code changes.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from identity.geometry.inputs import INPUTS, create_inputs
from identity.relations import run_sql
from identity.seeds import seed_files
from park_brain import database
from park_brain.cache import Cache, Rows, digest, file_digest
from park_brain.installation import Installation
from park_brain.tables import copy_table

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
NOTE = "fingerprint_geometry.json"
SQL_FOLDER = Path(__file__).parent / "sql"
STEPS = ("parcel", "overlap", "share", "premises", "shift_pair", "shift", "drawn", "lineage")


def derive_geometry(connection: duckdb.DuckDBPyConnection, home: Installation) -> Rows:
    """Write `GEOMETRY_OUTPUTS` from the tables of ``derive_parcels``; rows per output."""
    create_inputs(connection, home)
    cache = Cache(home.derived, NOTE, GEOMETRY_OUTPUTS)

    def write() -> Rows:
        make_geometry(connection)
        return {name: cache.publish(name, partial(copy_table, connection, name)) for name in GEOMETRY_OUTPUTS}

    fingerprint = _fingerprint(connection, home)
    return cache.rows(fingerprint) or cache.make(fingerprint, write)


def make_geometry(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the tables `GEOMETRY_OUTPUTS` from those of `INPUTS`."""
    database.load_spatial(connection)
    run_sql(connection, SQL_FOLDER / "shape.sql")
    _transform(connection)
    run_sql(connection, SQL_FOLDER / "valid.sql")
    for step in STEPS:
        run_sql(connection, SQL_FOLDER / f"{step}.sql")


def _transform(connection: duckdb.DuckDBPyConnection) -> None:
    """Create ``shape_moved``: usable shapes as longitude and latitude, one source system after the other."""
    connection.execute("create temp table shape_moved (shape_id varchar, moved geometry)")
    codes = connection.execute(
        "select distinct epsg_code from shape_system where reason_zh is null order by epsg_code"
    ).fetchall()
    for (code,) in codes:
        flat = "st_force2d(case when is_turned then st_flipcoordinates(raw) else raw end)"
        moved = flat if code == 4490 else f"try(st_transform({flat}, 'EPSG:{code}', 'EPSG:4490', always_xy := true))"
        connection.execute(
            f"insert into shape_moved select shape_id, {moved} from shape_system"
            f" where reason_zh is null and epsg_code = {code}"
        )


def _fingerprint(connection: duckdb.DuckDBPyConnection, home: Installation) -> str:
    """Hash of the inputs' content (in any order), of the seeds and of this stage's own text."""
    own = Path(__file__).parent
    rows = [
        (name, connection.execute(f"select count(*), sum(hash(t)::hugeint) from {name} as t").fetchone())
        for name in INPUTS
    ]
    files = (*seed_files(home.rules), *sorted(own.glob("*.py")), *sorted(own.glob("sql/*.sql")))
    return digest((*rows, *(f"{path.name} {file_digest(path)}" for path in files)))
