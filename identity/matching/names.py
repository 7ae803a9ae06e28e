"""Derive, linking: the one normalisation of names and places (in Polars, since DuckDB has no NFKC)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

BRACKETS = {
    "〔": "(",
    "〕": ")",
    "【": "(",
    "】": ")",
    "[": "(",
    "]": ")",
    "{": "(",
    "}": ")",
    "<": "(",
    ">": ")",
    "〈": "(",
    "〉": ")",
    "《": "(",
    "》": ")",
}
"""NFKC already turns full-width （） into (); these are the other pairs that departments type."""
NOISE = r"[\s\p{Z}\p{C}·•・.,，。、'\"“”‘’_\-—–*#&]"
"""Blanks of every width, control characters and punctuation that never distinguishes two enterprises."""
HOLDER_MARKS = r"[、，,;；/\n\r|]+"
ORGANISATION = r"(?:公司|厂|社|店|部|行|中心|委员会|村委会|集团|企业|场|所|院|站|会|坊)(?:\([^()]*\)|（[^（）]*）)?$"
"""How names of organisations end: a cell holds several only if every part ends like this."""


def normalised(column: str) -> pl.Expr:
    """Fold width, case, brackets, blanks, punctuation and traditional characters; empty stays ''."""
    import polars as pl

    from identity.matching.vocabulary import simplified

    text = pl.col(column).str.normalize("NFKC").str.to_uppercase()
    text = text.str.replace_many(list(BRACKETS), list(BRACKETS.values())).str.replace_all(NOISE, "")
    plain = simplified()
    return text.str.replace_many(list(plain), list(plain.values()))


def holders(column: str) -> pl.Expr:
    """The names of a cell that lists several organisations, else an empty list."""
    import polars as pl

    parts = pl.col(column).str.replace(r"等$", "").str.replace_all(HOLDER_MARKS, "\n").str.split("\n")
    parts = parts.list.eval(pl.element().str.strip_chars().filter(pl.element().str.strip_chars() != ""))
    named = parts.list.eval(pl.element().str.contains(ORGANISATION)).list.all() & (parts.list.len() > 1)
    return pl.when(named).then(parts).otherwise(pl.lit([], dtype=pl.List(pl.String)))
