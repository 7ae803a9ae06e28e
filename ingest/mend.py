"""Ingest: look over the lake before a refresh: name what is damaged, set it aside, have it derived again from raw.

What is taken away makes `derive_arrivals` land the file again; where its raw bytes are gone too, a refusal says so to
department and engineer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from ingest.contracts.contract import Contract
from ingest.lake.damage import Damage, note, set_aside
from ingest.lake.ledger import Arrival, BatchRecord, Outcome
from ingest.lake.raw import raw_lost, restore_raw, restored_arrivals
from ingest.lake.records import DamagedRecordError, R, read_record, record_files, write_record
from ingest.parser_version import department_derivation, derivation_of
from park_brain.files import is_whole_parquet, unreadable_parquet
from park_brain.installation import Installation

SHA256 = re.compile(r"([0-9a-f]{64})?")
"""Empty: an entry of the inbox that is no file."""
AGAIN = "set aside, its file is read again from raw"
Batches = dict[tuple[str, str], BatchRecord]
"""By batch and derivation."""


def mend(home: Installation, contracts: Mapping[str, Contract], now: datetime) -> list[Damage]:
    """Set aside every damaged record and every batch whose rows are not there; call it under the writer lock.

    Raises:
        NewerFormatError: newer software wrote a record.
    """
    mending = _Mending(home, contracts, now)
    mending.run()
    return mending.found


def mend_unreadable(
    home: Installation, contracts: Mapping[str, Contract], batches: Iterable[BatchRecord], now: datetime
) -> list[Damage]:
    """Read the rows of batches to their end, after a stage failed on them; what cannot be read is set aside."""
    mending = _Mending(home, contracts, now)
    for batch in batches:
        for path in _row_files(home, batch):
            if reason := unreadable_parquet(path):
                mending.aside(path, f"cannot be read ({reason})")
    if mending.found:
        mending.run()
    return mending.found


def _row_files(home: Installation, batch: BatchRecord) -> tuple[Path, ...]:
    return batch.typed_path(home), batch.violations_path(home), batch.text_path(home)


@dataclass
class _Mending:
    """One look over the lake."""

    home: Installation
    contracts: Mapping[str, Contract]
    now: datetime
    found: list[Damage] = field(default_factory=list)

    def run(self) -> None:
        """Ledger before outcomes before raw: each is judged by what the one before left."""
        ledger = self._batches()
        arrivals = self._arrivals(ledger)
        done, incomplete = self._outcomes(arrivals, ledger)
        for arrival in arrivals.values():
            if arrival.arrival_id in done or not arrival.sha256:
                continue
            outcome = incomplete.get(arrival.arrival_id)
            if damage := restore_raw(self.home, arrival, self.now):
                self.found.append(damage)
            if arrival.raw_path(self.home).exists():
                if outcome is not None:
                    (self.home.lake / "outcomes" / outcome.file_name).unlink()
            elif not (outcome and outcome.is_raw_lost):
                self._give_up(arrival, outcome, ledger)

    def aside(self, path: Path, what: str, done: str = AGAIN) -> None:
        """Set a file aside and remember it."""
        self.found.append(set_aside(self.home, path, what, done, self.now))

    def _batches(self) -> Batches:
        """Every sound ledger record; one of today whose rows are not there is no sound one."""
        today = {code: derivation_of(contract) for code, contract in self.contracts.items()}
        ledger = {}
        for record in self._sound("ledger", BatchRecord):
            path = self.home.lake / "ledger" / record.file_name
            broken = [file for file in _row_files(self.home, record) if not is_whole_parquet(file)]
            if record.rows_read != record.rows_accepted + record.rows_quarantined + record.rows_excluded:
                self.aside(path, "its rows do not add up")
            elif today.get(record.list) == record.derivation and broken:
                for file in broken:
                    if file.relative_to(self.home.lake).as_posix() not in {damage.path for damage in self.found}:
                        self.aside(file, "is missing or cut short")
                self.aside(path, "its rows are not all there")
            else:
                ledger[record.batch_id, record.derivation] = record
        return ledger

    def _arrivals(self, ledger: Batches) -> dict[str, Arrival]:
        arrivals = {}
        for arrival in self._sound("arrivals", Arrival):
            if SHA256.fullmatch(arrival.sha256):
                arrivals[arrival.arrival_id] = arrival
            else:
                self.aside(self.home.lake / "arrivals" / arrival.file_name, "its sha256 is none", "set aside")
        for arrival in restored_arrivals(self.home, ledger.values(), arrivals):
            write_record(self.home.lake / "arrivals" / arrival.file_name, arrival)
            arrivals[arrival.arrival_id] = arrival
        return arrivals

    def _outcomes(self, arrivals: Mapping[str, Arrival], ledger: Batches) -> tuple[set[str], dict[str, Outcome]]:
        """Arrivals that today's outcome is complete for, and the outcomes of today that are not."""
        of_list = {derivation_of(contract) for contract in self.contracts.values()}
        there = {batch for batch, derivation in ledger if derivation in of_list}
        done, incomplete = set(), {}
        wanted = self._derivations(arrivals.values())
        for outcome in self._sound("outcomes", Outcome):
            if wanted.get(outcome.arrival_id) == outcome.derivation:
                if there.issuperset(outcome.batches) and not outcome.is_raw_lost:
                    done.add(outcome.arrival_id)
                else:
                    incomplete[outcome.arrival_id] = outcome
        return done, incomplete

    def _derivations(self, arrivals: Iterable[Arrival]) -> dict[str, str]:
        departments = {arrival.department for arrival in arrivals}
        contracts = self.contracts.values()
        current = {d: department_derivation([c for c in contracts if c.department == d]) for d in departments}
        return {arrival.arrival_id: current[arrival.department] for arrival in arrivals}

    def _give_up(self, arrival: Arrival, outcome: Outcome | None, ledger: Batches) -> None:
        """Neither rows nor raw bytes: what is left of the file stays, and a refusal asks for it again."""
        derivation = self._derivations([arrival])[arrival.arrival_id]
        known = {batch for batch, _ in ledger}
        left = tuple(batch for batch in outcome.batches if batch in known) if outcome else ()
        lost = raw_lost(arrival, derivation, left, outcome.refusals if outcome else ())
        write_record(self.home.lake / "outcomes" / lost.file_name, lost)
        self.aside(arrival.raw_path(self.home), "is missing", "restore it from a backup, or ask for the file again")

    def _sound(self, kind: str, record: type[R]) -> Iterator[R]:
        """The records of a folder that can be understood, under their own names."""
        for path in record_files(self.home.lake / kind):
            try:
                found = read_record(path, record)
            except DamagedRecordError as error:
                self.aside(path, f"cannot be understood ({error})")
                continue
            if path.name == found.file_name:
                yield found
            elif Path(found.file_name).name == found.file_name and not path.with_name(found.file_name).exists():
                done = f"is now {found.file_name}"
                self.found.append(note(self.home, path, "has another record's name", done, self.now))
                path.replace(path.with_name(found.file_name))
                yield found
            else:
                self.aside(path, f"has the content of {found.file_name}", "set aside")
