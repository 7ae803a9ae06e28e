"""Derive, geometry: its inputs as tables: polygons of parcels, platforms and divisions, and points of premises."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from identity.relations import run_sql, selected_rows
from park_brain.installation import Installation

if TYPE_CHECKING:
    import duckdb

SQL_FOLDER = Path(__file__).parent / "sql"
INPUTS = ("parcel_row", "area_row", "premises_row", "shape_text")
LINEAGE = (
    "_region_code as region_code, _part as part, _period_end as period_end, _received_at as received_at,"
    " _batch_id as batch_id, _sheet as sheet, _line as line"
)


def create_inputs(connection: duckdb.DuckDBPyConnection, home: Installation) -> None:
    """Create the tables `INPUTS` from the selected lists and the parcel keys.

    ``parcel_row``: rows of the register with their parcel. ``area_row``: platforms and divisions with a polygon.
    ``premises_row``: premises with coordinates. ``shape_text``: every distinct polygon.
    """
    for name, code in (("platform_row", "platform.register"), ("division_row", "land.boundary")):
        connection.execute(f"create temp table {name} as select *, {LINEAGE} from {selected_rows(home, code)}")
    connection.execute(
        f"create temp table unit_row as select *, {LINEAGE} from {selected_rows(home, 'environment.key_unit')}"
    )
    run_sql(connection, SQL_FOLDER / "inputs.sql")
    run_sql(connection, SQL_FOLDER / "texts.sql")
