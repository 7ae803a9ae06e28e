"""Simulator: how each region writes its lists (headers, units, spellings, date and period formats).

The tables are headers.csv, units.csv ('万元 row': the unit and where it is stated) and spellings.csv; the first region
spells canonically.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

import polars as pl

from simulator.options import REGIONS
from simulator.tables import FOLDER

Place = Literal["plain", "header", "row"]
"""Where a unit is stated: nowhere (the list's usual unit), in the header, in a row above the header."""
LAND_AREAS = ("land_area_sqm", "release_area_sqm", "planned_area_sqm", "approved_area_sqm", "built_area_sqm")
"""Areas of land, in the list's unit; all others are floors or shares of a ground, never in 亩."""
PARENTS = {
    ("land.occupancy", "start_date"): "租赁期限",
    ("land.occupancy", "end_date"): "租赁期限",
    ("land.supply_contract", "far_min"): "约定容积率",
    ("land.supply_contract", "far_max"): "约定容积率",
}
"""Columns below a merged header of two rows (in regions that write one)."""
TWO_ROW_REGIONS = ("330683", "330800")
EVERY_LIST = "*"


@dataclass(frozen=True)
class Column:
    """One written column: canonical name, kind of cell, header and the header above it, unit."""

    name: str
    kind: str
    header: str
    parent: str | None
    unit: str
    unit_place: Place


@cache
def _headers() -> pl.DataFrame:
    return pl.read_csv(FOLDER / "headers.csv", infer_schema=False)


def columns(list_code: str, region: str, present: list[str], file_format: str) -> tuple[Column, ...]:
    """The written columns of a list in a region, in the order of the table."""
    table = _headers().filter(pl.col("list") == list_code, pl.col("column").is_in(present))
    return tuple(_column(list_code, region, row, file_format) for row in table.iter_rows(named=True))


def _column(list_code: str, region: str, row: dict[str, str], file_format: str) -> Column:
    name, kind = row["column"], row["kind"]
    unit, place = _unit(list_code, region, name, kind, file_format)
    if file_format == "parquet":
        return Column(name, kind, row["zh"], None, unit, place)
    two_rows = file_format == "xlsx" and region in TWO_ROW_REGIONS
    parent = PARENTS.get((list_code, name)) if two_rows else None
    suffix = f"（{unit}）" if place == "header" else ""
    return Column(name, kind, row[region] + suffix, parent, unit, place)


def _unit(list_code: str, region: str, name: str, kind: str, file_format: str) -> tuple[str, Place]:
    """Canonical files use the list's usual unit; where no row can stand above the header, the header states it."""
    if kind not in ("money", "area"):
        return "", "plain"
    row = _units()[EVERY_LIST, "floor"] if kind == "area" and name not in LAND_AREAS else _units()[list_code, kind]
    if file_format == "parquet":
        return row["usual"], "plain"
    unit, place = row[region].split()
    return unit, "header" if place == "row" and file_format != "xlsx" else cast(Place, place)


def land_unit(list_code: str, region: str) -> str:
    """The unit in which a region writes areas of land in a list."""
    return _units()[list_code, "area"][region].split()[0]


@cache
def _units() -> dict[tuple[str, str], dict[str, str]]:
    """(list, kind) -> its usual unit, and unit and place per region."""
    table = pl.read_csv(FOLDER / "units.csv", infer_schema=False)
    return {(row["list"], row["kind"]): row for row in table.iter_rows(named=True)}


def spelled(list_code: str, region: str, column: str, file_format: str) -> pl.Expr:
    """The column with the region's spellings of its categories."""
    if file_format == "parquet" or region == REGIONS[0]:
        return pl.col(column)
    table = _spellings().get((list_code, column)) or _spellings().get((EVERY_LIST, column), {})
    return pl.col(column).replace({value: row[region] for value, row in table.items()}) if table else pl.col(column)


@cache
def _spellings() -> dict[tuple[str, str], dict[str, dict[str, str]]]:
    """(list, column) -> canonical value -> its spelling in the regions that do not spell canonically."""
    table: dict[tuple[str, str], dict[str, dict[str, str]]] = {}
    for row in pl.read_csv(FOLDER / "spellings.csv", infer_schema=False).iter_rows(named=True):
        table.setdefault((row["list"], row["column"]), {})[row["value"]] = row
    return table


def period_zh(period: str, region: str) -> str:
    """A period as the region writes it in titles and file names: '2023' | '2023-06' | '2023-12-31'."""
    rank, parts = REGIONS.index(region), period.split("-")
    if len(parts) == 1:
        return (f"{parts[0]}年度", f"{parts[0]}年", f"{parts[0]}年度")[rank]
    if len(parts) == 2:
        return (f"{parts[0]}年{int(parts[1])}月", period, "".join(parts))[rank]
    day = f"截至{parts[0]}年{int(parts[1])}月{int(parts[2])}日"
    return (day, period, "".join(parts))[rank]
