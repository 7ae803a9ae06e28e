"""Ingest: one arrived file becomes batches in the lake, or refusals.

The whole way of a row stands here in four calls: recognise, type, rules, commit.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from ingest.batch_writer import Batch, commit
from ingest.contracts.contract import Contract
from ingest.lake.batch_files import BatchFiles
from ingest.lake.ledger import Arrival, BatchRecord, Outcome
from ingest.lake.refusals import Refused
from ingest.parser_version import department_derivation
from ingest.persons.hidden import PersonKey
from ingest.recognise.batches import recognise_file
from ingest.rules.row_rules import judge_rows
from ingest.values.batch_rows import type_rows
from park_brain import database
from park_brain.installation import Installation


def land_file(
    home: Installation, arrival: Arrival, contracts: Sequence[Contract], divisions: Sequence[str], person_key: bytes
) -> tuple[Outcome, list[BatchRecord]]:
    """Take in one file. What cannot be read is refused sheet by sheet; the rest lands."""
    found = recognise_file(home.lake / "raw" / arrival.sha256, arrival, contracts, divisions)
    refusals, records = [*found.refusals], []
    for key, tables in found.batches.items():
        try:
            records.append(_land_batch(home, Batch(arrival, key, tables), person_key))
        except Refused as stop:
            refusals.append(stop.refusal)
    outcome = Outcome(
        arrival_id=arrival.arrival_id,
        derivation=department_derivation(contracts),
        batches=tuple(record.batch_id for record in records),
        refusals=tuple(refusals),
    )
    return outcome, records


def _land_batch(home: Installation, batch: Batch, person_key: bytes) -> BatchRecord:
    """Type its rows, judge them by the rules of the list, commit them."""
    with tempfile.TemporaryDirectory(dir=home.tmp) as folder:
        files = BatchFiles(Path(folder))
        counter = type_rows(batch.contract, batch.tables, files, PersonKey(person_key, batch.arrival.region))
        with closing(database.connect(home.tmp)) as connection:
            judgement = judge_rows(connection, batch.contract, batch.identity, files)
        return commit(home, batch, files, counter, judgement)
