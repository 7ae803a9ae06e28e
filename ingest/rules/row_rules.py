"""Ingest, rules: apply a contract's row rules to typed rows in one pass, and part accepted rows from quarantine.

A row is quarantined by any ``reject`` finding; every finding is kept with its row, value and reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from ingest.contracts.contract import Contract
from ingest.lake.batch_files import BatchFiles
from ingest.persons.free_text import mask_free_text
from ingest.rules.totals import differing_totals
from ingest.rules.violations import BatchIdentity, is_hidden, key_text, load_table, write_violations
from park_brain.sql import literal

NARROW, WIDE = "DECIMAL(18,", "DECIMAL(38,"


@dataclass(frozen=True)
class Judgement:
    """Row counts of one batch; rows per rule."""

    accepted: int
    quarantined: int
    violations: dict[str, int]


def judge_rows(
    con: duckdb.DuckDBPyConnection, contract: Contract, identity: BatchIdentity, files: BatchFiles
) -> Judgement:
    """Read typed rows, findings and totals; write accepted rows and all violations."""
    con.execute(f"create or replace temp view rows as from read_parquet({literal(str(files.rows))})")
    con.execute(f"create or replace temp table finding as from read_parquet({literal(str(files.findings))})")
    _mask_quoted(con, contract)
    _add_rule_findings(con, contract)
    _add_totals(con, contract, files.totals)
    _add_duplicates(con, contract)
    rejected = con.execute("select distinct _row from finding where severity = 'reject' order by _row").pl()["_row"]
    _write_accepted(contract, files, rejected)
    per_rule = write_violations(con, contract, identity, files.violations)
    return Judgement(_count(con, "select count(*) from rows") - len(rejected), len(rejected), per_rule)


def _write_accepted(contract: Contract, files: BatchFiles, rejected: pl.Series) -> None:
    """What nothing rejects, in the order received: streamed, which spares a sort of all rows."""
    rows = pl.scan_parquet(files.rows).filter(~pl.col("_row").is_in(rejected.implode()))
    outputs = rows.select(*contract.outputs, "_sheet", pl.col("_line").cast(pl.Int32))
    outputs.sink_parquet(files.typed, compression="zstd", compression_level=1, maintain_order=True)


def _count(con: duckdb.DuckDBPyConnection, statement: str) -> int:
    """What a statement counts: one row, one figure."""
    found = con.execute(statement).fetchone()
    assert found is not None
    return int(found[0])


def _mask_quoted(con: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    """Hide persons in cells as received, under whatever column a shifted row put them.

    Words of the contract are none. What later findings quote is typed, and was screened when it was.
    """
    quoted = con.execute("select distinct value from finding where value is not null").pl()["value"].cast(pl.String)
    ours = [text for c in contract.columns for value, others in c.values.items() for text in (value, *others)]
    masked = pl.DataFrame({"original": quoted, "masked": mask_free_text(quoted)})
    masked = masked.filter((pl.col("original") != pl.col("masked")) & ~pl.col("original").is_in(ours))
    if masked.is_empty():
        return
    con.register("masked", masked.to_arrow())
    con.execute(
        """create or replace temp table finding as
        select f.* replace (coalesce(m.masked, f.value) as value)
        from finding as f left join masked as m on m.original = f.value"""
    )
    con.unregister("masked")


def _add_rule_findings(con: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    """All predicates in one scan; a rule may look at other rows of the list through window functions."""
    if not contract.rules:
        return
    shown = {c.name: next(iter(c.outputs), "null") for c in contract.columns} | {n: n for n in contract.outputs}
    flags = ", ".join(f"not ({rule.holds}) as _broken{n}" for n, rule in enumerate(contract.rules))
    failing = ", ".join(
        f"case when _broken{n} then {{'n': {n}, 'v': {_quoted(contract, rule.column, shown)}}} end"
        for n, rule in enumerate(contract.rules)
    )
    rules = [(str(number), rule.id, rule.severity, rule.column) for number, rule in enumerate(contract.rules)]
    load_table(con, "rule", ("n", "id", "severity", "column_name"), rules)
    con.execute(
        f"""insert into finding
        select broken._row, rule.id, rule.severity, rule.column_name, broken.f.v
        from (
            select _row, unnest([{failing}]) as f from (select *, {flags} from {_in_wide_figures(contract)})
            where {" or ".join(f"_broken{n}" for n in range(len(rules)))}
        ) as broken
        join rule on rule.n::integer = broken.f.n"""
    )


def _in_wide_figures(contract: Contract) -> str:
    """The rows in decimals that no predicate outgrows: a figure must not stop the file it stands in."""
    decimals = {name: kind for name, kind in contract.outputs.items() if kind.startswith(NARROW)}
    wide = [f"{name}::{kind.replace(NARROW, WIDE)} as {name}" for name, kind in decimals.items()]
    return f"(select * replace ({', '.join(wide)}) from rows)" if wide else "rows"


def _quoted(contract: Contract, column: str, shown: dict[str, str]) -> str:
    """What a finding quotes: nothing of a column that names persons or is confidential in itself."""
    return "'***'" if is_hidden(contract, column) else f"{shown[column]}::varchar"


def _add_duplicates(con: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    """Only rows that nothing else rejects can be, or have, duplicates; the first one stays.

    Identical rows share their key: the few keys that occur twice are found by their hash, then compared in full.
    """
    key = ", ".join(contract.natural_key)
    everything = ", ".join(contract.outputs)
    clean = "from rows where _row not in (select _row from finding where severity = 'reject')"
    con.execute(f"create or replace temp table hashed as select _row, hash({key}) as h {clean}")
    found = _count(
        con,
        "create or replace temp table again as"
        " select _row from hashed where h in (select h from hashed group by h having count(*) > 1)",
    )
    # One scan for every row with a finding; the report reads it too.
    doubtful = "select _row from again union all select _row from finding"
    con.execute(f"create or replace temp table doubtful as from rows where _row in ({doubtful})")
    if not found:
        return
    con.execute("create or replace temp view candidate as from doubtful where _row in (from again)")
    con.execute(
        f"""insert into finding
        select _row, 'duplicate_row', 'reject', '{contract.natural_key[0]}', null
        from candidate qualify row_number() over (partition by {everything} order by _row) > 1"""
    )
    if not contract.unique_key:
        return
    con.execute(
        f"""insert into finding
        select _row, 'duplicate_key', 'reject', '{contract.natural_key[0]}', {key_text(contract)}
        from candidate
        where coalesce({", ".join(f"{k}::varchar" for k in contract.natural_key)}) is not null
            and _row not in (select _row from finding where rule_id = 'duplicate_row')
        qualify row_number() over (partition by {key} order by _row) > 1"""
    )


def _add_totals(con: duckdb.DuckDBPyConnection, contract: Contract, totals: Path) -> None:
    found = differing_totals(con, contract, totals)
    if found:
        rows = [(str(f.row), "total_differs", "warn", f.column, f.message) for f in found]
        load_table(con, "differing", ("_row", "rule_id", "severity", "column_name", "value"), rows)
        con.execute("insert into finding select _row::bigint, * exclude (_row) from differing")
