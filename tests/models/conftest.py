"""The stories of ``tests.support.stories``, built once; tests read their marts."""

from __future__ import annotations

import duckdb
import pytest

from ingest.contracts.contract import Contract
from park_brain.installation import Installation
from tests.support.stories import Query, build_story, tell


@pytest.fixture(scope="session")
def story_home(tmp_path_factory: pytest.TempPathFactory, contracts: dict[str, Contract]) -> Installation:
    """The stories, built."""
    home = Installation(tmp_path_factory.mktemp("story"))
    build_story(home, tell(home, contracts))
    return home


@pytest.fixture(scope="session")
def ask(story_home: Installation) -> Query:
    """Rows of a query on the built marts; no connection stays open in dbt's way."""

    def rows(sql: str, *values: object) -> list[tuple[object, ...]]:
        with duckdb.connect(story_home.build_file, read_only=True) as connection:
            return connection.execute(sql, list(values)).fetchall()

    return rows
