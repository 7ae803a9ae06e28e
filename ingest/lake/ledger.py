"""Ingest, lake: the ledger. Small JSON records that say what arrived and what became of it.

Three kinds, each written whole (temporary name, fsync, rename, fsync of the folder) and never changed:
an *arrival* (first sight of a file: bytes, path, ``received_at``), a *batch* record (the commit: a batch
without one does not exist) and an *outcome* (which batches a file gave, or why it was refused).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field, NaiveDatetime, field_validator

from ingest.lake.records import Part, Record, read_records, write_record
from ingest.persons.shown import quoted, shown_path
from park_brain.installation import Installation

__all__ = ["Arrival", "BatchRecord", "Outcome", "Record", "Refusal", "TableLayout", "load_batches", "read_records"]
__all__ += ["write_record"]
Delivery = Literal["full", "supplement"]
RAW_LOST = "raw_lost"
"""Code of the refusal of a file that cannot be read again, since its bytes are gone."""


class Arrival(Record):
    """One file as first seen in the inbox. ``arrival_id`` hashes path, bytes and sidecar."""

    arrival_id: str
    path: str
    region: str
    department: str
    sha256: str
    size_bytes: int
    received_at: NaiveDatetime
    """UTC, naive: the sidecar's, else the file's mtime when first seen."""
    sidecar: str | None = None
    """Text of ``<file>.meta.yml``, kept because the inbox may be emptied."""
    stated_at: NaiveDatetime | None = None
    """The time of receipt that was stated, where that lay after the clock: ``received_at`` is then the first sight."""
    oddity: str | None = None
    """Why the entry was not read (``ingest.inbox.oddities``); it has no bytes in the lake and no hash."""

    @property
    def file_name(self) -> str:
        """Under which the record lies in ``lake/arrivals``."""
        return f"{self.arrival_id}.json"

    def raw_path(self, home: Installation) -> Path:
        """The received bytes."""
        return home.lake / "raw" / self.sha256

    @property
    def as_shown(self) -> Arrival:
        """The arrival as it may be told outside the lake: no person in its path, and nothing of its sidecar."""
        return self.model_copy(update={"path": shown_path(self.path, self.arrival_id), "sidecar": None})


class Refusal(Part):
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

    @property
    def is_raw_lost(self) -> bool:
        """Whether it only says that there was a file."""
        return any(refusal.code == RAW_LOST for refusal in self.refusals)

    @property
    def file_name(self) -> str:
        """Under which the record lies in ``lake/outcomes``."""
        return f"{self.arrival_id}.{self.derivation}.json"


class TableLayout(Part):
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
    received_at: NaiveDatetime
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
    files: dict[str, str] = Field(default_factory=dict)
    """Kind (text, typed, violations) -> hash of its file; records of 0.1 have none."""
    tables: tuple[TableLayout, ...] = ()
    sighted_at: tuple[NaiveDatetime, ...] = ()
    """When each copy of the bytes was received; filled in when the ledger is read, not part of the record."""

    @property
    def file_name(self) -> str:
        """Under which the record lies in ``lake/ledger``."""
        return f"{self.batch_id}.{self.derivation}.json"

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
        copies = sights.get(record.batch_id, {record.arrival_id})
        batches.append(_seen_first(record, [arrivals[arrival] for arrival in copies if arrival in arrivals]))
    return sorted(batches, key=lambda b: (b.list, b.region, b.part, b.period, b.received_at, b.batch_id))


def _seen_first(record: BatchRecord, copies: Iterable[Arrival]) -> BatchRecord:
    """A batch as its earliest copy was received; its record itself tells where no arrival is left to tell."""
    seen = sorted(copies, key=lambda a: (a.received_at, a.path, a.arrival_id))
    if not seen:
        return record.model_copy(update={"sighted_at": (record.received_at,)})
    first = seen[0]
    return record.model_copy(
        update={
            "received_at": first.received_at,
            "arrival_id": first.arrival_id,
            "path": first.as_shown.path,
            "sighted_at": tuple(arrival.received_at for arrival in seen),
        }
    )


def _sights_by_batch(outcomes: Iterable[Outcome]) -> dict[str, set[str]]:
    """batch_id -> the arrivals that gave it; each once, however many contract versions have read it."""
    sights: dict[str, set[str]] = {}
    for outcome in outcomes:
        for batch in outcome.batches:
            sights.setdefault(batch, set()).add(outcome.arrival_id)
    return sights
