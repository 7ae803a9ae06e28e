"""Select: the tables about deliveries themselves: batches, violations, files and checks.

They show what was known as of ``as_of``: a delivery received later is not in them, so the same instant
gives the same tables whatever arrived since.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.contracts.contract import Contract
from ingest.lake.ledger import Arrival, BatchRecord, Outcome, read_records
from ingest.parser_version import department_derivation
from park_brain.cache import cached_parquet, digest
from park_brain.installation import Installation
from park_brain.sql import literal
from park_brain.tables import Row, arrow_table, copy_query, write_table
from warehouse.select.rules import Choice

if TYPE_CHECKING:
    import duckdb

BATCHES = {
    "batch_id": "VARCHAR",
    "list_code": "VARCHAR",
    "list_zh": "VARCHAR",
    "department": "VARCHAR",
    "region_code": "VARCHAR",
    "part": "VARCHAR",
    "period": "VARCHAR",
    "period_start": "DATE",
    "period_end": "DATE",
    "delivery": "VARCHAR",
    "received_at": "TIMESTAMP",
    "file_path": "VARCHAR",
    "file_sha256": "VARCHAR",
    "sheets": "VARCHAR",
    "rows_read": "BIGINT",
    "rows_accepted": "BIGINT",
    "rows_quarantined": "BIGINT",
    "rows_excluded": "BIGINT",
    "is_nil": "BOOLEAN",
    "derivation": "VARCHAR",
    "verdict": "VARCHAR",
    "selection": "VARCHAR",
    "selection_cause": "VARCHAR",
    "selection_reason": "VARCHAR",
    "selection_reason_zh": "VARCHAR",
    "decision_no": "VARCHAR",
}
CHECKS = {
    "batch_id": "VARCHAR",
    "list_code": "VARCHAR",
    "region_code": "VARCHAR",
    "period": "VARCHAR",
    "expectation": "VARCHAR",
    "column_name": "VARCHAR",
    "severity": "VARCHAR",
    "success": "BOOLEAN",
    "observed": "VARCHAR",
    "expected": "VARCHAR",
    "reason": "VARCHAR",
    "message_zh": "VARCHAR",
}
FILES = {
    "arrival_id": "VARCHAR",
    "file_path": "VARCHAR",
    "region_code": "VARCHAR",
    "department": "VARCHAR",
    "file_sha256": "VARCHAR",
    "size_bytes": "BIGINT",
    "received_at": "TIMESTAMP",
    "outcome": "VARCHAR",
    "refusal_codes": "VARCHAR",
    "message_en": "VARCHAR",
    "message_zh": "VARCHAR",
    "batch_count": "INTEGER",
}
VIOLATION_BATCH = {
    "batch_id": "VARCHAR",
    "list_code": "VARCHAR",
    "region_code": "VARCHAR",
    "part": "VARCHAR",
    "period": "VARCHAR",
}
VIOLATION_ROW = {
    "violation_id": "VARCHAR",
    "sheet": "VARCHAR",
    "line": "INTEGER",
    "rule_id": "VARCHAR",
    "severity": "VARCHAR",
    "column_name": "VARCHAR",
    "column_zh": "VARCHAR",
    "value_masked": "VARCHAR",
    "row_key": "VARCHAR",
    "message_zh": "VARCHAR",
    "remedy_zh": "VARCHAR",
    "dimension": "VARCHAR",
    "owner": "VARCHAR",
}


def write_system_tables(
    connection: duckdb.DuckDBPyConnection,
    home: Installation,
    contracts: Mapping[str, Contract],
    choices: Iterable[Choice],
    files: list[Row],
) -> str:
    """Bring the four tables up to date; returns the fingerprint of their content."""
    known = [choice for choice in choices if choice.state != "not_yet_received"]
    prints = [
        _write_rows(home, "_batches", BATCHES, _batch_rows(known, contracts)),
        _write_rows(home, "_checks", CHECKS, _check_rows(known)),
        _write_rows(home, "_files", FILES, files),
        _write_violations(connection, home, [c.batch for c in known if c.batch.violations]),
    ]
    return digest(prints)


def _batch_rows(choices: list[Choice], contracts: Mapping[str, Contract]) -> list[Row]:
    return [
        (
            b.batch_id,
            b.list,
            contracts[b.list].zh,
            contracts[b.list].department,
            b.region,
            b.part,
            b.period,
            b.period_start,
            b.period_end,
            b.delivery,
            b.received_at,
            b.path,
            b.sha256,
            ";".join(b.sheets),
            b.rows_read,
            b.rows_accepted,
            b.rows_quarantined,
            b.rows_excluded,
            b.is_nil,
            b.derivation,
            choice.verdict.verdict,
            choice.state,
            choice.why.cause,
            choice.reason,
            choice.reason_zh,
            choice.decision_no,
        )
        for choice in choices
        for b in [choice.batch]
    ]


def _check_rows(choices: list[Choice]) -> list[Row]:
    return [
        (
            b.batch_id,
            b.list,
            b.region,
            b.period,
            check.expectation,
            check.column,
            check.severity,
            check.success,
            check.observed,
            check.expected,
            check.reason,
            check.zh,
        )
        for choice in choices
        for b in [choice.batch]
        for check in choice.verdict.checks
    ]


def file_rows(home: Installation, contracts: Mapping[str, Contract], as_of: datetime) -> list[Row]:
    """Every file first seen by ``as_of`` with what today's contracts make of it."""
    by_department: dict[str, list[Contract]] = defaultdict(list)
    for contract in contracts.values():
        by_department[contract.department].append(contract)
    outcomes = {(o.arrival_id, o.derivation): o for o in read_records(home.lake / "outcomes", Outcome)}
    rows = []
    for arrival in read_records(home.lake / "arrivals", Arrival):
        derivation = department_derivation(by_department.get(arrival.department, []))
        outcome = outcomes.get((arrival.arrival_id, derivation))
        if arrival.received_at <= as_of and outcome is not None:
            rows.append(_file_row(arrival.as_shown, outcome))
    return rows


def _file_row(arrival: Arrival, outcome: Outcome) -> Row:
    refusals = outcome.refusals
    state = "landed" if not refusals else "partly_refused" if outcome.batches else "refused"
    return (
        arrival.arrival_id,
        arrival.path,
        arrival.region,
        arrival.department,
        arrival.sha256,
        arrival.size_bytes,
        arrival.received_at,
        state,
        ";".join(sorted({r.code for r in refusals})) or None,
        "\n".join(r.en for r in refusals) or None,
        "\n".join(r.placed_zh for r in refusals) or None,
        len(outcome.batches),
    )


def _write_rows(home: Installation, name: str, columns: dict[str, str], rows: list[Row]) -> str:
    fingerprint = digest((sorted(columns.items()), *rows))
    target = home.selected / name / "all.parquet"
    cached_parquet(target, fingerprint, lambda path: write_table(columns, rows, path))
    return fingerprint


def _write_violations(connection: duckdb.DuckDBPyConnection, home: Installation, batches: list[BatchRecord]) -> str:
    """Every failing row of every batch known, with the batch's place beside it."""
    fingerprint = digest(
        (VIOLATION_BATCH, VIOLATION_ROW, *((b.batch_id, b.derivation, b.part, b.period) for b in batches))
    )

    def write(path: Path) -> int:
        if not batches:
            return write_table({**VIOLATION_BATCH, **VIOLATION_ROW}, [], path)
        rows: list[Row] = [
            (str(b.violations_path(home)), b.batch_id, b.list, b.region, b.part, b.period) for b in batches
        ]
        connection.register("judged", arrow_table({"file": "VARCHAR", **VIOLATION_BATCH}, rows))
        return copy_query(connection, _violations_sql([b.violations_path(home) for b in batches]), path)

    cached_parquet(home.selected / "_violations" / "all.parquet", fingerprint, write)
    return fingerprint


def _violations_sql(files: list[Path]) -> str:
    of_batch = ", ".join(f"b.{name}" for name in VIOLATION_BATCH)
    of_row = ", ".join(f"v.{name}::{kind} as {name}" for name, kind in VIOLATION_ROW.items())
    paths = ", ".join(literal(file) for file in files)
    return (
        f"select {of_batch}, {of_row} from read_parquet([{paths}], filename = true) as v "
        "join judged as b on v.filename = b.file"
    )
