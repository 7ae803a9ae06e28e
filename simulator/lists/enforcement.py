"""Simulator: enforcement.penalty and enforcement.inspection."""

from __future__ import annotations

import polars as pl

from simulator import tables
from simulator.cases import events
from simulator.cases import firm_rows as staged
from simulator.expressions import constants, first_of
from simulator.lists.common import DOMAIN_ZH, TOWN, days_of, inside, numbers, office, with_enterprise
from simulator.options import month_end
from simulator.world.problems import DOMAINS
from simulator.world.region import World, every_problem, stream

DECISION_ZH = {
    "environment": "环罚",
    "safety": "应急罚",
    "fire": "消罚",
    "illegal_construction": "综执罚",
}
PENALTY_DAYS = 25
"""A penalty follows this many days after its problem was found."""


def penalties(world: World) -> pl.DataFrame:
    """Penalties for every third problem, revoked second versions of each tenth of them, and staged ones, by time."""
    first = _decisions(world)
    later = pl.col("decided_date").dt.offset_by("60d")
    revoked = first.filter(pl.int_range(pl.len()) % 10 == 4).with_columns(
        pl.lit(2).alias("version_no"),
        *constants(is_revoked="是", revoked_reason="行政复议撤销"),
        later.alias("revoked_date"),
        later.alias("recorded_date"),
    )
    both = pl.concat([first, revoked, _stops(world), events.penalties(world)], how="diagonal_relaxed")
    return both.sort("recorded_date", "decision_no", "version_no")


def _decisions(world: World) -> pl.DataFrame:
    """First versions for every third problem."""
    cases = every_problem(world)
    cases = cases.filter(pl.col("stage").is_null())
    cases = cases.filter(pl.int_range(pl.len()) % 3 == 1).sort("found_date", "issue_no")
    n = len(cases)
    rng = stream(world, 22)
    decided = pl.col("found_date").dt.offset_by(f"{PENALTY_DAYS}d")
    stopped = pl.col("is_major") & (pl.col("domain") != "illegal_construction")
    short = pl.lit(tables.REGIONS[world.region].zh[:1]) + pl.col("domain").replace_strict(DECISION_ZH)
    year = "〔" + decided.dt.year().cast(pl.String) + "〕"
    return cases.select(
        (short + year + pl.lit(numbers(n)) + "号").alias("decision_no"),
        pl.lit(1).alias("version_no"),
        *TOWN,
        "land_code",
        "eid",
        office(world).alias("department_name"),
        pl.col("domain").replace_strict(DOMAIN_ZH).alias("enforcement_domain"),
        *constants(party_kind="法人", penalty_kind="罚款", is_public="是", is_revoked="否"),
        pl.col("description").alias("violation_kind"),
        pl.Series("fine_cny", rng.integers(1, 60, n) * 500_000),
        first_of((stopped, "责令停产停业"), otherwise="无").alias("stop_kind"),
        pl.when(stopped).then(decided).alias("stop_from_date"),
        pl.when(stopped).then(decided.dt.offset_by("30d")).alias("stop_to_date"),
        decided.alias("decided_date"),
        decided.alias("recorded_date"),
    )


def _stops(world: World) -> pl.DataFrame:
    """Decisions that ordered staged firms to stop."""
    firms = world.enterprises.select("eid", "county_name", "town_name")
    rows = staged.stops(world).join(firms, on="eid", how="left", maintain_order="left")
    decided = pl.col("stop_from_date")
    return rows.select(
        (
            pl.col("domain").replace_strict(DECISION_ZH)
            + "停〔"
            + decided.dt.year().cast(pl.String)
            + "〕"
            + pl.col("eid").cast(pl.String)
            + "号"
        ).alias("decision_no"),
        pl.lit(1).alias("version_no"),
        *TOWN,
        "eid",
        office(world).alias("department_name"),
        pl.col("domain").replace_strict(DOMAIN_ZH).alias("enforcement_domain"),
        *constants(
            party_kind="法人",
            violation_kind="拒不整改",
            penalty_kind="责令停产停业",
            stop_kind="责令停产停业",
            is_public="是",
            is_revoked="否",
        ),
        pl.lit(0, pl.Int64).alias("fine_cny"),
        "stop_from_date",
        "stop_to_date",
        decided.alias("decided_date"),
        decided.alias("recorded_date"),
    )


def penalty(world: World, first: int, last: int) -> pl.DataFrame:
    """enforcement.penalty: what was recorded in the months; a revoked one is reported again with its next version."""
    frame = inside(penalties(world), "recorded_date", first, last).drop("recorded_date")
    return with_enterprise(world, frame, legal_person="legal_person")


def inspection(world: World, first: int, last: int) -> pl.DataFrame:
    """enforcement.inspection: visits that found the problems of the months, and as many that found nothing."""
    found = every_problem(world)
    found = inside(found, "found_date", first, last).filter(pl.col("source").is_in(["日常检查", "专项督查"]))
    n = len(found) + 3
    rng = stream(world, 23, last)
    quiet = world.enterprises[rng.integers(len(world.enterprises), size=n)].select(
        "eid",
        *TOWN,
        "address",
        pl.Series("found_date", days_of(first, last, n, rng), dtype=pl.Date),
        pl.lit(pl.Series(DOMAINS)[rng.integers(len(DOMAINS), size=n)]).alias("domain"),
    )
    frame = pl.concat([found, quiet], how="diagonal").sort("found_date", "eid", "domain", maintain_order=True)
    bad = pl.col("issue_no").is_not_null()
    frame = frame.select(
        "eid",
        *TOWN,
        "address",
        "land_code",
        pl.col("found_date").alias("inspection_date"),
        ("JC" + pl.lit(month_end(last).strftime("%Y%m")) + pl.lit(numbers(len(frame), 6))).alias("inspection_no"),
        office(world).alias("department_name"),
        pl.col("domain").replace_strict(DOMAIN_ZH).alias("enforcement_domain"),
        first_of((pl.col("source") == "专项督查", "专项检查"), otherwise="日常检查").alias("inspection_kind"),
        first_of((bad, "责令改正"), otherwise="未发现问题").alias("inspection_result"),
        pl.when(bad).then(1).otherwise(0).cast(pl.Int64).alias("problem_count"),
        pl.col("issue_no").alias("problem_nos"),
        "description",
        "deadline_date",
    )
    return with_enterprise(world, frame)
