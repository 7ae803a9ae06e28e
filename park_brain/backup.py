"""Kernel: backup and restore of what cannot be made again: lake, releases, configuration, rules.

A folder of backups holds ``objects/<hash>`` (the bytes of each file once, whatever the number of backups) and one
``backups/<name>.json`` per backup, written last: a backup without it does not exist. The inbox belongs to the
departments and its bytes are in the lake; ``work``, receipts and logs are made again.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from park_brain import __version__
from park_brain.clock import utc_now
from park_brain.failure import Failure, is_disk_full
from park_brain.files import make_durable, publish_file, write_atomically
from park_brain.installation import Installation
from park_brain.lock import writer_lock
from park_brain.release_folder import current_id

FORMAT = 1
KEPT = ("lake", "release", "rules", "park.toml", "home.json")
"""What of a home cannot be made again; ``home.json`` states its format."""
UNFINISHED = re.compile(r"\..*\.tmp")
BLOCK = 1 << 20
PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700


class BackupError(Failure):
    """A backup could not be made, or cannot be trusted; nothing that was there is changed."""


class Entry(BaseModel):
    """One file, folder or link of a home."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    path: str
    mode: int
    sha256: str | None = None
    """Of a file; the name of its object."""
    target: str | None = None
    """Of a link."""
    size: int = 0
    mtime_ns: int = 0


class Backup(BaseModel):
    """One backup."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: int = FORMAT
    version: str
    made_at: datetime
    release_id: str | None
    entries: tuple[Entry, ...]

    @property
    def bytes(self) -> int:
        """Of all its files."""
        return sum(entry.size for entry in self.entries)


@dataclass(frozen=True)
class BackupReport:
    """What a backup did."""

    name: str
    backup: Backup
    new_bytes: int
    """Copied now; the rest was in the folder already."""


def back_up(home: Installation, folder: Path) -> BackupReport:
    """Copy what cannot be made again into a folder of backups, under the writer lock.

    Raises:
        BackupError: the folder lies in the home, or a file could not be copied whole.
        WriterBusyError: a refresh is under way.
    """
    if folder.resolve().is_relative_to(home.root):
        raise BackupError(f"{folder} lies in the home itself; name a folder on another disk")
    with writer_lock(home, any_format=True):
        for each in (folder, folder / "objects", folder / "backups"):
            each.mkdir(PRIVATE_FOLDER, parents=True, exist_ok=True)
        made_at = utc_now()
        copier = _Copier(folder / "objects", _known(folder))
        entries = tuple(_entry(home, path, copier) for path in _kept(home))
        backup = Backup(version=__version__, made_at=made_at, release_id=current_id(home), entries=entries)
    make_durable(folder / "objects")
    text = backup.model_dump_json(indent=1, exclude_defaults=True).encode()
    name = f"{made_at:%Y%m%dT%H%M%S%fZ}-{hashlib.sha256(text).hexdigest()[:12]}"
    write_atomically(folder / "backups" / f"{name}.json", text, PRIVATE_FILE)
    return BackupReport(name, backup, copier.copied)


def list_backups(folder: Path) -> list[str]:
    """Names of the whole backups of a folder, oldest first."""
    return sorted(path.stem for path in (folder / "backups").glob("*.json"))


def read_backup(folder: Path, name: str | None = None) -> tuple[str, Backup]:
    """A backup of a folder by its name; by default the newest.

    Raises:
        BackupError: there is none, or its list was changed.
    """
    names = list_backups(folder)
    wanted = name or (names[-1] if names else None)
    if wanted is None or wanted not in names:
        raise BackupError(f"no backup {name or ''} in {folder}; there are: {', '.join(names) or 'none'}")
    content = (folder / "backups" / f"{wanted}.json").read_bytes()
    if hashlib.sha256(content).hexdigest()[:12] != wanted.rpartition("-")[2]:
        raise BackupError(f"the list of files of backup {wanted} was changed or damaged; take another one")
    try:
        backup = Backup.model_validate_json(content)
    except ValidationError as error:
        raise BackupError(f"backup {wanted} was made by newer software; install that version first") from error
    return wanted, backup


def _known(folder: Path) -> dict[tuple[str, int, int], str]:
    """Path, size and time of change -> hash, as the newest backup saw them: such a file is not read again."""
    if not list_backups(folder):
        return {}
    entries = read_backup(folder)[1].entries
    return {(e.path, e.size, e.mtime_ns): e.sha256 for e in entries if e.sha256}


def _kept(home: Installation) -> Iterator[Path]:
    """Files, folders and links in order of path; what a killed run left half-written is left out."""
    for name in KEPT:
        top = home.root / name
        if top.exists():
            yield top
            if top.is_dir():
                yield from _below(top)


def _below(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if UNFINISHED.fullmatch(path.name):
            continue
        yield path
        if path.is_dir() and not path.is_symlink():
            yield from _below(path)


def _entry(home: Installation, path: Path, copier: _Copier) -> Entry:
    is_top = path.parent == home.root  # one that lies on another disk, behind a link, is kept like the others
    status = path.stat() if is_top else path.lstat()
    name, mode = path.relative_to(home.root).as_posix(), status.st_mode & 0o7777
    if path.is_symlink() and not is_top:
        return Entry(path=name, mode=mode, target=str(path.readlink()))
    if path.is_dir():
        return Entry(path=name, mode=mode)
    if not path.is_file():
        raise BackupError(f"{path} is no file, folder or link; take it out of the home")
    sha256 = copier.keep(path, name, status)
    return Entry(path=name, mode=mode, sha256=sha256, size=status.st_size, mtime_ns=status.st_mtime_ns)


@dataclass
class _Copier:
    """Brings files into ``objects``."""

    objects: Path
    known: dict[tuple[str, int, int], str]
    copied: int = 0

    def keep(self, path: Path, name: str, status: os.stat_result) -> str:
        """Hash of a file that is in ``objects`` now."""
        known = self.known.get((name, status.st_size, status.st_mtime_ns))
        if known and _has(self.objects / known, status.st_size):
            return known
        temporary = self.objects / f".{os.getpid()}.tmp"
        try:
            digest, size = _copy(path, temporary)
        except OSError as error:
            why = "the disk of the backup is full" if is_disk_full(error) else f"{error.strerror}; see park fsck"
            raise BackupError(f"{path} could not be copied: {why}") from None
        if size != status.st_size:
            raise BackupError(f"{path} changed while it was copied; make the backup again")
        if _has(self.objects / digest, size):
            temporary.unlink()
        else:
            if hash_of(temporary) != digest:
                raise BackupError(f"{path} could not be read back as it was written; is the disk of the backup sound?")
            publish_file(temporary, self.objects / digest)
            self.copied += size
        return digest


def _has(path: Path, size: int) -> bool:
    return path.is_file() and path.stat().st_size == size


def hash_of(path: Path) -> str:
    """SHA-256 of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _copy(source: Path, target: Path) -> tuple[str, int]:
    """Copy a file while hashing it; its hash and bytes. The copy is for its owner alone: it may hold any secret."""
    digest, size = hashlib.sha256(), 0
    target.unlink(missing_ok=True)
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
    with source.open("rb") as read, os.fdopen(descriptor, "wb") as write:
        while block := read.read(BLOCK):
            digest.update(block)
            size += len(block)
            write.write(block)
    return digest.hexdigest(), size
