"""Benchmarks: the overhead of dbt for ``fct_parcel_enterprise``, against the same statements run by DuckDB alone.

The statements are those of dbt: a script written by hand would be a second implementation to maintain.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import duckdb

from benchmarks.measure import best_seconds
from park_brain import database
from park_brain.installation import Installation
from warehouse.build.dbt_run import NodeResult, run_dbt
from warehouse.release.stage import count_and_hash

TABLE = "fct_parcel_enterprise"


@dataclass(frozen=True)
class Comparison:
    """Seconds of both ways, best of three in a warm process, and whether the tables are equal."""

    dbt_seconds: float
    script_seconds: float
    rows: int
    is_equal: bool

    @property
    def ratio(self) -> float:
        """Seconds of dbt divided by seconds of the script."""
        return self.dbt_seconds / self.script_seconds


def compare(home: Installation) -> Comparison:
    """Compute the fact both ways in an installation with a build file, and compare the two tables."""
    models = _run_models(home)
    dbt_seconds = best_seconds(lambda: _run_models(home))
    folder = home.tmp / "alone"
    folder.mkdir()
    copy = Path(shutil.copy(home.build_file, folder / home.build_file.name))  # the statements name the database
    with database.connect(home.tmp, copy) as connection:
        statements = _statements(connection, models)
        connection.execute(f"drop table mart.{TABLE}")
        script_seconds = best_seconds(lambda: _run(connection, statements))
        alone = count_and_hash(connection, f"mart.{TABLE}")
    with database.connect(home.tmp, home.build_file, read_only=True) as connection:
        by_dbt = count_and_hash(connection, f"mart.{TABLE}")
    return Comparison(dbt_seconds, script_seconds, by_dbt[0], alone == by_dbt)


def _run_models(home: Installation) -> list[NodeResult]:
    """Run the models without their tests, which the script does not have either."""
    results = run_dbt(home, ["run", "--select", f"+{TABLE}"])
    failed = [result.name for result in results if result.status != "success"]
    if failed or not results:
        raise RuntimeError(f"dbt did not build {', '.join(failed) or TABLE}")
    return results


def _statements(connection: duckdb.DuckDBPyConnection, models: list[NodeResult]) -> list[str]:
    """One statement per model, in the order in which dbt finished the models."""
    found = connection.execute(
        "select table_name, concat_ws('.', table_catalog, table_schema, table_name), table_type "
        "from information_schema.tables"
    ).fetchall()
    heads = {name: f"{'view' if kind == 'VIEW' else 'table'} {place}" for name, place, kind in found}
    return [f"create or replace {heads[model.name]} as {model.sql}" for model in models]


def _run(connection: duckdb.DuckDBPyConnection, statements: list[str]) -> None:
    for statement in statements:
        connection.execute(statement)
