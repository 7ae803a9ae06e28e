"""Select: ``whole`` and parts of one key together are a reported conflict, never a sum."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from park_brain.ingest.contract import Contract
from park_brain.ingest.delivery import WHOLE
from park_brain.ingest.ledger import BatchRecord
from park_brain.warehouse.choice import Choice, Reason, named, named_zh, order
from park_brain.warehouse.hold import ADDED_BY_KEY


def settle_conflicts(choices: list[Choice], contracts: Mapping[str, Contract]) -> list[Choice]:
    """They meet in one period; in a snapshot also across dates, since the newest of every part counts."""
    sides: dict[tuple[str, ...], dict[bool, list[BatchRecord]]] = defaultdict(lambda: defaultdict(list))
    for choice in choices:
        batch, kind = choice.batch, contracts[choice.batch.list].kind
        if choice.state == "selected" and kind not in ADDED_BY_KEY:
            period = () if kind == "snapshot" else (batch.period,)
            sides[batch.list, batch.region, *period][batch.part == WHOLE].append(batch)
    reasons: dict[str, tuple[bool, Reason]] = {}
    for by_side in sides.values():
        if len(by_side) == 2:
            reasons.update(_settle(by_side))
    return [_apply(choice, reasons.get(choice.batch.batch_id)) for choice in choices]


def _settle(by_side: Mapping[bool, list[BatchRecord]]) -> dict[str, tuple[bool, Reason]]:
    """batch_id -> (stays, reason): the side with the newest period stays, of one period the one received last."""
    last = {side: max(batches, key=_age) for side, batches in by_side.items()}
    winner = max(last, key=lambda side: _age(last[side]))
    reasons = {}
    for side, batches in by_side.items():
        others = sorted({batch.part for batch in by_side[not side]})
        for batch in batches:
            reasons[batch.batch_id] = side == winner, _reason(batch, others, last[winner], side == winner)
    return reasons


def _reason(batch: BatchRecord, others: list[str], newest: BatchRecord, stays: bool) -> Reason:
    outcome = "that side is set aside" if stays else f"{named(newest)} is newer"
    outcome_zh = "其他各份不采用" if stays else f"以较新的 {named_zh(newest)}为准"
    other_names = "、".join(map(_part_zh, others))
    return Reason(
        "conflict",
        f"conflict: {batch.part} and {', '.join(others)} both delivered; {outcome}",
        f"重复报送：{_part_zh(batch.part)}与{other_names}均报送了本清单，{outcome_zh}；请只保留一种报送方式",
    )


def _part_zh(part: str) -> str:
    return "全域整份" if part == WHOLE else part


def _age(batch: BatchRecord) -> tuple[date, datetime, str, str]:
    return batch.period_end, *order(batch)


def _apply(choice: Choice, settled: tuple[bool, Reason] | None) -> Choice:
    if settled is None or choice.state != "selected":
        return choice
    stays, reason = settled
    return replace(choice, why=reason) if stays else replace(choice, state="superseded", why=reason, rank=0)
