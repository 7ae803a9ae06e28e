"""Ingest, values: what parsers take and give."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from park_brain.ingest.contract import Column, Severity

BLANKS = ("-", "—", "——", "--", "/", "\\", "//")
NOT_GIVEN = ("无", "暂无", "不详", "N/A", "NA", "NULL", "#N/A", "无数据")
WHITESPACE = " \t\r\n\u00a0\u3000\u200b\ufeff"
FULLWIDTH = "[０-９Ａ-Ｚａ-ｚ．，－＋]"


@dataclass(frozen=True)
class Cells:
    """One column of a chunk.

    ``frame`` has ``kind`` (how the file stored the cell), ``trimmed`` (NULL where nothing is there),
    ``folded`` (NFKC, words for "not given" as NULL) and ``fullwidth`` (digits or letters in full width).
    Parsers add their own steps to it: short expressions one after another, because one deep expression
    costs the optimiser seconds. ``unit`` is the size of one unit in 元 or ㎡, 1 for everything else.
    """

    column: Column
    frame: pl.DataFrame
    unit: Fraction = Fraction(1)

    @property
    def is_empty(self) -> bool:
        """Whether no cell holds anything."""
        return self.frame["trimmed"].null_count() == len(self.frame)


@dataclass(frozen=True)
class Finding:
    """Rows where ``when`` is true break ``rule``. ``hide`` masks the value in every report."""

    rule: str
    severity: Severity
    when: pl.Series
    hide: bool = False


@dataclass(frozen=True)
class Parsed:
    """Typed columns made of one received column, and what was found on the way."""

    values: dict[str, pl.Series]
    findings: tuple[Finding, ...] = ()


def read_cells(column: Column, raw: pl.Series, kind: pl.Series, unit: Fraction) -> Cells:
    """Trim and fold a column once, for every parser alike."""
    frame = pl.DataFrame({"raw": raw, "kind": kind})
    frame = frame.with_columns(trimmed=pl.col("raw").str.strip_chars(WHITESPACE))
    empty = pl.col("trimmed").is_in(["", *BLANKS, *column.nulls])
    frame = frame.with_columns(trimmed=pl.when(~empty).then(pl.col("trimmed")))
    folded = pl.col("trimmed").str.normalize("NFKC").str.strip_chars(WHITESPACE)
    frame = frame.with_columns(folded=folded, fullwidth=pl.col("raw").str.contains(FULLWIDTH).fill_null(False))
    not_given = [text for text in (*NOT_GIVEN, *BLANKS) if text not in column.values]
    return Cells(
        column, frame.with_columns(folded=pl.when(~pl.col("folded").is_in(not_given)).then(pl.col("folded"))), unit
    )


def flag(frame: pl.DataFrame, when: pl.Expr) -> pl.Series:
    """A condition over a frame as a column; NULL counts as not met."""
    return frame.select(when.fill_null(False).alias("when"))["when"]


def unreadable(cells: Cells, rule: str, frame: pl.DataFrame, text: str = "folded", value: str = "value") -> Finding:
    """Cells that hold something which is no value of the column's type."""
    when = pl.col(text).is_not_null() & pl.col(value).is_null()
    return Finding(rule, cells.column.bad_severity, flag(frame, when))
