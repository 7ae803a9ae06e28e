"""Ingest, values: the names of whoever a row is about, once codes and addresses of the row are typed.

A name in a column that may hold a natural person stays only where it is evidently an organisation's: by its own words,
or by the code beside it (docs/architecture.md, Invariants 11).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import polars as pl

from ingest.contracts.contract import Contract
from ingest.persons.hidden import PersonKey, organisations, stand_ins
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
        if column.personal != "if_natural_person" or column.name not in values:
            continue
        names = values[column.name]
        shown = organisations(names)
        at = (names.is_not_null() & shown.is_null()).arg_true()
        shown = mask_numbers(shown)
        if len(at):
            codes_of, addresses = _beside(contract, column.name)
            beside = _beside_persons(chunk, values, persons, codes_of, addresses, at)
            hashes = stand_ins(key, names.gather(at), *beside)
            shown = shown.scatter(at, hashes)
        values[column.name] = shown


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


def _beside_persons(
    chunk: pl.DataFrame,
    values: Mapping[str, pl.Series],
    persons: Mapping[str, pl.Series],
    columns: Sequence[str],
    addresses: Sequence[str],
    at: pl.Series,
) -> tuple[pl.Series, pl.Series, pl.Series]:
    """Of these rows: whether one has the code of an organisation; the number that tells the person; the address."""
    nothing = pl.Series([None] * len(at), dtype=pl.String)
    frame = pl.DataFrame({"code": nothing, "person": nothing, "coded": pl.repeat(value=False, n=len(at), eager=True)})
    for name in columns:
        if name in persons:
            cell = pl.when(persons[name].gather(at)).then(chunk[name].gather(at))
            frame = frame.with_columns(person=pl.coalesce("person", cell))
        if name in values:
            typed = pl.lit(values[name].gather(at).str.slice(0, codes.LENGTH))  # a permit's begins with its holder's
            frame = frame.with_columns(
                coded=pl.col("coded") | codes.is_code_of_organisation(typed),
                code=pl.coalesce("code", pl.when(codes.is_valid(typed)).then(typed)),
            )
    frame = frame.select(coded=pl.col("coded") & pl.col("person").is_null(), number=pl.coalesce("person", "code"))
    known = [values[name].gather(at) for name in addresses if name in values]
    return frame["coded"], frame["number"], known[0] if known else nothing
