"""Kernel: the folder of releases: list, current, rollback. Cheap; opens no database.

Only folders with a release's name are ours. Whatever else people put here is neither read nor deleted.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from park_brain.failure import Failure
from park_brain.files import publish_file, write_atomically
from park_brain.formats import format_of
from park_brain.installation import SHARED, Installation

DATABASE = "park_brain.duckdb"
SCHEMA = "mart"
MANIFEST = "manifest.json"
QUALITY = "quality"
CURRENT = "current"
ROLLED_BACK = "rolled_back.json"
OWN = re.compile(r"\d{8}-[0-9a-f]{12}")
"""Name of a release: business date, fingerprint."""
SEALED = 0o440
"""Mode of published files: who opens one for writing fails, instead of locking others out or changing it."""


@dataclass(frozen=True)
class Release:
    """One published release. ``tables``: name -> (rows, hash)."""

    id: str
    path: Path
    fingerprint: str
    figures: str
    """Fingerprint of all but what was published before."""
    as_of: datetime
    business_date: date
    published_at: datetime
    tables: dict[str, tuple[int, str]]
    is_current: bool


class ReleaseError(Failure):
    """A release could not be made, found or trusted."""


def list_releases(home: Installation) -> list[Release]:
    """Whole releases, newest first; a folder without manifest is none, nor is one that `damaged_releases` names.

    Raises:
        NewerFormatError: newer software published one.
    """
    current = current_id(home)
    found = [release for folder in release_folders(home) if (release := _sound(folder, current))]
    return sorted(found, key=lambda release: (release.published_at, release.id), reverse=True)


def damaged_releases(home: Installation) -> list[Path]:
    """Folders of releases whose manifest cannot be understood: left as they are, and never used."""
    folders = [folder for folder in release_folders(home) if (folder / MANIFEST).exists()]
    return [folder for folder in folders if _sound(folder, None) is None]


def release_folders(home: Installation) -> list[Path]:
    """All folders with a release's name, unfinished and damaged ones among them."""
    if not home.releases.is_dir():
        return []
    named = (path for path in home.releases.iterdir() if OWN.fullmatch(path.name))
    return sorted(path for path in named if path.is_dir() and not path.is_symlink())


def current_id(home: Installation) -> str | None:
    """Name of the folder ``current`` points to."""
    link = home.releases / CURRENT
    return link.readlink().name if link.is_symlink() else None


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a release folder.

    Raises:
        NewerFormatError: newer software wrote it.
        OSError, ValueError: it cannot be read.
    """
    path = folder / MANIFEST
    manifest: dict[str, Any] = json.loads(path.read_bytes())
    if not isinstance(manifest, dict):
        raise ValueError(f"{path} is no manifest")
    format_of(manifest, str(path))
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
    """Whether people left this release by a rollback and nothing newer came since; a damaged note says nothing."""
    try:
        return bool(json.loads((home.releases / ROLLED_BACK).read_bytes())["left"] == release_id)
    except (OSError, ValueError, TypeError, LookupError):
        return False


def make_current(home: Installation, release_id: str) -> None:
    """Switch to a freshly published release, unless people rolled back from this very one."""
    if was_rolled_back(home, release_id):
        return
    if current_id(home) != release_id:
        switch_current(home, release_id)
    (home.releases / ROLLED_BACK).unlink(missing_ok=True)


def seal(folder: Path) -> None:
    """Nobody writes into a finished release; its folders stay writable, so that it can be removed."""
    for path in folder.rglob("*"):
        path.chmod(SHARED if path.is_dir() else SEALED)
    folder.chmod(SHARED)


def _sound(folder: Path, current: str | None) -> Release | None:
    try:
        return _read(folder, current)
    except (OSError, ValueError, TypeError, LookupError, AttributeError):
        return None


def _read(folder: Path, current: str | None) -> Release:
    manifest = read_manifest(folder)
    content = manifest["content"]
    return Release(
        id=folder.name,
        path=folder,
        fingerprint=content["fingerprint"],
        figures=content.get("figures", content["fingerprint"]),
        as_of=datetime.fromisoformat(manifest["as_of"]),
        business_date=date.fromisoformat(content["business_date"]),
        published_at=datetime.fromisoformat(manifest["published_at"]),
        tables={name: (t["rows"], t["hash"]) for name, t in content["tables"].items()},
        is_current=folder.name == current,
    )
