"""Kernel: 统一社会信用代码 (GB 32100-2015) and the older codes, for whole columns. Shared by ingest and identity.

The outer digit uses a 31-letter alphabet (no I O S V Z) modulo 31; the organisation code inside (positions
9-17, GB 11714) uses the 36-letter map A=10..Z=35 modulo 11. Many programs use the first map for both and
so pass typing errors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    Check = Callable[[NDArray[np.uint8]], NDArray[np.bool_]]

OUTER_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
OUTER_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
INNER_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
INNER_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
SHAPE = rf"^[{OUTER_ALPHABET[1:]}]{{2}}[0-9]{{6}}[{OUTER_ALPHABET}]{{10}}$"
"""Registration office and kind of body are never 0: eighteen zeros stand for no code, and both their digits match."""
LOOKALIKES = {"O": "0", "I": "1", "Z": "2", "S": "5"}
_MONTH_DAY = "(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
ID_SHAPE = (
    rf"^[1-68][0-9]{{5}}(?:19|20)[0-9]{{2}}{_MONTH_DAY}[0-9]{{3}}"
    rf"|^[1-6][0-9]{{5}}(?:2[1-9]|[3-9][0-9]){_MONTH_DAY}[0-9]{{3}}$"
)
"""Eighteen digits, the last of which may be missing; or the fifteen of before 1999, born 1921 and later."""
LENGTH = 18
ORGANISATION_SHAPE = r"^[0-9A-Z]{8}[0-9X]$"
TAX_SHAPE = r"^[1-6][0-9]{5}[0-9A-Z]{8}[0-9X]$"
REGISTRATION_SHAPE = r"^[0-9]{15}$"
SOLE_TRADER = r"^(?:92|[0-9]{6}[6-9][0-9]{8}$)"
"""How codes of 个体工商户 are made: registered under a person, so they do not say that a name is an organisation's."""


def is_valid(code: pl.Expr) -> pl.Expr:
    """Whether each 18-character code has the right shape and both check digits; NULL counts as not valid."""
    return _checked(code, SHAPE, _both_digits_match)


def is_personal_number(code: pl.Expr) -> pl.Expr:
    """Whether a code is shaped like, or begins with, an ID-card number (GB 11643): region, birth date, order.

    Its check digit is not asked: a mistyped number still names a person. Ask this before ``is_valid``: one number in
    300 that is shaped like a person's has both check digits of a credit code too.
    """
    return code.str.contains(ID_SHAPE).fill_null(False)


def repaired(code: pl.Expr) -> pl.Expr:
    """Letters that the alphabet lacks read as the digits they look like (O 0, I 1, Z 2, S 5)."""
    return code.str.replace_many(list(LOOKALIKES), list(LOOKALIKES.values()))


def is_organisation_code(code: pl.Expr) -> pl.Expr:
    """Whether each text is a 9-character organisation code with its check character (GB 11714)."""
    return _checked(code, ORGANISATION_SHAPE, inner_digit_matches, 9)


def is_registration_number(code: pl.Expr) -> pl.Expr:
    """Whether each text is a 15-digit registration number with its check digit (GS 15, mod 11,10)."""
    return _checked(code, REGISTRATION_SHAPE, _registration_digit_matches, 15)


def is_code_of_organisation(code: pl.Expr) -> pl.Expr:
    """Whether a code of any age is valid, can be no person's number and is not registered under a person."""
    old_tax = _checked(code, TAX_SHAPE, lambda letters: inner_digit_matches(letters[:, 6:15]), 15)
    valid = is_valid(code) | is_organisation_code(code) | is_registration_number(code) | old_tax
    return valid & ~is_personal_number(code) & ~code.str.contains(SOLE_TRADER).fill_null(False)


def _checked(code: pl.Expr, shape: str, check: Check, length: int = LENGTH) -> pl.Expr:
    def whole_column(series: pl.Series) -> pl.Series:
        import numpy as np

        shaped = series.str.contains(shape).fill_null(False).to_numpy()
        result = np.zeros(len(series), dtype=bool)
        text = "".join(series.filter(pl.Series(shaped)).to_list())
        result[shaped] = check(np.frombuffer(text.encode("ascii"), dtype=np.uint8).reshape(-1, length))
        return pl.Series(series.name, result)

    return code.map_batches(whole_column, return_dtype=pl.Boolean)


def _values(letters: NDArray[np.uint8], alphabet: str) -> NDArray[np.int64]:
    import numpy as np

    table = np.full(256, -1, dtype=np.int64)
    table[[ord(letter) for letter in alphabet]] = range(len(alphabet))
    found: NDArray[np.int64] = table[letters]
    return found


def _both_digits_match(letters: NDArray[np.uint8]) -> NDArray[np.bool_]:
    import numpy as np

    outer = _values(letters, OUTER_ALPHABET)
    outer_ok = outer[:, 17] == (31 - outer[:, :17] @ np.array(OUTER_WEIGHTS) % 31) % 31
    ok: NDArray[np.bool_] = outer_ok & inner_digit_matches(letters[:, 8:17])
    return ok


def inner_digit_matches(letters: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Whether the ninth of 9 characters is the check character of an organisation code (GB 11714)."""
    import numpy as np

    values = _values(letters, INNER_ALPHABET)
    expected = (11 - values[:, :8] @ np.array(INNER_WEIGHTS) % 11) % 11
    ok: NDArray[np.bool_] = np.where(expected == 10, letters[:, 8] == ord("X"), values[:, 8] == expected)
    return ok


def _registration_digit_matches(letters: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """GS 15: the hybrid system of ISO 7064 over all 15 digits leaves 1."""
    import numpy as np

    digits = letters.astype(np.int64) - ord("0")
    product = np.full(len(digits), 10, dtype=np.int64)
    for place in range(14):
        total = (digits[:, place] + product) % 10
        product = np.where(total == 0, 10, total) * 2 % 11
    ok: NDArray[np.bool_] = (digits[:, 14] + product) % 10 == 1
    return ok
