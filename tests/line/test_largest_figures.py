"""The largest figures that cells may hold, in every numeric column of every list: sums and products bear them."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path

import duckdb
import openpyxl
import pytest

from ingest.contracts.contract import Column, load_contracts
from ingest.contracts.units import factor
from ingest.values.amounts import LIMITS
from park_brain.line import Run, refresh
from tests.support.worlds import simulated

pytestmark = pytest.mark.full

REGION = "330683"
TITLE_ROWS = 12
COLUMNS = {
    (contract.department, name): column
    for contract in load_contracts().values()
    for column in contract.columns
    for name in column.names_in(REGION)
}


@pytest.fixture(scope="module")
def refreshed(tmp_path_factory):
    home, as_of = simulated(tmp_path_factory.mktemp("largest"), regions=(REGION,), enterprises=20, parcels=10, months=2)
    planted: Counter[str] = Counter()
    for path in sorted(home.inbox.rglob("*.xlsx")):
        planted += _plant(path, path.relative_to(home.inbox).parts[1])
        os.utime(path, (as_of.timestamp() - 86_400 * 2,) * 2)
    return home, planted, refresh(home, as_of)


def test_every_figure_is_read_and_the_release_published(refreshed):
    home, planted, run = refreshed
    assert isinstance(run, Run)
    assert run.release is not None
    assert [
        reason for file in run.ingested.files for reason in file.outcome.refusals if reason.code == "unreadable"
    ] == []
    assert len(planted) > 90
    found = sum(_large_figures(home.lake / "typed"))
    assert found > sum(planted.values()) / 2  # the rules of some lists reject a row with such a figure


def _plant(path: Path, department: str) -> Counter[str]:
    """Rows of data get figures at the limit in their numeric columns in turn, so that every column has one."""
    book = openpyxl.load_workbook(path)
    planted: Counter[str] = Counter()
    for sheet in book.worksheets:
        rows = list(sheet.iter_rows(values_only=True))
        header = max(range(min(TITLE_ROWS, len(rows))), key=lambda row: len(_known(rows[row], department)))
        figures = [(at, c) for at, c in _known(rows[header], department).items() if c.type in LIMITS]
        if not figures:
            continue
        turn, signs = cycle(figures), cycle((1, 1, -1))
        each = -(-len(figures) // max(1, len(rows) - header - 1))
        for line, row in enumerate(rows[header + 1 :], start=header + 2):
            if sum(cell is not None for cell in row) <= len(row) // 2:
                continue
            for at, column in islice(turn, each):
                sheet.cell(line, at + 1).value = next(signs) * _largest(column)
                planted[f"{department}.{column.name}"] += 1
    book.save(path)
    return planted


def _known(cells: Sequence[object], department: str) -> dict[int, Column]:
    names = {at: str(cell).split("（")[0].strip() for at, cell in enumerate(cells) if cell}
    return {at: COLUMNS[department, name] for at, name in names.items() if (department, name) in COLUMNS}


def _largest(column: Column) -> int:
    return int((LIMITS[column.type] - 1) / (factor(column.type, column.unit or "") or 1))


def _large_figures(typed: Path) -> Iterator[int]:
    for folder in sorted(typed.iterdir()):
        rows = duckdb.sql(f"from read_parquet('{folder}/*/*.parquet', union_by_name = true)")
        kinds = zip(rows.columns, rows.types, strict=True)
        figures = [name for name, kind in kinds if str(kind) == "BIGINT" or str(kind).startswith("DECIMAL")]
        large = " + ".join(f"count(*) filter (abs({name}) > {min(LIMITS.values()) // 2})" for name in figures)
        yield duckdb.sql(f"select {large} from rows").fetchone()[0] if figures else 0
