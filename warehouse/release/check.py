"""Release: does every published release hold what its manifest says? It only reads."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.lake.check import FROM_BACKUP, Finding
from park_brain import database
from park_brain.cache import file_digest
from park_brain.installation import Installation
from park_brain.release_folder import CURRENT, DATABASE, MANIFEST, SCHEMA
from park_brain.sql import literal
from warehouse.release.stage import count_and_hash

if TYPE_CHECKING:
    import duckdb

DICTIONARY = "dictionary.html"


def check_releases(home: Installation, progress: Callable[[str], None] = lambda _: None) -> Iterator[Finding]:
    """Every damage of the releases and of the link that readers follow."""
    folders = sorted(path.parent for path in home.releases.glob(f"*/{MANIFEST}") if not path.parent.is_symlink())
    for folder in folders:
        progress(f"release {folder.name}")
        yield from _release(home, folder)
    link = home.releases / CURRENT
    if link.is_symlink() and not (link.resolve() / MANIFEST).exists():
        yield Finding("release/current", f"leads to {link.readlink()}, which is no release", _another(home))
    elif folders and not link.is_symlink():
        yield Finding("release/current", "is missing: readers find nothing", _another(home))


def _release(home: Installation, folder: Path) -> Iterator[Finding]:
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
        content, stated = manifest["content"], manifest["content_sha256"]
        tables, quality = content["tables"], content["quality"]
    except (OSError, ValueError, LookupError, TypeError):
        if not (folder / DATABASE).exists():
            return  # somebody else's folder
        yield Finding(f"release/{folder.name}/{MANIFEST}", "is no whole manifest", _another(home))
        return
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False).encode()
    if hashlib.sha256(canonical).hexdigest() != stated:
        yield Finding(f"release/{folder.name}/{MANIFEST}", "was changed: its content has another hash", _another(home))
    yield from _tables(home, folder, tables)
    for name, sha256 in quality.items():
        if not (folder / name).is_file():
            yield Finding(f"release/{folder.name}/{name}", "is missing", _another(home))
        elif file_digest(folder / name) != sha256:
            yield Finding(f"release/{folder.name}/{name}", "was changed", _another(home))
    if not (folder / DICTIONARY).is_file():
        yield Finding(f"release/{folder.name}/{DICTIONARY}", "is missing", _another(home))


def _tables(home: Installation, folder: Path, tables: dict[str, Any]) -> Iterator[Finding]:
    with database.connect(home.tmp) as connection:
        place = f"release/{folder.name}/{DATABASE}"
        try:
            connection.execute(f"attach {literal(folder / DATABASE)} as released (read_only)")
        except Exception:
            yield Finding(place, "is missing or cannot be opened", _another(home))
        else:
            for name, table in tables.items():
                if wrong := _wrong(connection, f'released.{SCHEMA}."{name}"', table):
                    yield Finding(place, f"table {name} {wrong}", _another(home))
        for name, table in tables.items():
            file = folder / "parquet" / f"{name}.parquet"
            if wrong := _wrong(connection, f"read_parquet({literal(file)})", table):
                yield Finding(f"release/{folder.name}/parquet/{file.name}", wrong, _another(home))


def _wrong(connection: duckdb.DuckDBPyConnection, relation: str, table: dict[str, Any]) -> str | None:
    try:
        rows, digest = count_and_hash(connection, relation)
    except Exception:
        return "is missing or cannot be read"
    if rows != table["rows"]:
        return f"holds {rows} rows, the manifest says {table['rows']}"
    return None if digest == table["hash"] else "holds other rows than were published"


def _another(home: Installation) -> str:
    return f"go to another release (park release rollback), then {FROM_BACKUP}"
