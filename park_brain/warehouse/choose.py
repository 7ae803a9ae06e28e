"""Select: which batches win. Pure: order comes from the data, never from processing (design.md invariant 7).

The replacement key is (list, region, part, period). The latest full delivery replaces, later supplements are
laid over it by natural key; an event list keeps every eligible batch.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from park_brain.expectations.suite import Verdict
from park_brain.ingest.contract import Contract
from park_brain.ingest.delivery import WHOLE
from park_brain.ingest.ledger import BatchRecord

State = Literal["selected", "superseded", "not_eligible", "not_yet_received"]

HELD_BELOW_SHARE = 0.5
"""A full delivery with fewer than this share of the rows it would replace is held: files get cut off."""
HELD_FROM_ROWS = 20
"""Lists shorter than this shrink by half in daily life."""
SAME_SIZE = 0.1
"""Two small deliveries that differ by no more than this share confirm each other."""


@dataclass(frozen=True)
class Choice:
    """One batch and what became of it; ``rank`` orders the selected ones of a key, higher wins."""

    batch: BatchRecord
    verdict: Verdict
    state: State
    reason: str
    rank: int = 0


def choose(
    batches: Iterable[BatchRecord],
    verdicts: Mapping[str, Verdict],
    as_of: datetime,
    contracts: Mapping[str, Contract],
) -> list[Choice]:
    """Say of every batch whether its rows count as of ``as_of`` (naive UTC), and why."""
    choices: list[Choice] = []
    groups: dict[tuple[str, ...], list[BatchRecord]] = defaultdict(list)
    known = [batch for batch in batches if batch.received_at <= as_of]
    held = _held(known, verdicts, as_of, contracts)
    for batch in batches:
        if batch.received_at > as_of:
            reason = f"received at {batch.received_at} UTC, after {as_of} UTC"
            choices.append(Choice(batch, verdicts[batch.batch_id], "not_yet_received", reason))
        elif contracts[batch.list].kind == "event":
            groups[batch.list, batch.region].append(batch)
        else:
            groups[batch.list, batch.region, batch.part, batch.period].append(batch)
    for key, group in groups.items():
        choices += _choose_group(sorted(group, key=_order), verdicts, held, is_event=len(key) == 2)
    return sorted(_settle_conflicts(choices, contracts), key=lambda c: (_key(c.batch), _order(c.batch)))


def _order(batch: BatchRecord) -> tuple[datetime, str, str]:
    return batch.received_at, batch.sha256, batch.batch_id


def _key(batch: BatchRecord) -> tuple[str, str, str, str]:
    return batch.list, batch.region, batch.period, batch.part


def _choose_group(
    group: list[BatchRecord], verdicts: Mapping[str, Verdict], held: Mapping[str, str], *, is_event: bool
) -> list[Choice]:
    """``group`` is one replacement key, oldest first."""
    choices, eligible = [], []
    for batch in group:
        verdict = verdicts[batch.batch_id]
        reason = _critical(verdict) or held.get(batch.batch_id, "")
        if reason:
            choices.append(Choice(batch, verdict, "not_eligible", reason))
        else:
            eligible.append(batch)
    fulls = [index for index, batch in enumerate(eligible) if batch.delivery == "full"]
    first = fulls[-1] if fulls and not is_event else 0
    for rank, batch in enumerate(eligible):
        verdict = verdicts[batch.batch_id]
        if rank < first:
            reason = f"replaced by {_named(eligible[first])}"
            choices.append(Choice(batch, verdict, "superseded", reason))
        else:
            choices.append(Choice(batch, verdict, "selected", _why(batch, is_event), rank - first))
    return choices


def _why(batch: BatchRecord, is_event: bool) -> str:
    if is_event:
        return "events are added by key"
    return "latest full delivery" if batch.delivery == "full" else "supplement, laid over by natural key"


def _critical(verdict: Verdict) -> str:
    if verdict.verdict != "critical":
        return ""
    failed = [c for c in verdict.checks if c.severity == "critical" and not c.success]
    return "critical: " + "; ".join(
        f"{c.expectation}({c.column or 'table'}) wants {c.expected or 'no exception'}, found {c.observed}"
        for c in failed
    )


def _held(
    batches: Iterable[BatchRecord], verdicts: Mapping[str, Verdict], as_of: datetime, contracts: Mapping[str, Contract]
) -> dict[str, str]:
    """batch_id -> why it is held: full deliveries wrongly small against the last believed one of the same series.

    A snapshot is one series over all its dates. Other lists are one series per period: a month may be small, and
    a register never loses a case that it no longer states.
    """
    series: dict[tuple[str, ...], list[BatchRecord]] = defaultdict(list)
    for batch in batches:
        kind = contracts[batch.list].kind
        if kind != "event" and batch.delivery == "full" and verdicts[batch.batch_id].verdict != "critical":
            period = () if kind == "snapshot" else (batch.period,)
            series[batch.list, batch.region, batch.part, *period].append(batch)
    held: dict[str, str] = {}
    for group in series.values():
        held |= _held_of_series(sorted(group, key=lambda b: (b.period_end, _order(b))), as_of)
    return held


def _held_of_series(group: list[BatchRecord], as_of: datetime) -> dict[str, str]:
    """``group`` is oldest first. Sent again, as a copy or at about the same size, a small delivery is believed."""
    held: dict[str, str] = {}
    believed, doubted = group[0], list[BatchRecord]()
    for batch in group[1:]:
        enough = believed.rows_accepted * HELD_BELOW_SHARE
        small = believed.rows_accepted >= HELD_FROM_ROWS and batch.rows_accepted < enough
        again = sum(sight <= as_of for sight in batch.sighted_at) > 1 or any(_same_size(batch, b) for b in doubted)
        if small and not again:
            held[batch.batch_id] = (
                f"held: {batch.rows_accepted} rows where {_named(believed)} had {believed.rows_accepted}; "
                "if this is right, send the full list once more"
            )
            doubted.append(batch)
        else:
            believed, doubted = batch, []
    return held


def _same_size(one: BatchRecord, other: BatchRecord) -> bool:
    larger = max(one.rows_accepted, other.rows_accepted)
    return abs(one.rows_accepted - other.rows_accepted) <= larger * SAME_SIZE


def _named(batch: BatchRecord) -> str:
    return f"{batch.path} (received {batch.received_at} UTC)"


def _settle_conflicts(choices: list[Choice], contracts: Mapping[str, Contract]) -> list[Choice]:
    """``whole`` and parts together are a reported conflict, never a sum.

    They meet in one period; in a snapshot also across dates, since the newest of every part counts.
    """
    sides: dict[tuple[str, ...], dict[bool, list[BatchRecord]]] = defaultdict(lambda: defaultdict(list))
    for choice in choices:
        batch, kind = choice.batch, contracts[choice.batch.list].kind
        if choice.state == "selected" and kind != "event":
            period = () if kind == "snapshot" else (batch.period,)
            sides[batch.list, batch.region, *period][batch.part == WHOLE].append(batch)
    reasons: dict[str, tuple[bool, str]] = {}
    for by_side in sides.values():
        if len(by_side) == 2:
            reasons.update(_settle(by_side))
    return [_apply(choice, reasons.get(choice.batch.batch_id)) for choice in choices]


def _settle(by_side: Mapping[bool, list[BatchRecord]]) -> dict[str, tuple[bool, str]]:
    """batch_id -> (stays, reason): the side with the newest period stays, of one period the one received last."""
    last = {side: max(batches, key=_age) for side, batches in by_side.items()}
    winner = max(last, key=lambda side: _age(last[side]))
    reasons = {}
    for side, batches in by_side.items():
        for batch in batches:
            parts = ", ".join(sorted({b.part for b in by_side[not side]}))
            outcome = "that side is set aside" if side == winner else f"{_named(last[winner])} is newer"
            reason = f"conflict: {batch.part} and {parts} both delivered; {outcome}"
            reasons[batch.batch_id] = (side == winner, reason)
    return reasons


def _age(batch: BatchRecord) -> tuple[date, datetime, str, str]:
    return batch.period_end, *_order(batch)


def _apply(choice: Choice, settled: tuple[bool, str] | None) -> Choice:
    if settled is None or choice.state != "selected":
        return choice
    stays, reason = settled
    return replace(choice, reason=reason) if stays else replace(choice, state="superseded", reason=reason, rank=0)
