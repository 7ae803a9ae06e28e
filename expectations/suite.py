"""Expectations: what a suite is and what a verdict says. Pure values, cheap to import."""

from __future__ import annotations

import hashlib
from typing import Literal

from ingest.contracts.contract import Contract
from ingest.lake.records import Part, Record

VerdictKind = Literal["pass", "warning", "critical"]
JUDGE_VERSION = "1"
"""Raised when our way of judging changes: verdicts of an older way are then made anew."""


class Check(Part):
    """One expectation and what came of it; ``reason`` says why the threshold is what it is."""

    expectation: str
    column: str | None
    severity: Literal["critical", "warning"]
    success: bool
    observed: str
    expected: str
    reason: str
    zh: str = ""
    """What the department reads when it fails."""


class Verdict(Record):
    """The judgement on one batch by one suite. Critical: the batch may not be selected."""

    batch_id: str
    suite_hash: str
    verdict: VerdictKind
    checks: tuple[Check, ...] = ()

    def is_of(self, batch_id: str, suite_hash: str) -> bool:
        """Whether it is the verdict that its place says it is."""
        return (self.batch_id, self.suite_hash) == (batch_id, suite_hash)


def suite_hash(contract: Contract) -> str:
    """Identifies the suite of a list: same hash, same verdict on the same batch."""
    parts = [JUDGE_VERSION, contract.list, *(e.model_dump_json() for e in contract.expectations)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def verdict_of(batch_id: str, suite: str, checks: tuple[Check, ...]) -> Verdict:
    """The worst severity among the failed checks decides."""
    failed = {check.severity for check in checks if not check.success}
    kind: VerdictKind = "critical" if "critical" in failed else "warning" if failed else "pass"
    return Verdict(batch_id=batch_id, suite_hash=suite, verdict=kind, checks=checks)
