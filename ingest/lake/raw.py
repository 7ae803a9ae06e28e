"""Ingest, lake: raw bytes and arrivals that are gone, and what can be had again from the inbox and the ledger."""

from __future__ import annotations

import os
import shutil
import stat
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

import yaml

from ingest.lake.damage import Damage, set_aside
from ingest.lake.ledger import RAW_LOST, Arrival, BatchRecord, Outcome, Refusal
from park_brain.cache import file_digest
from park_brain.files import publish_file
from park_brain.installation import Installation


def restore_raw(home: Installation, arrival: Arrival, now: datetime) -> Damage | None:
    """See that the bytes of a file that is to be read again are those that arrived; else take them from the inbox."""
    raw, damage = arrival.raw_path(home), None
    if raw.exists() and file_digest(raw) != arrival.sha256:
        damage = set_aside(home, raw, "its bytes are not those that arrived", "set aside", now)
    delivered = home.inbox / arrival.path
    if not raw.exists() and _holds(delivered, arrival.sha256):
        temporary = raw.with_name(f".{raw.name}.{os.getpid()}.tmp")
        raw.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(delivered, temporary, follow_symlinks=False)
        publish_file(temporary, raw)
    return damage


def raw_lost(arrival: Arrival, derivation: str, batches: tuple[str, ...], refusals: tuple[Refusal, ...]) -> Outcome:
    """The outcome of a file that nobody can read again."""
    refusal = Refusal(
        code=RAW_LOST,
        en="its bytes are gone from the lake and the inbox; restore lake/raw from a backup, or ask for the file again",
        zh="已收文件的原始内容在系统中丢失，请重新报送",
    )
    return Outcome(arrival_id=arrival.arrival_id, derivation=derivation, batches=batches, refusals=(*refusals, refusal))


def restored_arrivals(
    home: Installation, ledger: Iterable[BatchRecord], known: Mapping[str, Arrival]
) -> Iterator[Arrival]:
    """Arrivals that only the ledger still tells of; those in the inbox are recorded again as they lie there."""
    missing: dict[str, list[BatchRecord]] = defaultdict(list)
    for record in ledger:
        if record.arrival_id not in known:
            missing[record.arrival_id].append(record)
    for arrival_id, records in sorted(missing.items()):
        first = records[0]
        if _holds(home.inbox / first.path, first.sha256) or Path(arrival_id).name != arrival_id:
            continue
        raw = home.lake / "raw" / first.sha256
        yield Arrival(
            arrival_id=arrival_id,
            path=first.path,
            region=first.region,
            department=first.list.split(".")[0],
            sha256=first.sha256,
            size_bytes=raw.stat().st_size if raw.exists() else 0,
            received_at=first.received_at,
            sidecar=_as_read({(r.part, r.period, r.delivery) for r in records}),
        )


def _as_read(keys: set[tuple[str, str, str]]) -> str | None:
    """The sidecar is lost; where the file had one key, this says what was read then."""
    if len(keys) != 1:
        return None
    ((part, period, delivery),) = keys
    return yaml.safe_dump({"part": part, "period": period, "delivery": delivery}, allow_unicode=True)


def _holds(path: Path, sha256: str) -> bool:
    """Whether a plain file, no link, holds just these bytes."""
    try:
        return stat.S_ISREG(path.lstat().st_mode) and file_digest(path) == sha256
    except OSError:
        return False
