"""Build: what was published before, carried into the next build so that frozen figures stay as reported.

The release readers see now is an input like any other: its ``ind_published`` with what it was made of (batches,
rules), by which ``ind_published`` explains why a frozen figure changed. Only what had been published by the day the
mart is built for is carried, so a mart of an earlier instant never knows later revisions.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from park_brain.cache import file_digest
from park_brain.files import is_whole_parquet
from park_brain.installation import Installation
from park_brain.release_folder import CURRENT, damaged_releases, list_releases, read_manifest
from park_brain.sql import literal

if TYPE_CHECKING:
    import duckdb

TABLE = "ind_published"
PUBLISHED = {
    "indicator_code": "VARCHAR",
    "indicator_zh": "VARCHAR",
    "scope_kind": "VARCHAR",
    "scope_code": "VARCHAR",
    "scope_zh": "VARCHAR",
    "region_code": "VARCHAR",
    "domain": "VARCHAR",
    "period_kind": "VARCHAR",
    "period": "VARCHAR",
    "period_end_date": "DATE",
    "revision_no": "INTEGER",
    "published_date": "DATE",
    "numerator": "DOUBLE",
    "denominator": "DOUBLE",
    "value": "DOUBLE",
    "unit": "VARCHAR",
    "coverage": "DOUBLE",
    "is_complete": "BOOLEAN",
    "cause": "VARCHAR",
    "cause_evidence": "VARCHAR",
    "rule_version": "VARCHAR",
    "source_document": "VARCHAR",
    "clause": "VARCHAR",
}
BATCH = ("list", "region", "part", "period", "batch_id")


@dataclass(frozen=True)
class History:
    """The release a build follows: its published figures and what it was made of."""

    release_id: str | None = None
    figures: Path | None = None
    """Parquet of its ``ind_published``."""
    batches: tuple[tuple[str, ...], ...] = ()
    """List, region, part, period and id of every batch that counted."""
    rules: str | None = None
    """Fingerprint of its code and rules."""
    digest: str = ""
    """Hash of all of it, for the fingerprint of the release that follows; empty where nothing was published yet."""


def current_history(home: Installation) -> History:
    """What ``current`` published; nothing where there is no release, or one from before figures were frozen.

    Where ``current`` leads nowhere, the newest release is what was told last.
    """
    releases = list_releases(home)
    current = next((release for release in releases if release.is_current), None)
    if current is None and (figures := _figures_of_damaged(home)) is not None:
        return History(release_id=figures.parents[1].name, figures=figures, digest=file_digest(figures))
    current = current or next(iter(releases), None)
    if current is None or TABLE not in current.tables:
        return History()
    content = read_manifest(current.path)["content"]
    batches = tuple(sorted(tuple(batch[name] for name in BATCH) for batch in content["batches"]))
    parts = (content["tables"][TABLE]["hash"], content["rules"], batches)
    return History(
        release_id=current.id,
        figures=current.path / "parquet" / f"{TABLE}.parquet",
        batches=batches,
        rules=content["rules"],
        digest=hashlib.sha256(json.dumps(parts).encode()).hexdigest(),
    )


def _figures_of_damaged(home: Installation) -> Path | None:
    """What a current release told whose manifest is damaged; of what it was made, nobody knows then."""
    figures = (home.releases / CURRENT).resolve() / "parquet" / f"{TABLE}.parquet"
    return figures if figures.parents[1] in damaged_releases(home) and is_whole_parquet(figures) else None


def create_history(connection: duckdb.DuckDBPyConnection, history: History, business_date: date, rules: str) -> None:
    """Tables ``lake.published``, ``lake.published_batch`` and ``lake.published_base`` for dbt."""
    connection.execute(f"create table lake.published ({_definition(PUBLISHED)})")
    if history.figures is not None:
        source = f"read_parquet({literal(history.figures)})"
        there = {name for name, *_ in connection.execute(f"describe select * from {source}").fetchall()}
        names = ", ".join(name for name in PUBLISHED if name in there)
        connection.execute(
            f"insert into lake.published by name select {names} from {source} where published_date <= ?",
            [business_date],
        )
    columns = dict.fromkeys(("list_code", "region_code", "part", "period", "batch_id"), "VARCHAR")
    connection.execute(f"create table lake.published_batch ({_definition(columns)})")
    if history.batches:
        connection.execute(f"insert into lake.published_batch select {_unnested(columns)}", _columns(history.batches))
    connection.execute("create table lake.published_base (release_id varchar, rules_before varchar, rules_now varchar)")
    connection.execute("insert into lake.published_base values (?, ?, ?)", [history.release_id, history.rules, rules])


def _definition(columns: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {kind}" for name, kind in columns.items())


def _unnested(columns: Mapping[str, str]) -> str:
    return ", ".join(f"unnest(cast(? as varchar[])) as {name}" for name in columns)


def _columns(rows: Sequence[tuple[str, ...]]) -> list[list[str]]:
    return [list(values) for values in zip(*rows, strict=True)]
