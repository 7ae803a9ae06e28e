"""A block is the same rows whichever way it is looked at, and blocks are all rows of a sheet, cut anywhere."""

from __future__ import annotations

import polars as pl
import pytest

from ingest.readers.rows import Row
from ingest.readers.sheets import Block, ColumnBlock, RowBlock, in_blocks, split_rows

COLUMNS = [pl.Series(["甲", "乙", "丙"]), pl.Series(["1", "", "3"])]
ROWS = [Row(line, [f"{line}", *["x"] * (line % 3)], "") for line in range(1, 8)]


def seen(block: Block) -> list[object]:
    columns = [(block.texts(n).to_list(), block.kinds(n).to_list()) for n in range(3)]
    return [len(block), block.rows, block.width, block.lines.to_list(), block.cells.to_pylist(), block.hidden, columns]


def test_columns_and_rows_are_two_views_of_one_block():
    block = ColumnBlock(7, COLUMNS)
    assert seen(block) == seen(RowBlock(block.rows))
    assert [row.line for row in block.rows] == [7, 8, 9]
    assert seen(block.after(1)) == seen(RowBlock(block.rows).after(1)) == seen(block.at([1, 2]))


@pytest.mark.parametrize("first", [1, 3, 9])
@pytest.mark.parametrize("count", [0, 1, 3, 4, 7, 9])
def test_first_rows_and_the_rest_are_all_rows(first, count):
    top, rest = split_rows(in_blocks(ROWS, first), count)
    assert top == ROWS[:count]
    assert [row for block in rest for row in block.rows] == ROWS[count:]


def test_wide_rows_make_short_blocks(monkeypatch):
    monkeypatch.setattr("ingest.readers.sheets.BLOCK_CELLS", 4)
    assert [len(block) for block in in_blocks(ROWS, 3)] == [2, 3, 2]
