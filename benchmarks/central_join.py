"""Benchmarks: dbt's way to ``fct_parcel_enterprise`` against one hand-written DuckDB script."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from park_brain import duck
from park_brain.home import Home
from park_brain.warehouse.dbt_run import PROJECT, run_dbt
from park_brain.warehouse.release import count_and_hash
from park_brain.warehouse.tables import quoted

SCRIPT = Path(__file__).with_name("central_join.sql")
TABLE = "fct_parcel_enterprise"
REPEATS = 3


@dataclass(frozen=True)
class Comparison:
    """Seconds both ways need, best of three in a warm process, and whether they agree."""

    dbt_seconds: float
    script_seconds: float
    rows: int
    is_equal: bool

    @property
    def ratio(self) -> float:
        """How many times longer dbt takes."""
        return self.dbt_seconds / self.script_seconds


def compare(home: Home, business_date: date) -> Comparison:
    """Compute the fact both ways in a home whose build file is there, and compare the two tables."""
    with duck.connect(home.tmp) as connection:
        script_seconds = _best(lambda: run_script(connection, home, business_date))
        columns = ", ".join(row[0] for row in connection.execute(f"describe {TABLE}").fetchall())
        by_hand = count_and_hash(connection, f"(select {columns} from {TABLE})")
    dbt_seconds = _best(lambda: _run_models(home))
    with duck.connect(home.tmp, home.build_file, read_only=True) as connection:
        by_dbt = count_and_hash(connection, f"(select {columns} from mart.{TABLE})")
    return Comparison(dbt_seconds, script_seconds, by_dbt[0], by_hand == by_dbt)


def run_script(connection: duckdb.DuckDBPyConnection, home: Home, business_date: date) -> None:
    """Leave the hand-made table in the connection."""
    variables = {"work": home.work.resolve(), "seeds": PROJECT / "seeds", "business_date": business_date.isoformat()}
    for name, value in variables.items():
        connection.execute(f"set variable {name} = {quoted(str(value))}")
    connection.execute(SCRIPT.read_text(encoding="utf-8"))


def _run_models(home: Home) -> None:
    """Models only, as the script has no tests either."""
    results = run_dbt(home, ["run", "--select", f"+{TABLE}"])
    failed = [result.name for result in results if result.status != "success"]
    if failed or not results:
        raise RuntimeError(f"dbt did not build {', '.join(failed) or TABLE}")


def _best(action: Callable[[], None]) -> float:
    seconds = []
    for _ in range(REPEATS):
        started = time.monotonic()
        action()
        seconds.append(time.monotonic() - started)
    return min(seconds)
