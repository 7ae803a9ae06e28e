"""Simulator: what becomes of a 信用代码 when a clerk types it."""

from __future__ import annotations

import numpy as np
import polars as pl

from simulator.expressions import first_of
from simulator.world.codes import USCC_ALPHABET, personal_number

LOOKALIKES = {"0": "O", "1": "I", "2": "Z", "5": "S"}
"""Letters that no code holds, for the digits they look like."""
PERSONS = 400
"""Different numbers shaped like a personal one; they belong to nobody."""


def typed_code(frame: pl.DataFrame, rng: np.random.Generator) -> pl.Series:
    """The code cell by the kind in ``code_noise``; a kind that changes nothing leaves the code as it is."""
    n = len(frame)
    drawn = frame.select("uscc", "code_noise").with_columns(
        place=pl.Series(rng.integers(2, 17, n)),
        letter=pl.Series(list(USCC_ALPHABET)).gather(rng.integers(len(USCC_ALPHABET), size=n)),
        old=pl.Series(rng.integers(10**8, 10**9, n)).cast(pl.String),
        person=_persons(rng).gather(rng.integers(PERSONS, size=n)),
        word=pl.Series(["个人", "无", "暂无", "/"]).gather(rng.integers(4, size=n)),
    )
    code, place, kind = pl.col("uscc"), pl.col("place"), pl.col("code_noise")
    before, here, after = code.str.slice(0, place), code.str.slice(place, 1), code.str.slice(place + 1)
    return drawn.select(
        first_of(
            (kind == "code_lost", ""),
            (kind == "code_lookalike", _lookalike()),
            (kind == "code_wrong_char", before + pl.col("letter") + after),
            (kind == "code_swapped", before + after.str.head(1) + here + after.str.slice(1)),
            (kind == "code_short", before + after),
            (kind == "code_long", before + here + here + after),
            (kind == "code_org", code.str.slice(8, 9)),
            (kind == "code_suffix", code + "(1/1)"),
            (kind == "code_15_digits", code.str.slice(2, 6) + pl.col("old")),
            (kind == "code_personal", pl.col("person")),
            (kind == "code_word", pl.col("word")),
            otherwise=code,
        ).alias("typed_code")
    ).to_series()


def _lookalike() -> pl.Expr:
    """The first digit behind the division that has a lookalike letter."""
    head, tail = pl.col("uscc").str.slice(0, 8), pl.col("uscc").str.slice(8)
    changed = tail
    for digit, letter in LOOKALIKES.items():
        changed = pl.when(changed == tail).then(tail.str.replace(digit, letter, literal=True)).otherwise(changed)
    return head + changed


def _persons(rng: np.random.Generator) -> pl.Series:
    days = rng.integers(0, 9000, PERSONS).astype("timedelta64[D]") + np.datetime64("1965-01-01", "D")
    return pl.Series([personal_number(str(day).replace("-", "")) for day in days])
