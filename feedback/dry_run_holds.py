"""Feedback: whether a file, sent now, would be held because it is far smaller than what it replaces. Read-only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from expectations.run import verdict_path
from expectations.suite import Verdict, suite_hash, verdict_of
from feedback.dry_run import CheckedBatch, CheckResult
from ingest.contracts.contract import Contract
from ingest.lake.ledger import BatchRecord, load_batches
from ingest.parser_version import derivation_of
from park_brain.clock import utc_now
from park_brain.installation import Installation
from warehouse.select.undersized import held


def with_holds(home: Installation, contracts: Mapping[str, Contract], result: CheckResult) -> CheckResult:
    """The result with a reason for every batch that this installation would hold; unchanged if it is empty."""
    return replace(result, batches=tuple(_with_hold(home, contracts, batch) for batch in result.batches))


def _with_hold(home: Installation, contracts: Mapping[str, Contract], batch: CheckedBatch) -> CheckedBatch:
    """The batch as if it arrived now, after everything already received."""
    contract, now = batch.contract, utc_now()
    before = [
        known
        for known in load_batches(home, {contract.list: derivation_of(contract)})
        if known.region == batch.record.region and known.batch_id != batch.record.batch_id
    ]
    if not before:
        return batch
    sent = batch.record.model_copy(update={"received_at": now, "sighted_at": (now,)})
    verdicts = {known.batch_id: _verdict(home, known, contract) for known in before}
    verdicts[sent.batch_id] = batch.verdict
    reasons = held([*before, sent], verdicts, now, contracts, frozenset())
    reason = reasons.get(sent.batch_id)
    return replace(batch, hold=reason.zh) if reason else batch


def _verdict(home: Installation, batch: BatchRecord, contract: Contract) -> Verdict:
    suite = suite_hash(contract)
    path = verdict_path(home, batch, suite)
    return Verdict.model_validate_json(path.read_bytes()) if path.exists() else verdict_of(batch.batch_id, suite, ())
