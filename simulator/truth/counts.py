"""Simulator: the truth of monthly and yearly counts by scope (N9, N10, N13, N17-N20, T5, T8), as ``figure`` rows."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from simulator import tables
from simulator.lists import common, economy, enforcement
from simulator.lists.platform import status
from simulator.options import month_end, month_start, month_text
from simulator.truth import contracts, issue_months, releases
from simulator.truth.events import accident_grades
from simulator.truth.figures import COLUMNS
from simulator.truth.scopes import case_places, in_scopes, main_places, parcel_places
from simulator.world.places import platforms
from simulator.world.region import World

SCOPE = ("scope_kind", "scope_code")
DOMAIN = {zh: code for code, zh in common.DOMAIN_ZH.items()}
SQM_PER_E4, MU_PER_SQM = 10_000, 0.0015
FEN, WAN = 100, 10_000
PERCENT = 100.0


def count_figures(world: World) -> pl.DataFrame:
    """Every figure of this module; scopes without anything to count have no row."""
    frames = [
        *_issues(world),
        *_released(world),
        *_penalties(world),
        *_contracts(world),
        *_outdated(world),
        *_parks(world),
        *_accidents(world),
    ]
    return pl.concat(frames)


def _rows(
    frame: pl.DataFrame, code: str, top: pl.Expr, bottom: pl.Expr | None = None, factor: float = 1.0
) -> pl.DataFrame:
    """``COLUMNS`` from a frame with scope, domain and period; a ratio of nothing has no value."""
    numerator = top.cast(pl.Float64)
    below = pl.lit(None, pl.Float64) if bottom is None else bottom.cast(pl.Float64)
    value = numerator * factor if bottom is None else pl.when(below > 0).then(numerator / below * factor)
    return frame.select(
        pl.lit(code).alias("indicator_code"),
        *SCOPE,
        "domain",
        "period",
        numerator.alias("numerator"),
        below.alias("denominator"),
        value.alias("value"),
    ).select(COLUMNS)


def _issues(world: World) -> Iterator[pl.DataFrame]:
    by_domain = issue_months.issue_months(world).rename({"month": "period"})
    sums = [pl.col(name).sum() for name in issue_months.COUNTS]
    every = by_domain.group_by(*SCOPE, "period").agg(sums).with_columns(domain=pl.lit("all"))
    both = pl.concat(
        [by_domain.drop("open_days_median").select(sorted(every.columns)), every.select(sorted(every.columns))]
    )
    counts = {
        "issue_found_count": "found_count",
        "issue_open_count": "open_count",
        "issue_overdue_count": "overdue_count",
        "issue_new_count": "new_count",
        "issue_closed_count": "closed_in_month",
        "major_open_count": "major_open_count",
        "major_overdue_count": "major_overdue_count",
    }
    for code, name in counts.items():
        yield _rows(by_domain if code.startswith("major") else both, code, pl.col(name))
    rates = {
        "rectification_rate": ("closed_count", "found_count"),
        "reopened_rate": ("reopened_count", "closed_in_month"),
        "on_time_rectification_rate": ("closed_by_deadline", "due_in_month"),
    }
    for code, (top, bottom) in rates.items():
        yield _rows(both, code, pl.col(top), pl.col(bottom), PERCENT)
    yield _rows(both, "mean_days_to_close", pl.col("closed_days_sum"), pl.col("closed_in_month"))
    aged = by_domain.filter(pl.col("open_days_median").is_not_null())
    yield _rows(aged, "open_days_median", pl.col("open_days_median"))


def _months(world: World) -> Iterator[tuple[str, int]]:
    for month in world.window.mart_months:
        yield month_text(month), month


def _released(world: World) -> Iterator[pl.DataFrame]:
    """T5: summed up since the plan's beginning, across places by share of the parcel."""
    plots = world.land.parcels.select("pid", plot=pl.col("land_code").fill_null(pl.col("location")))
    placed = parcel_places(world).join(plots, on="pid")
    acts = releases.land_releases(world).join(placed, on="plot").select(pl.exclude("pid", "plot", "release_kind"))
    scoped = in_scopes(world, acts)
    for period, month in _months(world):
        known = scoped.filter(pl.col("release_date") <= month_end(month))
        part = (pl.col("counted_e4") * pl.col("percent")).sum() / (PERCENT * SQM_PER_E4)
        sums = known.group_by(SCOPE).agg(part.alias("sqm")).with_columns(domain=pl.lit(""), period=pl.lit(period))
        yield _rows(sums, "released_land_mu", pl.col("sqm"), factor=MU_PER_SQM)


def _penalties(world: World) -> Iterator[pl.DataFrame]:
    """N19: by the month decided, as the newest version says; without those revoked."""
    first, last = month_start(world.window.first), month_end(world.window.last)
    reported = enforcement.penalties(world).filter(pl.col("recorded_date").is_between(first, last))
    newest = reported.sort("version_no").unique("decision_no", keep="last").filter(pl.col("is_revoked") == "否")
    counties = tables.towns(world.region).select("county_name", "county_code").unique()
    cases = newest.join(counties, on="county_name").rename({"decision_no": "issue_no"})
    stop = pl.col("stop_kind") != "无"
    cases = cases.with_columns(domain=pl.col("enforcement_domain").replace_strict(DOMAIN, default=None))
    placed = case_places(world, cases, "decided_date").join(
        cases.select(
            "issue_no", "domain", "decided_date", "fine_cny", stop.alias("stops"), "stop_from_date", "stop_to_date"
        ),
        on="issue_no",
    )
    scoped = in_scopes(world, placed)
    both = pl.concat([scoped.with_columns(domain=pl.lit("")), scoped.filter(pl.col("domain").is_not_null())])
    for period, month in _months(world):
        day = month_end(month)
        made = pl.col("decided_date").is_between(month_start(month), day)
        live = (
            pl.col("stops") & (pl.col("stop_from_date") <= day) & (pl.col("stop_to_date") > day).fill_null(value=True)
        )
        sums = (
            both.group_by(*SCOPE, "domain")
            .agg(
                made.sum().alias("count"),
                pl.col("fine_cny").filter(made).sum().alias("fine"),
                (made & pl.col("stops")).sum().alias("stop"),
                live.sum().alias("live"),
            )
            .with_columns(period=pl.lit(period))
        )
        yield _rows(sums, "penalty_count", pl.col("count"))
        yield _rows(sums, "penalty_fine_cny", pl.col("fine") / FEN, factor=1 / WAN)
        yield _rows(sums, "three_stop_count", pl.col("stop"))
        yield _rows(sums, "three_stop_live_count", pl.col("live"))


def _contracts(world: World) -> Iterator[pl.DataFrame]:
    """N20: promises met of those that can be judged, and damages, by the year a check was due."""
    checks = contracts.commitment_checks(world)
    codes = {row["contract_no"]: row["land_code"] for row in contracts.idle_land(world).iter_rows(named=True)}
    pid = dict(world.land.parcels.select("land_code", "pid").drop_nulls().iter_rows())
    checks = checks.with_columns(
        pid=pl.col("contract_no").replace_strict(codes).replace_strict(pid, return_dtype=pl.Int64),
        domain=pl.col("promise").replace_strict(PROMISE_CODES),
        period=pl.col("due_date").dt.year().cast(pl.String),
    )
    placed = checks.join(main_places(world), on="pid")
    scoped = in_scopes(world, placed)
    both = pl.concat([scoped, scoped.with_columns(domain=pl.lit(""))])
    judged = both.filter(pl.col("is_met") != "unknown")
    met = judged.group_by(*SCOPE, "domain", "period").agg(
        (pl.col("is_met") == "yes").sum().alias("met"), pl.len().alias("n")
    )
    yield _rows(met, "commitment_met_rate", pl.col("met"), pl.col("n"), PERCENT)
    once = scoped.unique([*SCOPE, "contract_no", "checkpoint", "check_date"]).with_columns(domain=pl.lit(""))
    reported = once.filter(pl.col("period").is_in([str(year) for year in world.window.years]))
    money = reported.group_by(*SCOPE, "domain", "period").agg(pl.col("penalty_due_fen", "penalty_received_fen").sum())
    yield _rows(money, "breach_due_cny", pl.col("penalty_due_fen") / FEN, factor=1 / WAN)
    yield _rows(money, "breach_received_cny", pl.col("penalty_received_fen") / FEN, factor=1 / WAN)


PROMISE_CODES = {
    "investment_wan_cny_per_mu": "investment",
    "far": "floor_area_ratio",
    "tax_wan_cny_per_mu": "tax",
    "energy_tce_per_wan_cny": "energy",
    "emission_t_per_wan_cny": "emission",
}


def _outdated(world: World) -> Iterator[pl.DataFrame]:
    """T8: items listed and not closed by a month's end, in the region."""
    items = economy.outdated_capacity(world, world.window.last)
    for period, month in _months(world):
        day = month_end(month)
        is_open = pl.col("closed_date").is_null() | (pl.col("closed_date") > day)
        n = items.filter(pl.col("listed_date") <= day, is_open).height
        one = _region(world, period)
        yield _rows(one, "outdated_capacity_open_count", pl.lit(n))


def _accidents(world: World) -> Iterator[pl.DataFrame]:
    """T6, N12: 生产安全事故 without 道路交通, those 较大 and worse, all, and deaths, by finished year."""
    firms = world.enterprises.select("eid", "uscc")
    reported = accident_grades(world).join(firms, on="uscc").rename({"accident_no": "issue_no"})
    counties = tables.towns(world.region).select("county_name", "county_code").unique()
    reported = reported.join(counties, on="county_name").with_columns(land_code=pl.lit(None, pl.String))
    counted = pl.col("is_in_scope")
    sums = {
        "accident_all_count": pl.len(),
        "accident_count": counted.sum(),
        "major_accident_count": (counted & pl.col("is_serious")).sum(),
        "accident_death_count": pl.col("deaths_count").filter(counted).sum(),
    }
    placed = case_places(world, reported, "occurred_date").join(
        reported.drop("county_code", "town_name", "land_code"), on="issue_no"
    )
    scoped = in_scopes(world, placed).with_columns(year=pl.col("occurred_date").dt.year())
    for year in world.window.finished_years:
        mine = scoped.filter(pl.col("year") == year).group_by(SCOPE).agg(n.alias(code) for code, n in sums.items())
        for code in sums:
            yield _rows(mine.with_columns(domain=pl.lit(""), period=pl.lit(str(year))), code, pl.col(code))


def _region(world: World, period: str) -> pl.DataFrame:
    return pl.DataFrame({"scope_kind": ["region"], "scope_code": [world.region], "domain": [""], "period": [period]})


def _parks(world: World) -> Iterator[pl.DataFrame]:
    """T15, T16: of the platforms in force at a month's end, in the region."""
    tree = platforms(world.region)
    for period, month in ((text, month) for text, month in _months(world) if month in world.window.months):
        ended = pl.col("abolished_date").str.to_date() <= month_end(month)
        all_count = tree.filter(~ended.fill_null(value=False)).height
        reported = status(world, month)
        one = _region(world, period)
        for code, column in PARK_COLUMNS.items():
            joined = reported.filter(pl.col(column) == "是").height
            yield _rows(one, code, pl.lit(joined), pl.lit(all_count), PERCENT)


PARK_COLUMNS = {
    "park_brain_coverage_rate": "is_brain_connected",
    "park_steward_coverage_rate": "is_steward_connected",
    "park_interconnection_rate": "is_interconnected",
}
