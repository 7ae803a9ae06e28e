"""The steps of land in ``identity`` without those of enterprises, for tests of parcels and polygons."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import duckdb

from identity.geometry.derive import derive_geometry
from identity.parcel.derive import PARCEL_OUTPUTS, derive_parcels, join_lineage
from ingest.contracts.contract import Contract
from park_brain import database
from park_brain.installation import Installation


def derive_land(home: Installation, contracts: Mapping[str, Contract]) -> None:
    """Write the tables of parcels and geometry as the whole stage does: linking enterprises takes most of its time."""
    home.derived.mkdir(parents=True, exist_ok=True)
    with spatial().cursor() as connection:
        derive_parcels(connection, home, contracts)
        derive_geometry(connection, home)
        join_lineage(connection, home)
        for name in PARCEL_OUTPUTS:
            target = home.derived / f"{name}.parquet"
            connection.execute(f"copy (from {name} order by all) to '{target}' (format parquet)")


@cache
def spatial() -> duckdb.DuckDBPyConnection:
    """One empty database for all tests of a process: loading the extension takes longer than deriving their polygons.

    The steps make temporary tables only; a cursor has its own.
    """
    connection = database.connect(Path(tempfile.gettempdir()), threads=1)
    database.load_spatial(connection)
    return connection
