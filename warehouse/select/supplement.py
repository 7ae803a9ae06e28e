"""Select: which list a supplement completes, where every delivery of a list restates it whole.

A supplement dated later than the newest full list of its part is laid over that list: alone it would pass for the
whole state, and everything it does not repeat would be gone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from ingest.contracts.contract import Contract
from ingest.lake.ledger import BatchRecord
from warehouse.select.selection import Choice, Reason, named, named_zh, order


def completed_lists(eligible: Iterable[BatchRecord], contracts: Mapping[str, Contract]) -> dict[str, BatchRecord]:
    """batch_id of a supplement -> the newest eligible full list of its part, where that is of an earlier period."""
    fulls: dict[tuple[str, ...], list[BatchRecord]] = defaultdict(list)
    supplements: list[BatchRecord] = []
    for batch in eligible:
        if contracts[batch.list].is_restated:
            if batch.delivery == "full":
                fulls[batch.list, batch.region, batch.part].append(batch)
            else:
                supplements.append(batch)
    completed = {}
    for batch in supplements:
        before = [f for f in fulls[batch.list, batch.region, batch.part] if f.period_end <= batch.period_end]
        newest = max(before, key=lambda f: (f.period_end, order(f)), default=batch)
        if newest.period != batch.period:
            completed[batch.batch_id] = newest
    return completed


def placed(choice: Choice, completed: BatchRecord) -> Choice:
    """The choice of a supplement as part of the list it completes."""
    place = {name: getattr(completed, name) for name in ("period", "period_start", "period_end")}
    why = choice.why
    if why.cause == "supplement":
        stated = choice.batch.period
        why = Reason(
            "supplement",
            f"supplement of {stated}, laid over {named(completed)} of {completed.period} by natural key",
            f"{stated} 的补报，更新 {completed.period} 的 {named_zh(completed)}",
        )
    return replace(choice, batch=choice.batch.model_copy(update=place), why=why)
