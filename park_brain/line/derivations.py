"""Line: derivations that nothing reads any more: rows and records made by a contract or code before today's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from park_brain.fingerprints import lake_fingerprint, last_refresh, remember
from park_brain.installation import Installation

if TYPE_CHECKING:
    from ingest.contracts.contract import Contract

LAYERS = ("typed", "text", "violations")
"""The rows of a batch; after its ledger record nothing leads to them, so that goes first."""


def prune_derivations(home: Installation) -> int:
    """Remove what is not of today, of files that are read by today's rules; how many files went.

    Call it under the writer lock. A file that today's rules have not read yet keeps what it has; rows without a ledger
    record are of no batch.
    """
    from ingest.contracts.contract import load_contracts

    contracts, last, before = load_contracts(), last_refresh(home), lake_fingerprint(home)
    stale = _stale(home, contracts)
    ledger = list((home.lake / "ledger").glob("*.json"))
    kept = {_key(path) for path in ledger} - stale
    found = [path for path in (*ledger, *(home.lake / "outcomes").glob("*.json")) if _key(path) in stale]
    found += [path for path in (home.lake / "verdicts").rglob("*.json") if _key(path) not in kept]
    found += [path for layer in LAYERS for path in (home.lake / layer).rglob("*.parquet") if _key(path) not in kept]
    for path in found:
        path.unlink()
    if last is not None and last.lake == before:
        remember(home, replace(last, lake=lake_fingerprint(home)))  # nobody needs to look for damage
    return len(found)


def _stale(home: Installation, contracts: Mapping[str, Contract]) -> set[tuple[str, str]]:
    """Batch or arrival, and derivation, of everything of before today whose file today's rules have read."""
    from ingest.lake.ledger import Arrival, BatchRecord, Outcome, read_records
    from ingest.parser_version import department_derivation, derivation_of

    today = {code: derivation_of(contract) for code, contract in contracts.items()}
    of_department = {
        department: department_derivation([c for c in contracts.values() if c.department == department])
        for department in {contract.department for contract in contracts.values()}
    }
    nobody = department_derivation([])
    arrivals = read_records(home.lake / "arrivals", Arrival)
    wanted = {arrival.arrival_id: of_department.get(arrival.department, nobody) for arrival in arrivals}
    outcomes = [(o.arrival_id, o.derivation) for o in read_records(home.lake / "outcomes", Outcome)]
    read = {arrival for arrival, derivation in outcomes if wanted.get(arrival) == derivation}
    stale = {(arrival, derivation) for arrival, derivation in outcomes if arrival in read} - set(wanted.items())
    for record in read_records(home.lake / "ledger", BatchRecord):
        if record.arrival_id in read and today.get(record.list) != record.derivation:
            stale.add((record.batch_id, record.derivation))
    return stale


def _key(path: Path) -> tuple[str, str]:
    """``<batch or arrival>.<derivation>.…`` as two parts."""
    first, _, rest = path.name.partition(".")
    return first, rest.partition(".")[0]
