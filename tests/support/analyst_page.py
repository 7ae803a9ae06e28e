"""``docs/analyst.md``: its queries with their answers on a release.

``python -m tests.support.analyst_page HOME`` writes the answers of the home's current release into the page;
``tests/line/test_analyst_page.py`` runs every query, so none can rot.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb

from tests.support.places import ROOT

PAGE = ROOT / "docs" / "analyst.md"
BLOCK = re.compile(r"```sql\n(?P<sql>.*?)```\n\n(?P<answer>(?:\|[^\n]*\n)*)", re.DOTALL)
SHOWN = 8


@dataclass(frozen=True)
class Answer:
    """Columns and rows of a query."""

    columns: list[str]
    rows: list[tuple[object, ...]]


def questions(text: str) -> list[tuple[str, str]]:
    """Each query of the page with the answer printed under it."""
    return [(match["sql"], match["answer"]) for match in BLOCK.finditer(text)]


def ask(connection: duckdb.DuckDBPyConnection, sql: str) -> Answer:
    found = connection.execute(sql)
    return Answer([column[0] for column in found.description or ()], found.fetchall())


def heads(answer: str) -> list[str]:
    """Columns of a printed answer."""
    return [cell.strip() for cell in answer.split("\n", 1)[0].strip("|").split("|")]


def printed(answer: Answer) -> str:
    """A table of the first rows, and how many more there are."""
    rows = [answer.columns, ["---"] * len(answer.columns), *answer.rows[:SHOWN]]
    lines = ["| " + " | ".join(_cell(value) for value in row) + " |" for row in rows]
    more = len(answer.rows) - SHOWN
    if more > 0 or not answer.rows:
        note = f"and {more} more" if answer.rows else "no row"
        lines.append("| " + " | ".join([note, *[""] * (len(answer.columns) - 1)]) + " |")
    return "\n".join(lines) + "\n"


def answered(text: str, connection: duckdb.DuckDBPyConnection) -> str:
    """The page with the answers of this mart."""

    def fill(match: re.Match[str]) -> str:
        return f"```sql\n{match['sql']}```\n\n{printed(ask(connection, match['sql']))}"

    return BLOCK.sub(fill, text)


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.2f}"
    return "" if value is None else str(value).replace("|", "\\|")


def main() -> None:
    """Answer the page from the current release of a home."""
    release = Path(sys.argv[1]) / "release" / "current" / "park_brain.duckdb"
    with duckdb.connect(str(release), read_only=True) as connection:
        connection.execute("use mart")
        PAGE.write_text(answered(PAGE.read_text(encoding="utf-8"), connection), encoding="utf-8")


if __name__ == "__main__":
    main()
