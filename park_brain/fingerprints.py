"""Kernel: fingerprints that decide "nothing new" before anything heavy is imported.

Inputs are distinguished by code, rules and the inbox listing; a release by what was selected, code and rules and
the business date. ``as_of`` enters a release only through the selected set and the business date.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from park_brain import __version__
from park_brain.cache import digest, file_digest
from park_brain.files import write_atomically
from park_brain.formats import FORMAT
from park_brain.inbox import entries, listing
from park_brain.installation import Installation
from park_brain.project import DBT_PROJECT, PACKAGES, ROOT
from park_brain.release_folder import CURRENT, MANIFEST
from park_brain.rules import rules_digest

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
RECORDS = ("arrivals", "outcomes", "ledger", "verdicts", "typed", "text", "violations")
"""Folders of the lake in which damage must be noticed although nothing new arrived."""
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
    lake: str = ""
    """Fingerprint of the records it left: another one means that somebody, or a failing disk, was there."""


def inputs_fingerprint(home: Installation, business_date: date) -> str:
    """Hash of everything a refresh starts from; take it before the inbox is read, remember it after.

    A file that arrives meanwhile then looks new next time.
    """
    return digest((rules_fingerprint(home), business_date.isoformat(), *listing(home.inbox)))


def figures_fingerprint(home: Installation, selection: str, business_date: date) -> str:
    """What the figures of a release are a function of: the selection, code and rules, the business date."""
    return digest((rules_fingerprint(home), selection, business_date.isoformat()))


def rules_fingerprint(home: Installation) -> str:
    """Code and rules, the county's own among them; without such it is the code's."""
    own = rules_digest(home)
    return digest((code_fingerprint(), own)) if own else code_fingerprint()


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


def inbox_fingerprint(home: Installation) -> str:
    """Hash of the inbox listing: what the sensor compares."""
    return digest(listing(home.inbox))


def lake_fingerprint(home: Installation) -> str:
    """Hash of the listing of all records and the rows they stand for; no file is opened. Empty: there are none."""
    kinds = [kind for kind in RECORDS if (home.lake / kind).is_dir()]
    listed = [f"{kind}/{e.path!a}:{e.size}:{e.mtime_ns}" for kind in kinds for e in entries(home.lake / kind)]
    return digest(listed) if listed else ""


def last_refresh(home: Installation) -> LastRefresh | None:
    """The last refresh that published, if this home remembers one."""
    try:
        stored = json.loads(_memory(home).read_bytes())
        return _remembered(stored) if stored["format"] == FORMAT else None
    except (OSError, ValueError, TypeError, LookupError):
        return None  # a cache: without it the next refresh looks at everything


def _remembered(stored: dict[str, Any]) -> LastRefresh:
    due = stored["next_due"]
    return LastRefresh(
        inputs=str(stored["inputs"]),
        as_of=datetime.fromisoformat(stored["as_of"]),
        business_date=date.fromisoformat(stored["business_date"]),
        release_id=str(stored["release_id"]),
        next_due=datetime.fromisoformat(due) if due else None,
        seconds=float(stored["seconds"]),
        lake=str(stored["lake"]),
    )


def last_instant(home: Installation) -> datetime | None:
    """As of when the last refresh was: as remembered, else as the current release says, which outlives ``work``."""
    if (last := last_refresh(home)) is not None:
        return last.as_of
    manifest = home.releases / CURRENT / MANIFEST
    try:
        return datetime.fromisoformat(json.loads(manifest.read_bytes())["as_of"])
    except (OSError, ValueError, LookupError, TypeError):
        return None


def remember(home: Installation, refresh: LastRefresh) -> None:
    """Store what a refresh saw, once its release is published."""
    stored = {"format": FORMAT, **asdict(refresh)}
    for name in ("as_of", "business_date", "next_due"):
        stored[name] = stored[name].isoformat() if stored[name] else None
    write_atomically(_memory(home), json.dumps(stored, indent=1).encode())


def nothing_new(home: Installation, inputs: str, as_of: datetime) -> LastRefresh | None:
    """The last refresh, if another one now would give the same release and that is still there.

    A rollback is not a change of inputs: ``current`` stays where people put it.
    """
    last = last_refresh(home)
    if last is None or last.inputs != inputs or as_of < last.as_of or last.lake != lake_fingerprint(home):
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
