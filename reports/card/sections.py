"""Reports, card: the sections of a card, each the result of one SQL file whose first line has the title."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from park_brain.installation import Installation
from reports.card.find import SQL, Subject

if TYPE_CHECKING:
    from park_brain.release_reader import Reader

UNITS = SQL / "units.sql"


@dataclass(frozen=True)
class Section:
    """A table with a title; ``rows`` hold formatted texts, empty where nothing is known."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def is_facts(self) -> bool:
        """Whether the section is one row of many columns, better shown as a list of facts."""
        return len(self.rows) == 1 and len(self.columns) > 12


@dataclass(frozen=True)
class Card:
    """Everything one release knows about one subject."""

    subject: Subject
    release_id: str
    business_date: date
    sections: tuple[Section, ...]


def card_of(home: Installation, reader: Reader, subject: Subject) -> Card:
    """All sections of a subject, including empty ones, since it matters that nothing is known."""
    from park_brain.release_folder import read_manifest

    reader.execute(UNITS.read_text(encoding="utf-8"))
    sections = tuple(_section(reader, path, subject) for path in section_files(subject.kind))
    content = read_manifest(home.releases / reader.release_id)["content"]
    return Card(subject, reader.release_id, date.fromisoformat(content["business_date"]), sections)


def section_files(kind: str) -> list[Path]:
    """The SQL files for a kind of subject, in the order of their numbers."""
    files = [*(SQL / kind).glob("*.sql"), *(SQL / "both").glob("*.sql")]
    return sorted(files, key=lambda path: path.name)


def _section(reader: Reader, path: Path, subject: Subject) -> Section:
    sql = path.read_text(encoding="utf-8")
    title = sql.removeprefix("-- ").split(":", maxsplit=1)[0]
    found = reader.execute(sql, [subject.id])
    columns = tuple(column[0] for column in found.description or ())
    return Section(title, columns, tuple(tuple(map(_text, row)) for row in found.fetchall()))


def _text(value: object) -> str:
    """A value as people write it: without trailing zeros, thousands separated in amounts."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.2f}"
    if isinstance(value, Decimal):
        whole = f"{value:,f}"
        return whole.rstrip("0").rstrip(".") if "." in whole else whole
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return str(value)
