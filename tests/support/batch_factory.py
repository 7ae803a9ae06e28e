"""Batches as the lake holds them, written without ingest: for tests of the stages after it."""

from __future__ import annotations

import calendar
import hashlib
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb

from expectations.suite import Check, Verdict, VerdictKind
from ingest.contracts.contract import Contract
from ingest.lake.ledger import BatchRecord
from park_brain.installation import Installation

REGION = "330683"
RECEIVED = datetime(2023, 7, 10, 2, 0)


def make_batch(list_code: str = "tax.tax_paid", **values: Any) -> BatchRecord:
    """A full delivery of one month; ``name`` stands for the content, so two names are two files."""
    name = values.pop("name", "a")
    year, month = map(int, values.get("period", "2023-06").split("-")[:2])
    last = calendar.monthrange(year, month)[1]
    record: dict[str, Any] = {
        "derivation": "d1",
        "list": list_code,
        "region": REGION,
        "part": "whole",
        "period": "2023-06",
        "period_start": date(year, month, 1),
        "period_end": date(year, month, last),
        "delivery": "full",
        "received_at": RECEIVED,
        "arrival_id": f"A{name}",
        "path": f"{REGION}/tax/{name}.xlsx",
        "sha256": hashlib.sha256(name.encode()).hexdigest(),
        "sheets": ("Sheet1",),
        "is_nil": False,
        "rows_read": 10,
        "rows_accepted": 10,
        "rows_quarantined": 0,
        "rows_excluded": 0,
        "exclusions": {},
        "violations": {},
    } | values
    what = "|".join(str(record[k]) for k in ("list", "region", "part", "period", "delivery", "sha256"))
    return BatchRecord(batch_id="B" + hashlib.sha256(what.encode()).hexdigest()[:16], **record)


def make_verdict(batch: BatchRecord, kind: VerdictKind = "pass") -> Verdict:
    """A verdict of the wanted kind with the failed check that explains it."""
    failed = Check(
        expectation="expect_column_values_to_not_be_null",
        column="taxpayer_uscc",
        severity="critical" if kind == "critical" else "warning",
        success=False,
        observed="9 of 10 rows do not hold",
        expected="mostly=0.8",
        reason="a shifted column",
    )
    checks = () if kind == "pass" else (failed,)
    return Verdict(batch_id=batch.batch_id, suite_hash="s", verdict=kind, checks=checks)


def write_typed(home: Installation, contract: Contract, batch: BatchRecord, rows: list[dict[str, Any]]) -> BatchRecord:
    """Write the accepted rows of a batch as ingest does; columns not named are NULL."""
    columns = {**contract.outputs, "_sheet": "VARCHAR", "_line": "INTEGER"}
    path = batch.typed_path(home)
    path.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        connection.execute(f"create table t ({', '.join(f'{n} {k}' for n, k in columns.items())})")
        for line, row in enumerate(rows, start=2):
            filled = {"_sheet": "Sheet1", "_line": line} | row
            marks = ", ".join("?" * len(filled))
            connection.execute(f"insert into t ({', '.join(filled)}) values ({marks})", list(filled.values()))
        connection.execute(f"copy t to '{path}' (format parquet)")
    counts = {"rows_read": len(rows), "rows_accepted": len(rows), "is_nil": not rows}
    return batch.model_copy(update=counts)


def read(path: Path, sql: str) -> list[tuple[Any, ...]]:
    """Query one Parquet file (or glob) as ``t``."""
    with duckdb.connect() as connection:
        return connection.execute(f"with t as (select * from read_parquet('{path}')) {sql}").fetchall()
