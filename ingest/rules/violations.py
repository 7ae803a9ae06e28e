"""Ingest, rules: findings become violations, with place, reason and remedy. What they quote names nobody by now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from ingest.contracts.builtin_rules import BUILTIN
from ingest.contracts.contract import Contract
from park_brain.sql import literal

VIOLATION_SCHEMA = dict.fromkeys(
    (
        "violation_id",
        "batch_id",
        "list_code",
        "region_code",
        "part",
        "period",
        "sheet",
        "line",
        "rule_id",
        "severity",
        "column_name",
        "column_zh",
        "value_masked",
        "row_key",
        "message_zh",
        "remedy_zh",
        "dimension",
        "owner",
    ),
    pl.String,
) | {"line": pl.Int32}


@dataclass(frozen=True)
class BatchIdentity:
    """What violations say about where they come from."""

    batch_id: str
    list: str
    region: str
    part: str
    period: str


def write_violations(
    con: duckdb.DuckDBPyConnection, contract: Contract, identity: BatchIdentity, path: Path
) -> dict[str, int]:
    """Write table ``finding`` with what table ``doubtful`` says about the place; returns findings per rule.

    ``violation_id`` depends on place and content, so the same fault re-sent is one fault.
    """
    if not con.table("finding").limit(1).fetchall():  # most batches; the rest of this costs more than typing them
        pl.DataFrame(schema=VIOLATION_SCHEMA).write_parquet(path)
        return {}
    con.execute("create or replace temp table finding_once as select distinct * from finding")
    _load_texts(con, contract)
    con.execute(
        f"copy ({_violations_sql(contract, identity)}) to {literal(str(path))} (format parquet, compression zstd)"
    )
    counts = con.execute("select rule_id, count(*) from finding_once group by rule_id order by rule_id").fetchall()
    return dict(counts)


def _violations_sql(contract: Contract, identity: BatchIdentity) -> str:
    place = {"list_code": identity.list, "region_code": identity.region, "part": identity.part}
    scope = [*place.values()] if contract.is_restated else [*place.values(), identity.period]
    where = ", ".join(f"{literal(value)} as {name}" for name, value in place.items())
    content = "concat_ws('|', " + ", ".join(f"doubtful.{c}::varchar" for c in contract.outputs) + ")"
    return f"""
        with named as (
            select f.*, doubtful._sheet, doubtful._line, nullif({key_text(contract)}, '') as row_key,
                f.value as value_masked,
                sha256(concat_ws('|', {literal("|".join(scope))}, coalesce(nullif({key_text(contract)}, ''), {content}),
                    f.rule_id, f.column_name)) as content_hash
            from finding_once as f join doubtful using (_row)
        ), numbered as (
            select *, row_number() over (partition by content_hash order by _row, value) as occurrence from named
        )
        select
            'V' || substr(content_hash, 1, 16)
                || case when occurrence > 1 then '-' || occurrence else '' end as violation_id,
            {literal(identity.batch_id)} as batch_id, {where}, {literal(identity.period)} as period,
            _sheet as sheet, _line::integer as line, rule_id, severity, column_name, column_zh,
            value_masked, row_key, message_zh, remedy_zh, dimension, owner
        from numbered
        left join rule_text using (rule_id)
        left join column_text using (column_name)
        order by _row, rule_id, column_name, value"""


def _load_texts(con: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    """Reason, remedy and owner of every rule, and the Chinese name of every column, as small tables."""
    rules: list[tuple[str | None, ...]] = [(rule, *text, None) for rule, text in BUILTIN.items()]
    rules += [(rule.id, rule.zh, rule.remedy, rule.dimension, rule.owner) for rule in contract.rules]
    load_table(con, "rule_text", ("rule_id", "message_zh", "remedy_zh", "dimension", "owner"), rules)
    columns = [(name, column.zh) for column in contract.columns for name in {column.name, *column.outputs}]
    load_table(con, "column_text", ("column_name", "column_zh"), columns)


def is_hidden(contract: Contract, name: str) -> bool:
    """Whether reports never quote a column (received or typed name): it names persons, or is L4."""
    (column,) = (c for c in contract.columns if name == c.name or name in c.outputs)
    return column.is_hidden


def key_text(contract: Contract) -> str:
    """SQL for the natural key as people read it."""
    return "concat_ws('｜', " + ", ".join(f"{k}::varchar" for k in contract.natural_key) + ")"


def load_table(
    con: duckdb.DuckDBPyConnection, table: str, names: Sequence[str], rows: Sequence[tuple[str | None, ...]]
) -> None:
    """A small table of texts."""
    values = ", ".join("(" + ", ".join("null::varchar" if v is None else literal(v) for v in row) + ")" for row in rows)
    con.execute(f"create or replace temp table {table} as from (values {values}) as t({', '.join(names)})")
