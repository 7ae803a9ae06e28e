"""Derive, linking: the match cascade: codes, whole names, name parts, the model, then review.

A record links to one registered enterprise or none, from its own text and the register alone. Other records have no
influence, so the order of delivery has none either. ``link`` works on distinct records.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from identity.matching.model import Model, score
from identity.relations import load_frame

if TYPE_CHECKING:
    import duckdb
    import polars as pl

SQL_FOLDER = Path(__file__).parent / "sql"


def link(
    connection: duckdb.DuckDBPyConnection,
    queries: pl.DataFrame,
    masters: pl.DataFrame,
    thresholds: dict[str, float],
    model: Model,
) -> None:
    """Create tables ``link`` (q, master_id, method, score, evidence, doubt) and ``candidate`` (q, rank, ...).

    ``queries`` has q and ``records.TEXT_COLUMNS``; ``masters`` has m, master_id, is_former and the same texts, one row
    per current or former name of a registered enterprise.
    """
    connection.execute("set enable_progress_bar = false")
    block(connection, queries, masters, thresholds)
    score(connection, model)
    for name in ("facts.sql", "by_name.sql", "decide.sql", "output.sql"):
        _run(connection, name, thresholds)


def block(
    connection: duckdb.DuckDBPyConnection, queries: pl.DataFrame, masters: pl.DataFrame, thresholds: dict[str, float]
) -> None:
    """Settle the records for which keys are enough; create table ``pair`` (q, m) of what to compare for the others."""
    from identity.matching.records import with_evidence, with_keys

    keyed_queries, keyed_masters = with_keys(queries), with_keys(masters)
    load_frame(connection, "query_key", keyed_queries)
    load_frame(connection, "master_key", keyed_masters)
    for name in ("macros.sql", "codes.sql", "names.sql"):
        _run(connection, name, thresholds)
    open_ids = connection.sql("select q from query_key where q not in (select q from settled) order by q").pl()
    unsettled = keyed_queries.join(open_ids, on="q", how="semi")
    load_frame(connection, "query_part", _with_holders(with_evidence(unsettled)))
    load_frame(connection, "master_part", with_evidence(keyed_masters if len(unsettled) else keyed_masters.head(0)))
    for name in ("alias.sql", "deletions.sql", "pairs.sql"):
        _run(connection, name, thresholds)


def _with_holders(frame: pl.DataFrame) -> pl.DataFrame:
    """Add the normalised names of the holders listed in one cell."""
    import polars as pl

    from identity.matching.names import normalised

    each = frame.select("q", "holders").explode("holders").drop_nulls().with_columns(norm=normalised("holders"))
    lists = each.group_by("q", maintain_order=True).agg(holder_norms=pl.col("norm"))
    joined = frame.join(lists, on="q", how="left", maintain_order="left")
    return joined.with_columns(holder_norms=pl.col("holder_norms").fill_null([]))


def _run(connection: duckdb.DuckDBPyConnection, name: str, thresholds: dict[str, float]) -> None:
    text = (SQL_FOLDER / name).read_text(encoding="utf-8")
    for code, value in thresholds.items():
        text = text.replace(f"{{{{ {code} }}}}", f"{value:g}")
    connection.execute(text)
