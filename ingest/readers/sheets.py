"""Ingest, readers: what every reader hands on: sheets of blocks of rows.

A block is looked at row by row where somebody must judge a row, and column by column where its cells are typed.
Most formats are read row by row; plain text comes as columns at once, because a million rows one by one cost ten
times as much. Whoever takes a block need not know which: the other view is made when it is asked for.
"""

from __future__ import annotations

import itertools
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import polars as pl
import pyarrow as pa

from ingest.readers.rows import TEXT, Merge, Row

FIRST_ROWS = 2_000
"""The first block of a sheet is small: it is what is looked at to find the table."""
BLOCK_ROWS, BLOCK_CELLS = 100_000, 4_000_000


class Block(ABC):
    """Rows that follow one another in a sheet."""

    is_plain = False
    """Whether every cell is text and every row has the same length, so that rows need no look one by one."""

    @abstractmethod
    def __len__(self) -> int: ...

    @property
    @abstractmethod
    def rows(self) -> Sequence[Row]:
        """Every row by itself."""

    @property
    @abstractmethod
    def width(self) -> int:
        """Cells of the longest row."""

    @property
    @abstractmethod
    def lines(self) -> pl.Series:
        """Line number of each row."""

    @property
    @abstractmethod
    def cells(self) -> pa.Array:
        """All cells of each row as a list."""

    @property
    @abstractmethod
    def hidden(self) -> list[bool]:
        """Whether each row is hidden."""

    @abstractmethod
    def texts(self, index: int) -> pl.Series:
        """One cell of each row; an empty text where the row ends before it."""

    @abstractmethod
    def kinds(self, index: int) -> pl.Series:
        """How that cell of each row was stored; where a file does not tell, as text."""

    @abstractmethod
    def at(self, places: Sequence[int]) -> RowBlock:
        """Some of the rows."""

    @abstractmethod
    def after(self, count: int) -> Block:
        """The rows behind the first ``count``."""


class RowBlock(Block):
    """Rows a reader gave one by one."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def rows(self) -> Sequence[Row]:
        """Every row by itself."""
        return self._rows

    @cached_property
    def width(self) -> int:
        """Cells of the longest row."""
        return max((len(row.cells) for row in self._rows), default=0)

    @property
    def lines(self) -> pl.Series:
        """Line number of each row."""
        return pl.Series([row.line for row in self._rows], dtype=pl.Int64)

    @property
    def cells(self) -> pa.Array:
        """All cells of each row as a list."""
        offsets = itertools.accumulate((len(row.cells) for row in self._rows), initial=0)
        texts = pa.array(itertools.chain.from_iterable(row.cells for row in self._rows), pa.string())
        return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), texts)

    @property
    def hidden(self) -> list[bool]:
        """Whether each row is hidden."""
        return [row.hidden for row in self._rows]

    def texts(self, index: int) -> pl.Series:
        """One cell of each row; an empty text where the row ends before it."""
        return pl.Series([row.cells[index] if index < len(row.cells) else "" for row in self._rows], dtype=pl.String)

    def kinds(self, index: int) -> pl.Series:
        """How that cell of each row was stored; where a file does not tell, as text."""
        if not self._has_kinds:
            return pl.repeat(TEXT, len(self), dtype=pl.String, eager=True)
        kinds = [row.kinds[index] if index < len(row.kinds) else TEXT for row in self._rows]
        return pl.Series(kinds, dtype=pl.String)

    @cached_property
    def _has_kinds(self) -> bool:
        return any(row.kinds for row in self._rows)

    def at(self, places: Sequence[int]) -> RowBlock:
        """Some of the rows."""
        return RowBlock([self._rows[place] for place in places])

    def after(self, count: int) -> RowBlock:
        """The rows behind the first ``count``."""
        return RowBlock(self._rows[count:])


class ColumnBlock(Block):
    """Plain rows read at once, one series of texts per cell, on lines without a gap."""

    is_plain = True

    def __init__(self, first_line: int, columns: Sequence[pl.Series]) -> None:
        self._first_line, self._columns = first_line, columns

    def __len__(self) -> int:
        return len(self._columns[0])

    @cached_property
    def rows(self) -> Sequence[Row]:
        """Every row by itself."""
        return self.at(range(len(self))).rows

    @property
    def width(self) -> int:
        """Cells of every row."""
        return len(self._columns)

    @property
    def lines(self) -> pl.Series:
        """Line number of each row."""
        return pl.int_range(self._first_line, self._first_line + len(self), dtype=pl.Int64, eager=True)

    @property
    def cells(self) -> pa.Array:
        """All cells of each row as a list."""
        frame = pl.DataFrame([column.alias(str(number)) for number, column in enumerate(self._columns)])
        cells = frame.select(cells=pl.concat_list(pl.all())).to_arrow()["cells"]
        return cells.combine_chunks().cast(pa.list_(pa.string()))

    @property
    def hidden(self) -> list[bool]:
        """Text hides no row."""
        return [False] * len(self)

    def texts(self, index: int) -> pl.Series:
        """One cell of each row; an empty text where the rows end before it."""
        return self._columns[index] if index < self.width else pl.repeat("", len(self), dtype=pl.String, eager=True)

    def kinds(self, index: int) -> pl.Series:
        """Every cell is text."""
        return pl.repeat(TEXT, len(self), dtype=pl.String, eager=True)

    def at(self, places: Sequence[int]) -> RowBlock:
        """Some of the rows."""
        cells = zip(*(column.gather(list(places)).to_list() for column in self._columns), strict=True)
        return RowBlock([Row(self._first_line + n, list(texts), "") for n, texts in zip(places, cells, strict=True)])

    def after(self, count: int) -> ColumnBlock:
        """The rows behind the first ``count``."""
        return ColumnBlock(self._first_line + count, [column.slice(count) for column in self._columns])


@dataclass(frozen=True)
class Sheet:
    """One sheet (or the one table of a text file). ``blocks`` can be walked once."""

    name: str
    blocks: Iterator[Block]
    merges: tuple[Merge, ...] = ()
    caption: str = ""
    """What stands above it outside of any row: paragraphs of a document, the coordinate system of a map."""
    hidden: bool = False
    spatial: bool = False
    """Features of a map, each with its geometry: only lists with a geometry column take them."""

    @property
    def rows(self) -> Iterator[Row]:
        """Every row by itself, in place of the blocks."""
        return itertools.chain.from_iterable(block.rows for block in self.blocks)


def in_blocks(rows: Iterable[Row], first: int = FIRST_ROWS) -> Iterator[Block]:
    """Rows read one by one in blocks of bounded size, the first of at most ``first`` rows."""
    buffer: list[Row] = []
    cells, most = 0, first
    for row in rows:
        buffer.append(row)
        cells += len(row.cells)
        if len(buffer) == most or cells >= BLOCK_CELLS:
            yield RowBlock(buffer)
            buffer, cells, most = [], 0, BLOCK_ROWS
    if buffer:
        yield RowBlock(buffer)


def split_rows(blocks: Iterator[Block], count: int) -> tuple[list[Row], Iterator[Block]]:
    """The first rows one by one, and what follows them."""
    top: list[Row] = []
    while len(top) < count and (block := next(blocks, None)) is not None:
        rest = count - len(top)
        if len(block) > rest:
            return [*top, *block.at(range(rest)).rows], itertools.chain([block.after(rest)], blocks)
        top += block.rows
    return top, blocks
