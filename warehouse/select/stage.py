"""Select: write the winning rows of every list, and what became of every batch, into ``work/selected``.

One Parquet file per (list, region) in the contract's columns plus lineage, remade only when its batches
changed; rows go from file to file inside DuckDB, so memory does not grow with the list.
"""

from __future__ import annotations

import shutil
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from expectations.suite import Verdict
from ingest.contracts.contract import Contract
from ingest.contracts.reading import reading_fingerprint
from ingest.lake.ledger import Arrival, BatchRecord
from park_brain import database
from park_brain.cache import cached_parquet, digest
from park_brain.installation import Installation
from park_brain.sql import literal
from park_brain.tables import Row, arrow_table, copy_query
from warehouse.select.damage_rows import damage_rows
from warehouse.select.decisions import BATCH_DECISIONS, BatchDecision, read_decisions
from warehouse.select.file_table import file_rows
from warehouse.select.overlap import choose_once
from warehouse.select.rules import Choice, choose
from warehouse.select.system_tables import write_system_tables

if TYPE_CHECKING:
    import duckdb

LAYOUT_VERSION = "1"
"""Raised when the files below change shape: cached ones are then remade."""
LINEAGE = {
    "_batch_id": "VARCHAR",
    "_sheet": "VARCHAR",
    "_line": "INTEGER",
    "_region_code": "VARCHAR",
    "_part": "VARCHAR",
    "_period": "VARCHAR",
    "_period_start": "DATE",
    "_period_end": "DATE",
    "_received_at": "TIMESTAMP",
}
CHOSEN = {
    "file": "VARCHAR",
    **{name: kind for name, kind in LINEAGE.items() if name not in ("_sheet", "_line")},
    "_rank": "INTEGER",
    "_overlaid": "BOOLEAN",
}


@dataclass(frozen=True)
class Selection:
    """What was chosen. ``fingerprint`` covers all that readers of ``work/selected`` can see."""

    choices: tuple[Choice, ...]
    rows: dict[str, int]
    """List code -> selected rows."""
    fingerprint: str
    next_due: datetime | None
    """When the next batch we hold counts as received; ``None`` if all do."""


def select(
    home: Installation,
    contracts: Mapping[str, Contract],
    batches: Sequence[BatchRecord],
    verdicts: Mapping[str, Verdict],
    *,
    as_of: datetime,
    waiting: Sequence[Arrival] = (),
) -> Selection:
    """Choose as of ``as_of`` (naive UTC) and bring ``work/selected`` up to date.

    Lists of decisions come first: they take part in choosing the others. ``waiting``: files that still grow.
    """
    home.tmp.mkdir(parents=True, exist_ok=True)
    deciding = [batch for batch in batches if contracts[batch.list].kind == "decision"]
    others = [batch for batch in batches if contracts[batch.list].kind != "decision"]
    rows: dict[str, int] = {}
    with database.connect(home.tmp) as connection:
        choices = choose(deciding, verdicts, as_of, contracts)
        of_kind = {code: contract for code, contract in contracts.items() if contract.kind == "decision"}
        prints = _write_lists(connection, home, of_kind, choices, rows)
        decisions: tuple[BatchDecision, ...] = ()
        if BATCH_DECISIONS in of_kind:
            decisions = read_decisions(connection, home.selected / BATCH_DECISIONS)
        rest = {code: contract for code, contract in contracts.items() if contract.kind != "decision"}
        chosen = choose_once(connection, home, contracts, others, verdicts, as_of, decisions)
        prints += _write_lists(connection, home, rest, chosen, rows)
        choices += chosen
        files = [*file_rows(home, contracts, as_of, waiting), *damage_rows(home)]
        prints.append(write_system_tables(connection, home, contracts, choices, files))
    _remove_unknown_lists(home, set(contracts))
    later = [c.batch.received_at for c in choices if c.state == "not_yet_received"]
    return Selection(tuple(choices), rows, digest(prints), min(later, default=None))


def known_decisions(home: Installation) -> tuple[BatchDecision, ...]:
    """The decisions about batches that the last selection saw."""
    folder = home.selected / BATCH_DECISIONS
    if not folder.is_dir():
        return ()
    with database.connect(home.tmp) as connection:
        return read_decisions(connection, folder)


def _write_lists(
    connection: duckdb.DuckDBPyConnection,
    home: Installation,
    contracts: Mapping[str, Contract],
    choices: Sequence[Choice],
    rows: dict[str, int],
) -> list[object]:
    """Write the winners of each list and note its rows; returns what identifies the content."""
    winners: dict[str, dict[str, list[Choice]]] = defaultdict(lambda: defaultdict(list))
    for choice in choices:
        if choice.state == "selected":
            winners[choice.batch.list][choice.batch.region].append(choice)
    prints: list[object] = []
    for code, contract in contracts.items():
        regions = winners[code]
        rows[code] = _write_list(connection, home, contract, regions)
        prints += [f"{code}/{region}:{_fingerprint(contract, regions[region])}" for region in sorted(regions)]
    return prints


def _write_list(
    connection: duckdb.DuckDBPyConnection, home: Installation, contract: Contract, regions: dict[str, list[Choice]]
) -> int:
    folder = home.selected / contract.list
    empty = _fingerprint(contract, [])
    cached_parquet(folder / "_empty.parquet", empty, lambda path: copy_query(connection, _empty_sql(contract), path))
    total = 0
    for region, choices in regions.items():
        file = folder / f"{region}.parquet"

        def write(path: Path, choices: list[Choice] = choices) -> int:
            return copy_query(connection, _winners_sql(connection, home, contract, choices), path)

        total += cached_parquet(file, _fingerprint(contract, choices), write)
    for stale in folder.glob("*.parquet"):
        if stale.stem not in {"_empty", *regions}:
            stale.with_suffix(".json").unlink(missing_ok=True)
            stale.unlink()
    return total


def _fingerprint(contract: Contract, choices: list[Choice]) -> str:
    used = [
        (b.batch_id, b.derivation, choice.rank, b.part, b.period, b.received_at)
        for choice in choices
        for b in [choice.batch]
    ]
    return digest((LAYOUT_VERSION, reading_fingerprint(contract), LINEAGE, *used))


def _empty_sql(contract: Contract) -> str:
    columns = {**contract.outputs, **LINEAGE}
    return f"select {', '.join(f'null::{kind} as {name}' for name, kind in columns.items())} where false"


def _winners_sql(
    connection: duckdb.DuckDBPyConnection, home: Installation, contract: Contract, choices: list[Choice]
) -> str:
    """Rows of the chosen batches of one (list, region), later deliveries laid over earlier ones."""
    filled = [choice for choice in choices if choice.batch.rows_accepted]
    chosen = _chosen_rows(home, contract, filled)
    connection.register("chosen", arrow_table(CHOSEN, chosen))
    alone = [str(row[0]) for row in chosen if not row[-1]]
    overlaid = [str(row[0]) for row in chosen if row[-1]]
    columns = ", ".join((*contract.outputs, *LINEAGE))
    parts = []
    if alone:
        parts.append(f"select {columns} from ({_rows_sql(contract, alone)})")
    if overlaid:
        latest = f"qualify _rank = max(_rank) over (partition by {_upsert_key(contract)})"
        parts.append(f"select {columns} from ({_rows_sql(contract, overlaid)}) {latest}")
    return " union all ".join(f"({part})" for part in parts) or _empty_sql(contract)


def _rows_sql(contract: Contract, files: list[str]) -> str:
    outputs = ", ".join(f"r.{name}::{kind} as {name}" for name, kind in contract.outputs.items())
    return (
        f"select {outputs}, r._sheet::varchar as _sheet, r._line::integer as _line, c.* exclude (file) "
        f"from read_parquet([{', '.join(map(literal, files))}], filename = true) as r "
        "join chosen as c on r.filename = c.file"
    )


def _upsert_key(contract: Contract) -> str:
    """What makes a later row replace an earlier one.

    Where a row has no key at all, or the list has none, only an identical row is the same row.
    """
    whole_row = f"row({', '.join(contract.outputs)})"
    scope = [] if contract.is_added_by_key else ["_part", "_period"]
    if not contract.unique_key or not contract.natural_key:
        return ", ".join((*scope, whole_row))
    keyless = " and ".join(f"{name} is null" for name in contract.natural_key)
    return ", ".join((*scope, *contract.natural_key, f"case when {keyless} then {whole_row} end"))


def _chosen_rows(home: Installation, contract: Contract, choices: list[Choice]) -> list[Row]:
    """Table ``chosen``: what to add to the rows of each file; last, whether its key has several."""
    batches = [choice.batch for choice in choices]
    keys = [() if contract.is_added_by_key else (b.part, b.period) for b in batches]
    counts = Counter(keys)
    return [
        (
            str(b.typed_path(home)),
            b.batch_id,
            b.region,
            b.part,
            b.period,
            b.period_start,
            b.period_end,
            b.received_at,
            choice.rank,
            counts[key] > 1,
        )
        for choice, b, key in zip(choices, batches, keys, strict=True)
    ]


def _remove_unknown_lists(home: Installation, codes: set[str]) -> None:
    for folder in home.selected.iterdir():
        if folder.is_dir() and not folder.name.startswith("_") and folder.name not in codes:
            shutil.rmtree(folder)
