"""Ingest, inbox: which arrival every known file of the inbox is, so that it need not be read again.

A cache in ``work/``: a file of the same path, size, time of writing and inode is the one it was. Without it, or where
it is damaged, everything is read once more and found to be known.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from pathlib import Path

from park_brain.files import write_atomically
from park_brain.inbox import Entry
from park_brain.installation import Installation

VERSION = 1
RACY_NS = 100_000_000
"""Written to again within one tick of the clock, a file would look as it did."""


class InboxMemory:
    """Reads what was remembered, and remembers what is looked up or learnt in this run and nothing else."""

    def __init__(self, home: Installation) -> None:
        self._file = home.work / "inbox.json"
        self._before = _read(self._file)
        self._now: dict[str, tuple[str, str]] = {}
        self._started_ns = time.time_ns()

    def arrival_of(self, entry: Entry, sidecar: Entry | None) -> str | None:
        """The arrival that a file was when it looked just like this."""
        stamp, arrival_id = self._before.get(entry.path, ("", None))
        return arrival_id if stamp == _stamp(entry, sidecar) else None

    def remember(self, entry: Entry, sidecar: Entry | None, arrival_id: str) -> None:
        """A file is known as this arrival, unless it was written to a moment ago."""
        newest = max(entry.mtime_ns, sidecar.mtime_ns if sidecar else 0)
        if not self._started_ns - RACY_NS < newest <= time.time_ns():
            self._now[entry.path] = (_stamp(entry, sidecar), arrival_id)

    def save(self) -> None:
        """Keep it for the next run."""
        if self._now != self._before:
            text = json.dumps({"version": VERSION, "files": self._now})
            write_atomically(self._file, text.encode())


def _stamp(entry: Entry, sidecar: Entry | None) -> str:
    return f"{entry.stamp}|{sidecar.stamp if sidecar else ''}"


def _read(path: Path) -> Mapping[str, tuple[str, str]]:
    try:
        stored = json.loads(path.read_bytes())
        if stored["version"] != VERSION:
            return {}
        return {str(name): (str(stamp), str(arrival)) for name, (stamp, arrival) in stored["files"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}
