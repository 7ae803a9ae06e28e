"""Ingest, rules: do the figures of 合计 and 小计 rows agree with the rows they sum? A difference is a warning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

import duckdb

from ingest.contracts.contract import Contract
from park_brain.sql import literal

SUBTOTAL = "小计"
UNREAD = ("bad_number", "error_cell", "formula_not_computed")
"""Where a cell could not be read, the rows are known not to add up."""
LEAST_SLACK = Decimal("0.01")
BEGINNINGS = 50
"""So many earlier totals are tried as the place where the summed rows begin."""


class Differing(NamedTuple):
    """A total that no run of rows before it adds up to; ``row`` is the data row the finding stands on."""

    row: int
    column: str
    message: str


@dataclass(frozen=True)
class _Total:
    sheet: str
    line: int
    after: int | None
    kind: str
    column: str
    shown: str
    total: Decimal
    step: Decimal


@dataclass(frozen=True)
class _Segment:
    """The rows between two totals, in one column."""

    first: int
    last: int
    sum: Decimal
    rows: int
    unread: int


def differing_totals(con: duckdb.DuckDBPyConnection, contract: Contract, totals: Path) -> list[Differing]:
    """Compare the totals (parquet, TOTAL_SCHEMA) with view ``rows``, in the order of the sheet."""
    con.execute(f"create or replace temp table total as from read_parquet({literal(totals)})")
    figures = con.execute("select * from total order by _sheet, _line, column_name").fetchall()
    columns = sorted({row[4] for row in figures})
    segments = _segments(con, columns) if columns else {}
    found: list[Differing] = []
    for figure in sorted((_Total(*row) for row in figures), key=lambda f: columns.index(f.column)):
        found += _judge(figure, segments.get((figure.sheet, figure.column), ()), contract)
    return found


def _segments(con: duckdb.DuckDBPyConnection, columns: Sequence[str]) -> dict[tuple[str, str], list[_Segment]]:
    """Sums of each column between one total row and the next, per sheet; all columns in one pass."""
    unread = ", ".join(f"'{rule}'" for rule in UNREAD)
    sums = ", ".join(
        f"""coalesce(sum({column})::decimal(38, 4), 0), count(*) filter (where rows._row in (
            select _row from finding where column_name = '{column}' and rule_id in ({unread})))"""
        for column in columns
    )
    rows = con.execute(
        f"""with cut as (select distinct _sheet, _after_row from total where _after_row is not null)
        select rows._sheet, min(rows._row), max(rows._row), count(*), {sums}
        from rows asof left join cut on rows._sheet = cut._sheet and rows._row <= cut._after_row
        where rows._sheet in (select _sheet from total)
        group by rows._sheet, cut._after_row order by 1, 2"""
    ).fetchall()
    segments: dict[tuple[str, str], list[_Segment]] = {}
    for sheet, first, last, count, *found in rows:
        for number, column in enumerate(columns):
            total, unread_count = found[2 * number : 2 * number + 2]
            place = segments.setdefault((sheet, column), [])
            place.append(_Segment(first, last, total, count, unread_count))
    return segments


def _judge(figure: _Total, segments: Sequence[_Segment], contract: Contract) -> list[Differing]:
    """A total is right if some run of whole segments before it adds up to it; which one is not ours to guess."""
    before = [s for s in segments if figure.after is not None and s.last <= figure.after]
    summed = before or segments  # a total above all rows is that of the whole sheet
    if not summed or any(segment.unread for segment in summed):
        return []
    whole = (sum((s.sum for s in summed), Decimal(0)), sum(s.rows for s in summed))
    backwards = summed[::-1][:BEGINNINGS] if before else ()
    runs = [*zip(accumulate(s.sum for s in backwards), accumulate(s.rows for s in backwards), strict=True), whole]
    if any(abs(figure.total - value) <= _slack(figure, count) for value, count in runs):
        return []
    expected = runs[0][0] if figure.kind == SUBTOTAL else whole[0]
    unit = {"money": "元", "area": "㎡"}.get(_type_of(contract, figure.column), "")
    message = f"第 {figure.line} 行{figure.kind} {figure.shown}（各行之和 {expected.normalize():f}{unit}）"
    return [Differing(before[-1].last if before else summed[0].first, figure.column, message)]


def _slack(figure: _Total, rows: int) -> Decimal:
    """Rows rounded one by one drift from their rounded total by about the square root of their number."""
    return max(LEAST_SLACK, figure.step * (Decimal(rows).sqrt() + Decimal("0.5")))


def _type_of(contract: Contract, column: str) -> str:
    return next(c.type for c in contract.columns if c.name == column)
