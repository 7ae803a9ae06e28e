"""Simulator: the truth of indicators, from the drawn world alone, in integers and fractions."""

from __future__ import annotations

from fractions import Fraction

import polars as pl

from simulator import tables
from simulator.options import month_end, month_text
from simulator.truth.issue_months import closed_on
from simulator.truth.issues import closings
from simulator.truth.units import MU_SQM
from simulator.world.problems import DOMAINS
from simulator.world.region import World, every_problem

INDICATOR_COLUMNS = (
    "indicator_code",
    "scope_kind",
    "scope_code",
    "domain",
    "period",
    "numerator",
    "denominator",
    "value",
)
Row = tuple[str | float | None, ...]


def scopes(region: str) -> list[tuple[str, str]]:
    """(kind, code) of every scope in a region."""
    counties = list(tables.COUNTIES) if region == "330800" else []
    return [("region", region), *(("county", county) for county in counties)]


def in_scope(frame: pl.DataFrame, kind: str, code: str) -> pl.DataFrame:
    """Rows of a scope; a region holds all of its world."""
    return frame if kind == "region" else frame.filter(pl.col("county_code") == code)


def yearly_indicators(world: World, years: dict[int, pl.DataFrame]) -> list[Row]:
    """Ratios of sums over the roster of each finished year (元 over ㎡ or people); no roster, no figure."""
    rows: list[Row] = []
    for year in world.window.finished_years:
        for kind, code in scopes(world.region):
            firms = in_scope(years[year], kind, code).filter(pl.col("on_roster"))
            if len(firms):
                rows += [(f[0], kind, code, "", str(year), *f[1:]) for f in _year_figures(firms)]
    return rows


def _year_figures(firms: pl.DataFrame) -> list[tuple[str, float, float, float | None]]:
    landed = firms.filter(pl.col("land_months_e4") > 0)
    taxed = landed.filter(pl.col("tax_state").is_in(["paid", "zero"]))
    valued = landed.filter(pl.col("value_added_fen").is_not_null())
    manned = firms.filter(pl.col("value_added_fen").is_not_null(), pl.col("staff") > 0)
    return [
        _per_mu("above_scale_tax_per_mu", taxed, "tax_fen"),
        _per_mu("above_scale_value_added_per_mu", valued, "value_added_fen"),
        _figure(
            "labour_productivity",
            Fraction(int(manned["value_added_fen"].sum()), 100),
            Fraction(int(manned["staff"].sum())),
            Fraction(1, 10_000),
        ),
    ]


def _per_mu(code: str, firms: pl.DataFrame, column: str) -> tuple[str, float, float, float | None]:
    money = Fraction(int(firms[column].sum()), 100)
    land = Fraction(int(firms["land_months_e4"].sum()), 120_000)
    return _figure(code, money, land, MU_SQM / 10_000)


def _figure(
    code: str, numerator: Fraction, denominator: Fraction, factor: Fraction
) -> tuple[str, float, float, float | None]:
    value = float(numerator / denominator * factor) if denominator else None
    return code, float(numerator), float(denominator), value


def monthly_indicators(world: World) -> list[Row]:
    """Open and overdue major cases per domain; 整改率 per domain and over all."""
    rows: list[Row] = []
    spells = closings(world)
    everything = every_problem(world)
    for kind, code in scopes(world.region):
        cases = in_scope(everything, kind, code)
        for month in world.window.mart_months:
            head = (kind, code)
            now = cases.with_columns(is_closed=pl.col("issue_no").is_in(closed_on(spells, month_end(month)).implode()))
            for domain in DOMAINS:
                rows += _issue_rows(now.filter(pl.col("domain") == domain), head, domain, month)
            rows.append(_rate_row(now, head, "all", month))
    return rows


def _issue_rows(cases: pl.DataFrame, head: tuple[str, str], domain: str, month: int) -> list[Row]:
    day, period = month_end(month), month_text(month)
    is_open = cases.filter(pl.col("is_major"), pl.col("found_date") <= day, ~pl.col("is_closed"))
    overdue = is_open.filter(pl.col("deadline_date") < day)
    counts = (("major_open_count", len(is_open)), ("major_overdue_count", len(overdue)))
    rows: list[Row] = [(name, *head, domain, period, float(n), None, float(n)) for name, n in counts]
    return [*rows, _rate_row(cases, head, domain, month)]


def _rate_row(cases: pl.DataFrame, head: tuple[str, str], domain: str, month: int) -> Row:
    day = month_end(month)
    found = cases.filter(pl.col("found_date") <= day)
    closed, total = int(found["is_closed"].sum()), found.height
    value = float(Fraction(100 * closed, total)) if total else None
    return ("rectification_rate", *head, domain, month_text(month), float(closed), float(total), value)


def as_frame(rows: list[Row]) -> pl.DataFrame:
    """Indicator rows as written to ``truth/indicators.csv``."""
    text, numbers = INDICATOR_COLUMNS[:5], INDICATOR_COLUMNS[5:]
    schema = dict.fromkeys(text, pl.String) | dict.fromkeys(numbers, pl.Float64)
    return pl.DataFrame(rows, schema=schema, orient="row")
