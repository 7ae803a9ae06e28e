"""Select: what became of one batch, and why, in the words of engineers and of departments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

from expectations.suite import Verdict
from ingest.lake.ledger import BatchRecord
from park_brain.clock import in_zhejiang

State = Literal["selected", "superseded", "not_eligible", "not_yet_received"]
Cause = Literal[
    "latest", "supplement", "added", "released", "replaced", "conflict", "critical", "held", "blocked", "future"
]
"""Departments read their own time; there has been no summer time since 1991."""


class Reason(NamedTuple):
    """Why a batch counts or not: a word for models, a sentence for engineers and one for departments."""

    cause: Cause
    en: str
    zh: str


@dataclass(frozen=True)
class Choice:
    """One batch and what became of it; ``rank`` orders the selected ones of a key, higher wins."""

    batch: BatchRecord
    verdict: Verdict
    state: State
    why: Reason
    rank: int = 0
    decision_no: str | None = None
    """The decision that released or blocked it."""

    @property
    def reason(self) -> str:
        """For engineers."""
        return self.why.en

    @property
    def reason_zh(self) -> str:
        """For departments."""
        return self.why.zh


def order(batch: BatchRecord) -> tuple[datetime, str, str]:
    """Which of two batches came later; equal instants are decided by content."""
    return batch.received_at, batch.sha256, batch.batch_id


def named(batch: BatchRecord) -> str:
    """A batch as engineers find it."""
    return f"{batch.path} (received {batch.received_at} UTC)"


def named_zh(batch: BatchRecord) -> str:
    """A batch as departments know it."""
    return f"{batch.path}（{in_zhejiang(batch.received_at):%Y-%m-%d %H:%M} 收到）"
