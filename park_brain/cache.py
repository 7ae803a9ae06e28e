"""Kernel: files that are remade only when what they are made of has changed.

One note lies beside the files of a cache: the fingerprint of what they are made of, and their rows. It goes first and
comes back last, so a killed run never leaves an old note beside new rows.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from park_brain.files import is_whole_parquet, publish_file, write_atomically
from park_brain.formats import FORMAT

Rows = dict[str, int]
"""Name of a file -> its rows."""


def digest(parts: Iterable[object]) -> str:
    """Hash of values in order, each by its text."""
    return hashlib.sha256("\n".join(str(part) for part in parts).encode()).hexdigest()


def file_digest(path: Path) -> str:
    """Hash of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@dataclass(frozen=True)
class Cache:
    """Parquet files of one folder that are made together, under one note."""

    folder: Path
    note: str
    names: tuple[str, ...]

    def path(self, name: str) -> Path:
        """Where one of the files lies."""
        return self.folder / f"{name}.parquet"

    def rows(self, fingerprint: str) -> Rows | None:
        """Rows per file if all are there and made of just this; ``None``: they must be made.

        A note or file that is damaged, or of another format, counts as missing: a cache can be made again.
        """
        try:
            known = json.loads((self.folder / self.note).read_bytes())
            is_ours = known["format"] == FORMAT and known["made_of"] == fingerprint
            rows = {str(name): int(count) for name, count in known["rows"].items()} if is_ours else None
        except (OSError, ValueError, TypeError, LookupError, AttributeError):
            return None
        whole = rows is not None and all(name in rows and is_whole_parquet(self.path(name)) for name in self.names)
        return rows if whole else None

    def make(self, fingerprint: str, write: Callable[[], Rows]) -> Rows:
        """Let ``write`` publish all files and remember what they are made of."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / self.note).unlink(missing_ok=True)
        rows = write()
        note = {"format": FORMAT, "made_of": fingerprint, "rows": rows}
        write_atomically(self.folder / self.note, json.dumps(note).encode())
        return rows

    def publish(self, name: str, write: Callable[[Path], int]) -> int:
        """Write one file under a temporary name and rename it into place; returns its rows."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.path(name)
        temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
        rows = write(temporary)
        publish_file(temporary, path)
        return rows


def cached_parquet(path: Path, fingerprint: str, write: Callable[[Path], int]) -> int:
    """Rows of a file that is a cache of its own; ``write`` makes it under a temporary name when it must be made."""
    name = path.stem
    cache = Cache(path.parent, f"{name}.json", (name,))
    rows = cache.rows(fingerprint) or cache.make(fingerprint, lambda: {name: cache.publish(name, write)})
    return rows[name]
