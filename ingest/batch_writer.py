"""Ingest: write one batch: text rows, typed rows, violations, and last the ledger record that makes it exist."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from ingest.contracts.contract import Contract
from ingest.lake.ledger import Arrival, BatchRecord, Delivery, TableLayout, write_record
from ingest.recognise.table import Table
from ingest.rules.row_rules import BatchFiles, Judgement, judge_rows
from ingest.rules.violations import BatchIdentity
from ingest.values.chunks import TEXT_SCHEMA, RowCounter, chunks
from ingest.values.columns import FINDING_SCHEMA, POLARS_TYPES, type_chunk
from ingest.values.sums import TOTAL_SCHEMA, type_totals
from park_brain import database
from park_brain.files import publish_file
from park_brain.installation import Installation


@dataclass(frozen=True)
class BatchKey:
    """What one batch is about; sheets of one file with the same key make one batch."""

    list: str
    part: str
    period: str
    period_start: date
    period_end: date
    delivery: Delivery


@dataclass(frozen=True)
class BatchWriter:
    """Everything one batch is made of, except its rows."""

    home: Installation
    arrival: Arrival
    contract: Contract
    derivation: str
    key: BatchKey
    person_key: bytes
    told_by_name: tuple[str, ...] = ()
    """Values that title or file name tell (A级): the same bytes under another name are another batch."""

    @property
    def identity(self) -> BatchIdentity:
        """``batch_id`` hashes content and meaning, so the same bytes for the same purpose are one batch."""
        key, arrival = self.key, self.arrival
        what = "|".join(
            (key.list, arrival.region, key.part, key.period, key.delivery, arrival.sha256, *self.told_by_name)
        )
        batch_id = "B" + hashlib.sha256(what.encode()).hexdigest()[:16]
        return BatchIdentity(batch_id, key.list, arrival.region, key.part, key.period)

    def write(self, tables: Sequence[Table]) -> BatchRecord:
        """Type, judge and commit the rows of these tables."""
        counter = RowCounter()
        with tempfile.TemporaryDirectory(dir=self.home.tmp) as folder:
            files = BatchFiles(Path(folder))
            self._type(tables, counter, files)
            con = database.connect(self.home.tmp)
            try:
                judgement = judge_rows(con, self.contract, self.identity, files, self.person_key)
            finally:
                con.close()
            return self._commit(files, tables, counter, judgement)

    def _type(self, tables: Sequence[Table], counter: RowCounter, files: BatchFiles) -> None:
        sinks = (_ParquetSink(path, "lz4") for path in (files.rows, files.findings, files.totals))
        with (
            _ParquetSink(files.text, "zstd") as text,
            next(sinks) as rows,
            next(sinks) as findings,
            next(sinks) as totals,
        ):
            text.write(TEXT_SCHEMA.empty_table())
            rows.write(_no_rows(self.contract).to_arrow())
            findings.write(pl.DataFrame(schema=FINDING_SCHEMA).to_arrow())
            totals.write(pl.DataFrame(schema=TOTAL_SCHEMA).to_arrow())
            for chunk in chunks(tables, counter):
                text.write(chunk.text)
                findings.write(chunk.findings.to_arrow())
                if len(chunk.data):
                    typed = type_chunk(self.contract, chunk.data, chunk.units, self.person_key)
                    rows.write(typed.rows.to_arrow())
                    findings.write(typed.findings.to_arrow())
                if len(chunk.totals):
                    totals.write(type_totals(self.contract, chunk.totals, chunk.units).to_arrow())

    def _commit(
        self, files: BatchFiles, tables: Sequence[Table], counter: RowCounter, judgement: Judgement
    ) -> BatchRecord:
        record = BatchRecord(
            **vars(self.key),
            batch_id=self.identity.batch_id,
            derivation=self.derivation,
            region=self.arrival.region,
            received_at=self.arrival.received_at,
            arrival_id=self.arrival.arrival_id,
            path=self.arrival.path,
            sha256=self.arrival.sha256,
            sheets=tuple(table.sheet for table in tables),
            is_nil=counter.data == 0,
            rows_read=counter.total,
            rows_accepted=judgement.accepted,
            rows_quarantined=judgement.quarantined,
            rows_excluded=sum(counter.excluded.values()),
            exclusions=counter.excluded,
            violations=judgement.violations,
            tables=tuple(_layout(table) for table in tables),
        )
        assert record.rows_read == record.rows_accepted + record.rows_quarantined + record.rows_excluded
        publish_file(files.text, record.text_path(self.home))
        publish_file(files.typed, record.typed_path(self.home))
        publish_file(files.violations, record.violations_path(self.home))
        write_record(self.home.lake / "ledger" / f"{record.batch_id}.{record.derivation}.json", record)
        return record


def _layout(table: Table) -> TableLayout:
    return TableLayout(
        sheet=table.sheet,
        header_lines=tuple(row.line for row in table.header),
        columns={index: column.name for index, column in sorted(table.match.columns.items())},
    )


class _ParquetSink:
    """Appends tables of one schema to a Parquet file, so that no list lies in memory whole.

    ``compression``: "zstd" for what stays in the lake, "lz4" for what is read again at once.
    """

    def __init__(self, path: Path, compression: str) -> None:
        self._path, self._compression = path, compression
        self._writer: Any = None

    def __enter__(self) -> _ParquetSink:
        return self

    def __exit__(self, *_: object) -> None:
        self._writer.close()

    def write(self, table: pa.Table) -> None:
        if self._writer is None:
            self._writer = pq.ParquetWriter(self._path, table.schema, compression=self._compression)
        self._writer.write_table(table)


def _no_rows(contract: Contract) -> pl.DataFrame:
    position = {"_row": pl.Int64(), "_sheet": pl.String(), "_line": pl.Int64()}
    return pl.DataFrame(schema=position | {name: POLARS_TYPES[kind] for name, kind in contract.outputs.items()})
