"""Simulator: the truth of suspects of omission: firms at work for several departments, absent from a list (P8).

Each department that knows a firm is one point: tax paid or power used within a year, a permit in force, a penalty that
stands. Two make a suspect: of the land lists where they report of no plot of it, of the survey where no town names
it. Firms whose industry needs no permit are no industry.
"""

from __future__ import annotations

import polars as pl

from simulator.cases.firm_rows import UNREGISTERED
from simulator.options import month_end, month_start
from simulator.truth.facts import Facts
from simulator.truth.firm_flags import SIGNS_WITHIN
from simulator.truth.plan_numbers import CATALOGUE_DIVISIONS

ENOUGH = 2
"""Points; neither plan nor readings say how many (the county's default, N21)."""
SCHEMA = {"eid": pl.Int64, "missing_from": pl.String, "score": pl.Int64}


def suspects(facts: Facts, month: int) -> pl.DataFrame:
    """eid, missing_from (land_register, town_survey) and score at a month end."""
    seen = pl.concat([series.drop_nulls().unique().to_frame("eid") for series in _sources(facts, month)])
    scores = seen.group_by("eid").agg(pl.len().cast(pl.Int64).alias("score")).filter(pl.col("score") >= ENOUGH)
    division = pl.col("industry_code").str.slice(0, 2).cast(pl.Int64)
    industrial = division.is_in(list(CATALOGUE_DIVISIONS)) | pl.col("stage").fill_null("").is_in(UNREGISTERED)
    firms = facts.world.enterprises.filter(industrial)
    scores = scores.join(firms, on="eid", how="semi")
    surveyed = _surveyed(facts, month)
    parts = [
        scores.join(known, on="eid", how="anti").with_columns(pl.lit(name).alias("missing_from")).select(list(SCHEMA))
        for name, known in (("land_register", _on_land_lists(facts)), ("town_survey", surveyed))
    ]
    return pl.concat(parts).sort("eid", "missing_from")


def _surveyed(facts: Facts, month: int) -> pl.DataFrame:
    """Whom a town names in its survey, as the firm at work or as the owner of the plot (产权单位)."""
    survey = facts.survey(month_end(month))
    owners = survey.select(pl.col("holder").cast(pl.Int64).alias("eid")).filter(pl.col("eid") >= 0)
    return pl.concat([survey.select("eid").drop_nulls(), owners]).unique()


def _on_land_lists(facts: Facts) -> pl.DataFrame:
    """Who holds, rents, lets or used a plot by the land lists, now or before."""
    land = facts.world.land
    reported = [
        land.parcels["holder"],
        land.parcels["sold_by"],
        land.leases["lessor"],
        land.leases["lessee"],
        land.others["eid"],
        *(facts.uses(month)["eid"] for month in facts.world.window.mart_months),
    ]
    return pl.concat([series.cast(pl.Int64).drop_nulls() for series in reported]).unique().to_frame("eid")


def _sources(facts: Facts, month: int) -> list[pl.Series]:
    months = [m for m in range(month - SIGNS_WITHIN + 1, month + 1) if m in facts.world.window.months]
    taxed = pl.concat([facts.taxed(m) for m in months])
    holders = facts.permits(month_end(month)).select("uscc")
    permitted = facts.world.enterprises.join(holders, on="uscc", how="semi")["eid"]
    newest = facts.penalties.sort("version_no").unique("decision_no", keep="last", maintain_order=True)
    within = pl.col("decided_date").is_between(month_start(months[0]), month_end(month))
    stands = newest.filter(within, pl.col("is_revoked") == "否")["eid"]
    return [taxed, facts.metered, permitted, stands]
