"""Reports, card: which enterprises or parcels a typed code, key, name or location may mean."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from park_brain.release_reader import Reader

Kind = Literal["enterprise", "parcel"]
SQL = Path(__file__).parent / "sql"
MOST = 50
"""Candidates shown; if there are more, the text is too short."""


@dataclass(frozen=True)
class Subject:
    """One enterprise or parcel of the release."""

    kind: Kind
    id: str
    code: str
    """信用代码 or 宗地代码; empty if there is none."""
    label: str
    """Name of the enterprise, location of the parcel."""


def find(reader: Reader, text: str) -> list[Subject]:
    """Candidates for a text from the first step with any: key or code, spelling in any list, part of a name."""
    import polars as pl

    from identity.matching.names import normalised

    asked = text.strip()
    if not asked:
        return []
    norm = pl.DataFrame({"asked": [asked]}).select(normalised("asked")).item()
    sql = (SQL / "find.sql").read_text(encoding="utf-8")
    rows = reader.execute(sql, [asked.upper(), norm, MOST]).fetchall()
    return [Subject(kind, key, code or "", label or "") for kind, key, code, label in rows]
