"""Kernel: bring a backup back into an empty home; every file is verified before the home shows any of it."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from park_brain.backup import BLOCK, KEPT, PRIVATE_FOLDER, Backup, BackupError, Entry, read_backup
from park_brain.files import make_durable
from park_brain.installation import Installation
from park_brain.lock import writer_lock

ALLOWED = ("inbox", ".lock")
"""What a home may hold already: departments go on sending files while it is restored."""


def restore(folder: Path, home: Installation, name: str | None = None) -> tuple[str, Backup]:
    """Write a backup (default: the newest of the folder) into an empty home.

    Raises:
        BackupError: the home is not empty, or the backup is damaged.
        WriterBusyError: another process writes there.
    """
    name, backup = read_backup(folder, name)
    _check_paths(backup)
    home.root.mkdir(0o750, parents=True, exist_ok=True)
    draft = home.root / f".restore.{os.getpid()}.tmp"
    _refuse_occupied(home)
    with writer_lock(home, any_format=True):
        draft.mkdir(PRIVATE_FOLDER)
        try:
            _Writer(folder / "objects", draft).write(backup.entries)
            _move_in(draft, home)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    return name, backup


def _refuse_occupied(home: Installation) -> None:
    """A restore that was killed left its draft, which is of no use to anybody."""
    for left in home.root.glob(".restore.*.tmp"):
        shutil.rmtree(left)
    found = sorted(path.name for path in home.root.iterdir() if path.name not in ALLOWED)
    if found:
        raise BackupError(
            f"{home.root} is not empty ({', '.join(found[:5])}); restore into a new folder, or move these away first"
        )


def _check_paths(backup: Backup) -> None:
    for entry in backup.entries:
        parts = Path(entry.path).parts
        if not parts or parts[0] not in KEPT or ".." in parts:
            raise BackupError(f"the backup holds {entry.path!r}, which is no part of a home; it is not one of ours")


@dataclass
class _Writer:
    """Writes the entries of a backup below a folder."""

    objects: Path
    root: Path
    shared: dict[str, Path] = field(default_factory=dict)
    """Hash -> file, for files of releases: those of equal content share their bytes again."""

    def write(self, entries: Iterable[Entry]) -> None:
        """Folders get their modes last, since some forbid writing."""
        folders = []
        for entry in entries:
            path = self.root / entry.path
            if entry.target is not None:
                path.symlink_to(entry.target)
            elif entry.sha256 is None:
                path.mkdir(PRIVATE_FOLDER)
                folders.append((path, entry.mode))
            else:
                self._write_file(path, entry, entry.sha256)
        for path, mode in reversed(folders):
            make_durable(path)
            path.chmod(mode)

    def _write_file(self, path: Path, entry: Entry, sha256: str) -> None:
        is_released = entry.path.startswith("release/") and path.suffix == ".parquet"
        if is_released and sha256 in self.shared:
            os.link(self.shared[sha256], path)
            return
        digest = hashlib.sha256()
        try:
            with (self.objects / sha256).open("rb") as read, path.open("wb") as write:
                while block := read.read(BLOCK):
                    digest.update(block)
                    write.write(block)
                write.flush()
                os.fsync(write.fileno())
        except FileNotFoundError as error:
            raise BackupError(f"the backup lacks the content of {entry.path}; nothing was restored") from error
        if digest.hexdigest() != sha256:
            raise BackupError(f"the content of {entry.path} is damaged in the backup; nothing was restored")
        path.chmod(entry.mode)
        os.utime(path, ns=(entry.mtime_ns, entry.mtime_ns))
        self.shared[sha256] = path


def _move_in(draft: Path, home: Installation) -> None:
    """What says that this is a home comes last."""
    for name in KEPT:
        if (draft / name).exists():
            (draft / name).rename(home.root / name)
    make_durable(home.root)
