"""Select: files that are remade only when what they are made of has changed."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path

from park_brain.files import publish_file, write_atomically


def digest(parts: Iterable[object]) -> str:
    """Hash of values in order, each by its text."""
    return hashlib.sha256("\n".join(str(part) for part in parts).encode()).hexdigest()


def cached_parquet(path: Path, fingerprint: str, write: Callable[[Path], int]) -> int:
    """Rows of ``path``; ``write`` makes it under a temporary name unless the fingerprint beside it fits.

    The note beside the file goes first and comes back last, so a killed run never leaves an old note beside
    new rows.
    """
    note = path.with_suffix(".json")
    if path.exists() and note.exists():
        known = json.loads(note.read_bytes())
        if known["fingerprint"] == fingerprint:
            return int(known["rows"])
    path.parent.mkdir(parents=True, exist_ok=True)
    note.unlink(missing_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    rows = write(temporary)
    publish_file(temporary, path)
    write_atomically(note, json.dumps({"fingerprint": fingerprint, "rows": rows}).encode())
    return rows
