"""Kernel: the folder of releases: list, current, rollback, pruning. Cheap; opens no database."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from park_brain.failure import Failure
from park_brain.files import publish_file, write_atomically
from park_brain.installation import Installation

DATABASE = "park_brain.duckdb"
SCHEMA = "mart"
MANIFEST = "manifest.json"
QUALITY = "quality"
CURRENT = "current"
ROLLED_BACK = "rolled_back.json"
KEEP_RELEASES = 5
KEEP_YOUNGER_THAN = timedelta(hours=1)


@dataclass(frozen=True)
class Release:
    """One published release. ``tables``: name -> (rows, hash)."""

    id: str
    path: Path
    fingerprint: str
    figures: str
    """Fingerprint of all but what was published before."""
    business_date: date
    published_at: datetime
    tables: dict[str, tuple[int, str]]
    is_current: bool


class ReleaseError(Failure):
    """A release could not be made, found or trusted."""


def list_releases(home: Installation) -> list[Release]:
    """Whole releases, newest first; a folder without manifest is none."""
    current = current_id(home)
    found = [_read(path.parent, current) for path in home.releases.glob(f"*/{MANIFEST}") if _is_release(path)]
    return sorted(found, key=lambda release: (release.published_at, release.id), reverse=True)


def current_id(home: Installation) -> str | None:
    """Name of the folder ``current`` points to."""
    link = home.releases / CURRENT
    return link.readlink().name if link.is_symlink() else None


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a release folder."""
    manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_bytes())
    return manifest


def switch_current(home: Installation, release_id: str) -> None:
    """Point ``current`` to a release by one rename: readers see the old one or the new one."""
    temporary = home.releases / f".{CURRENT}.{os.getpid()}"
    temporary.unlink(missing_ok=True)
    temporary.symlink_to(release_id, target_is_directory=True)
    publish_file(temporary, home.releases / CURRENT)


def rollback(home: Installation, release_id: str) -> Release:
    """Make an earlier release current and remember that people wanted away from the present one."""
    releases = {release.id: release for release in list_releases(home)}
    if release_id not in releases:
        known = ", ".join(releases) or "none"
        raise ReleaseError(f"no release {release_id} in {home.releases}; there are: {known}")
    left = current_id(home)
    if left != release_id:
        note = json.dumps({"left": left, "for": release_id}).encode()
        write_atomically(home.releases / ROLLED_BACK, note)
        switch_current(home, release_id)
    return _read(releases[release_id].path, release_id)


def was_rolled_back(home: Installation, release_id: str) -> bool:
    """Whether people left this release by a rollback and nothing newer came since."""
    note = home.releases / ROLLED_BACK
    return note.exists() and json.loads(note.read_bytes())["left"] == release_id


def make_current(home: Installation, release_id: str) -> None:
    """Switch to a freshly published release, unless people rolled back from this very one."""
    if was_rolled_back(home, release_id):
        return
    if current_id(home) != release_id:
        switch_current(home, release_id)
    (home.releases / ROLLED_BACK).unlink(missing_ok=True)


def prune(home: Installation, now: datetime) -> list[str]:
    """Remove releases beyond the kept ones, never ``current``; an open file stays readable until closed."""
    removed = []
    for release in list_releases(home)[KEEP_RELEASES:]:
        if release.is_current or now - release.published_at < KEEP_YOUNGER_THAN:
            continue
        (release.path / MANIFEST).unlink()
        shutil.rmtree(release.path)
        removed.append(release.id)
    return removed


def _is_release(manifest: Path) -> bool:
    folder = manifest.parent
    return not folder.is_symlink() and not folder.name.startswith(".")


def _read(folder: Path, current: str | None) -> Release:
    manifest = read_manifest(folder)
    return Release(
        id=folder.name,
        path=folder,
        fingerprint=manifest["content"]["fingerprint"],
        figures=manifest["content"].get("figures", manifest["content"]["fingerprint"]),
        business_date=date.fromisoformat(manifest["content"]["business_date"]),
        published_at=datetime.fromisoformat(manifest["published_at"]),
        tables={name: (t["rows"], t["hash"]) for name, t in manifest["content"]["tables"].items()},
        is_current=folder.name == current,
    )
