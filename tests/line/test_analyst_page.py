"""Every query of ``docs/analyst.md`` runs on a mart and gives the columns the page shows."""

from __future__ import annotations

import duckdb

from tests.support import analyst_page


def test_every_query_of_the_page_runs_and_gives_the_columns_shown(clean_world):
    found = analyst_page.questions(analyst_page.PAGE.read_text(encoding="utf-8"))
    assert len(found) >= 8
    release = clean_world.home.releases / "current" / "park_brain.duckdb"
    with duckdb.connect(str(release), read_only=True) as connection:
        connection.execute("use mart")
        for sql, answer in found:
            assert analyst_page.ask(connection, sql).columns == analyst_page.heads(answer), sql
