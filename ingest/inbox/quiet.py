"""Ingest, inbox: a file that is still being copied into the inbox waits for the next refresh."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from park_brain.inbox import Entry, look

LOOK_SECONDS = 0.5


@dataclass(frozen=True)
class Settled:
    """Entries that may be read, and those that grow."""

    entries: tuple[Entry, ...]
    growing: tuple[Entry, ...] = ()


def settled(
    inbox: Path, entries: Iterable[Entry], quiet_seconds: float, is_known: Callable[[Entry], bool] = lambda _: False
) -> Settled:
    """Look again at files that were written to within the last ``quiet_seconds``, for that long at most.

    A file is quiet when nobody has written to it for that long, or when it stayed as it was all the while.
    ``is_known``: it was read when it looked just like this.
    """
    latest = {entry.path: entry for entry in entries}
    first = {
        path: entry.stamp for path, entry in latest.items() if _is_young(entry, quiet_seconds) and not is_known(entry)
    }
    young = set(first)
    end = time.monotonic() + quiet_seconds
    while young and (left := end - time.monotonic()) > 0:
        time.sleep(min(LOOK_SECONDS, left))
        latest |= {path: look(inbox, path) or latest[path] for path in young}
        young = {path for path in young if _is_young(latest[path], quiet_seconds)}
    growing = {path for path in young if latest[path].stamp != first[path]}
    return Settled(
        tuple(entry for path, entry in latest.items() if path not in growing),
        tuple(latest[path] for path in sorted(growing)),
    )


def _is_young(entry: Entry, seconds: float) -> bool:
    """A time of writing after our clock says nothing; then the time counts at which the entry came here."""
    if entry.kind != "file":
        return False
    now = time.time_ns()
    written = entry.mtime_ns if entry.mtime_ns <= now else entry.ctime_ns
    return now - written < seconds * 1e9
