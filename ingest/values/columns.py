"""Ingest, values: type a whole chunk of rows by its contract."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from ingest.contracts.contract import Column, Contract
from ingest.persons.hidden import PersonKey
from ingest.readers.rows import ERROR, FORMULA
from ingest.values.codes import parse_code
from ingest.values.credit_codes import parse_uscc
from ingest.values.dates import parse_date, parse_date_range, parse_month
from ingest.values.holders import hide_names
from ingest.values.numbers import parse_number, parse_year
from ingest.values.parsed import Cells, Finding, Parsed, Spellings, read_cells, spellings
from ingest.values.screening import screened
from ingest.values.texts import parse_boolean, parse_category, parse_text

POLARS_TYPES: dict[str, pl.DataType] = {
    "VARCHAR": pl.String(),
    "DATE": pl.Date(),
    "INTEGER": pl.Int32(),
    "BIGINT": pl.Int64(),
    "BOOLEAN": pl.Boolean(),
    "DECIMAL(18,4)": pl.Decimal(18, 4),
    "DECIMAL(18,2)": pl.Decimal(18, 2),
}
PERSONAL = "personal_number"
POSITION = ("_row", "_sheet", "_line")
SCREENED = ("text", "geometry", "code", "uscc")
"""Types of columns in whose cells a person may be named; the others are figures, dates and words of the contract."""
PARSERS: dict[str, Callable[[Cells], Parsed]] = {
    "text": parse_text,
    "geometry": parse_text,
    "code": parse_code,
    "uscc": parse_uscc,
    "date": parse_date,
    "month": parse_month,
    "date_range": parse_date_range,
    "year": parse_year,
    "integer": parse_number,
    "decimal": parse_number,
    "money": parse_number,
    "area": parse_number,
    "boolean": parse_boolean,
    "category": parse_category,
}
FINDING_SCHEMA = {
    "_row": pl.Int64,
    "rule_id": pl.String,
    "severity": pl.String,
    "column_name": pl.String,
    "value": pl.String,
}


@dataclass(frozen=True)
class TypedChunk:
    """Rows in the contract's types (columns ``_row, _sheet, _line, ...``) and findings (FINDING_SCHEMA)."""

    rows: pl.DataFrame
    findings: pl.DataFrame


def type_chunk(
    contract: Contract, chunk: pl.DataFrame, units: Mapping[str, Fraction], person_key: PersonKey
) -> TypedChunk:
    """Type a chunk with columns ``_row, _sheet, _line`` and per received column ``<name>`` and ``<name>|kind``.

    Contract columns that the file lacks come out NULL. ``units``: column -> size of its unit in the unit of
    the typed column (元, ㎡, or the contract's own).
    """
    values: dict[str, pl.Series] = {}
    persons: dict[str, pl.Series] = {}
    found: list[pl.DataFrame] = []
    for column in contract.columns:
        if column.personal == "always" or column.name not in chunk.columns:
            continue
        distinct = spellings(chunk[column.name], chunk[f"{column.name}|kind"])
        cells = read_cells(column, distinct.raw, distinct.kind, units.get(column.name, Fraction(1)))
        parsed = _parse(contract, cells, person_key.secret)
        values |= {name: distinct.for_rows(typed) for name, typed in parsed.values.items()}
        findings = (*parsed.findings, *_of_every_type(cells))
        found += [_rows_of(chunk, column, distinct, finding) for finding in findings if finding.when.any()]
        if personal := [f.when for f in findings if f.rule == PERSONAL and f.when.any()]:
            persons[column.name] = distinct.for_rows(personal[0])
    hide_names(contract, chunk, values, persons, person_key)
    return TypedChunk(_typed_rows(contract, chunk, values), pl.concat([pl.DataFrame(schema=FINDING_SCHEMA), *found]))


def _parse(contract: Contract, cells: Cells, secret: bytes) -> Parsed:
    column = cells.column
    if cells.is_empty:
        nothing = pl.Series([None] * len(cells.frame))
        return Parsed({name: nothing.cast(POLARS_TYPES[kind]) for name, kind in column.outputs.items()})
    parsed = PARSERS[column.type](cells)
    if column.type not in SCREENED:
        return parsed
    texts = screened(column, parsed.values[column.name], secret, is_key=column.name in contract.natural_key)
    return Parsed({column.name: texts}, parsed.findings)


def _of_every_type(cells: Cells) -> tuple[Finding, ...]:
    column = cells.column
    failed = Finding("error_cell", column.bad_severity, cells.frame["error"])
    if column.nullable:
        return (failed,)
    text = "trimmed" if column.type in ("text", "geometry", "boolean") else "folded"
    empty = cells.frame[text].is_null()
    if column.bad_severity == "reject":  # what rejects the cell for what stands in it need not call it empty too
        empty &= ~(cells.frame["error"] | cells.frame["kind"].is_in([ERROR, FORMULA]))
    return (failed, Finding("required_value", "reject", empty))


def _typed_rows(contract: Contract, chunk: pl.DataFrame, values: Mapping[str, pl.Series]) -> pl.DataFrame:
    columns = [
        values[name].cast(POLARS_TYPES[kind]).alias(name)
        if name in values
        else pl.Series(name, [None] * len(chunk), dtype=POLARS_TYPES[kind])
        for name, kind in contract.outputs.items()
    ]
    return chunk.select(*POSITION).hstack(columns)


def _rows_of(chunk: pl.DataFrame, column: Column, distinct: Spellings, finding: Finding) -> pl.DataFrame:
    hidden = finding.hide or column.is_hidden
    shown = finding.shown if finding.shown is not None else distinct.raw.str.strip_chars()
    rows = chunk.select(
        pl.col("_row").cast(pl.Int64),
        pl.lit(finding.rule).alias("rule_id"),
        pl.lit(finding.severity).alias("severity"),
        pl.lit(column.name).alias("column_name"),
        pl.lit("***").alias("value") if hidden else distinct.for_rows(shown).alias("value"),
    )
    return rows.filter(distinct.for_rows(finding.when))
