"""Ingest, lake: records and files that cannot be understood are set aside, never lost and never in the way.

Each lies in ``lake/damaged/<kind>/`` with a note beside it. It stays a finding (``dq_file``) until people delete it.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path

from pydantic import NaiveDatetime

from ingest.lake.records import Record, read_records, write_record
from park_brain.installation import PRIVATE, Installation

NOTES = "notes"


class Damage(Record):
    """What was found and done; the words are for engineers."""

    path: str
    """Below the lake, as it was found: ``outcomes/A1.d.json``."""
    what: str
    done: str
    found_at: NaiveDatetime

    @property
    def file_name(self) -> str:
        """Under which the note lies in ``lake/damaged/notes``."""
        return f"{self.damage_id}.json"

    @property
    def damage_id(self) -> str:
        """Same place at the same instant, same finding."""
        return "D" + hashlib.sha256(f"{self.path}|{self.found_at.isoformat()}".encode()).hexdigest()[:16]

    def __str__(self) -> str:
        return f"lake/{self.path}: {self.what}; {self.done}"


def note(home: Installation, path: Path, what: str, done: str, now: datetime) -> Damage:
    """Put a damage on record."""
    damage = Damage(path=path.relative_to(home.lake).as_posix(), what=what, done=done, found_at=now)
    home.damaged.mkdir(PRIVATE, parents=True, exist_ok=True)
    write_record(home.damaged / NOTES / damage.file_name, damage)
    return damage


def set_aside(home: Installation, path: Path, what: str, done: str, now: datetime) -> Damage:
    """Move a damaged file out of the way, where it is there at all, and note why."""
    damage = note(home, path, what, done, now)
    if path.exists() or path.is_symlink():
        kept = home.damaged / path.relative_to(home.lake).parent / f"{path.name}.{damage.damage_id}"
        kept.parent.mkdir(parents=True, exist_ok=True)
        path.replace(kept)
    return damage


def known_damages(home: Installation) -> list[Damage]:
    """Every damage on record, earliest first."""
    return sorted(read_records(home.damaged / NOTES, Damage), key=lambda d: (d.found_at, d.path))
