"""Ingest, lake: the ledger. Small JSON records that say what arrived and what became of it.

Three kinds, each written whole (temporary name, fsync, rename, fsync of the folder) and never changed:
an *arrival* (first sight of a file: bytes, path, ``received_at``), a *batch* record (the commit: a batch
without one does not exist) and an *outcome* (which batches a file gave, or why it was refused).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, field_validator

from ingest.persons.shown import quoted, shown_path
from park_brain.files import write_atomically
from park_brain.installation import Installation

Delivery = Literal["full", "supplement"]


class Record(BaseModel):
    """Frozen; unknown keys mean a record of another version."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Arrival(Record):
    """One file as first seen in the inbox. ``arrival_id`` hashes path, bytes and sidecar."""

    arrival_id: str
    path: str
    region: str
    department: str
    sha256: str
    size_bytes: int
    received_at: datetime
    """UTC, naive: the sidecar's, else the file's mtime when first seen."""
    sidecar: str | None = None
    """Text of ``<file>.meta.yml``, kept because the inbox may be emptied."""

    @property
    def as_shown(self) -> Arrival:
        """The arrival as it may be told outside the lake: no person in its path, and nothing of its sidecar."""
        return self.model_copy(update={"path": shown_path(self.path, self.arrival_id), "sidecar": None})


class Refusal(Record):
    """Why a file, or a sheet of it, was not taken in; ``zh`` is for the department."""

    code: str
    sheet: str | None = None
    line: int | None = None
    en: str
    zh: str

    @field_validator("en", "zh")
    @classmethod
    def _without_persons(cls, text: str) -> str:
        return quoted(text)

    @property
    def placed_zh(self) -> str:
        """``zh`` with sheet and line before it: 工作表“一月”第 2 行：……."""
        place = (f"工作表“{self.sheet}”" if self.sheet else "") + (f"第 {self.line} 行" if self.line else "")
        return f"{place}：{self.zh}" if place else self.zh


class Outcome(Record):
    """What one derivation made of one arrival."""

    arrival_id: str
    derivation: str
    batches: tuple[str, ...] = ()
    refusals: tuple[Refusal, ...] = ()


class TableLayout(Record):
    """Where one table of a batch stood: what reports need to show a failing row as it was received."""

    sheet: str
    header_lines: tuple[int, ...]
    columns: dict[int, str]
    """Position in the row -> canonical column."""


class BatchRecord(Record):
    """The commit of one batch: one list, region, part and period out of one file."""

    batch_id: str
    derivation: str
    list: str
    region: str
    part: str
    period: str
    period_start: date
    period_end: date
    delivery: Delivery
    received_at: datetime
    arrival_id: str
    path: str
    sha256: str
    sheets: tuple[str, ...]
    is_nil: bool
    rows_read: int
    rows_accepted: int
    rows_quarantined: int
    rows_excluded: int
    exclusions: dict[str, int]
    violations: dict[str, int]
    """Rule -> rows."""
    tables: tuple[TableLayout, ...] = ()
    sighted_at: tuple[datetime, ...] = ()
    """When each copy of the bytes was received; filled in when the ledger is read, not part of the record."""

    @property
    def as_shown(self) -> BatchRecord:
        """The record without a person in its path."""
        return self.model_copy(update={"path": shown_path(self.path, self.arrival_id)})

    @property
    def stem(self) -> str:
        """``<list>/<region>/<batch>.<derivation>``: where text, typed and violations lie."""
        return f"{self.list}/{self.region}/{self.batch_id}.{self.derivation}"

    def typed_path(self, home: Installation) -> Path:
        """Accepted rows in the contract's types."""
        return home.lake / "typed" / f"{self.stem}.parquet"

    def violations_path(self, home: Installation) -> Path:
        """Every failing row with rule and masked value."""
        return home.lake / "violations" / f"{self.stem}.parquet"

    def text_path(self, home: Installation) -> Path:
        """Every row read, as received, with its role (data, title, header, total, ...)."""
        return home.lake / "text" / f"{self.stem}.parquet"

    def table_at(self, sheet: str, line: int) -> TableLayout | None:
        """The table that a row belongs to: of several in one sheet, the last one with its header above the row."""
        tables = [table for table in self.tables if table.sheet == sheet]
        above = [table for table in tables if not table.header_lines or table.header_lines[-1] < line]
        return max(above, key=lambda table: table.header_lines, default=None)


R = TypeVar("R", bound=Record)


def write_record(path: Path, record: Record) -> None:
    """Write one record as readable JSON."""
    write_atomically(path, record.model_dump_json(indent=1).encode())


def read_records(folder: Path, kind: type[R], pattern: str = "*.json") -> Iterator[R]:
    """All records of a folder in order of file name."""
    for path in sorted(folder.glob(pattern)):
        yield kind.model_validate_json(path.read_bytes())


def load_batches(home: Installation, derivations: dict[str, str]) -> list[BatchRecord]:
    """Current batches (list -> current derivation), each with its earliest sight.

    The same bytes may lie in the inbox twice; which copy we read first must not matter, so the earliest
    ``received_at`` (ties: path) of all arrivals that gave the batch counts. Paths are as they may be shown.
    """
    arrivals = {a.arrival_id: a for a in read_records(home.lake / "arrivals", Arrival)}
    sights = _sights_by_batch(read_records(home.lake / "outcomes", Outcome))
    batches = []
    for record in read_records(home.lake / "ledger", BatchRecord):
        if derivations.get(record.list) != record.derivation:
            continue
        copies = [arrivals[arrival] for arrival in sights.get(record.batch_id, {record.arrival_id})]
        seen = sorted(copies, key=lambda a: (a.received_at, a.path, a.arrival_id))
        first = seen[0]
        batches.append(
            record.model_copy(
                update={
                    "received_at": first.received_at,
                    "arrival_id": first.arrival_id,
                    "path": first.as_shown.path,
                    "sighted_at": tuple(arrival.received_at for arrival in seen),
                }
            )
        )
    return sorted(batches, key=lambda b: (b.list, b.region, b.part, b.period, b.received_at, b.batch_id))


def _sights_by_batch(outcomes: Iterable[Outcome]) -> dict[str, set[str]]:
    """batch_id -> the arrivals that gave it; each once, however many contract versions have read it."""
    sights: dict[str, set[str]] = {}
    for outcome in outcomes:
        for batch in outcome.batches:
            sights.setdefault(batch, set()).add(outcome.arrival_id)
    return sights
