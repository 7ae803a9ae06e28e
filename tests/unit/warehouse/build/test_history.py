"""What was published before, as an input of the next build."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest

from park_brain.fingerprints import release_fingerprint
from park_brain.installation import Installation
from park_brain.release_folder import Release, rollback
from tests.support.release_factory import publication, publish, write_build
from warehouse.build.history import History, create_history, current_history

JANUARY, MARCH = date(2024, 1, 20), date(2024, 3, 20)


@pytest.fixture
def home(tmp_path: Path) -> Installation:
    return Installation(tmp_path)


def release(home: Installation, fingerprint: str, *figures: tuple[str, int, date]) -> Release:
    """A release that publishes figures: period, revision, day."""
    write_build(home)
    with duckdb.connect(str(home.build_file)) as connection:
        connection.execute("create table mart.ind_published (period varchar, revision_no integer, published_date date)")
        for row in figures:
            connection.execute("insert into mart.ind_published values (?, ?, ?)", list(row))
    return publish(home, publication(home, fingerprint))


def carried(history: History, business_date: date) -> tuple[list[tuple[object, ...]], ...]:
    """Rows of the three tables dbt sees."""
    with duckdb.connect() as connection:
        connection.execute("create schema lake")
        create_history(connection, history, business_date, rules="now")
        return (
            connection.execute("select period, revision_no from lake.published order by all").fetchall(),
            connection.execute("select list_code, batch_id from lake.published_batch").fetchall(),
            connection.execute("select release_id, rules_now from lake.published_base").fetchall(),
        )


def test_nothing_is_carried_where_nothing_was_published(home):
    assert current_history(home) == History()
    write_build(home)
    publish(home, publication(home))
    assert current_history(home) == History()
    assert carried(History(), MARCH) == ([], [], [(None, "now")])


def test_only_what_had_been_published_by_the_day_is_carried(home):
    made = release(home, "a" * 64, ("2023-12", 0, JANUARY), ("2023-12", 1, MARCH))
    history = current_history(home)
    figures, batches, base = carried(history, MARCH)
    assert figures == [("2023-12", 0), ("2023-12", 1)] and len(batches) == 1 and base == [(made.id, "now")]
    assert carried(history, date(2024, 2, 1))[0] == [("2023-12", 0)]


def test_the_digest_follows_what_was_published(home):
    release(home, "a" * 64, ("2023-12", 0, JANUARY))
    first = current_history(home).digest
    release(home, "b" * 64, ("2023-12", 0, JANUARY))
    assert current_history(home).digest == first
    release(home, "c" * 64, ("2023-12", 0, JANUARY), ("2023-12", 1, MARCH))
    assert current_history(home).digest != first
    assert release_fingerprint("figures", "") == "figures"
    assert release_fingerprint("figures", first) not in ("figures", release_fingerprint("figures", "other"))


def test_after_a_rollback_the_history_is_that_of_the_release_readers_see(home):
    kept = release(home, "a" * 64, ("2023-12", 0, JANUARY))
    release(home, "b" * 64, ("2023-12", 0, JANUARY), ("2023-12", 1, JANUARY))
    rollback(home, kept.id)
    history = current_history(home)
    assert history.release_id == kept.id and carried(history, MARCH)[0] == [("2023-12", 0)]
