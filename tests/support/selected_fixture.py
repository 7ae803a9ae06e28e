"""Writes ``work/selected`` by hand, as the select stage would: a few rows per list, for dbt and identity tests."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from ingest.contracts.contract import Contract
from park_brain.installation import Installation

LINEAGE = {
    "_batch_id": "VARCHAR",
    "_sheet": "VARCHAR",
    "_line": "INTEGER",
    "_region_code": "VARCHAR",
    "_part": "VARCHAR",
    "_period": "VARCHAR",
    "_period_start": "DATE",
    "_period_end": "DATE",
    "_received_at": "TIMESTAMP",
}
SYSTEM = {
    "batches": "batch_id VARCHAR, list_code VARCHAR, list_zh VARCHAR, department VARCHAR, region_code VARCHAR,"
    " part VARCHAR, period VARCHAR, period_start DATE, period_end DATE, delivery VARCHAR, received_at TIMESTAMP,"
    " file_path VARCHAR, file_sha256 VARCHAR, sheets VARCHAR, rows_read BIGINT, rows_accepted BIGINT,"
    " rows_quarantined BIGINT, rows_excluded BIGINT, is_nil BOOLEAN, derivation VARCHAR, verdict VARCHAR,"
    " selection VARCHAR, selection_cause VARCHAR, selection_reason VARCHAR, selection_reason_zh VARCHAR,"
    " decision_no VARCHAR",
    "violations": "violation_id VARCHAR, batch_id VARCHAR, list_code VARCHAR, region_code VARCHAR, part VARCHAR,"
    " period VARCHAR, sheet VARCHAR, line INTEGER, rule_id VARCHAR, severity VARCHAR, column_name VARCHAR,"
    " column_zh VARCHAR, value_masked VARCHAR, row_key VARCHAR, message_zh VARCHAR, remedy_zh VARCHAR,"
    " dimension VARCHAR, owner VARCHAR",
    "files": "arrival_id VARCHAR, file_path VARCHAR, region_code VARCHAR, department VARCHAR, file_sha256 VARCHAR,"
    " size_bytes BIGINT, received_at TIMESTAMP, outcome VARCHAR, refusal_codes VARCHAR, message_en VARCHAR,"
    " message_zh VARCHAR, batch_count INTEGER",
    "checks": "batch_id VARCHAR, list_code VARCHAR, region_code VARCHAR, period VARCHAR, expectation VARCHAR,"
    " column_name VARCHAR, severity VARCHAR, success BOOLEAN, observed VARCHAR, expected VARCHAR, reason VARCHAR,"
    " message_zh VARCHAR",
}
SYSTEM["later_batches"] = SYSTEM["batches"]


def period_bounds(period: str) -> tuple[date, date]:
    """First and last day of '2023', '2023-06' or '2023-06-30' (a snapshot is one day)."""
    if len(period) == 4:
        return date(int(period), 1, 1), date(int(period), 12, 31)
    if len(period) == 7:
        start = date.fromisoformat(period + "-01")
        following = (start.replace(day=28) + timedelta(days=4)).replace(day=1)
        return start, following - timedelta(days=1)
    day = date.fromisoformat(period)
    return day, day


@dataclass
class Selected:
    """Collects deliveries, then writes the interface files of every list."""

    home: Installation
    contracts: Mapping[str, Contract]
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    batches: list[dict[str, Any]] = field(default_factory=list)
    violations: list[dict[str, Any]] = field(default_factory=list)
    successions: list[tuple[str, str, str, date]] = field(default_factory=list)

    def deliver(
        self,
        list_code: str,
        period: str,
        rows: Sequence[Mapping[str, Any]],
        *,
        region: str = "330683",
        part: str = "whole",
        received_at: datetime = datetime(2024, 1, 10),
        selection: str = "selected",
        cause: str = "latest",
        delivery: str = "full",
    ) -> str:
        """One batch; rows not selected are in no selected file. Returns the batch id."""
        start, end = period_bounds(period)
        batch_id = f"b{len(self.batches) + 1:03d}"
        contract = self.contracts[list_code]
        self.batches.append(
            dict(batch_id=batch_id, list_code=list_code, list_zh=contract.zh, department=contract.department)
            | dict(region_code=region, part=part, period=period, period_start=start, period_end=end)
            | dict(delivery=delivery, received_at=received_at, file_path=f"{region}/{batch_id}.xlsx")
            | dict(file_sha256=batch_id, sheets="Sheet1", rows_read=len(rows), rows_accepted=len(rows))
            | dict(rows_quarantined=0, rows_excluded=0, is_nil=not rows, derivation="d", verdict="pass")
            | dict(selection=selection, selection_cause=cause, selection_reason="", selection_reason_zh="")
        )
        lineage = dict(_batch_id=batch_id, _sheet="Sheet1", _region_code=region, _part=part, _period=period)
        lineage |= dict(_period_start=start, _period_end=end, _received_at=received_at)
        if selection == "selected":
            kept = self.rows.setdefault(list_code, [])
            kept.extend({**row, **lineage, "_line": number} for number, row in enumerate(rows, start=3))
        return batch_id

    def violate(self, batch_id: str, violation_id: str, **values: Any) -> None:
        """One violation that a batch shows; ``row_key`` tells the row."""
        batch = next(batch for batch in self.batches if batch["batch_id"] == batch_id)
        place = {name: batch[name] for name in ("batch_id", "list_code", "region_code", "part", "period")}
        finding = dict(sheet="Sheet1", line=3, rule_id="bad_number", severity="warn", column_name="amount_cny")
        finding |= dict(message_zh="无法识别", remedy_zh="请改正", dimension="规范性")
        self.violations.append(dict(violation_id=violation_id) | place | finding | values)

    def succeed(self, former: str, successor: str, kind: str, change_date: date) -> None:
        """A parcel another takes the place of; both are told by land code, or by location where there is none."""
        self.successions.append((former, successor, kind, change_date))

    def write_lineage(self) -> None:
        """Derived ``parcel_lineage`` of the successions told, once the parcels have their keys."""
        if not self.successions:
            return
        keys = self.home.derived / "parcel_key.parquet"
        with duckdb.connect() as connection:
            connection.execute("create table told (former varchar, successor varchar, kind varchar, change_date date)")
            connection.executemany("insert into told values (?, ?, ?, ?)", self.successions)
            connection.execute(
                f"""copy (
                    select distinct former.region_code, former.parcel_id as parent_parcel_id,
                        successor.parcel_id as child_parcel_id, former.land_code as former_code, successor.land_code,
                        told.kind, told.change_date, cast(null as decimal(9, 6)) as area_share, 'stated' as method,
                        true as is_confirmed, 'told' as evidence
                    from told
                    join '{keys}' as former on told.former in (former.land_code_text, former.location_text)
                    join '{keys}' as successor on told.successor in (successor.land_code_text, successor.location_text)
                ) to '{self.home.derived / "parcel_lineage.parquet"}' (format parquet)"""
            )

    def write(self) -> None:
        """Write all files of ``work/selected``."""
        self.home.prepare()
        with duckdb.connect() as connection:
            for code, contract in self.contracts.items():
                columns = {**contract.outputs, **LINEAGE}
                self._copy(connection, code, "part-0", columns, self.rows.get(code, []))
            for name, text in SYSTEM.items():
                columns = dict(item.strip().split(" ", 1) for item in text.split(","))
                self._copy(connection, f"_{name}", "all", columns, getattr(self, name, []))

    def _copy(
        self,
        connection: duckdb.DuckDBPyConnection,
        folder: str,
        stem: str,
        columns: Mapping[str, str],
        rows: Sequence[Mapping[str, Any]],
    ) -> None:
        unknown = {key for row in rows for key in row} - set(columns)
        if unknown:
            raise KeyError(f"{folder}: no such columns {sorted(unknown)}")
        definition = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
        target = self.home.selected / folder / f"{stem}.parquet"
        target.parent.mkdir(parents=True, exist_ok=True)
        if not rows:
            target.write_bytes(no_rows(definition))
            return
        connection.execute(f"create or replace temp table rows ({definition})")
        marks = ", ".join("?" for _ in columns)
        connection.executemany(
            f"insert into rows values ({marks})", [[row.get(name) for name in columns] for row in rows]
        )
        connection.execute(f"copy rows to '{target}' (format parquet)")


@cache
def no_rows(definition: str) -> bytes:
    """A file of these columns without a row: most lists of most tests, hence written once per process."""
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        file = Path(folder) / "empty.parquet"
        connection.execute(f"create temp table rows ({definition})")
        connection.execute(f"copy rows to '{file}' (format parquet)")
        return file.read_bytes()
