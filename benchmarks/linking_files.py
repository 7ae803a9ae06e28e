"""Benchmarks: writes a linking world for both ways and measures the links that they write."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

QUERY, MASTER, LABEL = "query.csv", "master.csv", "label.parquet"
REGISTER = ("id", "name", "uscc", "address", "region_code", "former_name")
SEED = 21
NO_LINK = ("review", "none")


@dataclass(frozen=True)
class Quality:
    """Precision of automatic links; recall of decidable rows; recall of all rows of registered enterprises."""

    precision: float
    recall: float
    recall_all: float


def write_world(folder: Path, rows: int) -> None:
    """Write as many list rows as registered enterprises, with the noise of hard mode."""
    from simulator.linking import draw_linking

    world = draw_linking(masters=rows, queries=rows, seed=SEED)
    world.query.write_csv(folder / QUERY)
    world.master.select(REGISTER).write_csv(folder / MASTER)
    world.label.write_parquet(folder / LABEL)


def judge(folder: Path, links: Path) -> Quality:
    """Measure the links (query_id, master_id, method, score) against the labels."""
    found = pl.read_csv(links, infer_schema=False).filter(
        ~pl.col("method").is_in(NO_LINK), pl.col("master_id").fill_null("") != ""
    )
    label = pl.read_parquet(folder / LABEL)
    rows = label.join(found.select("query_id", pl.col("master_id").alias("found_id")), on="query_id", how="left")
    second = pl.col("noise").str.contains("several_holders") & (pl.col("found_id") == pl.col("other_master_id"))
    right = ((pl.col("found_id") == pl.col("master_id")) | second).fill_null(False).alias("right")
    rows = rows.with_columns(right)
    linked, registered = rows.filter(pl.col("found_id").is_not_null()), rows.filter(pl.col("master_id") != "")
    return Quality(_share(linked), _share(registered.filter(pl.col("decidable") == "auto")), _share(registered))


def _share(rows: pl.DataFrame) -> float:
    return int(rows["right"].sum()) / max(1, len(rows))
