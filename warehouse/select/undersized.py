"""Select: full deliveries that are wrongly small are held until somebody confirms them: files get cut off."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from datetime import datetime

from expectations.suite import Verdict
from ingest.contracts.contract import Contract
from ingest.lake.ledger import BatchRecord
from warehouse.select.selection import Reason, named, named_zh, order

HELD_BELOW_SHARE = 0.5
"""A full delivery with fewer than this share of the rows it would replace is held."""
HELD_FROM_ROWS = 20
"""Lists shorter than this shrink by half in daily life."""
SAME_SIZE = 0.1
"""Two small deliveries that differ by no more than this share confirm each other."""


def held(
    batches: Iterable[BatchRecord],
    verdicts: Mapping[str, Verdict],
    as_of: datetime,
    contracts: Mapping[str, Contract],
    released: Set[str],
) -> dict[str, Reason]:
    """batch_id -> why it is held: full deliveries wrongly small against the last believed one of the same series.

    A snapshot is one series over all its dates. Other lists are one series per period: a month may be small, and
    a register never loses a case that it no longer states. ``released`` batches are believed, whatever their size.
    """
    series: dict[tuple[str, ...], list[BatchRecord]] = defaultdict(list)
    for batch in batches:
        contract = contracts[batch.list]
        critical = verdicts[batch.batch_id].verdict == "critical" and batch.batch_id not in released
        if not contract.is_added_by_key and batch.delivery == "full" and not critical:
            period = () if contract.kind == "snapshot" else (batch.period,)
            series[batch.list, batch.region, batch.part, *period].append(batch)
    reasons: dict[str, Reason] = {}
    for group in series.values():
        reasons |= _held_of_series(sorted(group, key=lambda b: (b.period_end, order(b))), as_of, released)
    return reasons


def is_wrongly_small(rows: int, before: int) -> bool:
    """Whether so few rows in place of so many must be confirmed by somebody first."""
    return before >= HELD_FROM_ROWS and rows < before * HELD_BELOW_SHARE


def _held_of_series(group: list[BatchRecord], as_of: datetime, released: Set[str]) -> dict[str, Reason]:
    """``group`` is oldest first. Sent again, as a copy or at about the same size, a small delivery is believed."""
    reasons: dict[str, Reason] = {}
    believed, doubted = group[0], list[BatchRecord]()
    for batch in group[1:]:
        small = is_wrongly_small(batch.rows_accepted, believed.rows_accepted)
        again = sum(sight <= as_of for sight in batch.sighted_at) > 1 or any(_same_size(batch, b) for b in doubted)
        if small and not again and batch.batch_id not in released:
            reasons[batch.batch_id] = _reason(batch, believed)
            doubted.append(batch)
        else:
            believed, doubted = batch, []
    return reasons


def _reason(batch: BatchRecord, believed: BatchRecord) -> Reason:
    return Reason(
        "held",
        f"held: {batch.rows_accepted} rows where {named(believed)} had {believed.rows_accepted}; "
        "if this is right, send the full list once more",
        f"暂缓采用：本次只有 {batch.rows_accepted} 行，而 {named_zh(believed)}有 {believed.rows_accepted} 行；"
        "如数据无误，请将完整清单再报送一次，或由大数据中心放行",
    )


def _same_size(one: BatchRecord, other: BatchRecord) -> bool:
    larger = max(one.rows_accepted, other.rows_accepted)
    return abs(one.rows_accepted - other.rows_accepted) <= larger * SAME_SIZE
