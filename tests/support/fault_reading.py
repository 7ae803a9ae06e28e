"""A hard world taken in, and what the lake says of it: findings, typed values, roles, refusals, selection."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import polars as pl

from expectations.suite import Verdict
from ingest.contracts.contract import Contract
from ingest.lake.ledger import BatchRecord, Outcome, Refusal, load_batches
from ingest.parser_version import derivation_of
from ingest.stage import take_in
from park_brain.installation import Installation
from tests.support.worlds import simulated
from warehouse.select.rules import choose

ABSENT = "no such row"


@dataclass
class Landed:
    """One world in the lake. Paths are relative to the inbox."""

    home: Installation
    outcomes: dict[str, Outcome]
    batches: list[BatchRecord]
    violations: pl.DataFrame
    faults: pl.DataFrame = field(default_factory=pl.DataFrame)
    as_of: datetime = datetime.max
    format: str = ""
    _cache: dict[Path, pl.DataFrame] = field(default_factory=dict)

    def rows(self, *outcomes: str) -> list[dict[str, str]]:
        """Seeded faults with one of these outcomes."""
        return self.faults.filter(pl.col("outcome").is_in(outcomes)).to_dicts()

    def batches_at(self, path: str) -> list[BatchRecord]:
        """Batches a file gave (also those another copy gave first)."""
        return [batch for batch in self.batches if batch.batch_id in self.outcomes[path].batches]

    def read(self, fault: Mapping[str, str]) -> object:
        """The typed value at a fault's place; ``_period``: the period of its batch."""
        for batch in self.batches_at(fault["path"]):
            if fault["column"] == "_period":
                return batch.period
            typed = self._frame(batch.typed_path(self.home))
            here = pl.col("_sheet").fill_null("") == (fault["sheet"] or "")
            found = typed.filter(here, pl.col("_line") == int(fault["line"]))
            if len(found) == 1 and fault["column"] in found.columns:
                return found[fault["column"]][0]
        return ABSENT

    def role(self, path: str, line: int) -> str | None:
        """What a line was taken for."""
        for batch in self.batches_at(path):
            found = self._frame(batch.text_path(self.home)).filter(pl.col("line") == line)
            if len(found):
                return str(found["role"][0])
        return None

    def refusals(self, path: str) -> tuple[Refusal, ...]:
        """Why a file or its sheets were not taken in."""
        return self.outcomes[path].refusals

    def refused_paths(self) -> list[str]:
        """Files of which anything was refused."""
        return [path for path, outcome in self.outcomes.items() if outcome.refusals]

    def files(self) -> Iterator[Path]:
        """Every delivered file."""
        return (p for p in self.home.inbox.rglob("*") if p.is_file() and not p.name.endswith(".meta.yml"))

    def causes(self, contracts: Mapping[str, Contract]) -> dict[str, str]:
        """Path -> why its batch counts or not; 'copy' where the batch came first under another path."""
        verdicts = {b.batch_id: Verdict(batch_id=b.batch_id, suite_hash="", verdict="pass") for b in self.batches}
        chosen = {c.batch.batch_id: c for c in choose(self.batches, verdicts, self.as_of, contracts)}
        causes = {}
        for path, outcome in self.outcomes.items():
            for batch_id in outcome.batches:
                choice = chosen[batch_id]
                causes[path] = choice.why.cause if choice.batch.path == path else "copy"
        return causes

    def _frame(self, path: Path) -> pl.DataFrame:
        if path not in self._cache:
            self._cache[path] = pl.read_parquet(path)
        return self._cache[path]


def land(out: Path, contracts: Mapping[str, Contract], **options: object) -> Landed:
    """Simulate and take in; nothing is built."""
    home, as_of = simulated(out, **options)
    landed = take(home, contracts)
    landed.as_of, landed.format = as_of, str(options["format"])
    landed.faults = pl.read_csv(home.root / "truth" / "faults.csv", infer_schema=False)
    return landed


def take(home: Installation, contracts: Mapping[str, Contract]) -> Landed:
    """Take in what lies in the inbox of a home."""
    report = take_in(home, contracts)
    batches = load_batches(home, {code: derivation_of(contract) for code, contract in contracts.items()})
    outcomes = {file.arrival.path: file.outcome for file in report.files}
    return Landed(home, outcomes, batches, violations_of(home, batches))


def violations_of(home: Installation, batches: list[BatchRecord]) -> pl.DataFrame:
    """All findings of these batches with the path of the file each came from."""
    frames = [pl.read_parquet(batch.violations_path(home)) for batch in batches]
    paths = {batch.batch_id: batch.path for batch in batches}
    found = pl.concat([frame for frame in frames if len(frame)])
    return found.with_columns(pl.col("batch_id").replace_strict(paths).alias("path"))


def same_value(read: object, expected: str) -> bool:
    """Whether a typed value is what the catalogue's text says."""
    match read:
        case None:
            return expected == "NULL"
        case bool():
            return expected == str(read).lower()
        case Decimal() | int():
            return Decimal(expected) == read
        case date():
            return expected == read.isoformat()
        case str() if expected.endswith("*"):
            return read.startswith(expected[:-1])
        case _:
            return expected == read
