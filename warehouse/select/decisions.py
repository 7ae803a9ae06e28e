"""Select: people's decisions about batches (批次放行与停用清单), which came through the inbox like any list.

A decision names a batch of its region by number, or by file path and, for workbooks of several lists, list. The
latest received one that is in force on the business date rules.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

from ingest.lake.ledger import BatchRecord
from park_brain.sql import literal

if TYPE_CHECKING:
    import duckdb

BATCH_DECISIONS = "data_centre.batch_decision"
Action = Literal["放行", "停用"]
RELEASE: Action = "放行"
BLOCK: Action = "停用"


@dataclass(frozen=True)
class BatchDecision:
    """One decision in its latest form; a revoked one (撤销) is none."""

    decision_no: str
    action: Action
    region: str
    reason: str
    decided_date: date
    received_at: datetime
    batch_id: str | None = None
    file_path: str | None = None
    list_code: str | None = None
    valid_to_date: date | None = None

    def in_force(self, day: date) -> bool:
        """Whether it holds on a day; both its first and last day count."""
        return self.decided_date <= day and (self.valid_to_date is None or day <= self.valid_to_date)

    def is_about(self, batch: BatchRecord) -> bool:
        """Everything the decision names must fit: number, path, list."""
        if self.region != batch.region or not (self.batch_id or self.file_path):
            return False
        return (
            self.batch_id in (None, batch.batch_id)
            and self.file_path in (None, batch.path)
            and self.list_code in (None, batch.list)
        )


def ruling(batch: BatchRecord, decisions: Sequence[BatchDecision]) -> BatchDecision | None:
    """The decision that rules a batch; of several the one received last."""
    about = [decision for decision in decisions if decision.is_about(batch)]
    return max(about, key=lambda d: (d.received_at, d.decided_date, d.decision_no), default=None)


def read_decisions(connection: duckdb.DuckDBPyConnection, folder: Path) -> tuple[BatchDecision, ...]:
    """The decisions among the selected rows of the list, revoked ones left out."""
    rows = connection.execute(
        f"""select decision_no, action, _region_code, reason, decided_date, _received_at, batch_id, file_path,
            list_code, valid_to_date
        from read_parquet({literal(folder / "*.parquet")}) where action in ('{RELEASE}', '{BLOCK}')
        order by _region_code, decision_no"""
    ).fetchall()
    return tuple(BatchDecision(row[0], cast("Action", row[1]), *row[2:]) for row in rows)
