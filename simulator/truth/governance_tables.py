"""Simulator: writes the truth of governance: a table per folder of ``truth/``, a file per region.

Enterprises are identified by code, plots by code and place; ``''`` is none.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from simulator.expressions import first_of
from simulator.options import month_end, month_start, month_text
from simulator.truth import bands, governance_items, governance_lists
from simulator.truth.bands import status_months
from simulator.truth.facts import Facts
from simulator.truth.governance_lists import Month
from simulator.truth.omission import suspects
from simulator.truth.plan_numbers import PER_MU
from simulator.truth.units import area, money
from simulator.world import taxes
from simulator.world.region import World

PLACE = [pl.col("land_code").fill_null(""), pl.col("location").fill_null("")]
KEY = ("month", "data_year", "governance_list_code", "uscc", "land_code", "location", "issue_no", "missing_from")
ITEM = (
    "proposal_state",
    "proposed_path",
    "fitting_paths",
    "plan_no",
    "plan_path",
    "is_path_different",
    "has_plan",
    "plan_status",
    "plan_date",
    "deadline_date",
    "is_overdue",
    "next_milestone_date",
    "is_milestone_overdue",
    "accepted_date",
    "closed_date",
    "implementation_mode",
    "required_standards",
    "passed_standards",
    "failed_standards",
    "open_standards",
)


def write_governance(world: World, ledger: taxes.TaxLedger, folder: Path) -> None:
    """Classification by data year, lists by month, items and suspects of omission of the newest month."""
    bands = governance_lists.bands_of_years(world, ledger)
    facts = Facts(world)
    months = {month: governance_lists.month_of(facts, bands, month) for month in world.window.mart_months}
    status = [months[month] for month in status_months(world.window).values()]
    tables = {
        "gov_enterprise": pl.concat([_firms(world, ledger, now) for now in status], how="diagonal_relaxed"),
        "gov_parcel": pl.concat([_plots(world, bands.plots[now.year], now) for now in status], how="diagonal_relaxed"),
        "gov_list_month": _lists(facts, months),
        "gov_item": _items(facts, months[world.window.last]),
        "omission": _named(world, suspects(facts, world.window.last).with_columns(pid=pl.lit(None, pl.Int64))).select(
            "uscc", "missing_from", "score"
        ),
    }
    for name, frame in tables.items():
        (folder / name).mkdir(exist_ok=True)
        key = [column for column in KEY if column in frame.columns]
        frame.sort(key).select(sorted(frame.columns)).write_parquet(folder / name / f"{world.region}.parquet")


def _figures() -> list[pl.Expr]:
    land = pl.col("months_e4")
    evaluable = pl.col("evaluable_state") == "evaluable"
    return [
        pl.when(_is_tax_known("tax_fen")).then(money("tax_fen")).alias("tax_cny"),
        area("months_e4").alias("land_sqm_months"),
        pl.when(evaluable).then(pl.col("tax_fen") * PER_MU / land).alias("tax_wan_cny_per_mu"),
    ]


def _is_tax_known(fen: str) -> pl.Expr:
    """Nothing paid by those whose tax is unknown or elsewhere is no 0; of several users one known is enough."""
    return (pl.col(fen) != 0) | pl.col("is_tax_known").fill_null(value=False)


def _firms(world: World, ledger: taxes.TaxLedger, now: Month) -> pl.DataFrame:
    head = (pl.lit(now.year).alias("data_year"), pl.lit(month_end(now.month)).alias("status_date"))
    frame = now.firms.join(_rolling(world, now.month), on="eid", how="left", maintain_order="left")
    frame = frame.join(bands.grades(world, ledger, now.year), on="uscc", how="left", maintain_order="left")
    drop = ("eid", "is_tax_known", "tax_fen", "months_e4", "rolling_fen", "rolling_e4")
    frame = frame.with_columns(*_figures(), *_rolling_figures()).rename({"is_last_grade": "is_last_grade_in_force"})
    return frame.select(*head, pl.exclude(drop))


def _rolling(world: World, month: int) -> pl.DataFrame:
    """Tax and land of the twelve months up to one, where every one of them was delivered."""
    months = range(month - bands.WHOLE_YEAR + 1, month + 1)
    schema = pl.Schema({"eid": pl.Int64(), "rolling_fen": pl.Int64(), "rolling_e4": pl.Int64()})
    if months[0] < world.window.first:
        return pl.DataFrame(schema=schema)
    taxes = pl.concat([bands.paid(world, m) for m in months])
    land = pl.concat([bands.used_by_firm(world, m) for m in months])
    frame = world.enterprises.select("eid")
    for rows, name in ((taxes, "rolling_fen"), (land, "rolling_e4")):
        total = rows.group_by("eid").agg(pl.col("value").sum().alias(name))
        frame = frame.join(total, on="eid", how="left", maintain_order="left")
    return frame.with_columns(pl.col("rolling_fen", "rolling_e4").fill_null(0)).cast(schema)


def _rolling_figures() -> list[pl.Expr]:
    tax, land = pl.col("rolling_fen"), pl.col("rolling_e4")
    known = (land > 0) & (pl.col("evaluable_state") == "evaluable")
    return [
        pl.when(_is_tax_known("rolling_fen")).then(money("rolling_fen")).alias("rolling_tax_cny"),
        pl.when(known).then(tax * PER_MU / land).alias("rolling_tax_wan_cny_per_mu"),
    ]


def _unbuilt() -> pl.Expr:
    """Of a year from which nothing was sent only what stands in the register is known."""
    return first_of((pl.col("land_status") == "建设期", "under_construction"), otherwise="unknown_tax")


def _plots(world: World, bands: pl.DataFrame, now: Month) -> pl.DataFrame:
    """Every plot known in the year; criteria only of those there are today."""
    head = (pl.lit(now.year).alias("data_year"), pl.lit(month_end(now.month)).alias("status_date"))
    today = now.plots.select(
        pl.exclude(
            "tax_fen",
            "months_e4",
            "evaluable_state",
            "tier_code",
            "is_borderline",
            "unknown",
            "not_local",
            "users",
            "is_last_grade",
            "is_tax_known",
        )
    )
    every = today.join(
        bands.drop("land_status", "unknown", "not_local", "users"),
        on=["land_code", "location"],
        how="full",
        coalesce=True,
        nulls_equal=True,
    ).with_columns(pl.col("pid").is_not_null().alias("is_existing"))
    every = every.with_columns(
        pl.col("evaluable_state").fill_null(_unbuilt()), pl.col("is_borderline").fill_null(value=False)
    )
    return every.with_columns(*_figures(), *PLACE).select(
        *head, pl.exclude("pid", "tax_fen", "months_e4", "is_tax_known")
    )


def _named(world: World, frame: pl.DataFrame) -> pl.DataFrame:
    """Codes and places of ``eid`` and ``pid``."""
    firms = world.enterprises.select("eid", "uscc")
    plots = world.land.parcels.select("pid", "land_code", "location")
    both = frame.join(firms, on="eid", how="left", maintain_order="left")
    both = both.join(plots, on="pid", how="left", maintain_order="left")
    return both.with_columns(pl.col("uscc").fill_null(""), *PLACE)


def _merged(facts: Facts, now: Month) -> pl.DataFrame:
    """Rows of the merged list, each plot under the code of the month."""
    world = facts.world
    pairs = governance_lists.objects(facts, now).group_by("location", "eid").agg(pl.col("reason").sort().str.join("、"))
    then = bands.places(world, now.month).select("land_code", "location")
    codes = pl.concat([world.land.parcels.select("land_code", "location"), then]).unique("location")
    firms = world.enterprises.select("eid", "uscc")
    named = pairs.join(codes, on="location", how="left").join(firms, on="eid", how="left")
    return named.with_columns(pl.lit("merged").alias("list"), pl.col("uscc").fill_null(""), *PLACE)


def _lists(facts: Facts, months: Mapping[int, Month]) -> pl.DataFrame:
    parts = []
    for month, now in months.items():
        rows = pl.concat(
            [_named(facts.world, governance_lists.lists(facts, now)), _merged(facts, now)], how="diagonal_relaxed"
        )
        parts.append(
            rows.with_columns(
                pl.lit(month_text(month)).alias("month"),
                pl.lit(month_start(month)).alias("month_start"),
                pl.lit(now.year).alias("data_year"),
            )
        )
    return pl.concat(parts, how="diagonal_relaxed").select(
        "month",
        "month_start",
        "data_year",
        pl.col("list").alias("governance_list_code"),
        "object_kind",
        "uscc",
        "land_code",
        "location",
        pl.col("issue_no").fill_null(""),
        "band_code",
        "reason",
    )


def _items(facts: Facts, now: Month) -> pl.DataFrame:
    frame = governance_items.items(facts, now)
    if frame.is_empty():
        return pl.DataFrame(schema={"uscc": pl.String, "land_code": pl.String, "location": pl.String})
    frame = _named(facts.world, frame.drop("land_code", "location"))
    listed = pl.col("reason").is_not_null().alias("is_listed")
    return frame.select("uscc", "land_code", "location", listed, *ITEM)
