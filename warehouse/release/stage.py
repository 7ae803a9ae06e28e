"""Release: the marts of a finished build go into a draft and are verified there; then ``current`` is switched to it.

A draft has a temporary name, and others may still add to it. The manifest is written last and the folder renamed whole,
so a release is there completely or not at all, and ``current`` moves by one rename after that.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from park_brain import database
from park_brain.clock import utc_now
from park_brain.files import is_whole_parquet, make_durable, publish_file
from park_brain.housekeeping import KEEP, Retention, prune
from park_brain.installation import PRIVATE, Installation
from park_brain.release_folder import (
    DATABASE,
    MANIFEST,
    SCHEMA,
    Release,
    ReleaseError,
    list_releases,
    make_current,
    read_manifest,
    seal,
)
from park_brain.sql import literal
from warehouse.release import dictionary
from warehouse.release.draft import Draft, Publication, Tables, manifest_of
from warehouse.release.schema import PREVIOUS, previous_views, read_renames

if TYPE_CHECKING:
    import duckdb


def write_draft(home: Installation, publication: Publication) -> Draft:
    """Copy ``home.build_file`` into a draft; a whole release of the same fingerprint is used again.

    Needs the writer lock, until the draft is published.

    Raises:
        ReleaseError: the copy differs from the build.
    """
    known = next((release for release in list_releases(home) if release.id == publication.release_id), None)
    if known is not None:
        return Draft(publication, known.path, {})
    folder = home.releases / f".{publication.release_id}.{os.getpid()}.tmp"
    folder.mkdir(PRIVATE, parents=True)
    return Draft(publication, folder, _fill(home, folder, publication))


def publish(home: Installation, draft: Draft, reports: Iterable[Path], retention: Retention = KEEP) -> Release:
    """Make a draft, with the reports written into it, the current release; older ones may go."""
    release_id = draft.publication.release_id
    if not draft.is_published:
        manifest = json.dumps(manifest_of(draft, reports), ensure_ascii=False, indent=1)
        (draft.folder / MANIFEST).write_text(manifest, encoding="utf-8")
        seal(draft.folder)
        _make_durable(draft.folder)
        _put_in_place(draft.folder, home.releases / release_id)
    make_current(home, release_id)
    prune(home, utc_now(), retention)
    return next(release for release in list_releases(home) if release.id == release_id)


def _put_in_place(folder: Path, target: Path) -> None:
    """One rename; a damaged release of the same name, which this one is made for again, goes away first."""
    aside = folder.with_name(f"{folder.name.removesuffix('.tmp')}.0.tmp")
    if target.exists():
        target.rename(aside)
    publish_file(folder, target)
    if aside.exists():
        shutil.rmtree(aside)


def _fill(home: Installation, folder: Path, publication: Publication) -> Tables:
    with database.connect(home.tmp, folder / DATABASE) as connection:
        connection.execute(f"attach {literal(home.build_file)} as finished (read_only)")
        tables = _copy_tables(connection)
        rows = {name: table["rows"] for name, table in tables.items()}
        columns = {name: table["columns"] for name, table in tables.items()}
        docs = dictionary.describe(publication.dbt_manifest, columns, rows)
        for statement in dictionary.comment_statements(docs):
            connection.execute(statement)
        _create_previous(connection, tables)
        connection.execute("detach finished")
        connection.execute("checkpoint")
    _verify_database(home, folder, tables)
    _write_parquet(home, folder, tables)
    page = dictionary.render(
        docs, release_id=publication.release_id, business_date=publication.business_date.isoformat()
    )
    (folder / "dictionary.html").write_text(page, encoding="utf-8")
    return tables


def _copy_tables(connection: duckdb.DuckDBPyConnection) -> Tables:
    """Copy every mart with its constraints; returns rows, hash and columns as they are in the build."""
    connection.execute(f"create schema {SCHEMA}")
    statements = connection.execute(
        "select table_name, sql from duckdb_tables() where database_name = 'finished' and schema_name = ? "
        "order by table_name",
        [SCHEMA],
    ).fetchall()
    if not statements:
        raise ReleaseError(f"the build has no table in schema {SCHEMA}; nothing can be released")
    tables = {}
    for name, statement in statements:
        connection.execute(statement)
        connection.execute(f'insert into {SCHEMA}."{name}" from finished.{SCHEMA}."{name}"')
        rows, digest = count_and_hash(connection, f'finished.{SCHEMA}."{name}"')
        columns = connection.execute(f'describe finished.{SCHEMA}."{name}"').fetchall()
        tables[name] = {"rows": rows, "hash": digest, "columns": [list(column[:2]) for column in columns]}
    return tables


def _create_previous(connection: duckdb.DuckDBPyConnection, tables: Tables) -> None:
    """Views of what the version before called otherwise."""
    columns = {name: [column for column, _ in table["columns"]] for name, table in tables.items()}
    renames = [rename for rename in read_renames() if rename.table in columns]
    if statements := previous_views(renames, columns):
        connection.execute(f"create schema {PREVIOUS}")
        for statement in statements:
            connection.execute(statement)


def count_and_hash(connection: duckdb.DuckDBPyConnection, relation: str) -> tuple[int, str]:
    """Rows of a relation and the sum of the hashes of its rows: equal for equal content in any order."""
    found = connection.execute(f"select count(*), coalesce(sum(hash(t)::hugeint), 0) from {relation} as t").fetchone()
    if found is None:
        raise ReleaseError(f"{relation} could not be counted")
    return int(found[0]), str(found[1])


def _verify_database(home: Installation, folder: Path, tables: Tables) -> None:
    if (folder / f"{DATABASE}.wal").exists():
        raise ReleaseError(f"{folder / DATABASE} was not written out completely: a .wal file is left")
    with database.connect(home.tmp, folder / DATABASE, read_only=True) as connection:
        for name, table in tables.items():
            _verify(name, table, count_and_hash(connection, f'{SCHEMA}."{name}"'), DATABASE)


def _verify(name: str, table: dict[str, Any], found: tuple[int, str], where: str) -> None:
    wanted = (table["rows"], table["hash"])
    if found != wanted:
        raise ReleaseError(
            f"{where}: table {name} has {found[0]} rows (hash {found[1]}) but the build has {wanted[0]} "
            f"(hash {wanted[1]}); nothing was published"
        )


def _write_parquet(home: Installation, folder: Path, tables: Tables) -> None:
    """One file per table; a table that did not change shares its file with the release before."""
    (folder / "parquet").mkdir()
    before = next(iter(list_releases(home)), None)
    known: Tables = read_manifest(before.path)["content"]["tables"] if before else {}
    with database.connect(home.tmp, folder / DATABASE, read_only=True) as connection:
        for name, table in tables.items():
            file = folder / "parquet" / f"{name}.parquet"
            if before and known.get(name) == table and _linked(before.path / "parquet" / file.name, file):
                continue
            connection.execute(f'copy {SCHEMA}."{name}" to {literal(file)} (format parquet, compression zstd)')
            _verify(name, table, count_and_hash(connection, f"read_parquet({literal(file)})"), file.name)


def _linked(before: Path, file: Path) -> bool:
    """Whether the file of the release before could be shared; one that is lost or cut short is written anew."""
    try:
        os.link(before, file)
    except OSError:
        return False
    if is_whole_parquet(file):
        return True
    file.unlink()
    return False


def _make_durable(folder: Path) -> None:
    for path in [*sorted(folder.rglob("*")), folder]:
        make_durable(path)
