"""Reports: rows as received, arranged by the names of their columns and with persons hidden (invariant 11).

Columns that only hold persons are always ``***``. Texts are screened as the contract says; cells of figures, dates and
categories like free text, since a shifted row puts persons under any header. Allowed values of a category are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from feedback.vocabulary_zh import HIDDEN
from ingest.contracts.contract import Column, Contract
from ingest.contracts.units import normal
from ingest.lake.ledger import BatchRecord, TableLayout
from ingest.persons.free_text import mask_free_text
from ingest.persons.hidden import PREFIX, shown_names
from ingest.persons.numbers import mask_numbers
from ingest.persons.shown import shown
from ingest.values.screening import screened

_HASH = re.compile(re.escape(PREFIX) + r"[0-9a-f]+")
Headers = Mapping[tuple[str, str, int], Sequence[str]]


@dataclass(frozen=True)
class Layout:
    """The known columns of one table: position -> column of the contract, and its header as received."""

    columns: Mapping[int, Column]
    labels: Mapping[int, str]
    allowed: Mapping[int, frozenset[str]]
    """For categories: every text that means one of the values."""


def layout_of(record: BatchRecord, table: TableLayout | None, contract: Contract, headers: Headers) -> Layout:
    """The layout of one table of a batch; columns that are not in the contract are left out."""
    if table is None:
        return Layout({}, {}, {})
    by_name = {column.name: column for column in contract.columns}
    columns = {index: by_name[name] for index, name in table.columns.items() if name in by_name}
    labels = {index: _label(record, table, headers, index) for index in columns}
    return Layout(columns, labels, {index: _allowed(column) for index, column in columns.items() if column.values})


def _allowed(column: Column) -> frozenset[str]:
    return frozenset(normal(text) for value, spellings in column.values.items() for text in (value, *spellings))


def _label(record: BatchRecord, table: TableLayout, headers: Headers, index: int) -> str:
    """The header as received; a header of several rows is joined."""
    lines = (headers.get((record.batch_id, table.sheet, line), ()) for line in table.header_lines)
    parts = [cells[index].strip() for cells in lines if index < len(cells)]
    return shown("".join(re.sub(r"\s+", "", part) for part in parts if part))


def headings(layouts: Iterable[Layout]) -> dict[str, str]:
    """Chinese name of every column of these layouts -> its header: as received, if all files agree."""
    found: dict[str, set[str]] = {}
    for layout in layouts:
        for index, column in layout.columns.items():
            found.setdefault(column.zh, set()).add(layout.labels[index])
    return {zh: next(iter(labels)) if len(labels) == 1 else zh for zh, labels in found.items()}


class Masker:
    """Hides persons in rows as received."""

    def __init__(self, person_key: bytes) -> None:
        self._key = person_key

    def rows(self, rows: Sequence[Mapping[str, Any]], layouts: Sequence[Layout]) -> list[dict[str, str]]:
        """Chinese column name -> text that may be shown, for every row."""
        done: list[dict[str, str]] = []
        doubtful: dict[str, tuple[Column, list[tuple[int, str]]]] = {}
        for number, (row, layout) in enumerate(zip(rows, layouts, strict=True)):
            cells, texts = row["cells"] or [], {}
            for index, column in layout.columns.items():
                text = (cells[index] or "").strip() if index < len(cells) else ""
                if text and (column.personal == "always" or column.sensitivity == "L4"):
                    texts[column.zh] = HIDDEN
                elif text and normal(text) not in layout.allowed.get(index, ()):
                    doubtful.setdefault(column.zh, (column, []))[1].append((number, text))
                else:
                    texts[column.zh] = text
            done.append(texts)
        for zh, (column, found) in doubtful.items():
            for (number, _), text in zip(found, self._masked(column, [text for _, text in found]), strict=True):
                done[number][zh] = text
        return done

    def _masked(self, column: Column, texts: Sequence[str]) -> list[str]:
        cells = pl.Series(texts, dtype=pl.String)
        if column.personal == "if_natural_person":
            return mask_numbers(shown_names(cells, HIDDEN)).to_list()
        is_text = column.type in ("text", "geometry") and column.personal != "no"
        return self.texts((screened(column, cells, self._key) if is_text else mask_free_text(cells)).to_list())

    def texts(self, texts: Sequence[str]) -> list[str]:
        """Texts of the marts, without even the hash of a person."""
        return [_HASH.sub(HIDDEN, text) for text in texts]
