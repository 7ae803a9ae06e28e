"""Ingest, values: what a cell says in figures: an exact amount and the unit written behind it."""

from __future__ import annotations

from fractions import Fraction

import polars as pl

from ingest.contracts.units import accepted_units
from ingest.values.parsed import Cells

WIDE = pl.Decimal(38, 10)
LIMITS = {"money": 10**13, "area": 10**12, "decimal": 10**12, "integer": 10**9}
"""In 元, ㎡ and the contract's own units: no province has more. What 18 digits hold beyond them is room to reckon in:
ten rows at the limit must not stop the sums and products made of them."""
PLAIN = r"^[+-]?[0-9]+(\.[0-9]+)?$"
MULTIPLIERS = {
    "百": 100,
    "千": 1_000,
    "万": 10_000,
    "十万": 100_000,
    "百万": 1_000_000,
    "千万": 10_000_000,
    "亿": 100_000_000,
}
_NO_FIGURE = r"[0-9.,]\s*[²³¹⁰-⁹₀-₉]|[①-⓿❶-➓⒈-⒛¼-¾⅐-⅞㉑-㊿]"
"""Compatibility folding would make 12² a 122 and ① a 1."""
_GROUPED = "|".join(rf"[1-9][0-9]{{0,2}}(?:{mark}[0-9]{{3}})+" for mark in (",", "'", " "))
_FIGURE = rf"[+-]?(?:(?:{_GROUPED}|[0-9]+)(?:\.[0-9]*)?|\.[0-9]+)(?:e[+-]?[0-9]{{1,2}})?"
"""Only groups of three are thousands: 70,40 is two numbers."""
_WORDS = rf"^(?:大?约为?)?\s*({_FIGURE})\s*([^0-9\s.,'+-].*?)??\s*(?:左右|上下)?$"
_NEGATIVE = r"^\(\s*([^+\-()].*)\)$"
_CURRENCY = r"^([+-]?)\s*(?:¥|rmb|cny|人民币)\s*"


def read_amounts(cells: Cells) -> pl.DataFrame:
    """The cells with ``amount``, ``written`` (the unit behind it) and the fraction ``num / den`` it counts.

    All are NULL where the cell is no number in a unit known to the column.
    """
    frame = cells.frame.with_columns(text=pl.col("folded").str.replace("−", "-", literal=True))
    frame = frame.with_columns(plain=pl.col("text").str.contains(PLAIN) & ~pl.col("raw").str.contains(_NO_FIGURE))
    odd = frame.with_row_index("at").filter(~pl.col("plain"))
    simple = pl.when(pl.col("plain")).then(pl.col("text")).cast(WIDE, strict=False)
    frame = frame.with_columns(amount=simple, written=pl.when(pl.col("plain")).then(pl.lit("")))
    if len(odd):
        worded = _with_words(odd, cells).select("at", figure="amount", behind="written")
        frame = frame.with_row_index("at").join(worded, on="at", how="left", maintain_order="left").drop("at")
        frame = frame.with_columns(amount=pl.coalesce("amount", "figure"), written=pl.coalesce("written", "behind"))
    return _with_sizes(frame, cells)


def _with_words(odd: pl.DataFrame, cells: Cells) -> pl.DataFrame:
    """Cells that are more than digits: separators, signs, currency, exponents, words around the number."""
    money = cells.column.type == "money"
    text = pl.when(~pl.col("raw").str.contains(_NO_FIGURE)).then(pl.col("text").str.to_lowercase())
    odd = odd.with_columns(text=text.str.replace_all("’", "'", literal=True))
    odd = odd.with_columns(
        negative=pl.col("text").str.contains(_NEGATIVE) & (cells.column.type in ("money", "decimal")),
        marked=pl.col("text").str.contains(_CURRENCY) & money,
    )
    bare = pl.when(pl.col("negative")).then(pl.col("text").str.replace(_NEGATIVE, "$1")).otherwise(pl.col("text"))
    odd = odd.with_columns(text=bare)
    odd = odd.with_columns(
        text=pl.when(pl.col("marked")).then(pl.col("text").str.replace(_CURRENCY, "$1")).otherwise(pl.col("text"))
    )
    odd = odd.with_columns(parts=pl.col("text").str.extract_groups(_WORDS)).unnest("parts")
    amount = pl.col("1").str.replace_all("[, ']", "").cast(WIDE, strict=False)
    unit = pl.col("2").fill_null("").str.strip_chars("() ").str.replace("元整$", "元")
    in_yuan = pl.when(pl.col("marked") & (unit == "")).then(pl.lit("¥")).otherwise(unit)
    return odd.with_columns(
        amount=pl.when(pl.col("negative")).then(-amount).otherwise(amount),
        written=pl.when(amount.is_not_null()).then(in_yuan),
    )


def _with_sizes(frame: pl.DataFrame, cells: Cells) -> pl.DataFrame:
    fits = pl.when(pl.col("amount").abs() < max(LIMITS.values())).then(pl.col("amount"))
    if (frame["written"] == "").all():
        num, den = pl.lit(cells.unit.numerator).cast(WIDE), pl.lit(cells.unit.denominator).cast(WIDE)
        return frame.with_columns(amount=fits, num=num, den=den)
    sizes = _sizes(cells)
    return frame.with_columns(
        amount=fits,
        num=_mapped({k: v.numerator for k, v in sizes.items()}),
        den=_mapped({k: v.denominator for k, v in sizes.items()}),
    )


def _mapped(values: dict[str, int]) -> pl.Expr:
    return pl.col("written").replace_strict(values, default=None, return_dtype=pl.Int64).cast(WIDE)


def _sizes(cells: Cells) -> dict[str, Fraction]:
    """What may stand behind a number: nothing, its own unit, another of its kind, with 万 or 亿 before it.

    万 or ¥ alone name no unit: they are read only where the column counts in the base unit itself.
    """
    own = {unit.lower(): size for unit, size in accepted_units(cells.column.type, cells.column.unit).items()}
    sizes = {
        word + unit: size * times
        for unit, size in own.items()
        if unit[:1] not in MULTIPLIERS and unit != "%"
        for word, times in MULTIPLIERS.items()
    }
    sizes |= own | {"": cells.unit}
    if cells.unit == 1 and cells.column.unit != "%":
        sizes |= {word: Fraction(times) for word, times in MULTIPLIERS.items()} | {"¥": Fraction(1)}
    return sizes
