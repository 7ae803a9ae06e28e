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

from park_brain import duck
from park_brain.home import Home
from park_brain.ingest.chunks import TEXT_SCHEMA, Chunk, RowCounter, chunks
from park_brain.ingest.contract import Contract
from park_brain.ingest.judge import BatchIdentity, Judgement, judge_rows
from park_brain.ingest.layout import Table
from park_brain.ingest.ledger import Arrival, BatchRecord, Delivery, publish_file, write_record
from park_brain.ingest.values.columns import FINDING_SCHEMA, POLARS_TYPES, type_chunk
from park_brain.ingest.values.texts import mask_values


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

    home: Home
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
            files = _Files(Path(folder))
            self._type(tables, counter, files)
            con = duck.connect(self.home.tmp)
            try:
                judgement = judge_rows(
                    con, self.contract, self.identity,
                    rows=files.rows, findings=files.findings, typed=files.typed, violations=files.violations,
                )  # fmt: skip
            finally:
                con.close()
            self._mask(files.violations)
            return self._commit(files, tables, counter, judgement)

    def _mask(self, violations: Path) -> None:
        """Keys are quoted as they stand in the row; a shifted row may hold a person there."""
        key = pl.col("row_key").map_batches(lambda v: mask_values(v, self.person_key), return_dtype=pl.String)
        pl.read_parquet(violations).with_columns(key).write_parquet(violations)

    def _type(self, tables: Sequence[Table], counter: RowCounter, files: _Files) -> None:
        findings = [pl.DataFrame(schema=FINDING_SCHEMA)]
        with _ParquetSink(files.text) as text, _ParquetSink(files.rows) as rows:
            text.write(TEXT_SCHEMA.empty_table())
            rows.write(_no_rows(self.contract).to_arrow())
            for chunk in chunks(tables, counter):
                text.write(chunk.text)
                findings.append(chunk.findings)
                self._type_chunk(chunk, rows, findings)
        quoted = pl.col("value").map_batches(lambda v: mask_values(v, self.person_key), return_dtype=pl.String)
        pl.concat(findings).with_columns(quoted).write_parquet(files.findings)

    def _type_chunk(self, chunk: Chunk, rows: _ParquetSink, findings: list[pl.DataFrame]) -> None:
        if chunk.data.is_empty():
            return
        typed = type_chunk(self.contract, chunk.data, chunk.units, self.person_key)
        rows.write(typed.rows.to_arrow())
        findings.append(typed.findings)

    def _commit(self, files: _Files, tables: Sequence[Table], counter: RowCounter, judgement: Judgement) -> BatchRecord:
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
        )
        assert record.rows_read == record.rows_accepted + record.rows_quarantined + record.rows_excluded
        publish_file(files.text, record.text_path(self.home))
        publish_file(files.typed, record.typed_path(self.home))
        publish_file(files.violations, record.violations_path(self.home))
        write_record(self.home.lake / "ledger" / f"{record.batch_id}.{record.derivation}.json", record)
        return record


@dataclass(frozen=True)
class _Files:
    folder: Path

    @property
    def text(self) -> Path:
        return self.folder / "text.parquet"

    @property
    def rows(self) -> Path:
        return self.folder / "rows.parquet"

    @property
    def findings(self) -> Path:
        return self.folder / "findings.parquet"

    @property
    def typed(self) -> Path:
        return self.folder / "typed.parquet"

    @property
    def violations(self) -> Path:
        return self.folder / "violations.parquet"


class _ParquetSink:
    """Appends tables of one schema to a Parquet file, so that no list lies in memory whole."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._writer: Any = None

    def __enter__(self) -> _ParquetSink:
        return self

    def __exit__(self, *_: object) -> None:
        self._writer.close()

    def write(self, table: pa.Table) -> None:
        if self._writer is None:
            self._writer = pq.ParquetWriter(self._path, table.schema, compression="zstd")
        self._writer.write_table(table)


def _no_rows(contract: Contract) -> pl.DataFrame:
    position = {"_row": pl.Int64(), "_sheet": pl.String(), "_line": pl.Int64()}
    return pl.DataFrame(schema=position | {name: POLARS_TYPES[kind] for name, kind in contract.outputs.items()})
