"""Ingest: apply a contract's row rules to typed rows in one pass, and part accepted rows from quarantine.

A row is quarantined by any ``reject`` finding; every finding is kept with its row, value and reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from park_brain.ingest.builtin_rules import BUILTIN
from park_brain.ingest.contract import Contract


@dataclass(frozen=True)
class BatchIdentity:
    """What violations say about where they come from."""

    batch_id: str
    list: str
    region: str
    part: str
    period: str


@dataclass(frozen=True)
class Judgement:
    """Row counts of one batch; rows per rule."""

    accepted: int
    quarantined: int
    violations: dict[str, int]


def judge_rows(
    con: duckdb.DuckDBPyConnection,
    contract: Contract,
    identity: BatchIdentity,
    *,
    rows: Path,
    findings: Path,
    typed: Path,
    violations: Path,
) -> Judgement:
    """Read typed ``rows`` and value ``findings`` (parquet), write accepted rows and all violations."""
    con.execute(f"create or replace temp view rows as from read_parquet({_literal(str(rows))})")
    con.execute(f"create or replace temp table finding as from read_parquet({_literal(str(findings))})")
    _add_rule_findings(con, contract)
    _add_duplicates(con, contract)
    con.execute("create or replace temp view rejected as select distinct _row from finding where severity = 'reject'")
    outputs = ", ".join(contract.outputs)
    con.execute(
        f"copy (select {outputs}, _sheet, _line::integer as _line from rows "
        f"where _row not in (from rejected) order by _row) to {_literal(str(typed))} (format parquet, compression zstd)"
    )
    _write_violations(con, contract, identity, violations)
    counts = con.execute("select (select count(*) from rows), (select count(*) from rejected)").fetchone()
    assert counts is not None
    per_rule = con.execute("select rule_id, count(*) from finding group by rule_id order by rule_id").fetchall()
    return Judgement(counts[0] - counts[1], counts[1], dict(per_rule))


def _add_rule_findings(con: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    if not contract.rules:
        return
    first_output = {c.name: next(iter(c.outputs), None) for c in contract.columns} | {n: n for n in contract.outputs}
    failing = ", ".join(
        f"case when not ({rule.holds}) then {{'n': {number}, 'v': {first_output[rule.column]}::varchar}} end"
        for number, rule in enumerate(contract.rules)
    )
    rules = [(str(number), rule.id, rule.severity, rule.column) for number, rule in enumerate(contract.rules)]
    _load(con, "rule", ("n", "id", "severity", "column_name"), rules)
    con.execute(
        f"""insert into finding
        select broken._row, rule.id, rule.severity, rule.column_name, broken.f.v
        from (select _row, unnest([{failing}]) as f from rows) as broken
        join rule on rule.n::integer = broken.f.n"""
    )


def _add_duplicates(con: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    """Only rows that nothing else rejects can be, or have, duplicates; the first one stays."""
    con.execute(
        f"""create or replace temp table clean as
        select _row, {", ".join(contract.outputs)} from rows
        where _row not in (select _row from finding where severity = 'reject')"""
    )
    everything = ", ".join(contract.outputs)
    con.execute(
        f"""insert into finding
        select _row, 'duplicate_row', 'reject', '{contract.natural_key[0]}', null
        from clean qualify row_number() over (partition by {everything} order by _row) > 1"""
    )
    if not contract.unique_key:
        return
    key = ", ".join(contract.natural_key)
    con.execute(
        f"""insert into finding
        select _row, 'duplicate_key', 'reject', '{contract.natural_key[0]}', {_key_text(contract)}
        from clean
        where coalesce({", ".join(f"{k}::varchar" for k in contract.natural_key)}) is not null
            and _row not in (select _row from finding where rule_id = 'duplicate_row')
        qualify row_number() over (partition by {key} order by _row) > 1"""
    )


def _key_text(contract: Contract) -> str:
    """SQL for the natural key as people read it."""
    return "concat_ws('｜', " + ", ".join(f"{k}::varchar" for k in contract.natural_key) + ")"


def _write_violations(con: duckdb.DuckDBPyConnection, contract: Contract, identity: BatchIdentity, path: Path) -> None:
    """One row per finding. ``violation_id`` depends on place and content, so the same fault re-sent is one fault."""
    _load_texts(con, contract)
    where = {
        "list_code": identity.list,
        "region_code": identity.region,
        "part": identity.part,
        "period": identity.period,
    }
    place = ", ".join(f"{_literal(value)} as {name}" for name, value in where.items())
    key = f"nullif({_key_text(contract)}, '')"
    content = "concat_ws('|', " + ", ".join(f"rows.{c}::varchar" for c in contract.outputs) + ")"
    con.execute(
        f"""copy (
            with named as (
                select f.*, rows._sheet, rows._line, {key} as row_key,
                    sha256(concat_ws('|', {_literal("|".join(where.values()))}, coalesce({key}, {content}),
                        f.rule_id, f.column_name)) as content_hash
                from finding as f join rows using (_row)
            ), numbered as (
                select *, row_number() over (partition by content_hash order by _row) as occurrence from named
            )
            select
                'V' || substr(content_hash, 1, 16)
                    || case when occurrence > 1 then '-' || occurrence else '' end as violation_id,
                {_literal(identity.batch_id)} as batch_id, {place},
                _sheet as sheet, _line::integer as line, rule_id, severity, column_name, column_zh,
                value as value_masked, row_key, message_zh, remedy_zh, dimension
            from numbered
            left join rule_text using (rule_id)
            left join column_text using (column_name)
            order by _row, rule_id, column_name
        ) to {_literal(str(path))} (format parquet, compression zstd)"""
    )


def _load_texts(con: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    """Reason and remedy of every rule, and the Chinese name of every column, as small tables."""
    rules = [(rule, *text) for rule, text in BUILTIN.items()]
    rules += [(rule.id, rule.zh, rule.remedy, rule.dimension) for rule in contract.rules]
    _load(con, "rule_text", ("rule_id", "message_zh", "remedy_zh", "dimension"), rules)
    columns = [(name, column.zh) for column in contract.columns for name in {column.name, *column.outputs}]
    _load(con, "column_text", ("column_name", "column_zh"), columns)


def _load(con: duckdb.DuckDBPyConnection, table: str, names: Sequence[str], rows: Sequence[tuple[str, ...]]) -> None:
    values = ", ".join("(" + ", ".join(map(_literal, row)) + ")" for row in rows)
    con.execute(f"create or replace temp table {table} as from (values {values}) as t({', '.join(names)})")


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
