"""Ingest: the files of one batch move into the lake; its ledger record, written last, makes it exist."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.contracts.contract import Contract
from ingest.lake.batch_files import BatchFiles
from ingest.lake.ledger import Arrival, BatchRecord, TableLayout, write_record
from ingest.parser_version import derivation_of
from ingest.recognise.batches import BatchKey
from ingest.recognise.table import Table
from ingest.rules.row_rules import Judgement
from ingest.rules.violations import BatchIdentity
from ingest.values.chunks import RowCounter
from park_brain.cache import file_digest
from park_brain.files import publish_file
from park_brain.installation import Installation


@dataclass(frozen=True)
class Batch:
    """What one batch is made of: the tables of one file that have one key."""

    arrival: Arrival
    key: BatchKey
    tables: Sequence[Table]

    @property
    def contract(self) -> Contract:
        """Its list."""
        return self.tables[0].contract

    @property
    def identity(self) -> BatchIdentity:
        """``batch_id`` hashes content and meaning, so the same bytes for the same purpose are one batch.

        What title or file name state (A级) is part of the meaning: the same bytes under another name are another batch.
        """
        key, arrival = self.key, self.arrival
        stated = (f"{name}={value}" for name, value in sorted(self.tables[0].constants().items()))
        what = "|".join((key.list, arrival.region, key.part, key.period, key.delivery, arrival.sha256, *stated))
        batch_id = "B" + hashlib.sha256(what.encode()).hexdigest()[:16]
        return BatchIdentity(batch_id, key.list, arrival.region, key.part, key.period)


def publish(
    home: Installation, batch: Batch, files: BatchFiles, counter: RowCounter, judgement: Judgement
) -> BatchRecord:
    """Publish the files and give the record, without which they count for nothing."""
    record = _record(batch, files, counter, judgement)
    assert record.rows_read == record.rows_accepted + record.rows_quarantined + record.rows_excluded
    publish_file(files.text, record.text_path(home))
    publish_file(files.typed, record.typed_path(home))
    publish_file(files.violations, record.violations_path(home))
    return record


def commit(home: Installation, records: Sequence[BatchRecord]) -> None:
    """Write the records of batches whose files lie in the lake; one that is there stays as it is."""
    for record in records:
        path = home.lake / "ledger" / f"{record.batch_id}.{record.derivation}.json"
        if not path.exists():
            write_record(path, record)


def _record(batch: Batch, files: BatchFiles, counter: RowCounter, judgement: Judgement) -> BatchRecord:
    arrival = batch.arrival
    return BatchRecord(
        **vars(batch.key),
        batch_id=batch.identity.batch_id,
        derivation=derivation_of(batch.contract),
        region=arrival.region,
        received_at=arrival.received_at,
        arrival_id=arrival.arrival_id,
        path=arrival.path,
        sha256=arrival.sha256,
        sheets=tuple(table.sheet for table in batch.tables),
        is_nil=counter.data == 0,
        rows_read=counter.total,
        rows_accepted=judgement.accepted,
        rows_quarantined=judgement.quarantined,
        rows_excluded=sum(counter.excluded.values()),
        exclusions=counter.excluded,
        violations=judgement.violations,
        files={kind: file_digest(getattr(files, kind)) for kind in ("text", "typed", "violations")},
        tables=tuple(_layout(table) for table in batch.tables),
    )


def _layout(table: Table) -> TableLayout:
    return TableLayout(
        sheet=table.sheet,
        header_lines=tuple(row.line for row in table.header),
        columns={index: column.name for index, column in sorted(table.match.columns.items())},
    )
