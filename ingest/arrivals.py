"""Ingest: find what lies in the inbox and record it as arrived. We read the inbox and never change it."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from ingest.inbox.copying import ChangedMeanwhileError, keep_raw, sidecar_text
from ingest.inbox.memory import InboxMemory
from ingest.inbox.names import Name, read_name
from ingest.inbox.oddities import OddEntry, Oddity
from ingest.inbox.quiet import settled
from ingest.lake.ledger import Arrival, read_records, write_record
from ingest.lake.refusals import Refused
from ingest.lake.sidecar import read_sidecar
from park_brain.clock import utc_now
from park_brain.inbox import Entry, entries
from park_brain.installation import Installation

SIDECAR_SUFFIX = ".meta.yml"
REGION = re.compile(r"\d{6}")


@dataclass
class Inbox:
    """What lies in the inbox now, and everything that ever arrived."""

    known: dict[str, Arrival]
    present: set[str] = field(default_factory=set)
    waiting: list[Arrival] = field(default_factory=list)
    """Files that are still written to. They are not recorded and have no hash yet."""

    @property
    def arrivals(self) -> list[Arrival]:
        """Every arrival ever recorded, earliest first."""
        return sorted(self.known.values(), key=lambda a: (a.received_at, a.path, a.arrival_id))


def record_arrivals(home: Installation, seen_at: datetime | None = None, quiet_seconds: float = 0) -> Inbox:
    """Record what is new in the inbox; the raw bytes are in the lake before the record that names them.

    ``seen_at`` (naive UTC, default now) is the clock: nothing is received later. What was written to within
    ``quiet_seconds`` is looked at again, and waits if it grows.
    """
    folder = home.lake / "arrivals"
    inbox = Inbox({arrival.arrival_id: arrival for arrival in read_records(folder, Arrival)})
    memory = InboxMemory(home)
    for file in _files(home, memory, quiet_seconds):
        arrival = _known(home, inbox.known, memory, file)
        if arrival is None and not file.is_growing:
            arrival = _new(home, file, seen_at or utc_now())
        if arrival is None:
            inbox.waiting.append(_described(file, "", file.entry.size, None, seen_at or utc_now()))
            continue
        inbox.present.add(arrival.arrival_id)
        if arrival.arrival_id not in inbox.known:
            write_record(folder / f"{arrival.arrival_id}.json", arrival)
            inbox.known[arrival.arrival_id] = arrival
        if arrival.oddity is None:
            memory.remember(file.entry, file.sidecar, arrival.arrival_id)
    memory.save()
    return inbox


@dataclass(frozen=True)
class _File:
    """An entry with the sidecar beside it."""

    entry: Entry
    name: Name
    sidecar: Entry | None
    is_growing: bool


def _files(home: Installation, memory: InboxMemory, quiet_seconds: float) -> Iterator[_File]:
    """Everything that was delivered, or that nobody can read, in order of path."""
    found = {entry.path: entry for entry in entries(home.inbox)}

    def is_known(entry: Entry) -> bool:
        return memory.arrival_of(entry, found.get(entry.path + SIDECAR_SUFFIX)) is not None

    looked = settled(home.inbox, found.values(), quiet_seconds, is_known)
    growing = {entry.path for entry in looked.growing}
    found |= {entry.path: entry for entry in (*looked.entries, *looked.growing)}
    for path, entry in found.items():
        name, beside = read_name(path), path + SIDECAR_SUFFIX
        is_leaving = name.is_left_behind and (entry.kind == "file" or entry.is_folder)
        if not is_leaving and not _is_sidecar(entry, found):
            yield _File(entry, name, found.get(beside), bool({path, beside} & growing))


def _is_sidecar(entry: Entry, found: Mapping[str, Entry]) -> bool:
    """An odd one beside a file is told with the file; an odd one alone is odd like any entry."""
    owner = entry.path.removesuffix(SIDECAR_SUFFIX)
    return owner != entry.path and (entry.kind == "file" or owner in found)


def _known(home: Installation, known: Mapping[str, Arrival], memory: InboxMemory, file: _File) -> Arrival | None:
    """The arrival that a file is by its path, size, time and inode, while its bytes are in the lake."""
    arrival = known.get(memory.arrival_of(file.entry, file.sidecar) or "")
    return arrival if arrival and arrival.sha256 and (home.lake / "raw" / arrival.sha256).exists() else None


def _new(home: Installation, file: _File, seen_at: datetime) -> Arrival | None:
    """The arrival of a file that is read now, of an entry that cannot be; ``None``: it is still written to."""
    try:
        if oddity := _oddity(file):
            raise OddEntry(oddity)
        sidecar = sidecar_text(home.inbox, file.sidecar.path) if file.sidecar else None
        sha256, size = keep_raw(home, file.entry.path)
    except ChangedMeanwhileError:
        return None
    except OddEntry as odd:
        return _described(file, "", file.entry.size, None, seen_at, odd.oddity)
    return _described(file, sha256, size, sidecar, seen_at)


def _oddity(file: _File) -> Oddity | None:
    """Why an entry is not even opened."""
    by_kind: dict[str, Oddity] = {"link": "link", "special": "not_a_file", "unreadable": "unreadable_entry"}
    if file.entry.kind in by_kind:
        return by_kind[file.entry.kind]
    if file.name.is_too_long or file.name.is_hostile:
        return "name_too_long" if file.name.is_too_long else "hostile_name"
    return "odd_sidecar" if file.sidecar and file.sidecar.kind != "file" else None


def _described(
    file: _File, sha256: str, size: int, sidecar: str | None, seen_at: datetime, oddity: Oddity | None = None
) -> Arrival:
    path = file.name.text
    what = (path, sha256, sidecar or "") if sha256 else (path, oddity or "", os.fsencode(file.entry.path).hex())
    parts, depth = path.split("/"), 1 if file.entry.is_folder else 2
    is_placed = len(parts) > depth and REGION.fullmatch(parts[0]) is not None
    stated = _stated(sidecar, file.entry.mtime_ns) if file.entry.inode else None
    is_later = stated is not None and stated > seen_at
    return Arrival(
        arrival_id="A" + hashlib.sha256("|".join(what).encode()).hexdigest()[:16],
        path=path,
        region=parts[0] if is_placed else "",
        department=parts[1] if len(parts) > depth else "",
        sha256=sha256,
        size_bytes=size,
        received_at=seen_at if is_later else stated or seen_at,
        sidecar=sidecar,
        stated_at=stated if is_later else None,
        oddity=oddity,
    )


def _stated(sidecar: str | None, mtime_ns: int) -> datetime | None:
    """What the sidecar states, else when the file was last written; ``None`` where no calendar knows that time.

    A broken sidecar is refused later.
    """
    try:
        stated = read_sidecar(sidecar).received_at
    except Refused:
        stated = None
    try:
        return stated or datetime.fromtimestamp(mtime_ns / 1e9, UTC).replace(tzinfo=None)
    except (ValueError, OverflowError, OSError):
        return None
