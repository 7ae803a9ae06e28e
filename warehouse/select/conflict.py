"""Select: ``whole`` and parts of one key together are a reported conflict, never a sum."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from ingest.contracts.contract import Contract
from ingest.lake.ledger import BatchRecord
from ingest.recognise.parts import WHOLE
from warehouse.select.selection import Choice, Reason, named, named_zh, order
from warehouse.select.undersized import is_wrongly_small

Sides = Mapping[bool, list[Choice]]


def settle_conflicts(choices: list[Choice], contracts: Mapping[str, Contract]) -> list[Choice]:
    """They meet in one period; in a snapshot also across dates, since the newest of every part counts."""
    sides: dict[tuple[str, ...], dict[bool, list[Choice]]] = defaultdict(lambda: defaultdict(list))
    for choice in choices:
        batch, contract = choice.batch, contracts[choice.batch.list]
        if choice.state == "selected" and not contract.is_added_by_key:
            period = () if contract.kind == "snapshot" else (batch.period,)
            sides[batch.list, batch.region, *period][batch.part == WHOLE].append(choice)
    reasons: dict[str, tuple[bool, Reason]] = {}
    for by_side in sides.values():
        if len(by_side) == 2:
            reasons.update(_settle(by_side))
    return [_apply(choice, reasons.get(choice.batch.batch_id)) for choice in choices]


def _settle(by_side: Sides) -> dict[str, tuple[bool, Reason]]:
    """batch_id -> (stays, reason): the side with the newest period stays, of one period the one received last.

    Unless it is wrongly small: the list of one town must not take the place of the whole county's.
    """
    last = {side: max((choice.batch for choice in found), key=_age) for side, found in by_side.items()}
    newer = max(last, key=lambda side: _age(last[side]))
    rows = {side: _rows(found) for side, found in by_side.items()}
    confirmed = any(choice.why.cause == "released" for choice in by_side[newer])
    held = is_wrongly_small(rows[newer], rows[not newer]) and not confirmed
    winner = newer is not held
    return {
        choice.batch.batch_id: (side == winner, _reason(choice.batch, by_side, last[newer], rows if held else None))
        for side, found in by_side.items()
        for choice in found
    }


def _rows(side: list[Choice]) -> int:
    """Rows of the newest period of every part."""
    newest: dict[str, date] = {}
    for batch in (choice.batch for choice in side):
        newest[batch.part] = max(batch.period_end, newest.get(batch.part, batch.period_end))
    return sum(c.batch.rows_accepted for c in side if c.batch.period_end == newest[c.batch.part])


def _reason(batch: BatchRecord, by_side: Sides, newest: BatchRecord, held: Mapping[bool, int] | None) -> Reason:
    """``held``: rows of both sides, where the newer one has too few."""
    is_newer = (batch.part == WHOLE) == (newest.part == WHOLE)
    others = sorted({choice.batch.part for choice in by_side[batch.part != WHOLE]})
    if held:
        few, many = held[newest.part == WHOLE], held[newest.part != WHOLE]
        outcome = f"the newer side has {few} rows where the other has {many} and is held"
        outcome_zh = (
            f"较新一方只有 {few} 行，另一方有 {many} 行，暂缓采用；如数据无误，请补齐其余各份，或由大数据中心放行"
        )
    elif is_newer:
        outcome, outcome_zh = "that side is set aside", "其他各份不采用"
    else:
        outcome, outcome_zh = f"{named(newest)} is newer", f"以较新的 {named_zh(newest)}为准"
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
