"""Simulator: the truth of 亩均税收 of enterprises and parcels and of the plans' bands, in integers (T9-T13).

A month judges by the last calendar year that has ended; its figures are those of that year alone.
"""

from __future__ import annotations

import polars as pl

from simulator.expressions import first_of
from simulator.lists.evaluation import evaluated, evaluation_result
from simulator.options import Window, month_end
from simulator.truth import tax
from simulator.truth.enterprises import enterprise_year, tax_states
from simulator.truth.plan_numbers import BORDERLINE_PARTS, PER_MU, PLANS
from simulator.world import occupancy, taxes
from simulator.world.lineage import CODED, RECODED, known_as
from simulator.world.region import World

WHOLE_YEAR = 12
KNOWN = ("paid", "zero")
UNDER_CONSTRUCTION = "建设期"
PARCEL = ("land_code", "location")


def data_year(month: int) -> int:
    """The last calendar year that has ended on the last day of a month."""
    return (month + 1) // WHOLE_YEAR - 1


def status_months(window: Window) -> dict[int, int]:
    """Data year -> the newest month of the mart in which it is in force."""
    return {data_year(month): month for month in window.mart_months}


def enterprises(world: World, ledger: taxes.TaxLedger, year: int) -> pl.DataFrame:
    """eid, tax_state, tax_fen, months_e4 and the band of each enterprise."""
    frame = enterprise_year(world, ledger, year).select(
        "eid", _tax_state(world, year), "tax_fen", pl.col("land_months_e4").alias("months_e4")
    )
    state = first_of(
        (pl.col("tax_state") == "not_local", "manual_review"),
        (pl.col("tax_state") == "unknown", "unknown_tax"),
        (pl.col("months_e4") <= 0, "no_land"),
        otherwise="evaluable",
    )
    known = pl.col("tax_state").is_in(KNOWN).alias("is_tax_known")
    return _banded(world.region, frame.with_columns(state.alias("evaluable_state"), known))


def _tax_state(world: World, year: int) -> pl.Expr:
    """State of tax; of a year from which nothing was sent nothing is known."""
    return (pl.col("tax_state") if year in world.window.years else pl.lit("unknown")).alias("tax_state")


def parcels(world: World, ledger: taxes.TaxLedger, year: int) -> pl.DataFrame:
    """land_code, location, tax_fen of all its users, months_e4 and the band of each parcel known in the year."""
    months = [month for month in world.window.mart_months if month // WHOLE_YEAR == year]
    used = pl.concat([_used(world, month) for month in months]) if months else _used(world, world.window.last).head(0)
    # A whole before its split stood in the register as the half that keeps its code, the first.
    status = pl.col("land_status").sort_by("pid").first()
    land = used.group_by(PARCEL).agg(pl.col("land_e4").sum().alias("months_e4"), status)
    users = used.filter(pl.col("eid").is_not_null(), pl.col("land_e4") > 0).select(*PARCEL, "eid").unique()
    states = pl.DataFrame({"eid": world.enterprises["eid"], "tax_state": tax_states(world, ledger, year)})
    users = (
        users.join(states, on="eid", how="left")
        .group_by(PARCEL)
        .agg(
            pl.len().alias("users"),
            *((pl.col("tax_state") == state).any().alias(state) for state in ("unknown", "not_local")),
            pl.col("tax_state").is_in(KNOWN).any().alias("is_tax_known"),
        )
    )
    frame = land.join(users, on=PARCEL, how="left", nulls_equal=True)
    frame = frame.join(_taxes(world, months), on=PARCEL, how="left", nulls_equal=True)
    frame = frame.with_columns(
        pl.col("tax_fen", "users").fill_null(0), pl.col("unknown", "not_local", "is_tax_known").fill_null(False)
    )
    state = first_of(
        (pl.col("land_status") == UNDER_CONSTRUCTION, "under_construction"),
        (pl.col("users") == 0, "no_occupant"),
        (pl.col("not_local"), "manual_review"),
        (pl.col("unknown"), "unknown_tax"),
        (pl.col("months_e4") <= 0, "no_land"),
        otherwise="evaluable",
    )
    return _banded(world.region, frame.with_columns(state.alias("evaluable_state"))).sort(PARCEL, nulls_last=True)


def existing(world: World) -> pl.DataFrame:
    """Today's parcels by code and place."""
    return world.land.parcels.select("pid", *PARCEL)


def places(world: World, month: int) -> pl.DataFrame:
    """pid, part, code and place known at a month end; what only got another code is today's plot before, too."""
    same = world.land.parcels.filter(pl.col("change_kind").fill_null("").is_in([RECODED, CODED])).select("pid")
    then = known_as(world.land, month_end(month))
    today = then.select("pid", "part").join(same, on="pid", how="semi").join(existing(world), on="pid")
    return pl.concat([then.join(same, on="pid", how="anti"), today.select(then.columns)])


def _used(world: World, month: int) -> pl.DataFrame:
    """Used land at a month end by parcel and user."""
    used = occupancy.occupancy_by_tenure(world, month).select("pid", "part", "eid", "land_e4")
    status = world.land.parcels.select("pid", "land_status")
    frame = used.join(places(world, month), on=["pid", "part"], how="left").join(status, on="pid", how="left")
    return frame.group_by(*PARCEL, "land_status", "eid").agg(pl.col("land_e4").sum(), pl.col("pid").min())


def _taxes(world: World, months: list[int]) -> pl.DataFrame:
    rows = [tax.tax_by_parcel(world, month) for month in months if month in world.window.months]
    if not rows:
        return pl.DataFrame(schema={"land_code": pl.String, "location": pl.String, "tax_fen": pl.Int64})
    taxed = pl.concat(rows).filter(pl.col("location").is_not_null())
    names = _todays_names(world)
    renamed = taxed.join(names, on=PARCEL, how="left", nulls_equal=True).with_columns(
        pl.when(pl.col("location_today").is_not_null()).then(f"{name}_today").otherwise(name).alias(name)
        for name in PARCEL
    )
    return renamed.group_by(PARCEL).agg(pl.col("fen").sum().alias("tax_fen"))


def _todays_names(world: World) -> pl.DataFrame:
    """Former code and place -> today's, of plots that only got another code or their first."""
    kinds = world.land.parcels.filter(pl.col("change_kind").is_in([RECODED, CODED]))
    first = known_as(world.land, month_end(world.window.first - 1)).join(kinds.select("pid"), on="pid", how="semi")
    both = first.join(existing(world), on="pid", suffix="_today")
    return both.select(*PARCEL, "land_code_today", "location_today")


def _banded(region: str, frame: pl.DataFrame) -> pl.DataFrame:
    """tier_code and is_borderline of what is evaluable; no band where the plan sets none or the tax is above all."""
    tiers = PLANS[region].tiers if region in PLANS else ()
    tax, land = pl.col("tax_fen") * PER_MU, pl.col("months_e4")
    evaluable = pl.col("evaluable_state") == "evaluable"
    tier = pl.lit(None, pl.String)
    near = pl.lit(value=False)
    for code, upper, lower in tiers:
        inside = evaluable & (tax <= upper * land) & (pl.lit(lower is None) | (tax > (lower or 0) * land))
        tier = first_of((inside, pl.lit(code)), otherwise=tier)
        near = near | evaluable & ((tax - upper * land).abs() * BORDERLINE_PARTS < land)
    return frame.with_columns(tier.alias("tier_code"), near.alias("is_borderline"))


def paid(world: World, month: int) -> pl.DataFrame:
    """eid and fen of 税收实际贡献 paid in a month."""
    return tax.counted_rows(world, month).select("eid", pl.col("fen").alias("value"))


def used_by_firm(world: World, month: int) -> pl.DataFrame:
    """eid and used land at a month end."""
    used = occupancy.occupancy_month(world, month).drop_nulls("eid")
    return used.select("eid", pl.col("land_e4").alias("value"))


def grades(world: World, ledger: taxes.TaxLedger, year: int) -> pl.DataFrame:
    """uscc and official_grade published for a data year."""
    if year not in world.window.finished_years:
        return pl.DataFrame(schema={"uscc": pl.String, "official_grade": pl.String})
    graded = evaluated(world, ledger.fen[year], occupancy.year_land(world, year) // WHOLE_YEAR)
    reported = evaluation_result(world, graded, year)
    return reported.select(pl.col("enterprise_uscc").alias("uscc"), pl.col("final_grade").alias("official_grade"))


def last_graded(world: World, ledger: taxes.TaxLedger, month: int) -> pl.DataFrame:
    """eid of firms whose grade in force at a month end is the plan's 末档 (T12): that of the year before."""
    plan = PLANS.get(world.region)
    reported = grades(world, ledger, month // WHOLE_YEAR - 1)
    last = reported.filter(pl.col("official_grade") == (plan.last_grade if plan and plan.last_grade else ""))
    return world.enterprises.join(last, on="uscc", how="semi").select("eid")
