"""Simulator: codes with their check digits, vectorised (GB 32100, GB 11714, GB/T 37346).

Written apart from the pipeline's own check on purpose: the two must agree without sharing a line.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

ORG_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""GB 11714: letters count 10 to 35."""
USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""GB 32100: no I, O, S, V, Z."""
ORG_WEIGHTS = np.array([3, 7, 9, 10, 5, 8, 4, 2])
USCC_WEIGHTS = np.array([pow(3, i, 31) for i in range(17)])
Bytes = NDArray[np.uint8]
Ints = NDArray[np.int64]


def _values(alphabet: str) -> Ints:
    table = np.full(128, -1, dtype=np.int64)
    table[np.frombuffer(alphabet.encode(), np.uint8)] = np.arange(len(alphabet))
    return table


def _letters(alphabet: str) -> Bytes:
    return np.frombuffer(alphabet.encode(), np.uint8)


def with_org_check(body: Bytes) -> Bytes:
    """(n, 8) characters -> (n, 9) with the inner check character of GB 11714."""
    sums = _values(ORG_ALPHABET)[body] @ ORG_WEIGHTS
    check = _letters("0123456789X0")[11 - sums % 11]
    return np.column_stack([body, check])


def with_uscc_check(body: Bytes) -> Bytes:
    """(n, 17) characters -> (n, 18) with the outer check character of GB 32100."""
    sums = _values(USCC_ALPHABET)[body] @ USCC_WEIGHTS
    check = _letters(USCC_ALPHABET)[(31 - sums % 31) % 31]
    return np.column_stack([body, check])


def usccs(divisions: list[str], rng: np.random.Generator) -> pl.Series:
    """One distinct valid code per enterprise; ``divisions`` are the 6-digit registration codes.

    Half carry a numeric organisation code (older firms), half one beginning with MA (since 2015).
    """
    n = len(divisions)
    numbers = _scrambled(n, 10**8, rng)
    modern = rng.random(n) < 0.5
    body = np.empty((n, 8), np.uint8)
    body[:] = _digits(numbers, 8, "0123456789")
    letters = _digits(_scrambled(n, 31**6, rng), 6, USCC_ALPHABET)
    body[modern, :2] = _letters("MA")
    body[modern, 2:] = letters[modern]
    head = np.empty((n, 8), np.uint8)
    head[:, :2] = _letters("91")
    head[:, 2:] = np.frombuffer("".join(divisions).encode(), np.uint8).reshape(n, 6)
    return text(with_uscc_check(np.column_stack([head, with_org_check(body)])))


def text(characters: Bytes) -> pl.Series:
    """(n, k) ASCII characters -> n strings."""
    rows = np.ascontiguousarray(characters).view(f"S{characters.shape[1]}").ravel()
    return pl.Series(rows.astype(str), dtype=pl.String)


def _scrambled(n: int, modulus: int, rng: np.random.Generator) -> Ints:
    """``n`` distinct numbers below ``modulus``: an affine walk with a step coprime to 10 and 31."""
    step = int(rng.integers(modulus // 5, modulus // 3))
    while step % 2 == 0 or step % 5 == 0 or step % 31 == 0:
        step += 1
    start = int(rng.integers(modulus))
    return (start + np.arange(n, dtype=np.int64) * step) % modulus


def _digits(numbers: Ints, width: int, alphabet: str) -> Bytes:
    base = len(alphabet)
    powers = base ** np.arange(width - 1, -1, -1, dtype=np.int64)
    characters: Bytes = _letters(alphabet)[(numbers[:, None] // powers) % base]
    return characters


def personal_number(birth: str, area: str = "330600") -> str:
    """An ID-card shaped number (GB 11643) of nobody: area code of a prefecture, which issues none."""
    body = f"{area}{birth}001"
    weights = [pow(2, 17 - i, 11) for i in range(17)]
    return body + "10X98765432"[sum(int(c) * w for c, w in zip(body, weights, strict=True)) % 11]
