"""Ingest, values: what of a column's texts may pass the border (docs/architecture.md, Invariants 11)."""

from __future__ import annotations

import polars as pl

from ingest.contracts.contract import Column
from ingest.persons.addresses import mask_addresses
from ingest.persons.free_text import mask_free_text, mask_keys
from ingest.persons.offices import mask_offices
from park_brain import codes

_WKT = r"^\s*(?:SRID=[0-9]+;\s*)?(?:MULTI)?(?:POLYGON|POINT|LINESTRING|GEOMETRYCOLLECTION)"
_SHAPE = rf"(?i){_WKT}[^\p{{Han}}]*$|^[\s0-9.,;:()\[\]-]*$"
_SITE = r"^[0-9A-Z]{8}[0-9X]0[0-9]{2}$"
_OURS = r"^(?:[BVR][0-9a-f]{16}(?:-[0-9]+)?|[a-z][a-z_]*(?:\.[a-z_]+)?)$"
"""Ids and codes that we make ourselves, and people give back in their decisions."""


def screened(column: Column, texts: pl.Series, key: bytes, *, is_key: bool = False) -> pl.Series:
    """Texts with persons hidden as the contract says; in a key a mark keeps two rows two."""
    if column.type == "geometry":
        return pl.select(pl.when(texts.str.contains(_SHAPE)).then(texts).otherwise(mask_free_text(texts))).to_series()
    if column.personal == "if_natural_person":
        return texts  # judged by the whole row, in ``holders``
    if column.personal == "address":
        return mask_addresses(texts, key)
    if column.personal == "office":
        return mask_offices(texts)
    if column.type == "uscc":
        return _codes(texts)
    if column.personal == "no" and column.type == "text":
        return pl.select(pl.when(texts.str.contains(_OURS)).then(texts).otherwise(mask_free_text(texts))).to_series()
    if column.type == "code":
        return pl.select(pl.when(_names_a_site(texts)).then(texts).otherwise(mask_keys(texts, key))).to_series()
    return mask_keys(texts, key) if is_key else mask_free_text(texts)


def _names_a_site(texts: pl.Series) -> pl.Series:
    """Codes of sites (污染源编码): an organisation's code, valid by its check digit, and a short running number.

    One that begins with 0 looks like a telephone of twelve digits.
    """
    organisation = codes.is_organisation_code(pl.lit(texts).str.head(9))
    return pl.select(pl.lit(texts).str.contains(_SITE) & organisation).to_series()


def _codes(texts: pl.Series) -> pl.Series:
    """Valid codes, and of the others what is not somebody's name or telephone."""
    valid = pl.select(codes.is_valid(pl.lit(texts))).to_series()
    doubtful = pl.select(pl.when(~valid).then(texts)).to_series()
    return pl.select(pl.when(valid | (mask_free_text(doubtful) == doubtful)).then(texts)).to_series()
