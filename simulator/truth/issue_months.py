"""Simulator: the truth of problems by scope, domain and month (N9, N10), from cases and their closings."""

from __future__ import annotations

from datetime import date

import polars as pl

from simulator.options import month_end, month_start, month_text
from simulator.truth.issues import cases, closings
from simulator.truth.scopes import case_places, in_scopes
from simulator.world.region import World

COUNTS = (
    "found_count",
    "closed_count",
    "open_count",
    "overdue_count",
    "open_ended_count",
    "major_open_count",
    "major_overdue_count",
    "new_count",
    "closed_in_month",
    "reopened_count",
    "due_in_month",
    "closed_by_deadline",
    "closed_days_sum",
)


def issue_months(world: World) -> pl.DataFrame:
    """One row per scope with cases, domain and month, with ``COUNTS`` and the median age of the open in half days."""
    every = cases(world)
    spells = closings(world)
    placed = in_scopes(world, every.select("issue_no").join(case_places(world, every, "found_date"), on="issue_no"))
    scopes = placed.join(every, on="issue_no")
    rows = []
    for month in world.window.mart_months:
        counted = _flags(every, spells, month)
        known = scopes.select("scope_kind", "scope_code", "domain", "issue_no").join(counted, on="issue_no")
        sums = known.group_by("scope_kind", "scope_code", "domain").agg(
            *(pl.col(name).sum().cast(pl.Int64).alias(name) for name in COUNTS),
            pl.col("open_days").median().alias("open_days_median"),
        )
        rows.append(sums.with_columns(month=pl.lit(month_text(month))))
    return pl.concat(rows).sort("scope_kind", "scope_code", "domain", "month")


def _flags(every: pl.DataFrame, spells: pl.DataFrame, month: int) -> pl.DataFrame:
    """Per case what counts at (or in) the month, as 0 or 1; days of closings in the month."""
    last = month_end(month)
    is_open = ~pl.col("issue_no").is_in(closed_on(spells, last).implode())
    found = pl.col("found_date") <= last
    late = pl.col("deadline_date") < last
    due = pl.col("deadline_date").is_between(month_start(month), last) & found
    in_time = pl.col("issue_no").is_in(_in_time(every, spells).implode())
    flags = {
        "found_count": found,
        "closed_count": found & ~is_open,
        "open_count": found & is_open,
        "overdue_count": found & is_open & late,
        "open_ended_count": found & is_open & pl.col("deadline_date").is_null(),
        "major_open_count": found & is_open & pl.col("is_major"),
        "major_overdue_count": found & is_open & pl.col("is_major") & late,
        "new_count": pl.col("found_date").is_between(month_start(month), last),
        "due_in_month": due,
        "closed_by_deadline": due & in_time,
    }
    age = (pl.lit(last) - pl.col("found_date")).dt.total_days()
    return _with_events(every, spells, month).select(
        "issue_no",
        *(flag.fill_null(value=False).cast(pl.Int64).alias(name) for name, flag in flags.items()),
        pl.col("closed_in_month", "reopened_count").fill_null(0),
        pl.col("days").fill_null(0).alias("closed_days_sum"),
        pl.when(found & is_open).then(age).alias("open_days"),
    )


def _with_events(every: pl.DataFrame, spells: pl.DataFrame, month: int) -> pl.DataFrame:
    """With closings (and their days since the case was found) and reopenings in the month."""
    first, last = month_start(month), month_end(month)
    dated = spells.join(every.select("issue_no", "found_date"), on="issue_no")
    shut = dated.filter(pl.col("closed_date").is_between(first, last)).group_by("issue_no")
    days = (pl.col("closed_date") - pl.col("found_date")).dt.total_days().sum().alias("days")
    again = spells.filter(pl.col("reopened_date").is_between(first, last)).group_by("issue_no")
    frame = every.join(shut.agg(pl.len().alias("closed_in_month"), days), on="issue_no", how="left")
    return frame.join(again.agg(pl.len().alias("reopened_count")), on="issue_no", how="left")


def closed_on(spells: pl.DataFrame, day: date) -> pl.Series:
    """Numbers of the cases that stand closed at the end of a day."""
    still = pl.col("reopened_date").is_null() | (pl.col("reopened_date") > day)
    return spells.filter((pl.col("closed_date") <= day) & still)["issue_no"]


def _in_time(every: pl.DataFrame, spells: pl.DataFrame) -> pl.Series:
    """Cases that stood closed when their deadline ended."""
    both = spells.join(every.select("issue_no", "deadline_date"), on="issue_no")
    still = pl.col("reopened_date").is_null() | (pl.col("reopened_date") > pl.col("deadline_date"))
    return both.filter((pl.col("closed_date") <= pl.col("deadline_date")) & still)["issue_no"].unique()
