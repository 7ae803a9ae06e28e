"""Simulated homes for the tests of the whole line."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb
import polars as pl

from park_brain.clock import to_utc
from park_brain.installation import Installation
from park_brain.line import Run
from simulator import SimulationOptions, simulate

PERSON_KEY = b"0" * 64
ASIDE = ("city", "enforcement", "fiscal", "governance", "investment", "platform", "utility")
"""Departments of whom tests of commands and of Dagster ask nothing."""


@dataclass(frozen=True)
class World:
    """A simulated home, its truth, and the mart that a refresh published from it."""

    home: Installation
    run: Run
    truth: Path

    def rows(self, sql: str) -> pl.DataFrame:
        """Query the published mart."""
        path = self.home.releases / "current" / "park_brain.duckdb"
        with duckdb.connect(str(path), read_only=True) as connection:
            connection.execute("use mart")
            return connection.sql(sql).pl()

    def files(self) -> list[dict[str, object]]:
        """Every file (of a workbook by town: every sheet) that was sent, with its list, period and rows."""
        meta: dict[str, list[dict[str, object]]] = json.loads((self.truth / "meta.json").read_text(encoding="utf-8"))
        return meta["files"]

    def unaccounted(self) -> pl.DataFrame:
        """Batches whose rows do not add up."""
        return self.rows("select * from dq_batch where rows_read <> rows_accepted + rows_quarantined + rows_excluded")

    def situations(self, *kinds: str) -> pl.DataFrame:
        """Where the hard cases of some kinds lie."""
        every = pl.read_parquet(self.truth / "situations" / "*.parquet")
        return every.filter(pl.col("situation").is_in(kinds))

    def fault_rows(self) -> pl.DataFrame:
        """Every seeded fault and the row it hit."""
        return pl.read_csv(self.truth / "faults.csv", infer_schema=False)


def simulated(out: Path, **options: object) -> tuple[Installation, datetime]:
    """Simulate into a home; the instant is the one its truth holds for."""
    settings = {"enterprises": 120, "parcels": 80, **options}
    simulate(SimulationOptions(out=out, **settings))
    home = Installation(out)
    home.prepare()
    (home.lake / "person.key").write_bytes(PERSON_KEY)
    (home.lake / "person.key").chmod(0o600)
    meta = json.loads((out / "truth" / "meta.json").read_text(encoding="utf-8"))
    return home, to_utc(datetime.fromisoformat(meta["as_of"]))


def without(home: Installation, *departments: str) -> None:
    """Take departments' folders out of the inbox: tests that ask nothing of them are quicker."""
    for region in home.inbox.iterdir():
        for department in departments:
            shutil.rmtree(region / department)
