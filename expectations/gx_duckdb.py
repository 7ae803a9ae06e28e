"""Expectations: the one module that imports Great Expectations, made to work over DuckDB.

Great Expectations has no DuckDB engine. Over SQLAlchemy it reads a result after closing its connection,
which DuckDB answers with nothing; our dialect therefore buffers every result. It also describes tables with
one cheap statement: duckdb-engine's reflection, inherited from PostgreSQL, took half of a batch's time.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from park_brain import database
from park_brain.sql import literal

os.environ["GX_ANALYTICS_ENABLED"] = "false"  # older releases report home when this is unset

import great_expectations as gx
import sqlalchemy as sa
from duckdb_engine import Dialect
from great_expectations.data_context.types.base import (
    DataContextConfig,
    InMemoryStoreBackendDefaults,
    ProgressBarsConfig,
)
from great_expectations.datasource.fluent.sql_datasource import TableAsset
from great_expectations.expectations.metrics.column_map_metrics import (
    column_values_match_regex,
    column_values_not_match_regex,
)
from great_expectations.expectations.registry import get_expectation_impl
from sqlalchemy.dialects import registry
from sqlalchemy.engine.cursor import FullyBufferedCursorFetchStrategy

from ingest.contracts.contract import Expectation

DRIVER = "duckdb.buffered"
registry.register(DRIVER, __name__, "BufferedDialect")


@dataclass(frozen=True)
class Subject:
    """One batch to judge: its typed rows and what must hold for them."""

    batch_id: str
    list: str
    typed: Path
    expectations: tuple[Expectation, ...]


@dataclass(frozen=True)
class Finding:
    """What Great Expectations found for one expectation."""

    success: bool
    observed: str


class ExpectationError(RuntimeError):
    """An expectation could not be evaluated: our mistake, never a verdict on the data."""


_Dialect: Any = Dialect  # its own annotations are those of PostgreSQL and do not fit


class _BufferedContext(_Dialect.execution_ctx_cls):  # type: ignore[misc]
    def post_exec(self) -> None:
        super().post_exec()
        if self.cursor is not None and self.cursor.description:
            self.cursor_fetch_strategy = FullyBufferedCursorFetchStrategy(
                self.cursor, self.cursor.description, self.cursor.fetchall()
            )


class BufferedDialect(_Dialect):  # type: ignore[misc]
    """duckdb-engine's dialect with buffered results and a cheap description of tables."""

    supports_statement_cache = False
    execution_ctx_cls = _BufferedContext

    def do_begin(self, connection: Any) -> None:
        """No transaction: nothing but single queries on views, each of which would pay for one."""

    def do_rollback(self, dbapi_connection: Any) -> None:
        """Nothing was begun."""

    def do_commit(self, dbapi_connection: Any) -> None:
        """Nothing was begun."""

    def get_columns(
        self, connection: Any, table_name: str, schema: str | None = None, **kw: Any
    ) -> list[dict[str, Any]]:
        """Columns of a view, as SQLAlchemy wants them."""
        rows = connection.exec_driver_sql(f'describe "{table_name}"').fetchall()
        return [
            {"name": name, "type": _sqlalchemy_type(kind), "nullable": True, "default": None, "comment": None}
            for name, kind, *_ in rows
        ]

    def get_pk_constraint(
        self, connection: Any, table_name: str, schema: str | None = None, **kw: Any
    ) -> dict[str, Any]:
        """Views have no primary key; asking PostgreSQL's catalogue for one is slow."""
        return {"constrained_columns": [], "name": None}

    def has_table(self, connection: Any, table_name: str, schema: str | None = None, **kw: Any) -> bool:
        """Whether the view exists."""
        query = "select count(*) from duckdb_views() where view_name = ?"
        return bool(connection.exec_driver_sql(query, (table_name,)).scalar())


def _sqlalchemy_type(kind: str) -> sa.types.TypeEngine[Any]:
    if kind.startswith("DECIMAL("):
        precision, scale = kind[len("DECIMAL(") : -1].split(",")
        return sa.Numeric(int(precision), int(scale))
    types: dict[str, type[sa.types.TypeEngine[Any]]] = {
        "VARCHAR": sa.String,
        "DATE": sa.Date,
        "BIGINT": sa.BigInteger,
        "INTEGER": sa.Integer,
        "BOOLEAN": sa.Boolean,
        "TIMESTAMP": sa.DateTime,
        "DOUBLE": sa.Double,
    }
    return types[kind]()


def _matches(column: Any, regex: str, dialect: object, positive: bool = True) -> Any:
    """Great Expectations knows the regex operators of a few dialects only; DuckDB's is a function (RE2)."""
    found = sa.func.regexp_matches(column, regex)
    return found if positive else sa.not_(found)


_metrics: tuple[Any, ...] = (column_values_match_regex, column_values_not_match_regex)
for _metric in _metrics:
    _metric.get_dialect_regex_expression = _matches


_Asset: Any = TableAsset
_Asset.test_connection = lambda _: None  # we have just made the view; asking for it took a fifth of a batch's time


def evaluate(subjects: list[Subject], tmp: Path) -> Iterator[tuple[Subject, list[Finding]]]:
    """Judge batches one after another; findings come in the order of the expectations."""
    with tempfile.TemporaryDirectory(prefix="expectations-", dir=tmp) as folder:
        file = Path(folder) / "batches.duckdb"
        _create_views(subjects, tmp, file)
        source = _context().data_sources.add_sql(
            "batches",
            connection_string=f"{DRIVER.replace('.', '+')}:///{file}",
            kwargs={"connect_args": {"config": database.settings(tmp)}},
        )
        try:
            for subject in subjects:
                yield subject, _evaluate_one(source, subject)
        finally:
            source.get_engine().dispose()


def _context() -> Any:
    """A context in memory, without stores, data docs (they want a CDN) or progress bars."""
    config = DataContextConfig(
        store_backend_defaults=InMemoryStoreBackendDefaults(init_temp_docs_sites=False),
        analytics_enabled=False,
        progress_bars=ProgressBarsConfig(globally=False),
    )
    context: Any = gx.get_context(mode="ephemeral", project_config=config)
    context._save_project_config = lambda: None  # YAML nobody reads, written thrice a batch: a third of its time
    return context


def _create_views(subjects: list[Subject], tmp: Path, file: Path) -> None:
    with database.connect(tmp, file) as connection:
        for subject in subjects:
            rows = f"read_parquet({literal(subject.typed)})"
            connection.execute(f'create view "{subject.batch_id}" as select * from {rows}')


def _evaluate_one(source: Any, subject: Subject) -> list[Finding]:
    suite = gx.ExpectationSuite(name=subject.batch_id)
    suite.expectations = [_expectation(e, n, subject.list) for n, e in enumerate(subject.expectations)]
    asset = source.add_table_asset(subject.batch_id, table_name=subject.batch_id)
    try:
        batch = asset.add_batch_definition_whole_table("whole").get_batch()
        results = batch.validate(suite, result_format="SUMMARY").results
    finally:
        source.delete_asset(subject.batch_id)
    by_number = {r.expectation_config.meta["number"]: r for r in results}
    return [_finding(by_number[n], e, subject.list) for n, e in enumerate(subject.expectations)]


def _expectation(expectation: Expectation, number: int, list_code: str) -> Any:
    column = {"column": expectation.column} if expectation.column else {}
    try:
        kind: Any = get_expectation_impl(expectation.type)
        return kind(**column, **expectation.args, meta={"number": number})
    except Exception as error:
        raise ExpectationError(f"{list_code}: {expectation.type} is not a valid expectation: {error}") from error


def _finding(result: Any, expectation: Expectation, list_code: str) -> Finding:
    information = result.exception_info or {}
    nested = [information, *(v for v in information.values() if isinstance(v, dict))]
    for raised in nested:
        if raised.get("raised_exception"):
            place = f"{list_code}: {expectation.type}({expectation.column or 'table'})"
            raise ExpectationError(f"{place} could not be evaluated: {raised.get('exception_message')}")
    return Finding(bool(result.success), _observed(result.result))


def _observed(result: dict[str, Any]) -> str:
    """Figures only in an order of their own, so that equal batches read equally in every home."""
    if result.get("observed_value") is not None:
        return str(result["observed_value"])
    if "element_count" in result:
        return f"{result['unexpected_count']} of {result['element_count']} rows do not hold"
    found = sorted(map(str, result.get("partial_unexpected_list", ())))
    count = result.get("unexpected_count")
    if not count:
        return "nothing" if count is None else "no other value"
    return f"{count} other values" + (f": {', '.join(found)}" if count == len(found) else "")
