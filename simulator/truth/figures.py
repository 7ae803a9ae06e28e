"""Simulator: the truth of the yearly figures of 规上 by scope (N1-N4): towns, platforms and phases by the land there.

A region and a county have the whole firm; a smaller scope has what lies on its parcels: the tax of each, and of the
firm's other figures the part of its used land (without plots in 建设期) in its county.
"""

from __future__ import annotations

import polars as pl

from simulator.options import month_end
from simulator.truth.scopes import in_scopes, parcel_places
from simulator.truth.tax import WITHOUT_WEIGHT, tax_by_parcel
from simulator.truth.units import MU_SQM
from simulator.world.lineage import known_as
from simulator.world.occupancy import occupancy_as_known
from simulator.world.region import World

HUNDRED = 100
COLUMNS = ("indicator_code", "scope_kind", "scope_code", "domain", "period", "numerator", "denominator", "value")
FIGURES = ("value_added_fen", "staff")
Row = tuple[str, str, str, str, str, float | None, float | None, float | None]
Figure = tuple[str, float | None, float | None, float | None]


def parcel_parts(world: World, year: int) -> pl.DataFrame:
    """eid, pid, tax_fen, land_months_e4 and share of the firm's other figures; of finished years."""
    taxes, land = [], []
    for month in (m for m in world.window.months if m // 12 == year):
        pids = _pids(world, month)
        paid = tax_by_parcel(world, month).drop_nulls("location")
        taxes.append(paid.join(pids, on=["land_code", "location"], how="left", nulls_equal=True))
        used = occupancy_as_known(world, month).drop_nulls("eid")
        land.append(used.join(pids, on=["land_code", "location"], how="left", nulls_equal=True))
    tax = pl.concat(taxes).group_by("eid", "pid").agg(pl.col("fen").sum().alias("tax_fen"))
    used = (
        pl.concat(land)
        .join(world.enterprises.select("eid", own_county="county_code"), on="eid", how="left")
        .with_columns(
            weight=pl.when(
                pl.col("land_e4") > 0,
                pl.col("land_status") != WITHOUT_WEIGHT,
                pl.col("county_code") == pl.col("own_county"),
            )
            .then("land_e4")
            .otherwise(0)
        )
    )
    months = used.group_by("eid", "pid").agg(
        pl.col("land_e4").sum().alias("land_months_e4"), pl.col("weight").sum().alias("weight")
    )
    both = months.join(tax, on=["eid", "pid"], how="full", coalesce=True).fill_null(0)
    return both.with_columns(share=(pl.col("weight") / pl.col("weight").sum().over("eid")).fill_nan(0))


def _pids(world: World, month: int) -> pl.DataFrame:
    """Parcels by the code and place known in a month; a former whole counts as the first of its halves."""
    known = known_as(world.land, month_end(month)).select("pid", "land_code", "location")
    return known.unique(["land_code", "location"], keep="first", maintain_order=True)


def scope_figures(world: World, years: dict[int, pl.DataFrame]) -> pl.DataFrame:
    """N1, N3 and N4 in towns, platforms and phases, as ``COLUMNS``."""
    rows: list[Row] = []
    for year in world.window.finished_years:
        firms = years[year].filter(pl.col("on_roster")).rename({"land_months_e4": "all_land"})
        firms = firms.select("eid", "tax_state", "all_land", *FIGURES)
        placed = parcel_parts(world, year).join(parcel_places(world), on="pid", how="inner")
        scoped = in_scopes(world, placed).filter(~pl.col("scope_kind").is_in(["region", "county"]))
        parts = scoped.join(firms, on="eid", how="inner").sort("scope_kind", "scope_code", "eid", "pid", "percent")
        for (kind, code), mine in parts.group_by("scope_kind", "scope_code", maintain_order=True):
            head = (str(kind), str(code), "", str(year))
            rows += [(name, *head, top, bottom, value) for name, top, bottom, value in _year(mine)]
    return pl.DataFrame(rows, schema=dict(zip(COLUMNS, [pl.String] * 5 + [pl.Float64] * 3, strict=True)), orient="row")


def _year(mine: pl.DataFrame) -> list[Figure]:
    landed = mine.filter(pl.col("all_land") > 0)
    taxed = landed.filter(pl.col("tax_state").is_in(["paid", "zero"]))
    valued = landed.filter(pl.col("value_added_fen").is_not_null())
    manned = mine.filter(pl.col("value_added_fen").is_not_null(), pl.col("staff") > 0)
    return [
        _ratio("above_scale_tax_per_mu", _part(taxed, pl.col("tax_fen")), _part(taxed, pl.col("land_months_e4"))),
        _ratio(
            "above_scale_value_added_per_mu",
            _shared(valued, "value_added_fen"),
            _part(valued, pl.col("land_months_e4")),
        ),
        _productivity(_shared(manned, "value_added_fen"), _shared(manned, "staff")),
    ]


def _part(frame: pl.DataFrame, column: pl.Expr) -> float | None:
    """Sum by the percent of each parcel in the scope; of nobody nothing is known."""
    return None if frame.is_empty() else float(frame.select((column * pl.col("percent")).sum()).item()) / HUNDRED


def _shared(frame: pl.DataFrame, column: str) -> float | None:
    return _part(frame, pl.col(column) * pl.col("share"))


def _ratio(code: str, fen: float | None, months_e4: float | None) -> Figure:
    if fen is None or months_e4 is None:
        return code, None, None, None
    yuan, sqm = fen / HUNDRED, months_e4 / 120_000
    return code, yuan, sqm, yuan / sqm * float(MU_SQM) / 10_000 if sqm else None


def _productivity(fen: float | None, people: float | None) -> Figure:
    if fen is None or people is None:
        return "labour_productivity", None, None, None
    yuan = fen / HUNDRED
    return "labour_productivity", yuan, people, yuan / people / 10_000 if people else None
