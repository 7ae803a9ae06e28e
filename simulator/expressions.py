"""Simulator: expressions that all folders use."""

from __future__ import annotations

from typing import Any

import polars as pl

Value = pl.Expr | pl.Series | str | bool | int | None


def first_of(*cases: tuple[pl.Expr | pl.Series, Value], otherwise: Value = None) -> pl.Expr:
    """The value of the first case whose condition holds; a text stands for itself, not for a column."""
    chain: Any = pl
    for condition, value in cases:
        chain = chain.when(condition).then(_literal(value))
    whole: pl.Expr = chain.otherwise(_literal(otherwise))
    return whole


def _literal(value: Value) -> pl.Expr:
    return value if isinstance(value, pl.Expr) else pl.lit(value)


def constants(**texts: str) -> list[pl.Expr]:
    """Columns that bear the same text in every row."""
    return [pl.lit(text).alias(name) for name, text in texts.items()]
