"""Reports: every workbook that belongs to a release, written into its draft from the verified copy of the marts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from ingest.contracts.contract import Contract
from ingest.lake.ledger import BatchRecord
from park_brain import database
from park_brain.installation import Installation
from park_brain.release_folder import DATABASE, QUALITY, SCHEMA
from reports.department import write_workbooks
from reports.department_data import TABLES
from reports.link_review import LIST, TABLE, write_reviews


def write_reports(
    home: Installation,
    draft: Path,
    contracts: Mapping[str, Contract],
    records: Sequence[BatchRecord],
    business_date: date,
) -> list[Path]:
    """Write them below the draft; returns what was written. Marts of a smaller build may lack what a report needs."""
    folder, paths = draft / QUALITY, []
    with database.connect(home.tmp, draft / DATABASE, read_only=True) as connection:
        connection.execute(f"use {SCHEMA}")
        there = {name for (name,) in connection.execute("select table_name from duckdb_tables()").fetchall()}
        if there >= TABLES:
            paths += write_workbooks(home, connection, folder, contracts, records, business_date)
        if there >= {*TABLES, TABLE}:
            paths += write_reviews(connection, folder, contracts[LIST], business_date)
    return paths
