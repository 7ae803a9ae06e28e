"""Kernel: fingerprints that decide "nothing new" before anything heavy is imported.

Inputs are distinguished by code, rules and the inbox listing; a release by what was selected, code and rules and
the business date. ``as_of`` enters a release only through the selected set and the business date.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path

from park_brain import __version__
from park_brain.cache import digest, file_digest
from park_brain.files import write_atomically
from park_brain.installation import Installation
from park_brain.project import DBT_PROJECT, PACKAGES, ROOT

CODE_SUFFIXES = {".py", ".yml", ".yaml", ".sql", ".csv", ".j2", ".txt", ".json"}
LIBRARIES = (
    "duckdb",
    "duckdb-extension-spatial",
    "dbt-core",
    "dbt-duckdb",
    "great-expectations",
    "polars",
    "python-calamine",
    "splink",
    "opencc",
    "pypinyin",
    "rjieba",
    "xlrd",
)
NOT_CODE = {"dbt_project", "target", "logs", "__pycache__"}
"""Folders that are no code, or are hashed on their own."""


@dataclass(frozen=True)
class LastRefresh:
    """What the last successful refresh saw and published. Instants are naive UTC."""

    inputs: str
    as_of: datetime
    business_date: date
    release_id: str
    next_due: datetime | None
    """When a delivery dated in the future becomes due; then "nothing new" no longer holds."""
    seconds: float


def inputs_fingerprint(home: Installation, business_date: date) -> str:
    """Hash of everything a refresh starts from; take it before the inbox is read, remember it after.

    A file that arrives meanwhile then looks new next time.
    """
    listing = (f"{path}:{size}:{mtime}" for path, size, mtime in inbox_listing(home))
    return digest((code_fingerprint(), business_date.isoformat(), *listing))


def figures_fingerprint(selection: str, business_date: date) -> str:
    """What the figures of a release are a function of: the selection, code and rules, the business date."""
    return digest((code_fingerprint(), selection, business_date.isoformat()))


def release_fingerprint(figures: str, history: str) -> str:
    """What a whole release is a function of: its figures, and what was published before (``History.digest``)."""
    return digest((figures, history)) if history else figures


def code_fingerprint() -> str:
    """Hash of package sources, contracts, seeds and dbt models, and of the libraries that compute."""
    libraries = (f"{name}:{version(name)}" for name in LIBRARIES)
    folders = {name: ROOT / name for name in PACKAGES} | {"dbt_project": DBT_PROJECT}
    files = (
        f"{name}/{relative}:{file_digest(folder / relative)}"
        for name, folder in sorted(folders.items())
        for relative in sorted(_code_files(folder))
    )
    return digest((__version__, *libraries, *files))


def inbox_listing(home: Installation) -> list[tuple[str, int, int]]:
    """Every file of the inbox, sidecars among them: relative path, bytes, mtime in nanoseconds."""
    return sorted(_walk(home.inbox, "")) if home.inbox.is_dir() else []


def inbox_fingerprint(home: Installation) -> str:
    """Hash of the inbox listing: what the sensor compares."""
    return digest(f"{path}:{size}:{mtime}" for path, size, mtime in inbox_listing(home))


def last_refresh(home: Installation) -> LastRefresh | None:
    """The last refresh that published, if this home remembers one."""
    path = _memory(home)
    if not path.exists():
        return None
    stored = json.loads(path.read_bytes())
    due = stored["next_due"]
    return LastRefresh(
        inputs=stored["inputs"],
        as_of=datetime.fromisoformat(stored["as_of"]),
        business_date=date.fromisoformat(stored["business_date"]),
        release_id=stored["release_id"],
        next_due=datetime.fromisoformat(due) if due else None,
        seconds=stored["seconds"],
    )


def remember(home: Installation, refresh: LastRefresh) -> None:
    """Store what a refresh saw, once its release is published."""
    stored = asdict(refresh)
    for name in ("as_of", "business_date", "next_due"):
        stored[name] = stored[name].isoformat() if stored[name] else None
    write_atomically(_memory(home), json.dumps(stored, indent=1).encode())


def nothing_new(home: Installation, inputs: str, as_of: datetime) -> LastRefresh | None:
    """The last refresh, if another one now would give the same release and that is still there.

    A rollback is not a change of inputs: ``current`` stays where people put it.
    """
    last = last_refresh(home)
    if last is None or last.inputs != inputs or as_of < last.as_of:
        return None
    if last.next_due is not None and as_of >= last.next_due:
        return None
    manifests = (home.releases / last.release_id / "manifest.json", home.releases / "current" / "manifest.json")
    return last if all(manifest.exists() for manifest in manifests) else None


def _memory(home: Installation) -> Path:
    return home.work / "last_refresh.json"


def _code_files(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*"):
        relative = path.relative_to(folder)
        if path.suffix in CODE_SUFFIXES and not NOT_CODE & set(relative.parts):
            yield relative.as_posix()


def _walk(folder: Path, prefix: str) -> Iterator[tuple[str, int, int]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                yield from _walk(Path(entry.path), f"{prefix}{entry.name}/")
            else:
                status = entry.stat()
                yield f"{prefix}{entry.name}", status.st_size, status.st_mtime_ns
