"""Ingest: find what lies in the inbox and record it as arrived. We read the inbox and never change it."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from ingest.lake.ledger import Arrival, read_records, write_record
from ingest.lake.refusals import Refused
from ingest.lake.sidecar import read_sidecar
from park_brain.files import publish_file
from park_brain.installation import Installation

SIDECAR_SUFFIX = ".meta.yml"
LEFT_BEHIND = ("~$", ".")
"""Prefixes of lock files and hidden files that programs leave behind; they are no deliveries."""
BLOCK_BYTES = 1 << 20
REGION = re.compile(r"\d{6}")


def deliveries(inbox: Path) -> Iterator[Path]:
    """Every delivered file, in order of path."""
    for path in sorted(inbox.rglob("*")):
        hidden = any(part.startswith(LEFT_BEHIND) for part in path.relative_to(inbox).parts)
        if path.is_file() and not hidden and not path.name.endswith(SIDECAR_SUFFIX):
            yield path


def record_arrivals(home: Installation) -> tuple[list[Arrival], set[str]]:
    """Record what is new in the inbox. Gives every arrival ever recorded, earliest first, and which lie there now.

    The raw bytes are in the lake before the record that names them.
    """
    folder = home.lake / "arrivals"
    known = {arrival.arrival_id: arrival for arrival in read_records(folder, Arrival)}
    present = set()
    for path in deliveries(home.inbox):
        arrival = _arrival(home, path)
        present.add(arrival.arrival_id)
        if arrival.arrival_id not in known:
            write_record(folder / f"{arrival.arrival_id}.json", arrival)
            known[arrival.arrival_id] = arrival
    return sorted(known.values(), key=lambda a: (a.received_at, a.path, a.arrival_id)), present


def _arrival(home: Installation, path: Path) -> Arrival:
    relative = PurePosixPath(readable(path.relative_to(home.inbox)))
    sha256 = _keep_raw(home, path)
    sidecar = _sidecar_text(path)
    identity = "|".join((relative.as_posix(), sha256, sidecar or ""))
    status = path.stat()
    parts = relative.parts
    return Arrival(
        arrival_id="A" + hashlib.sha256(identity.encode()).hexdigest()[:16],
        path=relative.as_posix(),
        region=parts[0] if len(parts) > 2 and REGION.fullmatch(parts[0]) else "",
        department=parts[1] if len(parts) > 2 else "",
        sha256=sha256,
        size_bytes=status.st_size,
        received_at=_received_at(sidecar, status.st_mtime),
        sidecar=sidecar,
    )


def _received_at(sidecar: str | None, mtime: float) -> datetime:
    """What the sidecar states, else when the file was last written; a broken sidecar is refused later."""
    try:
        stated = read_sidecar(sidecar).received_at
    except Refused:
        stated = None
    return stated or datetime.fromtimestamp(mtime, UTC).replace(tzinfo=None)


def _sidecar_text(path: Path) -> str | None:
    """UTF-8 or, as Windows editors save it, GB18030; a name too long for a sidecar has none."""
    try:
        content = path.with_name(path.name + SIDECAR_SUFFIX).read_bytes()
    except OSError:
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030", errors="replace")


def readable(path: Path) -> str:
    """A path as text; names written by old Windows programs are GB18030 bytes."""
    return "/".join(
        os.fsencode(part).decode("gb18030", errors="replace") if not part.isprintable() else part for part in path.parts
    )


def _keep_raw(home: Installation, path: Path) -> str:
    """Copy the received bytes to ``raw/<sha256>`` while hashing them; a copy that exists is left alone."""
    temporary = home.tmp / f"raw.{os.getpid()}"
    digest = hashlib.sha256()
    with path.open("rb") as source, temporary.open("wb") as copy:
        while block := source.read(BLOCK_BYTES):
            digest.update(block)
            copy.write(block)
        copy.flush()
        os.fsync(copy.fileno())
    raw = home.lake / "raw" / digest.hexdigest()
    if raw.exists():
        temporary.unlink()
    else:
        publish_file(temporary, raw)
    return digest.hexdigest()
