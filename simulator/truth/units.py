"""Simulator: the units of truth: exact decimals of the world's integers, and the 亩."""

from __future__ import annotations

from fractions import Fraction

import polars as pl

MU_SQM = Fraction(2000, 3)
"""㎡ in a 亩."""


def money(fen: str) -> pl.Expr:
    """元 of a column in fen."""
    return (pl.col(fen).cast(pl.Decimal(38, 2)) / 100).cast(pl.Decimal(18, 2))


def area(column: str) -> pl.Expr:
    """㎡ of a column in 1e-4 ㎡."""
    return (pl.col(column).cast(pl.Decimal(38, 4)) / 10_000).cast(pl.Decimal(18, 4))


def hundredths(column: str) -> pl.Expr:
    """A column in 1e-2 of its unit."""
    return (pl.col(column).cast(pl.Decimal(38, 4)) / 100).cast(pl.Decimal(18, 4))
