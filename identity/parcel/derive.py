"""Derive, parcels: every code and place in any list gets a parcel; codes that were replaced are followed.

Keys are hashes of the present 19-character code or, without one, of the region with the code as written, the place name
or the polygon. They are never counters, so equal lists give equal keys in any order. A code that was replaced one for
one leads to the parcel with its successor; splits and merges stay parcels of their own, joined by ``parcel_lineage``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from identity.matching.names import normalised
from identity.relations import LAST_ROW, load_frame, run_sql, selected_rows
from identity.seeds import load_seeds
from identity.sources import parcel_sources
from ingest.contracts.contract import Contract
from park_brain.installation import Installation
from park_brain.sql import literal

if TYPE_CHECKING:
    import duckdb

SQL_FOLDER = Path(__file__).parent / "sql"
REGISTER = "land.parcel_register"
STEPS = ("register_code", "lineage", "successor", "text", "key", "output", "lineage_stated")
PARCEL_OUTPUTS = ("parcel_key", "parcel_code", "parcel_code_mention", "parcel_lineage")
SEPARATORS = r"[、,，;；/\s]+"
"""Separators of several former codes in one cell."""


def derive_parcels(
    connection: duckdb.DuckDBPyConnection, home: Installation, contracts: Mapping[str, Contract]
) -> None:
    """Create tables `PARCEL_OUTPUTS` and ``parcel_lineage_stated``, ``register_row`` for the geometry."""
    load_seeds(connection, home.rules)
    connection.execute(f"create temp table parcel_mention as {_mentions_sql(home, contracts)}")
    connection.execute(f"create temp table register_typed as {_register_sql(home, contracts)}")
    _locations(connection)
    connection.execute(
        "create temp table land_code_text as select distinct land_code_text as text from parcel_mention"
        " union select unnest(former_codes) from register_typed"
    )
    run_sql(connection, SQL_FOLDER / "code.sql")
    _register_rows(connection)
    connection.execute(
        "create temp table newest_issuer as select region_code, arg_max(issuer_zh, valid_from) as issuer_zh"
        " from seed_parcel_issuer group by region_code"
    )
    for step in STEPS:
        run_sql(connection, SQL_FOLDER / f"{step}.sql")


def join_lineage(connection: duckdb.DuckDBPyConnection, home: Installation) -> None:
    """Create ``parcel_lineage``: changes that lists state or show, and those that only polygons suggest."""
    drawn = literal(home.derived / "parcel_lineage_shape.parquet")
    connection.execute(f"create temp table parcel_lineage_shape_read as from read_parquet({drawn})")
    run_sql(connection, SQL_FOLDER / "lineage_all.sql")


def _mentions_sql(home: Installation, contracts: Mapping[str, Contract]) -> str:
    """Distinct (list, region, land code, location, place): rows, the last row, whether its list is authoritative."""
    parts: Iterable[str] = (
        f"select '{s.list}' as list_code, _region_code as region_code, coalesce({s.land_code}, '') as land_code_text,"
        f" coalesce({s.location}, '') as location_text, coalesce({s.place}, '') as place_text,"
        f" {str(s.is_authoritative).lower()} as is_authoritative, count(*) as row_count, max({LAST_ROW}) as last"
        f" from {selected_rows(home, s.list)} group by all"
        for s in parcel_sources(contracts)
    )
    return (
        "select list_code, region_code, land_code_text, location_text, place_text,"
        f" bool_or(is_authoritative) as is_authoritative, sum(row_count)::bigint as row_count, max(last) as last"
        f" from ({' union all '.join(parts)})"
        " where land_code_text <> '' or location_text <> '' or place_text <> '' group by all"
    )


def _register_sql(home: Installation, contracts: Mapping[str, Contract]) -> str:
    """All rows of every delivered register, with the three texts that identify their parcel."""
    named = next(s for s in parcel_sources(contracts) if s.list == REGISTER)
    return (
        "select _region_code as region_code, _part as part, _period_end as period_end, _received_at as received_at,"
        " _batch_id as batch_id, _sheet as sheet, _line as line, county_name,"
        f" coalesce({named.land_code}, '') as land_code_text, coalesce({named.location}, '') as location_text,"
        f" coalesce({named.place}, '') as place_text, land_area_sqm, change_kind, change_date, coordinate_system,"
        f" holder_uscc, boundary_wkt, list_filter(regexp_split_to_array(coalesce(former_land_codes, ''),"
        f" '{SEPARATORS}'), lambda code: code <> '') as former_codes from {selected_rows(home, REGISTER)}"
    )


def _locations(connection: duckdb.DuckDBPyConnection) -> None:
    """Create ``location_norm`` (places as written and normalised) and ``generic_location`` (names of no one place).

    Generic are placeholders, and names that one delivery gives to several polygons without a code.
    """
    texts = connection.sql("select distinct location_text as text from parcel_mention").pl()
    load_frame(connection, "location_norm", texts.with_columns(normalised("text").alias("norm")))
    connection.execute(
        "create temp table generic_location as"
        " select distinct mention.region_code, norm as location_norm from parcel_mention as mention"
        " inner join location_norm on location_text = text"
        " inner join seed_placeholder_text on norm = text_norm"
        " union select region_code, norm from register_typed inner join location_norm on location_text = text"
        " where place_text <> '' and norm <> '' group by region_code, norm, batch_id"
        " having count(distinct place_text) > 1"
    )


def _register_rows(connection: duckdb.DuckDBPyConnection) -> None:
    """Create ``register_row``: rows of the register with code and normalised place ('' where it is generic)."""
    connection.execute(
        "create temp table register_row as select typed.*, form.land_code,"
        " case when generic.location_norm is null then location.norm else '' end as location_norm"
        " from register_typed as typed inner join location_norm as location on typed.location_text = location.text"
        " inner join land_code_form as form on typed.land_code_text = form.text"
        " left join generic_location as generic"
        " on typed.region_code = generic.region_code and location.norm = generic.location_norm"
    )
