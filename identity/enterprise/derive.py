"""Derive, enterprises: every code and name in any list gets an enterprise, by decision, match cascade or on its own.

The cascade is ``identity.matching``; here its two sides are made from the lists and people's decisions are put before
it. Records are linked from their own text and the authoritative lists, never from each other, so adding a list changes
no key of rows that it does not touch.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from identity.relations import LAST_ROW, load_frame, selected_rows
from identity.sources import LINK_DECISIONS, REGISTRY, enterprise_sources
from ingest.contracts.contract import Contract
from park_brain.installation import Installation

if TYPE_CHECKING:
    import duckdb

SQL_FOLDER = Path(__file__).parent / "sql"
ENTERPRISE_OUTPUTS = (
    "enterprise_key",
    "enterprise",
    "enterprise_mention",
    "enterprise_candidate",
    "enterprise_decided",
)


def derive_enterprises(
    connection: duckdb.DuckDBPyConnection, home: Installation, contracts: Mapping[str, Contract], day: date
) -> None:
    """Create the tables ``ENTERPRISE_OUTPUTS``; ``day`` decides which thresholds are in force."""
    connection.execute(f"create temp table list_mention as {_mentions_sql(home, contracts)}")
    connection.execute(f"create temp table former_mention as {_former_sql(home, contracts)}")
    connection.execute(f"create temp table stated_decision as {_decisions_sql(home, contracts)}")
    _code_forms(connection)
    _name_norms(connection)
    connection.execute(
        "create temp table enterprise_decision as select d.*, c.code, n.norm as name_norm from stated_decision as d"
        " join code_form as c on d.uscc_text = c.text join name_norm as n on d.name_text = n.text"
    )
    _run(connection, "record.sql")
    _run(connection, "decision.sql")
    _link(connection, home, day)
    _run(connection, "enterprise.sql")
    _head_names(connection)
    _run(connection, "branch.sql")
    _run(connection, "output.sql")


def _mentions_sql(home: Installation, contracts: Mapping[str, Contract]) -> str:
    """Distinct (list, region, code, name): rows, newest row and address, and whether the list is authoritative."""
    parts = " union all ".join(
        f"select '{s.list}' as list_code, _region_code as region_code, coalesce({s.uscc}, '') as uscc_text,"
        f" coalesce({s.name}, '') as name_text, {str(s.is_authoritative).lower()} as is_authoritative,"
        f" count(*) as row_count, max({LAST_ROW}) as last, arg_max({s.address}, {LAST_ROW})::varchar as address_text"
        f" from {selected_rows(home, s.list)} group by all"
        for s in enterprise_sources(contracts)
    )
    return (
        "select list_code, region_code, uscc_text, name_text, bool_or(is_authoritative) as is_authoritative,"
        " sum(row_count)::bigint as row_count, max(last) as last,"
        " coalesce(arg_max(address_text, last), '') as address_text"
        f" from ({parts}) where uscc_text <> '' or name_text <> '' group by all"
    )


def _former_sql(home: Installation, contracts: Mapping[str, Contract]) -> str:
    """Former names (曾用名) of codes; a cell may list several."""
    parts = [
        f"select distinct _region_code as region_code, {s.uscc} as uscc_text,"
        f" trim(unnest(regexp_split_to_array({s.former}, '[、，,;；]'))) as name_text"
        f" from {selected_rows(home, s.list)} where {s.uscc} is not null and {s.former} is not null"
        for s in enterprise_sources(contracts)
        if s.former != "null"
    ]
    nothing = "select ''::varchar as region_code, ''::varchar as uscc_text, ''::varchar as name_text where false"
    return f"select * from ({' union '.join([*parts, nothing])}) where name_text <> ''"


def _decisions_sql(home: Installation, contracts: Mapping[str, Contract]) -> str:
    """Decisions about links in force: neither revoked nor left open."""
    if LINK_DECISIONS not in contracts:
        return (
            "select " + ", ".join(f"null::{kind} as {name}" for name, kind in DECISION_COLUMNS.items()) + " where false"
        )
    return (
        "select decision_no, action, _region_code as region_code, review_id, coalesce(code_text, '') as uscc_text,"
        " coalesce(name_text, '') as name_text, target_uscc as target_code, _received_at as received_at, decided_date"
        f" from {selected_rows(home, LINK_DECISIONS)} where action in ('同一企业', '不是同一企业', '单独成户')"
    )


DECISION_COLUMNS = {
    "decision_no": "varchar",
    "action": "varchar",
    "region_code": "varchar",
    "review_id": "varchar",
    "uscc_text": "varchar",
    "name_text": "varchar",
    "target_code": "varchar",
    "received_at": "timestamp",
    "decided_date": "date",
}


def _code_forms(connection: duckdb.DuckDBPyConnection) -> None:
    """Create table ``code_form`` (text, code, kind): every code as typed, as it should be written, and its kind."""
    from identity.matching.codes import code_forms

    texts = connection.sql(
        "select uscc_text as text from list_mention union select uscc_text from former_mention"
        " union select uscc_text from stated_decision"
    ).pl()
    load_frame(connection, "code_form", code_forms(texts).select("text", "code", "kind"))


def _name_norms(connection: duckdb.DuckDBPyConnection) -> None:
    """Create table ``name_norm`` (text, norm)."""
    from identity.matching.names import normalised

    texts = connection.sql(
        "select name_text as text from list_mention union select name_text from former_mention"
        " union select name_text from stated_decision"
    ).pl()
    load_frame(connection, "name_norm", texts.with_columns(normalised("text").alias("norm")))


def _link(connection: duckdb.DuckDBPyConnection, home: Installation, day: date) -> None:
    """Create tables ``linked`` (the answer for each record) and ``candidate_master`` (the choices for a review)."""
    from identity.matching.link_cache import linked_records

    records = connection.sql(
        "select region_code, uscc_text as code_text, name_text, coalesce(address_text, '') as address_text from record"
        " order by all"
    ).pl()
    register = connection.sql(
        "select code as master_id, code as code_text, name_text, is_former, region_code, coalesce(address_text,"
        " max(address_text) over (partition by region_code, code), '') as address_text from register_name order by all"
    ).pl()
    answers, candidates = linked_records(home, records, register.with_row_index("m"), day)
    load_frame(connection, "linked", answers.rename({"code_text": "uscc_text"}))
    load_frame(connection, "candidate_found", candidates.rename({"code_text": "uscc_text"}))
    connection.execute(
        "create temp table candidate_master as select c.*, l.doubt, n.name_text as name_text_master"
        " from candidate_found as c join linked as l using (region_code, uscc_text, name_text) join"
        " (select code, min(name_text) filter (where not is_former) as name_text from register_name group by code) as n"
        " on c.master_id = n.code"
    )


def _head_names(connection: duckdb.DuckDBPyConnection) -> None:
    """Create tables ``head_name`` (norm, head_norm, unit) of branches and ``register_key`` (code, norm, ...)."""
    import polars as pl

    from identity.matching import vocabulary as words

    unit = words.alternatives(list(words.BRANCH_KINDS))
    pattern = rf"^(?<head_norm>.*?{words.form_pattern((*words.STRONG_CLASSES, '厂'))})(?<unit>.{{0,8}}?{unit})$"
    norms = connection.sql("select distinct name_norm as norm from anchored where name_norm <> ''").pl()
    parts = norms.with_columns(pl.col("norm").str.extract_groups(pattern).alias("parts")).unnest("parts")
    load_frame(connection, "head_name", parts.drop_nulls("head_norm"))
    connection.execute(
        "create temp table register_key as select distinct r.code, n.norm, r.region_code, r.is_former"
        " from register_name as r join name_norm as n on r.name_text = n.text"
    )


def _run(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    connection.execute((SQL_FOLDER / name).read_text(encoding="utf-8").replace("{{ registry }}", REGISTRY))
