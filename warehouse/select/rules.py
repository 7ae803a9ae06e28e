"""Select: which batches win. Pure: order comes from the data, never from processing (docs/architecture.md, Invariants).

The replacement key is (list, region, part, period). The latest full delivery replaces, later supplements are
laid over it by natural key; lists of events and decisions keep every eligible batch. Decisions let a batch count
that would not, or keep one out; they come in as values.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from expectations.suite import Verdict
from ingest.contracts.contract import Contract
from ingest.lake.ledger import BatchRecord
from park_brain.clock import business_date, in_zhejiang
from warehouse.select.conflict import settle_conflicts
from warehouse.select.decisions import BLOCK, RELEASE, BatchDecision, ruling
from warehouse.select.selection import Choice, Reason, State, named, named_zh, order
from warehouse.select.supplement import completed_lists, placed
from warehouse.select.undersized import held

__all__ = ["Choice", "Reason", "State", "choose"]


def choose(
    batches: Iterable[BatchRecord],
    verdicts: Mapping[str, Verdict],
    as_of: datetime,
    contracts: Mapping[str, Contract],
    decisions: Sequence[BatchDecision] = (),
    set_aside: Mapping[str, Reason] | None = None,
) -> list[Choice]:
    """Say of every batch whether its rows count as of ``as_of`` (naive UTC), and why.

    ``set_aside``: batches that hold the rows of another part once more, which only a decision lets count.
    """
    batches = list(batches)
    known = [batch for batch in batches if batch.received_at <= as_of]
    in_force = [decision for decision in decisions if decision.in_force(business_date(as_of))]
    aside = _not_released(known, in_force, set_aside or {})
    known = [batch for batch in known if batch.batch_id not in aside]
    rulings = {b.batch_id: found for b in known if in_force and (found := ruling(b, in_force))}
    obstacles = _obstacles(known, verdicts, as_of, contracts, rulings)
    completed = completed_lists((b for b in known if b.batch_id not in obstacles), contracts)
    choices = [_future(b, verdicts[b.batch_id], as_of) for b in batches if b.received_at > as_of]
    choices += [Choice(b, verdicts[i], "superseded", aside[i]) for b in batches if (i := b.batch_id) in aside]
    for key, group in _grouped(known, completed, contracts).items():
        chosen = _choose_group(group, verdicts, obstacles, rulings, is_added=len(key) == 2)
        choices += [placed(c, completed[i]) if (i := c.batch.batch_id) in completed else c for c in chosen]
    return sorted(settle_conflicts(choices, contracts), key=lambda c: (_key(c.batch), order(c.batch)))


def _not_released(
    known: Iterable[BatchRecord], decisions: Sequence[BatchDecision], set_aside: Mapping[str, Reason]
) -> dict[str, Reason]:
    found = {batch.batch_id: ruling(batch, decisions) for batch in known if batch.batch_id in set_aside}
    return {i: set_aside[i] for i, decision in found.items() if decision is None or decision.action != RELEASE}


def _grouped(
    known: list[BatchRecord], completed: Mapping[str, BatchRecord], contracts: Mapping[str, Contract]
) -> dict[tuple[str, ...], list[BatchRecord]]:
    """Batches by replacement key, oldest first; a supplement of a later date comes after the list it completes."""
    groups: dict[tuple[str, ...], list[BatchRecord]] = defaultdict(list)
    for batch in known:
        period = completed.get(batch.batch_id, batch).period
        place = () if contracts[batch.list].is_added_by_key else (batch.part, period)
        groups[batch.list, batch.region, *place].append(batch)
    for group in groups.values():
        group.sort(key=lambda b: (b.batch_id in completed, order(b)))
    return groups


def _key(batch: BatchRecord) -> tuple[str, str, str, str]:
    return batch.list, batch.region, batch.period, batch.part


def _future(batch: BatchRecord, verdict: Verdict, as_of: datetime) -> Choice:
    reason = Reason(
        "future",
        f"received at {batch.received_at} UTC, after {as_of} UTC",
        f"{in_zhejiang(batch.received_at):%Y-%m-%d %H:%M} 收到，晚于统计时点",
    )
    return Choice(batch, verdict, "not_yet_received", reason)


def _choose_group(
    group: list[BatchRecord],
    verdicts: Mapping[str, Verdict],
    obstacles: Mapping[str, Reason],
    rulings: Mapping[str, BatchDecision],
    *,
    is_added: bool,
) -> list[Choice]:
    """``group`` is one replacement key, oldest first."""
    choices, eligible = [], []
    for batch in group:
        verdict, decision = verdicts[batch.batch_id], rulings.get(batch.batch_id)
        if obstacle := obstacles.get(batch.batch_id):
            number = decision.decision_no if decision and obstacle.cause == "blocked" else None
            choices.append(Choice(batch, verdict, "not_eligible", obstacle, decision_no=number))
        else:
            eligible.append(batch)
    fulls = [index for index, batch in enumerate(eligible) if batch.delivery == "full"]
    first = fulls[-1] if fulls and not is_added else 0
    for rank, batch in enumerate(eligible):
        verdict, decision = verdicts[batch.batch_id], rulings.get(batch.batch_id)
        number = decision.decision_no if decision else None
        if rank < first:
            choices.append(Choice(batch, verdict, "superseded", _replaced(eligible[first]), decision_no=number))
        else:
            why = _why(batch, verdict, decision, is_added)
            choices.append(Choice(batch, verdict, "selected", why, rank - first, number))
    return choices


def _obstacles(
    known: list[BatchRecord],
    verdicts: Mapping[str, Verdict],
    as_of: datetime,
    contracts: Mapping[str, Contract],
    rulings: Mapping[str, BatchDecision],
) -> dict[str, Reason]:
    """batch_id -> why it must not count."""
    blocked = {batch_id for batch_id, decision in rulings.items() if decision.action == BLOCK}
    released = {batch_id for batch_id, decision in rulings.items() if decision.action == RELEASE}
    small = held([b for b in known if b.batch_id not in blocked], verdicts, as_of, contracts, released)
    found = {i: _obstacle(verdicts[i], small.get(i), rulings.get(i)) for i in (b.batch_id for b in known)}
    return {batch_id: reason for batch_id, reason in found.items() if reason}


def _obstacle(verdict: Verdict, small: Reason | None, decision: BatchDecision | None) -> Reason | None:
    """Why a batch must not count, unless a decision releases it."""
    if decision is None:
        return _critical(verdict) or small
    if decision.action == RELEASE:
        return None
    number, day = decision.decision_no, decision.decided_date
    return Reason(
        "blocked",
        f"blocked by decision {number} of {day}: {decision.reason}",
        f"已停用：决定 {number}（{day}），理由：{decision.reason}",
    )


def _replaced(newer: BatchRecord) -> Reason:
    return Reason("replaced", f"replaced by {named(newer)}", f"已被 {named_zh(newer)}替代")


def _why(batch: BatchRecord, verdict: Verdict, decision: BatchDecision | None, is_added: bool) -> Reason:
    if is_added:
        reason = Reason("added", "rows are added by key", "按编号逐条累加")
    elif batch.delivery == "full":
        reason = Reason("latest", "latest full delivery", "最新的完整报送")
    else:
        reason = Reason("supplement", "supplement, laid over by natural key", "补报，同一条记录以补报的内容为准")
    if decision is None:
        return reason
    failed = _critical(verdict)
    number, day, stated = decision.decision_no, decision.decided_date, decision.reason
    en = f"{reason.en}; released by decision {number} of {day}: {stated}"
    zh = f"{reason.zh}；经决定 {number}（{day}）放行，理由：{stated}"
    return Reason("released", en + (f" ({failed.en})" if failed else ""), zh + (f"（{failed.zh}）" if failed else ""))


def _critical(verdict: Verdict) -> Reason | None:
    if verdict.verdict != "critical":
        return None
    failed = [c for c in verdict.checks if c.severity == "critical" and not c.success]
    found = "; ".join(
        f"{c.expectation}({c.column or 'table'}) wants {c.expected or 'no exception'}, found {c.observed}"
        for c in failed
    )
    return Reason("critical", f"critical: {found}", "未通过整批校验：" + "；".join(c.zh for c in failed))
