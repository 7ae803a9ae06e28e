"""Select: the table of files: what arrived or waits, what became of it, and what to do."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from ingest.contracts.contract import Contract
from ingest.lake.ledger import Arrival, Outcome, read_records
from ingest.parser_version import department_derivation
from park_brain.clock import in_zhejiang
from park_brain.installation import Installation
from park_brain.tables import Row

FILES = {
    "arrival_id": "VARCHAR",
    "file_path": "VARCHAR",
    "region_code": "VARCHAR",
    "department": "VARCHAR",
    "file_sha256": "VARCHAR",
    "size_bytes": "BIGINT",
    "received_at": "TIMESTAMP",
    "outcome": "VARCHAR",
    "refusal_codes": "VARCHAR",
    "message_en": "VARCHAR",
    "message_zh": "VARCHAR",
    "batch_count": "INTEGER",
}
Messages = list[tuple[str, str]]
"""For engineers, for departments."""


def file_rows(
    home: Installation, contracts: Mapping[str, Contract], as_of: datetime, waiting: Sequence[Arrival] = ()
) -> list[Row]:
    """Every file ever seen with what today's contracts make of it, and those that wait because they still grow."""
    by_department: dict[str, list[Contract]] = defaultdict(list)
    for contract in contracts.values():
        by_department[contract.department].append(contract)
    derivations = {department: department_derivation(lists) for department, lists in by_department.items()}
    nobody = department_derivation(())
    outcomes = {(o.arrival_id, o.derivation): o for o in read_records(home.lake / "outcomes", Outcome)}
    rows = []
    for arrival in read_records(home.lake / "arrivals", Arrival):
        outcome = outcomes.get((arrival.arrival_id, derivations.get(arrival.department, nobody)))
        if outcome is not None:
            rows.append(_file_row(arrival.as_shown, outcome, as_of))
    return rows + [_waiting_row(arrival.as_shown) for arrival in waiting]


def _file_row(arrival: Arrival, outcome: Outcome, as_of: datetime) -> Row:
    refusals = outcome.refusals
    state = "landed" if not refusals else "partly_refused" if outcome.batches else "refused"
    if arrival.received_at > as_of:
        state = "not_yet_received"
    messages = [*_times(arrival, as_of), *((refusal.en, refusal.placed_zh) for refusal in refusals)]
    return _row(arrival, state, sorted({refusal.code for refusal in refusals}), messages, len(outcome.batches))


def _times(arrival: Arrival, as_of: datetime) -> Messages:
    """What is odd about the time of receipt."""
    found = []
    if arrival.stated_at:
        stated = f"{in_zhejiang(arrival.stated_at):%Y-%m-%d %H:%M}"
        found.append(
            (
                f"its time {arrival.stated_at} UTC lay after the clock: it counts as received when first seen",
                f"文件时间 {stated} 晚于当时时间，按首次发现的时间计收",
            )
        )
    if arrival.received_at > as_of:
        found.append((f"received after {as_of} UTC: does not count yet", "收到时间晚于统计时点，尚未计入"))
    return found


def _waiting_row(arrival: Arrival) -> Row:
    messages = [("it is still being written; the next refresh reads it", "文件仍在写入，下次刷新时读取")]
    number = "W" + hashlib.sha256(f"{arrival.arrival_id}|{arrival.path}".encode()).hexdigest()[:16]
    return _row(arrival.model_copy(update={"arrival_id": number}), "waiting", [], messages, 0)


def _row(arrival: Arrival, state: str, codes: list[str], messages: Messages, batches: int) -> Row:
    return (
        arrival.arrival_id,
        arrival.path,
        "" if "unknown_region" in codes else arrival.region,
        arrival.department,
        arrival.sha256 or None,
        arrival.size_bytes,
        arrival.received_at,
        state,
        ";".join(codes) or None,
        "\n".join(en for en, _ in messages) or None,
        "\n".join(zh for _, zh in messages) or None,
        batches,
    )
