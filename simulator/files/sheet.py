"""Simulator: one list as written text, before it becomes a file."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from simulator.expressions import first_of
from simulator.files import region_style

NUMBER_KINDS = ("money", "area", "decimal", "int")
MONEY_DECIMALS = {"元": 2, "万元": 6}
AREA_DECIMALS = {"公顷": 8, "平方公里": 10}
"""So that an area of 1e-4 ㎡ is written exactly; ㎡ have 4."""
MONTH_FORMATS = {"330683": "%Y-%m", "330681": "%Y%m", "330800": "%Y年%m月"}


@dataclass(frozen=True)
class Cell:
    """A cell a fault has touched: its text, or a bare number where the clerk's cell holds one."""

    value: str | float


@dataclass
class Sheet:
    """Rows as text (``_row`` is a stable id) with the columns they are written in."""

    list_code: str
    region: str
    columns: tuple[region_style.Column, ...]
    rows: pl.DataFrame
    title: str
    preamble: str
    """The row below the title: units, sender, date."""
    nil_text: str = ""
    cells: dict[tuple[int, str], Cell] = field(default_factory=dict)
    extra_cells: set[int] = field(default_factory=set)
    """Rows that carry a cell too many (CSV)."""

    @property
    def order(self) -> dict[int, int]:
        """Row id -> position below the header."""
        return {row: position for position, row in enumerate(self.rows["_row"].to_list())}

    @property
    def unit_row(self) -> str:
        """'单位：万元' where a unit is stated above the header."""
        units = sorted({column.unit for column in self.columns if column.unit_place == "row"})
        return f"单位：{'、'.join(units)}" if units else ""


def render(
    list_code: str, region: str, frame: pl.DataFrame, file_format: str
) -> tuple[tuple[region_style.Column, ...], pl.DataFrame]:
    """Typed frame -> columns as the region writes them and their text (null: empty cell)."""
    present = [name for name in frame.columns if name != "county_name" or _tells_county(list_code, region)]
    columns = region_style.columns(list_code, region, present, file_format)
    text = frame.select(_text(list_code, region, column, file_format).alias(column.name) for column in columns)
    return columns, text.with_columns(pl.int_range(pl.len()).alias("_row"))


def _tells_county(list_code: str, region: str) -> bool:
    """Only a prefecture needs the column; the lists published by the environment office always have it."""
    return region == "330800" or list_code in ("environment.permit", "environment.key_unit")


def _text(list_code: str, region: str, column: region_style.Column, file_format: str) -> pl.Expr:
    name = pl.col(column.name)
    if column.kind == "money":
        return _money(name, column.unit)
    if column.kind == "area":
        return _area(column)
    if column.kind == "decimal":
        return decimal_text(name, 2)
    if column.kind == "date":
        return name.dt.strftime("%Y-%m-%d")
    if column.kind == "month":
        pattern = "%Y-%m" if file_format == "parquet" else MONTH_FORMATS[region]
        return pl.date(name // 12, name % 12 + 1, 1).dt.strftime(pattern)
    if column.kind == "int":
        return name.cast(pl.String)
    return region_style.spelled(list_code, region, column.name, file_format)


def _money(fen: pl.Expr, unit: str) -> pl.Expr:
    return decimal_text(fen, MONEY_DECIMALS[unit])


def _area(column: region_style.Column) -> pl.Expr:
    if column.unit == "亩":
        return decimal_text(pl.col(f"{column.name}__mu"), 4)
    return decimal_text(pl.col(column.name), AREA_DECIMALS.get(column.unit, 4))


def decimal_text(scaled: pl.Expr, decimals: int) -> pl.Expr:
    """Integer of 10^-decimals -> decimal text without trailing zeros; null stays null."""
    size = scaled.abs()
    base = 10**decimals
    fraction = (size % base).cast(pl.String).str.zfill(decimals).str.strip_chars_end("0")
    whole = (size // base).cast(pl.String)
    sign = first_of((scaled < 0, "-"), otherwise="")
    dotted = pl.when(fraction == "").then(whole).otherwise(whole + "." + fraction)
    return sign + dotted
