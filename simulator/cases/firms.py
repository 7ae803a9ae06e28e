"""Simulator: puts the staged firms of ``firm_cases`` into a drawn region: firms, plots, leases, problems, tax.

They come after everything drawn and take from random streams of their own; who is drawn stays who it was.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl

from simulator import tables
from simulator.cases.firm_cases import CASES, Case, Problem
from simulator.cases.firm_plots import with_plots
from simulator.options import Window, month_start
from simulator.world import codes
from simulator.world.enterprises import rng_for
from simulator.world.parcels import Land
from simulator.world.problems import BY_SEVERITY, CODES, MAJOR_SUPERVISION, STORIES
from simulator.world.region import World
from simulator.world.taxes import Payers

TOPIC = 15
TRADE_NAMES = (
    "砺铧沣湛琢璞珩瑾瑜琛琨珏璟琰瓒翀翊翎旻昶昱晔晗暄晟骞骏骁骥驰屹岚峻崧峥嵘钊铮铎锟锴鑫铠钰铉镕榕桦梓楠"
    "槿樟枫柏桐榆淼泓沛沅泾渭淳涵潇澄濠烨炜焕煜熠炫煦坤垚圻培墨玮珂珈琪琳瑶璐璇苒茗荟菁萱葳蓁蕴薇藤昊"
    "旭晖曦皓皙睿穆笃简筠策缦缜绮纶纵羿耘聿胤舸苏茂"
)
"""Two of these, so many places apart, make a name that no drawn firm shares a character with."""
STEP = 41
OUTSIDE = "330604"
"""A division whose registry office is none of the regions'."""
APART = 20
"""Percent of the window between the days on which alike problems are found, so that no register jumps."""
MONTHS, LAST_MONTH = 12, 11
"""A twelfth in each month, so that no month's sum jumps; what is left over in December."""


def with_cases(world: World) -> World:
    """The world with its staged firms at the end of every frame."""
    rng = rng_for(world.seed, world.region, TOPIC)
    firms = _firms(world, rng)
    land = with_plots(world, firms, rng)
    drawn = world.enterprises.with_columns(pl.lit(None, pl.String).alias("stage"))
    enterprises = pl.concat([drawn, firms.select(drawn.columns)])
    payers = _with_tax(world.payers, len(firms), enterprises, land)
    problems = {
        domain: pl.concat([frame, _problems(world, firms, land, domain)], how="diagonal_relaxed")
        for domain, frame in world.problems.items()
    }
    return replace(world, enterprises=enterprises, land=land, payers=payers, problems=problems)


def staged(world: World) -> list[tuple[int, Case]]:
    """Enterprise and case of each staged firm."""
    first = len(world.enterprises) - len(CASES)
    return [(first + rank, case) for rank, case in enumerate(CASES)]


def _firms(world: World, rng: np.random.Generator) -> pl.DataFrame:
    """Firms like drawn ones, in towns that carry plots; those of a silent town where none does."""
    n, first = len(CASES), len(world.enterprises)
    place = _places(world)
    county = [OUTSIDE if case.is_from_outside else code for case, code in zip(CASES, place["county_code"], strict=True)]
    usccs = codes.usccs(county, rng)
    trade_name = [TRADE_NAMES[rank] + TRADE_NAMES[(rank + STEP) % len(TRADE_NAMES)] for rank in range(n)]
    names = [f"{town[:2]}{name}机械有限公司" for town, name in zip(place["county_name"], trade_name, strict=True)]
    return place.with_columns(
        pl.int_range(first, first + n, dtype=pl.Int64, eager=True).alias("eid"),
        pl.Series("uscc", [_headed(code, case) for code, case in zip(usccs, CASES, strict=True)]),
        pl.Series("tax_class", [case.tax_class for case in CASES]),
        pl.lit(False).alias("on_roster"),
        pl.lit(1.0).alias("scale"),
        pl.lit(date(2015, 5, 20)).alias("established_date"),
        pl.lit(100_000_000, pl.Int64).alias("capital_fen"),
        (
            pl.col("county_name")
            + pl.col("town_name")
            + "治理路"
            + pl.lit(pl.Series(range(1, n + 1))).cast(pl.String)
            + "号"
        ).alias("address"),
        pl.lit("裘平").alias("legal_person"),
        pl.lit("19900000000").alias("phone"),
        pl.Series("name", names),
        pl.Series("industry_code", [case.industry[0] for case in CASES]),
        pl.Series("industry_name", [case.industry[1] for case in CASES]),
        pl.lit(tables.FORM_TYPES[0]).alias("entity_type"),
        pl.Series("stage", [case.stage for case in CASES]),
    )


def _places(world: World) -> pl.DataFrame:
    """Town of each case: one of the first three that carry plots; of silent ones one without, if there is one."""
    key = ["county_code", "county_name", "town_code", "town_name"]
    held = world.land.parcels.filter(pl.col("holder") >= 0, pl.col("stage").is_null())
    talking = held.select(key).unique().sort("town_code").head(3)
    towns = tables.towns(world.region)
    if world.region == "330800":
        silent = towns.join(world.land.parcels, on="county_code", how="anti", maintain_order="left")
    else:
        silent = towns.join(world.land.parcels, on="town_name", how="anti", maintain_order="left")
    silent = silent if len(silent) else towns
    rows = [(silent if case.in_silent_town else talking[rank % len(talking)]).row(0) for rank, case in enumerate(CASES)]
    return pl.DataFrame(rows, schema=key, orient="row")


def _headed(code: str, case: Case) -> str:
    """A sole trader's code begins with 92."""
    if case.code_head == "91":
        return code
    body = np.frombuffer((case.code_head + code[2:17]).encode(), np.uint8).reshape(1, 17)
    return str(codes.text(codes.with_uscc_check(body))[0])


def _with_tax(payers: Payers, n: int, enterprises: pl.DataFrame, land: Land) -> Payers:
    """Payers know every enterprise by place; of the staged ones only what ``cases`` says is paid."""
    first = len(enterprises) - n
    nothing, unknown = pl.Series([None] * n, dtype=pl.String), pl.Series([None] * n, dtype=pl.Int64)
    rows = [
        (first + rank, month, case.tax // MONTHS + (case.tax % MONTHS if month == LAST_MONTH else 0))
        for rank, case in enumerate(CASES)
        if case.tax
        for month in range(MONTHS)
    ]
    return replace(
        payers,
        base_fen=np.concatenate([payers.base_fen, np.zeros(n, np.int64)]),
        habits=np.concatenate([payers.habits, np.ones((n, payers.habits.shape[1]))]),
        parcel_code=payers.parcel_code.append(nothing),
        former_code=payers.former_code.append(nothing),
        changed_month=payers.changed_month.append(unknown),
        staged=pl.DataFrame(rows, schema=["eid", "month_of_year", "fen"], orient="row"),
    )


def _problems(world: World, firms: pl.DataFrame, land: Land, domain: str) -> pl.DataFrame:
    keep = ["eid", "uscc", "name", "county_code", "county_name", "town_name", "address", "stage"]
    own = land.parcels.select(pl.col("holder").alias("eid"), "land_code").unique("eid", keep="first")
    rows = []
    for rank, (firm, case) in enumerate(zip(firms.select(keep).iter_rows(named=True), CASES, strict=True)):
        rows += [
            firm | _problem(world.window, problem, firm, rank) for problem in case.problems if problem.domain == domain
        ]
    frame = pl.DataFrame(rows, infer_schema_length=None)
    return frame.join(own, on="eid", how="left", maintain_order="left") if rows else frame


def _after_first_register(window: Window, domain: str) -> date:
    """A fire brigade may have said that it found nothing in the first quarter (零报告)."""
    ends = window.quarter_ends
    return month_start(ends[0] + 1 if domain == "fire" and len(ends) > 1 else window.first)


def _problem(window: Window, problem: Problem, firm: dict[str, object], rank: int) -> dict[str, object]:
    found = max(window.day(problem.found + rank % 3 * APART - APART), _after_first_register(window, problem.domain))
    closed = None if problem.closed is None else window.day(problem.closed)
    story = STORIES[problem.domain][0]
    is_major = problem.severity == "重大" if problem.domain in BY_SEVERITY else problem.supervision in MAJOR_SUPERVISION
    return {
        "found_date": found,
        "description": story[0],
        "issue_category": story[1],
        "severity": problem.severity,
        "supervision_kind": problem.supervision,
        "is_major": is_major,
        "source": "专项督查",
        "deadline_date": None if problem.deadline is None else window.day(problem.deadline),
        "finished_date": closed,
        "closed_date": closed,
        "illegal_area_e4": 1_000_000,
        "issue_no": f"{firm['county_code']}-{CODES[problem.domain]}-{found.year}-{80_000 + rank}",
    }
