"""Ingest: read all files of a list again from raw under today's contract, and tell what that changes.

`park refresh` re-derives by itself whatever a changed contract touches; a replay does the same first, publishes
nothing, and shows the effect. Doing it again changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ingest.contracts.contract import Contract
from ingest.lake.ledger import Arrival, BatchRecord, Refusal, load_batches, read_records
from ingest.parser_version import derivation_of
from ingest.stage import derive_arrivals
from park_brain.installation import Installation


@dataclass(frozen=True)
class Rederived:
    """One batch as it was read before and as it is read now; ``None``: not read as this list then."""

    old: BatchRecord | None
    new: BatchRecord | None

    @property
    def batch(self) -> BatchRecord:
        """The batch as read now, if it is."""
        batch = self.new or self.old
        assert batch is not None
        return batch

    @property
    def rules(self) -> dict[str, tuple[int, int]]:
        """Rules whose number of findings changed: before and now."""
        before = self.old.violations if self.old else {}
        now = self.new.violations if self.new else {}
        names = sorted({*before, *now})
        return {name: (before.get(name, 0), now.get(name, 0)) for name in names if before.get(name) != now.get(name)}

    def __str__(self) -> str:
        place = f"{self.batch.path} {self.batch.part} {self.batch.period} ({self.batch.batch_id})"
        if self.new is None:
            return f"{place}: no longer read as this list"
        new = f"{self.new.rows_accepted} accepted, {self.new.rows_quarantined} quarantined"
        if self.old is None:
            return f"{place}: {new}"
        old = f"{self.old.rows_accepted} accepted, {self.old.rows_quarantined} quarantined"
        changed = "".join(f"; {rule} {before} -> {now}" for rule, (before, now) in self.rules.items())
        return f"{place}: {new} as before{changed}" if new == old else f"{place}: {old} -> {new}{changed}"


@dataclass(frozen=True)
class ReplayReport:
    """Every batch of the list, old beside new, and files of its department that are refused now."""

    list: str
    files_read: int
    batches: tuple[Rederived, ...]
    refusals: tuple[tuple[Arrival, Refusal], ...]


def replay(
    home: Installation, contracts: Mapping[str, Contract], code: str, progress: Callable[[str], None] = lambda _: None
) -> ReplayReport:
    """Derive what the department of the list ever sent under today's contracts; call it under the writer lock."""
    contract = contracts[code]
    arrivals = [a for a in read_records(home.lake / "arrivals", Arrival) if a.department == contract.department]
    arrivals.sort(key=lambda arrival: (arrival.received_at, arrival.path, arrival.arrival_id))
    derived = derive_arrivals(home, contracts, arrivals, progress)
    derivation = derivation_of(contract)
    old = _records_before(home, code, derivation)
    new = {batch.batch_id: batch for batch in load_batches(home, {code: derivation})}
    pairs = [Rederived(old.get(batch), new.get(batch)) for batch in {**old, **new}]
    refusals = [(a.as_shown, refusal) for a in arrivals for refusal in derived[a.arrival_id][0].refusals]
    return ReplayReport(
        list=code,
        files_read=sum(is_new for _, is_new in derived.values()),
        batches=tuple(sorted(pairs, key=lambda p: (p.batch.received_at, p.batch.path, p.batch.batch_id))),
        refusals=tuple(refusals),
    )


def _records_before(home: Installation, code: str, derivation: str) -> dict[str, BatchRecord]:
    """The records of a list by batch, each of the last derivation written before today's."""
    found: dict[str, BatchRecord] = {}
    paths = sorted((home.lake / "ledger").glob("*.json"), key=lambda path: (path.stat().st_mtime_ns, path.name))
    for path in paths:
        record = BatchRecord.model_validate_json(path.read_bytes())
        if record.list == code and record.derivation != derivation:
            found[record.batch_id] = record.as_shown
    return found
