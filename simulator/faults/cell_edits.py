"""Simulator: what each action of the catalogue does to a cell, and the rows it needs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import polars as pl

from simulator.world.codes import USCC_ALPHABET, personal_number

Row = dict[str, str | None]
CellEdit = Callable[[str, str, Row], str | float]
"""(cell text, the fault's value, the whole row) -> what the clerk wrote instead."""
FULLWIDTH = {ord(c): ord(c) + 0xFEE0 for c in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"}


def _wrong_check(code: str, _value: str, _row: Row) -> str:
    return code[:-1] + USCC_ALPHABET[(USCC_ALPHABET.index(code[-1]) + 1) % 31]


def _letter_o(code: str, _value: str, _row: Row) -> str:
    place = code.rindex("0")
    return code[:place] + "O" + code[place + 1 :]


def _day(text: str | None) -> date:
    return date.fromisoformat(text or "")


def _zh_date(text: str, _value: str, _row: Row) -> str:
    day = _day(text)
    return f"{day.year}年{day.month}月{day.day}日"


def _dotted(text: str, _value: str, _row: Row) -> str:
    day = _day(text)
    return f"{day.year}.{day.month}.{day.day}"


def _month_only(text: str, _value: str, _row: Row) -> str:
    day = _day(text)
    return f"{day.year}年{day.month}月"


def _grouped(text: str, _value: str, _row: Row) -> str:
    whole, _, fraction = text.partition(".")
    return f"{int(whole):,}" + (f".{fraction}" if fraction else "")


CELL_EDITS: dict[str, CellEdit] = {
    "fullwidth": lambda text, _v, _r: text.translate(FULLWIDTH),
    "wrong_check": _wrong_check,
    "letter_o": _letter_o,
    "lower": lambda text, _v, _r: text.lower(),
    "as_number": lambda text, _v, _r: float(int(text)),
    "spaced": lambda text, _v, _r: f"{text[:4]} {text[4:8]} {text[8:]}",
    "cut": lambda text, _v, _r: text[:-1],
    "personal": lambda _t, _v, row: personal_number(f"19700{1 + len(row['location'] or '') % 9}15"),
    "other_ownership": lambda _t, _v, row: "集体" if "G" in (row["land_code"] or "")[12:13] else "国有",
    "zh_date": _zh_date,
    "dotted_date": _dotted,
    "slashed_date": lambda text, _v, _r: _dotted(text, _v, _r).replace(".", "/"),
    "serial_date": lambda text, _v, _r: float(_day(text).toordinal() - date(1899, 12, 30).toordinal()),
    "month_only": _month_only,
    "before_start": lambda _t, _v, row: (_day(row["start_date"]) - timedelta(days=30)).isoformat(),
    "before_found": lambda _t, _v, row: (_day(row["found_date"]) - timedelta(days=5)).isoformat(),
    "put": lambda _t, value, _r: value,
    "far_future": lambda _t, value, _r: value,
    "clear": lambda _t, _v, _r: "",
    "clear_only_area": lambda _t, _v, _r: "",
    "grouped": _grouped,
    "about": lambda text, _v, _r: f"约{text}",
    "negate": lambda text, _v, _r: f"-{text}",
    "rename": lambda text, _v, _r: f"{text[:4]}新{text[4:]}",
}
CANDIDATES: dict[str, Callable[[str], pl.Expr]] = {
    "letter_o": lambda c: pl.col(c).str.slice(8).str.contains("0"),
    "lower": lambda c: pl.col(c).str.contains("[A-Z]"),
    "as_number": lambda c: pl.col(c).str.contains("^[0-9]+$"),
    "other_ownership": lambda _c: pl.col("land_code").is_not_null(),
    "before_start": lambda c: pl.col(c).is_not_null() & pl.col("start_date").is_not_null(),
    "far_future": lambda c: pl.col(c).is_null() & pl.col("counterparty_name").is_not_null(),
    "clear_only_area": lambda c: (
        pl.col(c).is_not_null() & pl.col("floor_area_sqm").is_null() & pl.col("counterparty_name").is_not_null()
    ),
    "grouped": lambda c: pl.col(c).str.contains("^[0-9]{4,}"),
    "drop_tenant_side": lambda _c: pl.col("tenure").is_in(["承租", "租入", "承租土地"]),
    "drop_firm": lambda _c: pl.col("tax_type").is_in(["城市维护建设税", "城建税"]),
}
"""Rows an action can work on; every other action needs a filled cell. Only firms that pay every month pay city tax."""
