"""Kernel: what is removed, all of it under the writer lock: leavings of killed runs, releases and alerts nobody keeps.

Only what has one of our own names goes.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from park_brain.files import UNFINISHED
from park_brain.installation import Installation
from park_brain.release_folder import CURRENT, MANIFEST, OWN, Release, list_releases, release_folders


@dataclass(frozen=True)
class Retention:
    """Which releases stay for rollback: ``keep`` of them, and what is young, within ``most`` and ``most_bytes``."""

    keep: int = 5
    younger_than: timedelta = timedelta(hours=1)
    """A reader that began on a release must find it to the end."""
    most: int = 15
    most_bytes: int = 200 * 1024**3
    """Of all that stay together; files they share count once. The newest and the current one stay in any case."""


KEEP = Retention()
KEPT_ALERTS = 500
"""Reports of events; a sensor that fails every minute writes a new one only where something else fails."""


def tidy(home: Installation) -> list[Path]:
    """Remove what killed runs left, and the oldest alerts; returns it. Nobody but a writer uses these places."""
    removed = []
    for path in (*_scratch(home), *_unfinished(home), *_unfinished_releases(home), *_old_alerts(home)):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
        removed.append(path)
    return removed


def prune(home: Installation, now: datetime, retention: Retention = KEEP) -> list[str]:
    """Remove releases that are not to be kept, never ``current``; an open file stays readable until closed."""
    removed, used = [], 0
    counted: set[int] = set()
    for place, release in enumerate(list_releases(home)):
        is_young = now - release.published_at < retention.younger_than and place < retention.most
        size = _new_bytes(release.path, counted)
        fits = place == 0 or used + size <= retention.most_bytes
        if release.is_current or (fits and (place < retention.keep or is_young)):
            used += size
            continue
        remove_release(release)
        removed.append(release.id)
    return removed


def remove_release(release: Release) -> None:
    """The manifest goes first: without it, what is left of a killed removal is no release."""
    (release.path / MANIFEST).unlink()
    shutil.rmtree(release.path)


def _scratch(home: Installation) -> Iterator[Path]:
    if home.tmp.is_dir():
        yield from home.tmp.iterdir()


def _unfinished(home: Installation) -> Iterator[Path]:
    for folder in (home.lake, home.selected, home.derived, home.receipts):
        yield from (path for path in folder.rglob(".*.tmp") if UNFINISHED.fullmatch(path.name))


def _unfinished_releases(home: Installation) -> Iterator[Path]:
    """Half-written drafts, releases half removed, half-made links."""
    yield from (folder for folder in release_folders(home) if not (folder / MANIFEST).exists())
    if home.releases.is_dir():
        for path in home.releases.glob(".*"):
            id_or_name = path.name[1:].split(".")[0]
            is_draft = UNFINISHED.fullmatch(path.name) and (OWN.fullmatch(id_or_name) or not path.is_dir())
            if is_draft or (path.is_symlink() and path.name.startswith(f".{CURRENT}.")):
                yield path


def _old_alerts(home: Installation) -> list[Path]:
    return sorted(home.alerts.glob("????????T*Z*.txt"))[:-KEPT_ALERTS]


def _new_bytes(folder: Path, counted: set[int]) -> int:
    """Size of the files that no newer release shares."""
    total = 0
    for path in folder.rglob("*"):
        status = path.lstat()
        if status.st_ino not in counted:
            counted.add(status.st_ino)
            total += status.st_size
    return total
