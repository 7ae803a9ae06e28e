"""Derive, linking: what a code cell holds: credit, organisation or registration code, a personal number, or several.

Check characters of credit codes are in ``park_brain.codes``; here are the organisation code alone (GB 11714, nine
characters), the 15-digit registration number of the old business licence (GS 15, ISO 7064 mod 11,10), and cells with
several codes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from park_brain import codes as uscc

if TYPE_CHECKING:
    import numpy as np
    import polars as pl
    from numpy.typing import NDArray

DRESSING = r"[\s\p{Z}\p{C}'\"“”‘’=\-—_.·:：*#]|\([0-9]+/[0-9]+\)|等$"
"""What is typed into or after a code; (1/1) is a page count."""
ORG_SHAPE = r"^[0-9A-Z]{8}[0-9X]$"
NUMBER_SHAPE = r"^[0-9]{15}$"
LENGTH_15, LENGTH_9 = 15, 9


def is_organisation_code(code: pl.Expr) -> pl.Expr:
    """Whether each text is a 9-character organisation code with its check character (GB 11714)."""
    return _checked(code, ORG_SHAPE, LENGTH_9, uscc.inner_digit_matches)


def is_registration_number(code: pl.Expr) -> pl.Expr:
    """Whether each text is a 15-digit registration number with its check digit (GS 15, mod 11,10)."""
    return _checked(code, NUMBER_SHAPE, LENGTH_15, _registration_digit_matches)


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
        .when(is_organisation_code(code))
        .then(pl.lit("org"))
        .when(is_registration_number(code))
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


def _checked(code: pl.Expr, shape: str, length: int, check: uscc.Check) -> pl.Expr:
    import polars as pl

    def whole_column(series: pl.Series) -> pl.Series:
        import numpy as np

        shaped = series.str.contains(shape).fill_null(False).to_numpy()
        result = np.zeros(len(series), dtype=bool)
        text = "".join(series.filter(pl.Series(shaped)).to_list())
        result[shaped] = check(np.frombuffer(text.encode("ascii"), dtype=np.uint8).reshape(-1, length))
        return pl.Series(series.name, result)

    return code.map_batches(whole_column, return_dtype=pl.Boolean)


def _registration_digit_matches(letters: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """GS 15: the hybrid system of ISO 7064 over all 15 digits leaves 1."""
    import numpy as np

    digits = letters.astype(np.int64) - ord("0")
    product = np.full(len(digits), 10, dtype=np.int64)
    for place in range(LENGTH_15 - 1):
        total = (digits[:, place] + product) % 10
        product = np.where(total == 0, 10, total) * 2 % 11
    ok: NDArray[np.bool_] = (digits[:, LENGTH_15 - 1] + product) % 10 == 1
    return ok
