"""Benchmarks: trains the frozen linking model on the simulator's linking worlds.

    python -m benchmarks.train_linking --out identity/matching/models/enterprise_v1.json

m probabilities come from the labelled pairs that blocking finds, u probabilities from random pairs within a region,
shares of 字号 from the drawn registers. Draws, counts and rounding are fixed, so the same code gives the same file.
"""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from identity.matching import engine, model
from identity.matching.thresholds import thresholds

if TYPE_CHECKING:
    import duckdb
    import polars as pl

VERSION = "enterprise_v1"
MASTERS, QUERIES, SEEDS = 40_000, 40_000, (101, 102)
RANDOM_PAIRS = 50
MIN_SHARE_COUNT = 5
SMOOTHING = 0.5
DIGITS = 6


def main() -> None:
    """Train and write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=model.MODEL_FILE)
    out: Path = parser.parse_args().out
    out.write_text(json.dumps(train(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def train() -> dict[str, Any]:
    """Train a model; the content of its file."""
    counts: dict[tuple[str, int, bool], int] = {}
    trade_names: dict[str, int] = {}
    for seed in SEEDS:
        _add_world(seed, counts, trade_names)
    total = sum(trade_names.values())
    return {
        "version": VERSION,
        "trained_on": f"simulator.linking, seeds {SEEDS}, {MASTERS} registered and {QUERIES} mentions each",
        "settings": _settings(counts),
        "rare_share": round(1 / total, 9),
        "trade_name_shares": {
            trade_name: round(n / total, 9) for trade_name, n in sorted(trade_names.items()) if n >= MIN_SHARE_COUNT
        },
    }


def _add_world(seed: int, counts: dict[tuple[str, int, bool], int], trade_names: dict[str, int]) -> None:
    """Count the levels of all labelled pairs of one world, matches and others apart."""
    import tempfile

    from identity.matching.files import as_masters, as_queries
    from park_brain import database
    from simulator.linking import draw_linking

    world = draw_linking(MASTERS, QUERIES, seed)
    with tempfile.TemporaryDirectory() as folder, database.connect(Path(folder)) as connection:
        queries = as_queries(world.query)
        engine.block(connection, queries.drop("query_id").unique("q"), as_masters(world.master), thresholds(date.max))
        _load_truth(connection, queries, world.label)
        for name, levels in _levels().items():
            case = " ".join(f"when {sql} then {n}" for n, sql in enumerate(levels))
            rows = connection.execute(
                f"select case {case} else {len(levels)} end as level, is_match, count(*) from compared group by all"
            ).fetchall()
            for level, is_match, n in rows:
                counts[name, level, is_match] = counts.get((name, level, is_match), 0) + n
        for trade_name, n in connection.execute(
            "select trade_name, count(*) from master_part group by trade_name"
        ).fetchall():
            trade_names[trade_name] = trade_names.get(trade_name, 0) + n


def _load_truth(connection: duckdb.DuckDBPyConnection, queries: pl.DataFrame, labels: pl.DataFrame) -> None:
    import polars as pl

    truth = queries.select("q", pl.col("query_id")).join(labels.select("query_id", "master_id"), on="query_id")
    connection.register("truth", truth.to_arrow())
    connection.execute(
        f"""create or replace temp table labelled as
        with drawn as (
            select q, (hash(q * 1000 + n.range) % (select count(*) from master_part))::bigint as m
            from query_part cross join range({RANDOM_PAIRS}) as n
        )
        select q, m, true as is_match from pair join truth using (q) join master_part as r using (m)
        where not is_former and truth.master_id = r.master_id
        union all
        select drawn.q, drawn.m, false from drawn join truth using (q)
        join query_part as l using (q) join master_part as r using (m)
        where truth.master_id <> r.master_id and regions_fit(l.region_stem, r.region_stem)"""
    )
    columns = ", ".join(f"l.{c} as {c}_l, r.{c} as {c}_r" for c in model.COMPARED)
    connection.execute(
        f"create or replace temp table compared as select {columns}, is_match from labelled"
        " join query_part as l using (q) join master_part as r using (m)"
    )


def _levels() -> dict[str, list[str]]:
    """Comparison -> conditions in order, the null level first."""
    return {
        c["output_column_name"]: [level["sql_condition"] for level in c["comparison_levels"][:-1]]
        for c in model.comparisons()
    }


def _settings(counts: dict[tuple[str, int, bool], int]) -> dict[str, Any]:
    """Splink settings with m and u for every level except the null level, whose pairs do not count."""
    comparisons = model.comparisons()
    for comparison in comparisons:
        name, levels = comparison["output_column_name"], comparison["comparison_levels"]
        for key, is_match in (("m_probability", True), ("u_probability", False)):
            seen = [counts.get((name, n, is_match), 0) + SMOOTHING for n in range(1, len(levels))]
            for level, n in zip(levels[1:], seen, strict=True):
                level[key] = round(n / sum(seen), DIGITS)
    return {
        "link_type": "link_only",
        "probability_two_random_records_match": 0.01,
        "blocking_rules_to_generate_predictions": ["l.trade_name = r.trade_name"],
        "comparisons": comparisons,
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": False,
    }


if __name__ == "__main__":
    main()
