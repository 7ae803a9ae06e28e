"""Comparing tables of the plans' truth with the mart: whole rows by key, and every row of either side."""

from __future__ import annotations

import polars as pl

from tests.support.land_reading import said
from tests.support.worlds import World


def assert_rows(theirs: pl.DataFrame, ours: pl.DataFrame, key: list[str], tolerance: float = 0) -> None:
    """Truth and mart have the same rows and columns; numbers may differ by ``tolerance`` of their size."""
    assert theirs.height, "the truth has no rows"
    assert theirs.select(key).is_unique().all(), said(theirs.filter(theirs.select(key).is_duplicated()))
    assert ours.select(key).is_unique().all(), said(ours.filter(ours.select(key).is_duplicated()))
    rest = [name for name in theirs.columns if name not in key]
    both = theirs.with_columns(told=pl.lit(True)).join(
        ours.with_columns(found=pl.lit(True)), on=key, how="full", suffix="_mart", coalesce=True, nulls_equal=True
    )
    alone = both.filter(pl.col("told").is_null() | pl.col("found").is_null())
    assert alone.is_empty(), said(alone)
    for name in rest:
        wrong = both.filter(_differs(both, name, tolerance)).sort(key)
        assert wrong.is_empty(), said(wrong.select(*key, name, f"{name}_mart"))


def _differs(both: pl.DataFrame, name: str, tolerance: float) -> pl.Expr:
    truth, mart = pl.col(name), pl.col(f"{name}_mart")
    if not tolerance or not both[name].dtype.is_numeric():
        return truth.ne_missing(mart)
    truth, mart = truth.cast(pl.Float64), mart.cast(pl.Float64)
    apart = (truth - mart).abs() > tolerance * pl.max_horizontal(truth.abs(), pl.lit(1.0))
    return apart.fill_null(value=False) | (truth.is_null() != mart.is_null())


def yuan(fen: str, name: str) -> pl.Expr:
    """Fen -> DECIMAL 元."""
    return (pl.col(fen).cast(pl.Decimal(38, 2)) / 100).cast(pl.Decimal(18, 2)).alias(name)


def rows_of(world: World, sql: str) -> pl.DataFrame:
    """Query of the mart with counts as Int64, as the truth has them."""
    frame = world.rows(sql)
    whole = [name for name, kind in frame.schema.items() if kind.is_integer()]
    return frame.with_columns(pl.col(whole).cast(pl.Int64))
