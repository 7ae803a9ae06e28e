"""Derive, linking: what a code cell holds: credit, organisation or registration code, a personal number, or several.

Shapes and check characters of each code are in ``park_brain.codes``; here are cells with several codes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from park_brain import codes as uscc

if TYPE_CHECKING:
    import polars as pl

DRESSING = r"[\s\p{Z}\p{C}'\"“”‘’=\-—_.·:：*#]|\([0-9]+/[0-9]+\)|等$"
"""What is typed into or after a code; (1/1) is a page count."""


def code_forms(texts: pl.DataFrame) -> pl.DataFrame:
    """Per distinct ``text``: the ``code`` as it should be written, its ``kind``, and ``codes`` of a cell with several.

    Kinds: none, uscc, respelt (valid once lookalike letters are read as digits), org, number, personal, several
    (more than one valid code), broken.
    """
    import polars as pl

    frame = texts.select("text", code=_cleaned(pl.col("text"))).join(_valid_parts(texts), on="text", how="left")
    frame = frame.with_columns(codes=pl.col("codes").fill_null([]))
    only = pl.col("codes").list.len() == 1
    frame = frame.with_columns(code=pl.when(only).then(pl.col("codes").list.first()).otherwise("code"))
    frame = frame.with_columns(respelt=uscc.repaired(pl.col("code")), valid=uscc.is_valid(pl.col("code")))
    frame = frame.with_columns(fixed=uscc.is_valid(pl.col("respelt")) & ~pl.col("valid"))
    frame = frame.with_columns(kind=_kind(), code=pl.when("fixed").then("respelt").otherwise("code"))
    hidden = pl.col("kind").is_in(["personal", "several"])
    return frame.select("text", "codes", "kind", code=pl.when(hidden).then(pl.lit("")).otherwise("code"))


def _kind() -> pl.Expr:
    import polars as pl

    code = pl.col("code")
    return (
        pl.when(pl.col("codes").list.len() > 1)
        .then(pl.lit("several"))
        .when(code == "")
        .then(pl.lit("none"))
        .when(uscc.is_personal_number(code))
        .then(pl.lit("personal"))
        .when("valid")
        .then(pl.lit("uscc"))
        .when("fixed")
        .then(pl.lit("respelt"))
        .when(uscc.is_organisation_code(code))
        .then(pl.lit("org"))
        .when(uscc.is_registration_number(code))
        .then(pl.lit("number"))
        .otherwise(pl.lit("broken"))
    )


def _cleaned(text: pl.Expr) -> pl.Expr:
    return text.str.normalize("NFKC").str.to_uppercase().str.replace_all(DRESSING, "")


def _valid_parts(texts: pl.DataFrame) -> pl.DataFrame:
    """The distinct valid credit codes in each text that is longer than one code, in order of the code."""
    import polars as pl

    letters = uscc.OUTER_ALPHABET
    long = texts.select("text").filter(pl.col("text").str.len_chars() > uscc.LENGTH)
    found = pl.col("text").str.normalize("NFKC").str.to_uppercase()
    found = found.str.extract_all(rf"[{letters}]{{2}}[0-9]{{6}}[{letters}]{{10}}")
    each = long.with_columns(codes=found).explode("codes").filter(uscc.is_valid(pl.col("codes")))
    return each.group_by("text").agg(pl.col("codes").unique().sort())
