"""Type a single cell by a contract of one column: for tests of values."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import polars as pl

from ingest.contracts.contract import Column, Contract
from ingest.persons.hidden import PersonKey
from ingest.values.columns import TypedChunk, type_chunk

KEY = b"key"
PERSONS = PersonKey(KEY, "330683")


def type_cells(column: dict[str, Any], texts: list[str], kind: str = "s", unit: Fraction = Fraction(1)) -> TypedChunk:
    """Type some cells of one column called x."""
    contract = Contract(
        list="test.cell",
        zh="测试",
        grain="One row per cell.",
        kind="snapshot",
        period="date",
        natural_key=(),
        columns=(Column(name="x", zh="列", **column),),
    )
    rows = range(len(texts))
    chunk = pl.DataFrame({"_row": rows, "_sheet": [""] * len(texts), "_line": rows, "x": texts})
    return type_chunk(contract, chunk.with_columns(pl.lit(kind).alias("x|kind")), {"x": unit}, PERSONS)


def read(column: dict[str, Any], text: str, kind: str = "s", unit: Fraction = Fraction(1)) -> tuple[Any, set[str]]:
    """The values made of one cell and the rules it broke."""
    typed = type_cells(column, [text], kind, unit)
    values = typed.rows.drop("_row", "_sheet", "_line").row(0)
    return (values[0] if len(values) == 1 else values), set(typed.findings["rule_id"])


def said(column: dict[str, Any], text: str, rule: str, unit: Fraction = Fraction(1)) -> str:
    """What the report quotes of a cell that breaks a rule."""
    findings = type_cells(column, [text], unit=unit).findings
    (value,) = findings.filter(pl.col("rule_id") == rule)["value"].to_list()
    return str(value)
