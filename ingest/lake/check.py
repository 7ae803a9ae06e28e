"""Ingest, lake: does the lake hold what its records say? It only reads; every file is read once, in pieces.

A damage names the file of the lake, what is wrong and what to do. It quotes no cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from ingest.lake.ledger import Arrival, BatchRecord, Outcome, Record
from ingest.lake.records import DamagedRecordError, read_record, record_files
from park_brain.cache import file_digest
from park_brain.installation import Installation

R = TypeVar("R", bound=Record)
SHA256 = re.compile(r"[0-9a-f]{64}")
KEY = re.compile(rb"[0-9a-f]{64}")
FROM_BACKUP = "bring it back from a backup (docs/operations.md)"
AGAIN = "the next park refresh reads the delivery again"
NO_RAW = "without the bytes as received nothing can be read again"


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it was left."""

    place: str
    """Path in the home."""
    wrong: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.place}: {self.wrong}; {self.remedy}"


def check_lake(home: Installation, progress: Callable[[str], None] = lambda _: None) -> Iterator[Finding]:
    """Every damage of raw bytes, records and the rows they stand for."""
    progress("raw")
    yield from _raw(home)
    progress("records")
    found: list[Finding] = []
    arrivals = {a.arrival_id: a for a in _records(home, "arrivals", Arrival, lambda record: record.file_name, found)}
    batches = list(_records(home, "ledger", BatchRecord, lambda record: record.file_name, found))
    outcomes = list(_records(home, "outcomes", Outcome, lambda record: record.file_name, found))
    yield from found
    yield from _arrivals(home, arrivals.values())
    yield from _outcomes(outcomes, arrivals, {batch.batch_id for batch in batches})
    for batch in batches:
        progress(f"rows of {batch.list}")
        yield from _batch(home, batch, arrivals)
    yield from _person_key(home, batches)


def _raw(home: Installation) -> Iterator[Finding]:
    for path in _files(home.lake / "raw"):
        place = _place(home, path)
        if not SHA256.fullmatch(path.name):
            yield Finding(place, "no file of ours: its name is no hash", "move it elsewhere")
            continue
        try:
            if file_digest(path) != path.name:
                yield Finding(place, "its bytes are not those received", FROM_BACKUP)
        except OSError as error:
            yield Finding(place, f"cannot be read ({error.strerror})", FROM_BACKUP)


def _records(
    home: Installation, kind: str, model: type[R], name: Callable[[R], str], found: list[Finding]
) -> Iterator[R]:
    """The records of a kind that can be read; ``found`` gets the others."""
    remedy = FROM_BACKUP if kind == "arrivals" else AGAIN
    for path in record_files(home.lake / kind):
        try:
            record = read_record(path, model)
        except DamagedRecordError as error:
            found.append(Finding(_place(home, path), f"is no whole record ({error})", remedy))
            continue
        if path.name != name(record):
            found.append(Finding(_place(home, path), f"holds the record {name(record)}", remedy))
        else:
            yield record


def _arrivals(home: Installation, arrivals: Iterable[Arrival]) -> Iterator[Finding]:
    for arrival in arrivals:
        if not arrival.sha256:
            continue  # an entry of the inbox that was no file has no bytes
        raw = arrival.raw_path(home)
        place = f"lake/arrivals/{arrival.file_name}"
        if not raw.is_file():
            yield Finding(place, f"its bytes are missing (lake/raw/{arrival.sha256})", f"{FROM_BACKUP}: {NO_RAW}")
        elif raw.stat().st_size != arrival.size_bytes:
            yield Finding(place, f"states {arrival.size_bytes} bytes, raw has {raw.stat().st_size}", FROM_BACKUP)


def _outcomes(outcomes: Iterable[Outcome], arrivals: dict[str, Arrival], batches: set[str]) -> Iterator[Finding]:
    for outcome in outcomes:
        place = f"lake/outcomes/{outcome.file_name}"
        if outcome.arrival_id not in arrivals:
            yield Finding(place, f"there is no arrival {outcome.arrival_id}", FROM_BACKUP)
        for batch in sorted(set(outcome.batches) - batches):
            yield Finding(place, f"the ledger has no batch {batch}", f"delete the outcome: {AGAIN}")


def _batch(home: Installation, batch: BatchRecord, arrivals: dict[str, Arrival]) -> Iterator[Finding]:
    place = f"lake/ledger/{batch.file_name}"
    if batch.arrival_id not in arrivals:
        yield Finding(place, f"there is no arrival {batch.arrival_id}", FROM_BACKUP)
    if batch.rows_read != batch.rows_accepted + batch.rows_quarantined + batch.rows_excluded:
        yield Finding(place, "rows read are not accepted + quarantined + excluded", f"delete the record: {AGAIN}")
    wanted = {"text": batch.rows_read, "typed": batch.rows_accepted, "violations": None}
    for kind, rows in wanted.items():
        path = home.lake / kind / f"{batch.stem}.parquet"
        if wrong := _rows_wrong(path, rows, batch.files.get(kind)):
            yield Finding(_place(home, path), wrong, f"delete {place} and this file: {AGAIN}")


def _rows_wrong(path: Path, rows: int | None, sha256: str | None) -> str | None:
    """Why a file is not what the record says: hash where the record has one, rows else."""
    if not path.is_file():
        return "is missing"
    if sha256 and file_digest(path) == sha256:
        return None
    try:
        found = _count(path)
    except (OSError, ValueError):
        return "cannot be read to its end"
    if rows is not None and found != rows:
        return f"holds {found} rows, the ledger says {rows}"
    return "its content was changed" if sha256 else None


def _count(path: Path) -> int:
    """Rows of a Parquet file, each read once."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        return sum(len(part) for part in file.iter_batches())


def _person_key(home: Installation, batches: list[BatchRecord]) -> Iterator[Finding]:
    path = home.lake / "person.key"
    if batches and not path.is_file():
        wrong = "is missing: persons of the next deliveries would be others than before"
        yield Finding(_place(home, path), wrong, FROM_BACKUP)
    elif path.is_file() and not KEY.fullmatch(path.read_bytes().strip()):
        yield Finding(_place(home, path), "is no key of ours", FROM_BACKUP)
    elif path.is_file() and path.stat().st_mode & 0o077:
        yield Finding(_place(home, path), "others than our user can read it", f"chmod 600 {path}")


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if not path.name.startswith(".")) if folder.is_dir() else []


def _place(home: Installation, path: Path) -> str:
    return path.relative_to(home.root).as_posix()
