"""Ingest, persons: the keyed hash that stands for a natural person, and which cells of a column it replaces.

Which rows mean one person is decided here, from the row alone (docs/persons.md): by name, region and the person's
number; without a number by name, region and address; without either by name and region.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass
from functools import cache

import polars as pl

from ingest.persons.cells import folded, may_name_a_person, organisation_in, plain_name
from ingest.persons.id_numbers import number_in, one_writing
from ingest.persons.words import pattern, words

PREFIX = "自然人#"
_ADDRESS = re.compile(r"[路街巷弄村道区镇乡社里]")
"""A place within a site (三号车间) is no address: one holder would become as many as places were inspected."""


@dataclass(frozen=True)
class PersonKey:
    """The secret of the installation and the region whose file is read: what every hash is made under."""

    secret: bytes
    region: str

    def token(self, name: str, number: str = "", address: str = "") -> str:
        """``自然人#<hash>``: the same person stays the same in one installation and cannot be looked up."""
        who = one_writing(number)
        where = "" if who else _one_address(address)
        parts = (plain_name(name), self.region, "number" if who else "address" if where else "", who or where)
        return PREFIX + hmac.new(self.secret, "\x1f".join(parts).encode(), hashlib.sha256).hexdigest()[:16]


def shown_names(names: pl.Series, mask: str) -> pl.Series:
    """What is shown of cells of which nothing but the name is known, and to nobody who may tell two persons apart."""
    return pl.select(pl.when(names.is_not_null()).then(organisations(names).fill_null(mask))).to_series()


def organisations(names: pl.Series) -> pl.Series:
    """What of each cell names organisations, NULL where nothing does; plain names of one in one scan."""
    cells = names.drop_nulls().unique()
    is_plain = cells.str.contains(_plain()) & ~cells.str.contains(_divided())
    shown = {cell: organisation_in(cell) for cell in cells.filter(~is_plain)}
    changed = {cell: text for cell, text in shown.items() if text != cell}
    return names.replace_strict(changed, default=names, return_dtype=pl.String) if changed else names


def stand_ins(
    key: PersonKey, names: pl.Series, have_code: pl.Series, numbers: pl.Series, addresses: pl.Series
) -> pl.Series:
    """For cells that name no organisation: the hash, or the name where the code beside it is that of an organisation.

    ``numbers``: the person's number or, for want of it, the code the person is registered under; ``addresses``: NULL
    where nothing is known.
    """
    cases = pl.DataFrame([names.alias("name"), have_code.alias("coded"), numbers.alias("no"), addresses.alias("at")])
    once = cases.unique()
    told = once.with_columns(shown=pl.Series([_stands_for(key, *case) for case in once.iter_rows()], dtype=pl.String))
    joined = cases.join(told, on=cases.columns, how="left", nulls_equal=True, maintain_order="left")
    return joined["shown"]


def _stands_for(key: PersonKey, name: str, is_coded: bool, number: str | None, address: str | None) -> str:
    if is_coded and not may_name_a_person(name):
        return name
    return key.token(name, number or number_in(name), address or "")


@cache
def _plain() -> str:
    return rf"^[\p{{Han}}0-9]{{3,}}(?:{pattern('legal', 'always')}|{pattern('trade')}[厂店场部])$"


@cache
def _divided() -> str:
    """A person may stand before a place or lead in by a role: such cells are taken apart."""
    places = "|".join(sorted(name for name in words("place") if name[-1] in "省市县区镇乡道"))
    return rf"{pattern('role')}|^\p{{Han}}{{2,4}}(?:{places}|[和与及])|^{pattern('before')}"


def _one_address(address: str) -> str:
    """Without province, city and county, blanks and punctuation: 嵊州市甘霖镇12号 is 甘霖镇12号."""
    text = re.sub(r"[\W_]", "", folded(address))
    while (found := _above_towns().match(text)) and found.end() < len(text):
        text = text[found.end() :]
    return text if _ADDRESS.search(text) and len(text) > 3 else ""


@cache
def _above_towns() -> re.Pattern[str]:
    names = sorted((name for name in words("place") if name[-1] in "省市县区"), key=len, reverse=True)
    return re.compile("|".join(names))
