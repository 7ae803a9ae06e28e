"""Unified social credit codes by the formulas of their standards."""

from __future__ import annotations

import polars as pl

from park_brain import codes as uscc


def valid(codes: list[str]) -> list[bool]:
    return pl.DataFrame({"code": codes}).select(uscc.is_valid(pl.col("code"))).to_series().to_list()


def test_reference_codes(real_data):
    folder = real_data / "reference"
    good = (folder / "uscc_valid.txt").read_text().split()
    bad = [line.split("\t")[0] for line in (folder / "uscc_invalid.tsv").read_text().splitlines()]
    assert all(valid(good))
    assert not any(valid(bad))


def test_inner_check_digit_uses_the_36_letter_map():
    # Organisation code MA2N0001?: N is 23 by the 36-letter map and 21 by the 31-letter map, so they disagree.
    def with_inner(alphabet: str) -> str:
        total = sum(alphabet.index(c) * w for c, w in zip("MA2N0001", uscc.INNER_WEIGHTS, strict=True))
        first17 = "91330683MA2N0001" + "0123456789X0"[11 - total % 11]
        total = sum(uscc.OUTER_ALPHABET.index(c) * w for c, w in zip(first17, uscc.OUTER_WEIGHTS, strict=True))
        return first17 + uscc.OUTER_ALPHABET[(31 - total % 31) % 31]

    right, wrong = with_inner(uscc.INNER_ALPHABET), with_inner(uscc.OUTER_ALPHABET)
    assert right != wrong
    assert valid([right, wrong]) == [True, False]
