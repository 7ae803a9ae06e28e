"""Ingest, values: the rows of one batch stream through typing into its files, so that no list lies in memory whole."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from ingest.contracts.contract import Contract
from ingest.lake.batch_files import BatchFiles
from ingest.persons.hidden import PersonKey
from ingest.recognise.table import Table
from ingest.values.chunks import TEXT_SCHEMA, RowCounter, chunks
from ingest.values.columns import FINDING_SCHEMA, POLARS_TYPES, type_chunk
from ingest.values.sums import TOTAL_SCHEMA, type_totals


def type_rows(contract: Contract, tables: Sequence[Table], files: BatchFiles, person_key: PersonKey) -> RowCounter:
    """Write every row as text, data rows typed, the figures of total rows, and what was found on the way.

    Raises:
        Refused: a line cannot be read, or a note below names another unit than the rows above were read in.
    """
    counter = RowCounter()
    # "zstd" for what stays in the lake, "lz4" for what is read again at once.
    with (
        _ParquetSink(files.text, "zstd", TEXT_SCHEMA.empty_table()) as text,
        _ParquetSink(files.rows, "lz4", _no_rows(contract).to_arrow()) as rows,
        _ParquetSink(files.findings, "lz4", pl.DataFrame(schema=FINDING_SCHEMA).to_arrow()) as findings,
        _ParquetSink(files.totals, "lz4", pl.DataFrame(schema=TOTAL_SCHEMA).to_arrow()) as totals,
    ):
        for chunk in chunks(tables, counter):
            text.write(chunk.text)
            findings.write(chunk.findings.to_arrow())
            if len(chunk.data):
                typed = type_chunk(contract, chunk.data, chunk.units, person_key)
                rows.write(typed.rows.to_arrow())
                findings.write(typed.findings.to_arrow())
            if len(chunk.totals):
                totals.write(type_totals(contract, chunk.totals, chunk.units).to_arrow())
    return counter


class _ParquetSink:
    """Appends tables of one schema, that of the first one, to a Parquet file."""

    def __init__(self, path: Path, compression: str, first: pa.Table) -> None:
        self._writer: Any = pq.ParquetWriter(path, first.schema, compression=compression)
        self.write(first)

    def __enter__(self) -> _ParquetSink:
        return self

    def __exit__(self, *_: object) -> None:
        self._writer.close()

    def write(self, table: pa.Table) -> None:
        self._writer.write_table(table)


def _no_rows(contract: Contract) -> pl.DataFrame:
    position = {"_row": pl.Int64(), "_sheet": pl.String(), "_line": pl.Int64()}
    return pl.DataFrame(schema=position | {name: POLARS_TYPES[kind] for name, kind in contract.outputs.items()})
