"""Ingest, readers: the text of one typed value, and the letter of the kind in which the file stored it."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

from ingest.readers.rows import BOOL, DATE, EMPTY, NUMBER, TEXT


def read_values(values: list[object]) -> tuple[list[str], str]:
    """Texts of a row's cells and how each was stored; numbers without exponents, dates in ISO form."""
    texts: list[str] = []
    kinds: list[str] = []
    for value in values:
        if type(value) is str:
            texts.append(value)
            kinds.append(TEXT if value else EMPTY)
        elif type(value) is float:
            texts.append(number_text(value))
            kinds.append(NUMBER)
        else:
            text, kind = cell_text(value)
            texts.append(text)
            kinds.append(kind)
    return texts, "".join(kinds)


def cell_text(value: object) -> tuple[str, str]:
    """Text of one typed value, and the letter of its kind."""
    match value:
        case None | "":
            return "", EMPTY
        case bool():
            return ("是" if value else "否"), BOOL
        case int() | Decimal():
            return format(value, "f") if isinstance(value, Decimal) else str(value), NUMBER
        case float():
            return number_text(value), NUMBER
        case datetime():
            at_midnight = value.time() == time(0)
            return (value.date().isoformat() if at_midnight else value.isoformat(" ")), DATE
        case date():
            return value.isoformat(), DATE
        case _:
            return str(value), TEXT


def number_text(value: float) -> str:
    """A number as people write it: never with an exponent."""
    if value.is_integer():
        return str(int(value))
    return format(Decimal(repr(value)), "f")
