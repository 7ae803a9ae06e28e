"""Select: the same rows sent under two parts of one list never add up: the batch received later is set aside.

Parts are told apart by their names, and a name may be wrong. So where several parts of a list count for one period (or,
in a list that restates its state, as the newest of their parts), their rows are compared: by natural key where that
names one row, else whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from expectations.suite import Verdict
from ingest.contracts.contract import Contract
from ingest.lake.ledger import BatchRecord
from ingest.recognise.parts import WHOLE
from park_brain.cache import cached_parquet, digest
from park_brain.installation import Installation
from park_brain.sql import literal
from park_brain.tables import arrow_table, copy_query
from warehouse.select.decisions import BatchDecision
from warehouse.select.rules import choose
from warehouse.select.selection import Choice, Reason, named, named_zh, order

if TYPE_CHECKING:
    import duckdb

TOO_MANY_SHARED = 0.5
"""A part that shares at least this share of the smaller one's rows is that part once more under another name."""
Group = dict[str, BatchRecord]
"""Batches, by their ids, whose rows would be added up."""
Shared = dict[frozenset[str], tuple[int, int]]
"""Two batches -> rows they share, and rows of the smaller one."""


def choose_once(
    connection: duckdb.DuckDBPyConnection,
    home: Installation,
    contracts: Mapping[str, Contract],
    batches: Sequence[BatchRecord],
    verdicts: Mapping[str, Verdict],
    as_of: datetime,
    decisions: Sequence[BatchDecision],
) -> list[Choice]:
    """Choose until no rows count under two parts: what takes the place of a batch set aside may be such a one, too."""
    aside: dict[str, Reason] = {}
    while True:
        chosen = choose(batches, verdicts, as_of, contracts, decisions, aside)
        released = {choice.batch.batch_id for choice in chosen if choice.why.cause == "released"}
        found = doubled(connection, home, contracts, chosen)
        new = {batch_id: why for batch_id, why in found.items() if batch_id not in released | aside.keys()}
        if not new:
            return chosen
        aside |= new


def doubled(
    connection: duckdb.DuckDBPyConnection,
    home: Installation,
    contracts: Mapping[str, Contract],
    choices: Sequence[Choice],
) -> dict[str, Reason]:
    """batch_id -> why it is set aside, among the batches that would count."""
    found: dict[str, Reason] = {}
    for (code, region), groups in _groups(choices, contracts).items():
        shared = _shared(connection, home, contracts[code], region, groups)
        for group in groups:
            found |= _set_aside(sorted(group.values(), key=order), shared)
    return found


def _groups(choices: Sequence[Choice], contracts: Mapping[str, Contract]) -> dict[tuple[str, str], list[Group]]:
    """What is added up, of every list and region: one period, or the newest of every part."""
    periods: dict[tuple[str, str], dict[str, Group]] = defaultdict(lambda: defaultdict(dict))
    newest: dict[tuple[str, str], dict[str, BatchRecord]] = defaultdict(dict)
    for batch in (choice.batch for choice in choices if choice.state == "selected"):
        contract, place = contracts[batch.list], (batch.list, batch.region)
        if contract.is_added_by_key or batch.part == WHOLE or not batch.rows_accepted:
            continue
        periods[place][batch.period][batch.batch_id] = batch
        before = newest[place].get(batch.part)
        if contract.is_restated and (before is None or before.period_end < batch.period_end):
            newest[place][batch.part] = batch
    groups: dict[tuple[str, str], list[Group]] = {}
    for place, by_period in periods.items():
        every = [*by_period.values(), {batch.batch_id: batch for batch in newest[place].values()}]
        several = [group for group in every if len({batch.part for batch in group.values()}) > 1]
        if several:
            groups[place] = several
    return groups


def _set_aside(batches: Sequence[BatchRecord], shared: Shared) -> dict[str, Reason]:
    """``batches`` is one group, oldest first."""
    reasons: dict[str, Reason] = {}
    for index, batch in enumerate(batches):
        for first in batches[:index]:
            same, rows = shared.get(frozenset((batch.batch_id, first.batch_id)), (0, 1))
            if first.batch_id not in reasons and first.part != batch.part and same >= rows * TOO_MANY_SHARED:
                reasons[batch.batch_id] = _reason(batch, first, same)
                break
    return reasons


def _reason(batch: BatchRecord, first: BatchRecord, same: int) -> Reason:
    return Reason(
        "conflict",
        f"conflict: {same} of its rows were delivered before as {first.part} by {named(first)}; "
        "the same rows under two parts count once",
        f"重复报送：有 {same} 行与此前以“{first.part}”报送的 {named_zh(first)}相同，同样的内容只计一次，"
        f"本批（{batch.part}）不采用；请核对范围，或由大数据中心放行",
    )


def _shared(
    connection: duckdb.DuckDBPyConnection, home: Installation, contract: Contract, region: str, groups: Sequence[Group]
) -> Shared:
    """Rows that two batches of different parts share; counted again only where the batches are others."""
    batches = {batch_id: batch for group in groups for batch_id, batch in sorted(group.items())}
    members = [
        (str(b.typed_path(home)), i, b.batch_id, b.part) for i, group in enumerate(groups) for b in group.values()
    ]
    key = digest((contract.natural_key, contract.unique_key, *members))
    path = home.selected / "_shared_rows" / f"{contract.list}.{region}.parquet"

    def write(target: object) -> int:
        names = {"file": "VARCHAR", "place": "INTEGER", "batch_id": "VARCHAR", "part": "VARCHAR"}
        connection.register("members", arrow_table(names, members))
        files = [str(batch.typed_path(home)) for batch in batches.values()]
        return copy_query(connection, _sql(contract, files), target)  # type: ignore[arg-type]

    cached_parquet(path, key, write)
    rows = connection.execute(f"select one, other, shared, smaller from read_parquet({literal(path)})").fetchall()
    return {frozenset((one, other)): (same, smaller) for one, other, same, smaller in rows}


def _sql(contract: Contract, files: Sequence[str]) -> str:
    by_key = contract.unique_key and contract.natural_key
    columns = ", ".join(f"r.{name}" for name in (contract.natural_key if by_key else contract.outputs))
    filled = " or ".join(f"r.{name} is not null" for name in contract.natural_key) if by_key else "true"
    return f"""
        with content as (
            select distinct m.place, m.batch_id, m.part, hash(row({columns})) as row_hash
            from read_parquet([{", ".join(map(literal, files))}], filename = true, union_by_name = true) as r
            join members as m on r.filename = m.file
            where {filled}
        ),
        sizes as (select place, batch_id, count(*) as size from content group by all)
        select a.batch_id as one, b.batch_id as other, count(*)::integer as shared,
            min(least(s.size, t.size))::integer as smaller
        from content as a
        join content as b on a.place = b.place and a.row_hash = b.row_hash and a.batch_id < b.batch_id
            and a.part <> b.part
        join sizes as s on a.place = s.place and a.batch_id = s.batch_id
        join sizes as t on b.place = t.place and b.batch_id = t.batch_id
        group by a.batch_id, b.batch_id, a.place
    """
