"""Ingest, values: the names of whoever a row is about, once codes and addresses of the row are typed.

A name in a column that may hold a natural person stays only where it is evidently an organisation's: by its own words,
or by the code beside it (docs/architecture.md, Invariants 11).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import polars as pl

from ingest.contracts.contract import Contract
from ingest.persons.hidden import PersonKey, hide_persons, is_token
from ingest.persons.numbers import mask_numbers
from park_brain import codes


def hide_names(
    contract: Contract,
    chunk: pl.DataFrame,
    values: dict[str, pl.Series],
    persons: Mapping[str, pl.Series],
    key: PersonKey,
) -> None:
    """Replace the names of persons in ``values``; ``persons``: code column -> whether a row holds a person's number."""
    for column in contract.columns:
        if column.personal == "if_natural_person" and column.name in values:
            names = values[column.name]
            codes_of, addresses = _beside(contract, column.name)
            frame = _codes(chunk, values, persons, codes_of, len(names))
            known = [values[name] for name in addresses if name in values]
            address = known[0] if known else pl.Series([None] * len(names), dtype=pl.String)
            hidden = hide_persons(names, key, frame["coded"], frame["number"], address)
            values[column.name] = pl.select(
                pl.when(is_token(hidden)).then(hidden).otherwise(mask_numbers(hidden)).alias(column.name)
            ).to_series()


def _beside(contract: Contract, column: str) -> tuple[list[str], list[str]]:
    """The columns that hold code and address of whom a name column names."""
    named = [each for each in contract.enterprises if column in (each.name, each.former)]
    named = named or [each for each in contract.enterprises if not each.role]  # another name of whom the row is about
    if not named:
        return [], []
    return _columns_in(contract, named[0].uscc), _columns_in(contract, named[0].address)


def _columns_in(contract: Contract, expression: str) -> list[str]:
    known = contract.outputs
    return [word for word in re.findall(r"[a-z][a-z0-9_]*", expression) if known.get(word) == "VARCHAR"]


def _codes(
    chunk: pl.DataFrame,
    values: Mapping[str, pl.Series],
    persons: Mapping[str, pl.Series],
    columns: list[str],
    rows: int,
) -> pl.DataFrame:
    """Per row: ``coded``, whether it has the code of an organisation; ``number``, the person's or sole trader's."""
    nothing = pl.Series([None] * rows, dtype=pl.String)
    frame = pl.DataFrame({"code": nothing, "person": nothing, "coded": pl.repeat(value=False, n=rows, eager=True)})
    for name in columns:
        if name in persons:
            cells = pl.select(pl.when(persons[name]).then(chunk[name])).to_series()
            frame = frame.with_columns(person=pl.coalesce("person", cells))
        if name in values:
            typed = pl.lit(values[name].str.slice(0, codes.LENGTH))  # a permit's number begins with its holder's code
            frame = frame.with_columns(
                coded=pl.col("coded") | codes.is_code_of_organisation(typed),
                code=pl.coalesce("code", pl.when(codes.is_valid(typed)).then(typed)),
            )
    coded = pl.col("coded") & pl.col("person").is_null()
    return frame.select(coded=coded, number=pl.coalesce("person", "code"))
