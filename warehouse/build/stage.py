"""Build: selected and derived Parquet become the marts in ``work/build.duckdb``.

The build file starts empty each time. Schema ``lake`` shows dbt its inputs: views over Parquet, the instant
the mart is built for, and the contracts' lists and columns. Nothing changes in dbt's variables
from run to run, so dbt parses once.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.contracts.contract import Contract
from park_brain import database
from park_brain.failure import Failure
from park_brain.fingerprints import rules_fingerprint
from park_brain.installation import Installation
from park_brain.sql import literal
from warehouse.build.dbt_run import DbtError, NodeResult, run_dbt, write_manifest
from warehouse.build.history import History, create_history
from warehouse.build.lake_views import create_row_views

if TYPE_CHECKING:
    import duckdb

__all__ = ["BuildFailed", "BuildReport", "build", "write_manifest"]

SELECTED_SYSTEM = ("batches", "later_batches", "violations", "files", "checks")
DERIVED = (
    "enterprise_key",
    "enterprise",
    "enterprise_mention",
    "enterprise_candidate",
    "enterprise_decided",
    "parcel_key",
    "parcel_code",
    "parcel_code_mention",
    "parcel_lineage",
    "parcel_geometry",
    "parcel_overlap",
    "parcel_share",
    "premises_parcel",
    "geometry_shift",
)
BAD = ("error", "fail", "runtime error", "partial success")


@dataclass(frozen=True)
class BuildReport:
    """Counts of one build; ``failures`` are readable messages, of warnings when the build stands."""

    models: int
    tests_passed: int
    tests_failed: int
    tests_warned: int
    seconds: float
    failures: tuple[str, ...]


class BuildFailed(Failure):
    """A model could not be built or a test does not hold: nothing may be released from this file.

    Of each failure, its account has what stands before the colon: what a library says of it may quote a value.
    """

    def __init__(self, failures: Iterable[str]) -> None:
        self.failures = tuple(failures)
        named = "; ".join(failure.partition(":")[0] for failure in self.failures)
        super().__init__("the build failed: " + "; ".join(self.failures), f"the build failed: {named}")


def build(
    home: Installation,
    contracts: Mapping[str, Contract],
    *,
    as_of: datetime,
    business_date: date,
    threads: int | None = None,
    history: History | None = None,
) -> BuildReport:
    """Make ``work/build.duckdb`` from scratch, after what ``history`` published; raises `BuildFailed`."""
    started = time.monotonic()
    _discard(home.build_file)
    with database.connect(home.tmp, home.build_file, threads=threads) as connection:
        _create_lake(connection, home, contracts)
        connection.execute("create table lake.run (as_of timestamp not null, business_date date not null)")
        connection.execute("insert into lake.run values (?, ?)", [as_of.replace(tzinfo=None), business_date])
        create_history(connection, history or History(), business_date, rules_fingerprint(home))
    try:
        results = run_dbt(home, ["build", "--exclude-resource-type", "unit_test"], threads)
    except DbtError as error:
        raise BuildFailed([f"dbt: {error}"]) from error
    broken = [_sentence(r) for r in results if r.status in BAD]
    if broken:
        raise BuildFailed(broken)
    return _report(results, time.monotonic() - started)


def _report(results: list[NodeResult], seconds: float) -> BuildReport:
    tests = [r for r in results if r.kind == "test"]
    warned = [r for r in tests if r.status == "warn"]
    return BuildReport(
        models=sum(r.kind in ("model", "seed") for r in results),
        tests_passed=sum(r.status == "pass" for r in tests),
        tests_failed=0,
        tests_warned=len(warned),
        seconds=seconds,
        failures=tuple(_sentence(r) for r in warned),
    )


def _sentence(result: NodeResult) -> str:
    return f"{result.kind} {result.name} ({result.status}): {result.message}"


def _discard(database: Path) -> None:
    """A build file found at start is of a run that died: never continue it."""
    for path in (database, database.with_name(database.name + ".wal")):
        path.unlink(missing_ok=True)
    database.parent.mkdir(parents=True, exist_ok=True)


def _create_lake(connection: duckdb.DuckDBPyConnection, home: Installation, contracts: Mapping[str, Contract]) -> None:
    connection.execute("create schema lake")
    for name in SELECTED_SYSTEM:
        _create_view(connection, name, home.selected / f"_{name}" / "all.parquet")
    for name in DERIVED:
        _create_view(connection, name, home.derived / f"{name}.parquet")
    for code in contracts:
        _create_view(connection, code.replace(".", "__"), home.selected / code / "*.parquet")
    create_row_views(connection, contracts.values())
    _create_contract_tables(connection, contracts)


def _create_view(connection: duckdb.DuckDBPyConnection, name: str, files: Path) -> None:
    connection.execute(f"create view lake.{name} as select * from read_parquet({literal(files.resolve())})")


def _create_contract_tables(connection: duckdb.DuckDBPyConnection, contracts: Mapping[str, Contract]) -> None:
    lists = [
        (code, c.zh, c.department, c.kind, c.period, c.grain, "unique" if c.unique_key else "shared")
        for code, c in contracts.items()
    ]
    columns = [
        (code, name, column.zh, kind, column.unit, column.sensitivity, column.period_kind)
        for code, contract in contracts.items()
        for column in contract.columns
        for name, kind in column.outputs.items()
    ]
    list_names = ("list_code", "list_zh", "department", "kind", "period_grain", "grain", "key_kind")
    column_names = ("list_code", "column_name", "column_zh", "type", "unit", "sensitivity", "period_kind")
    _create_table(connection, "contract_list", list_names, lists)
    _create_table(connection, "contract_column", column_names, columns)


def _create_table(
    connection: duckdb.DuckDBPyConnection, name: str, columns: Sequence[str], rows: Sequence[tuple[str | None, ...]]
) -> None:
    """A text table in one statement: row-wise inserts would cost a second."""
    fields = ", ".join(f"unnest(cast(? as varchar[])) as {column}" for column in columns)
    connection.execute(f"create table lake.{name} as select {fields}", [list(v) for v in zip(*rows, strict=True)])


if __name__ == "__main__":
    print(write_manifest())
