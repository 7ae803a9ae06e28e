"""Ingest, values: what parsers take and give."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from ingest.contracts.contract import Column, Severity
from ingest.readers.rows import ERROR

BLANKS = ("-", "—", "——", "--", "/", "\\", "//")
NOT_GIVEN = ("无", "暂无", "不详", "N/A", "NA", "NULL", "无数据")
WHITESPACE = " \t\r\n\v\f\u0085\u00a0\u2002\u2003\u2009\u200a\u200b\u200e\u200f\u2028\u202f\u2060\u3000\ufeff"
FULLWIDTH = "[０-９Ａ-Ｚａ-ｚ．，－＋]"
ERRORS = r"^#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!)$"
"""What Excel leaves of a formula that failed, also where a sheet was saved as text."""
SAMPLE = 1_000


@dataclass(frozen=True)
class Cells:
    """One column of a chunk, each spelling once.

    ``frame`` has ``kind`` (how the file stored the cell), ``trimmed`` (NULL where nothing is there),
    ``folded`` (NFKC, words for "not given" as NULL), ``fullwidth`` (digits or letters in full width) and
    ``error`` (an Excel error, which is never parsed). Parsers add their own steps to it: short expressions
    one after another, because one deep expression costs the optimiser seconds. ``unit`` is the size of one
    unit in the unit of the typed column.
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
    """Rows where ``when`` is true break ``rule``. ``hide`` masks the value, ``shown`` replaces it in reports."""

    rule: str
    severity: Severity
    when: pl.Series
    hide: bool = False
    shown: pl.Series | None = None


@dataclass(frozen=True)
class Parsed:
    """Typed columns made of one received column, and what was found on the way."""

    values: dict[str, pl.Series]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Spellings:
    """The distinct cells of a column, and for every row which one it holds (None: row by row)."""

    raw: pl.Series
    kind: pl.Series
    index: pl.Series | None = None

    def for_rows(self, values: pl.Series) -> pl.Series:
        """What was found per spelling, per row."""
        return values if self.index is None else values.gather(self.index)


def spellings(raw: pl.Series, kind: pl.Series) -> Spellings:
    """Millions of rows repeat dates, kinds and names: each spelling is parsed once."""
    if raw.head(SAMPLE).n_unique() > 0.9 * min(SAMPLE, len(raw)):
        return Spellings(raw, kind)
    codes = (kind + raw).cast(pl.Categorical(pl.Categories.random())).to_physical()
    first = codes.arg_unique()
    first = first.gather(codes.gather(first).arg_sort())
    return Spellings(raw.gather(first), kind.gather(first), codes)


def read_cells(column: Column, raw: pl.Series, kind: pl.Series, unit: Fraction) -> Cells:
    """Trim and fold a column once, for every parser alike."""
    frame = pl.DataFrame({"raw": raw, "kind": kind})
    frame = frame.with_columns(trimmed=_undressed(column, raw.str.strip_chars(WHITESPACE)))
    known = _category_spellings(column)
    empty = pl.col("trimmed").is_in(["", *(text for text in BLANKS if text not in known), *column.nulls])
    error = pl.col("trimmed").str.contains(ERRORS) & ~empty
    frame = frame.with_columns(error=error.fill_null(False))
    gone = empty | pl.col("error") | (pl.col("kind") == ERROR)
    frame = frame.with_columns(trimmed=pl.when(~gone).then(pl.col("trimmed")))
    if (raw.str.len_bytes() == raw.str.len_chars()).all():  # ASCII has nothing to fold
        frame = frame.with_columns(folded=pl.col("trimmed"), fullwidth=pl.lit(value=False))
    else:
        folded = pl.col("trimmed").str.normalize("NFKC").str.strip_chars(WHITESPACE)
        frame = frame.with_columns(folded=folded, fullwidth=pl.col("raw").str.contains(FULLWIDTH).fill_null(False))
    not_given = [text for text in (*NOT_GIVEN, *BLANKS) if text not in known]
    return Cells(
        column, frame.with_columns(folded=pl.when(~pl.col("folded").is_in(not_given)).then(pl.col("folded"))), unit
    )


def _undressed(column: Column, texts: pl.Series) -> pl.Series:
    """Without what keeps a cell text in a spreadsheet: ="0610", and for what is no text '2021-10-25."""
    if texts.str.starts_with('="').any():
        texts = texts.str.replace(r'^="(.*)"$', "$1").str.strip_chars(WHITESPACE)
    if column.type not in ("text", "category", "uscc") and texts.str.starts_with("'").any():
        texts = texts.str.strip_chars_start("'")
    return texts


def _category_spellings(column: Column) -> set[str]:
    """Spellings of a category: what usually means "empty" may be one of them."""
    return {text for value, others in column.values.items() for text in (value, *others)}


def flag(frame: pl.DataFrame, when: pl.Expr) -> pl.Series:
    """A condition over a frame as a column; NULL counts as not met."""
    return frame.select(when.fill_null(False).alias("when"))["when"]


def unreadable(cells: Cells, rule: str, frame: pl.DataFrame, text: str = "folded", value: str = "value") -> Finding:
    """Cells that hold something which is no value of the column's type."""
    when = pl.col(text).is_not_null() & pl.col(value).is_null()
    return Finding(rule, cells.column.bad_severity, flag(frame, when))
