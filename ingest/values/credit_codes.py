"""Ingest, values: credit codes, checked by both digits and repaired only where one code alone is possible."""

from __future__ import annotations

import polars as pl

from ingest.persons.id_numbers import are_numbers_of_holders
from ingest.readers.rows import NUMBER
from ingest.values.codes import EXPONENT, read_codes
from ingest.values.parsed import Cells, Finding, Parsed, flag
from park_brain import codes as uscc

KNOWN_LENGTHS = (9, 15, 18)
DRESSING = r"[\s'\"=\-·\u200e\u200f\u202a-\u202e]"
"""What programs and people put around or into a credit code to keep it text or to make it readable."""
_HEAD = r"^[159][1-9](?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5])"
"""Registration office, kind and province: what a code that was a number must begin with."""


def parse_uscc(cells: Cells) -> Parsed:
    """统一社会信用代码, or an older code. ID-card numbers are dropped here (docs/architecture.md, Invariants 11)."""
    frame = read_codes(cells, DRESSING)
    frame = frame.with_columns(personal=are_numbers_of_holders(cells.frame["raw"]))
    frame = frame.with_columns(valid=uscc.is_valid(pl.col("code")) & ~pl.col("personal"))
    frame = frame.with_columns(fixed=_repaired(frame))
    good = pl.col("valid") | pl.col("fixed").is_not_null()
    frame = frame.with_columns(
        good=good,
        damaged=~good & ~pl.col("personal") & pl.col("code").str.contains(EXPONENT).fill_null(False),
    )
    named = pl.col("code").str.contains(r"[\p{Han}]")
    kept = pl.when(~pl.col("personal") & ~named & ~pl.col("damaged")).then(pl.col("code"))
    return Parsed({cells.column.name: frame.select(value=pl.coalesce("fixed", kept))["value"]}, _findings(frame))


def _findings(frame: pl.DataFrame) -> tuple[Finding, ...]:
    unknown = ~pl.col("good") & ~pl.col("personal") & ~pl.col("damaged")
    length = pl.col("code").str.len_chars()
    respelt = pl.col("valid") & (pl.col("folded") != pl.col("code"))
    warned = {
        "code_repaired": pl.col("fixed").is_not_null() | respelt,
        "code_check_digit": unknown & (length == uscc.LENGTH),
        "code_format": unknown & ~length.is_in(KNOWN_LENGTHS),
        "code_was_number": pl.col("damaged")
        | ((pl.col("kind") == NUMBER) & pl.col("code").is_not_null() & ~pl.col("personal")),
    }
    return (
        Finding("personal_number", "warn", frame["personal"], hide=True),
        Finding(
            "fullwidth_text",
            "note",
            flag(frame, pl.col("fullwidth") & pl.col("code").is_not_null() & ~pl.col("personal")),
        ),
        *(Finding(rule, "warn", flag(frame, when)) for rule, when in warned.items()),
    )


def _repaired(frame: pl.DataFrame) -> pl.Series:
    """The one valid code that an invalid one can have been; NULL where there is none, or more than one."""
    broken = (
        frame.filter(~pl.col("valid") & ~pl.col("personal") & pl.col("code").is_not_null())
        .select("code", "kind")
        .unique()
    )
    respelt = broken.select("code", fixed=uscc.repaired(pl.col("code"))).filter(uscc.is_valid(pl.col("fixed")))
    shortened = (pl.col("kind") == NUMBER) & pl.col("code").str.contains(r"^[0-9]{18}$")
    numbers = broken.filter(shortened & pl.col("code").str.contains(_HEAD))["code"].to_list()
    only = {number: found[0] for number in numbers if len(found := _codes_behind(number)) == 1}
    known = {"respelt": dict(respelt.iter_rows()), "number": only}
    seen = frame.select("kind", *(_looked_up(name, codes) for name, codes in known.items()))
    was_number = pl.when(pl.col("kind") == NUMBER).then(pl.col("number"))
    return seen.select(fixed=pl.coalesce("respelt", was_number))["fixed"]


def _looked_up(name: str, known: dict[str, str]) -> pl.Expr:
    return pl.col("code").replace_strict(known, default=None, return_dtype=pl.String).alias(name)


def _codes_behind(number: str) -> list[str]:
    """Valid codes of digits alone that a spreadsheet (15 digits kept) or a float would have made this number."""
    value, near = float(number), int(number) // 1000
    return [
        code
        for head in (near - 1, near, near + 1)
        for code in _codes_with_head(str(head))
        if float(code) == value or float(head * 1000) == value
    ]


def _codes_with_head(head: str) -> list[str]:
    """Fifteen digits leave one free digit; the two behind it are check digits (GB 11714, GB 32100)."""
    codes = []
    for free in "0123456789":
        body = head + free
        inner = (11 - sum(int(d) * w for d, w in zip(body[8:], uscc.INNER_WEIGHTS, strict=True)) % 11) % 11
        outer = (31 - sum(int(d) * w for d, w in zip(f"{body}{inner}", uscc.OUTER_WEIGHTS, strict=False)) % 31) % 31
        if inner < 10 and outer < 10:
            codes.append(f"{body}{inner}{outer}")
    return codes
