"""Simulator: supply contracts at each branch of the 闲置 test (B2) and with every outcome of a check (K1).

They lie on drawn parcels that have no contract yet; a world with too few of them has only the first ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from simulator.expressions import first_of
from simulator.options import month_end
from simulator.world import contracts
from simulator.world.enterprises import rng_for
from simulator.world.region import World

TOPIC = 15
FIRST_NUMBER = 90_001
FEN_PER_WAN = 1_000_000
PROMISED = {
    "investment_wan_cny_per_mu": 30_000,
    "far": 150,
    "tax_wan_cny_per_mu": 2_000,
    "energy_tce_per_wan_cny": 40,
    "emission_t_per_wan_cny": 10,
}
"""Hundredths, of every contract that is checked."""


@dataclass(frozen=True)
class Idle:
    """A contract by its dates: years and days from the agreed start to the last day of the window.

    ``started``: days before the last day; ``spent``: 万元 beyond exactly a quarter of the project without the price.
    """

    stage: str
    since: tuple[int, int] | None
    started: int | None = None
    finished: bool = False
    spent: int | None = None
    is_growing: bool = False


IDLE = (
    Idle("idle_exactly_a_year", (1, 0)),
    Idle("idle_a_day_short", (1, -1)),
    Idle("idle_two_years", (2, 0)),
    Idle("idle_two_years_a_day_short", (2, -1)),
    Idle("idle_five_years", (5, 3)),
    Idle("started_on_the_last_day", (3, 9), 0),
    Idle("start_not_agreed", None),
    Idle("a_quarter_spent", (4, 0), 1200, spent=0),
    Idle("less_than_a_quarter_spent", (4, 0), 1200, spent=-1),
    Idle("less_than_a_quarter_growing", (4, 0), 1200, spent=0, is_growing=True),
    Idle("no_project", (4, 0), 1200),
    Idle("finished_late", (6, 0), 1200, finished=True),
)


@dataclass(frozen=True)
class Check:
    """A check of a contract: hundredths by which each figure is better than promised (None: no figure).

    ``at``: percent of the window gone by; ``failed``: promises the checkers call unmet (None: they say 达标).
    """

    checkpoint: str
    at: int
    better: tuple[int | None, int | None, int | None, int | None, int | None]
    failed: str | None = None
    result: str = ""
    due_wan: int | None = None
    received_wan: int | None = None


EXACT = (0, 0, 0, 0, 0)
CHECKS: dict[str, tuple[Check, ...]] = {
    "kept_exactly": (Check("达产复核", 20, EXACT),),
    "each_missed": (
        Check("达产复核", 25, (-1,) * 5, "投资强度、容积率、亩均税收、单位能耗、单位排污", due_wan=50, received_wan=20),
    ),
    "figures_missing": (Check("达产复核", 30, (5, None, None, None, 3)),),
    "not_yet_producing": (Check("竣工核验", 35, (0, 3, -1_900, None, None)),),
    "checked_twice": (
        Check("竣工核验", 15, (10, 10, None, None, None)),
        Check("达产复核", 75, (10, 10, -500, 1, 1), "亩均税收", due_wan=30),
    ),
    "blamed_wrongly": (Check("达产复核", 40, (1, 1, 1, 1, 1), "亩均税收", due_wan=0),),
    "miss_not_seen": (Check("达产复核", 45, (1, -1, 1, 1, 1)),),
    "excused": (Check("运营复核", 50, (None,) * 5, result="免于复核"),),
    "tax_missed_in_operation": (Check("运营复核", 55, (0, 0, -1, 0, 0), "亩均税收", due_wan=12, received_wan=12),),
    "postponed": (Check("达产复核", 60, (-100, 0, None, None, None), result="延期"),),
}
AT_MOST = ("energy_tce_per_wan_cny", "emission_t_per_wan_cny")


def contract_stages(world: World) -> pl.DataFrame:
    """pid and stage of the staged contracts, in order."""
    stages = [*(one.stage for one in IDLE), *CHECKS]
    free = free_parcels(world).filter(pl.col("pid") % 8 < 4, pl.col("ownership") == "国有").head(len(stages))
    return free.with_columns(pl.Series("stage", stages[: len(free)], dtype=pl.String))


def free_parcels(world: World) -> pl.DataFrame:
    """Drawn parcels with a code, a holder and no change, without a contract."""
    return world.land.parcels.filter(
        pl.col("stage").is_null(),
        pl.col("change_kind").is_null(),
        pl.col("land_code").is_not_null(),
        pl.col("holder") >= 0,
        pl.col("pid") % 8 > 0,
    ).drop("stage")


def supply_contracts(world: World) -> pl.DataFrame:
    """land.supply_contract rows of the staged contracts."""
    staged = contract_stages(world)
    plain = contracts.contracts_of(world, staged, rng_for(world.seed, world.region, TOPIC), FIRST_NUMBER)
    idle = {one.stage: one for one in IDLE}
    rows = [_dates(world, idle[stage]) if stage in idle else {} for stage in staged["stage"]]
    columns = ("planned_start_date", "planned_finish_date", "actual_start_date", "actual_finish_date")
    dated = pl.Series([bool(row) for row in rows], dtype=pl.Boolean)
    return plain.with_columns(
        *(
            first_of(
                (pl.lit(dated), pl.lit(pl.Series([row.get(name) for row in rows], dtype=pl.Date))),
                otherwise=pl.col(name),
            ).alias(name)
            for name in columns
        ),
        *(
            pl.when(pl.lit(dated)).then(pl.col(f"promised_{name}")).otherwise(value).alias(f"promised_{name}")
            for name, value in PROMISED.items()
        ),
    )


def _dates(world: World, one: Idle) -> dict[str, date | None]:
    last = month_end(world.window.last)
    planned = None if one.since is None else _years_before(last, one.since[0]) - timedelta(days=one.since[1])
    started = None if one.started is None else last - timedelta(days=one.started)
    return {
        "planned_start_date": planned,
        "planned_finish_date": planned and planned + timedelta(days=750),
        "actual_start_date": started,
        "actual_finish_date": last - timedelta(days=40) if one.finished else None,
    }


def _years_before(last: date, years: int) -> date:
    return last.replace(year=last.year - years, day=min(last.day, 28) if last.month == 2 else last.day)


def projects(world: World, month: int) -> pl.DataFrame:
    """Projects of begun and unfinished contracts as restated at the end of a month: pid, eid, dates, money (fen).

    A project's total is five times the land's price: without the price a quarter of it is spent at twice the price.
    """
    idle = {one.stage: one for one in IDLE if one.spent is not None}
    staged = contract_stages(world).with_columns(supply_contracts(world)["price_cny", "actual_start_date"])
    rows = [
        {
            "pid": row["pid"],
            "eid": row["holder"],
            "land_code": row["land_code"],
            "county_code": row["county_code"],
            "county_name": row["county_name"],
            "town_name": row["town_name"],
            "start_date": row["actual_start_date"],
            "planned_investment_cny": row["price_cny"] * 5,
            "completed_investment_cny": _spent(world, idle[row["stage"]], month, row["price_cny"]),
        }
        for row in staged.iter_rows(named=True)
        if row["stage"] in idle
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def _spent(world: World, one: Idle, month: int, price_fen: int) -> int:
    """A growing project spends 1,000 元 a month and stays below a quarter."""
    if one.is_growing:
        return price_fen * 3 // 2 + max(0, month - world.window.first) * FEN_PER_WAN // 10
    assert one.spent is not None
    return price_fen * 2 + one.spent * FEN_PER_WAN


def checks(world: World) -> pl.DataFrame:
    """land.contract_check rows of the staged contracts."""
    staged = contract_stages(world)
    contracts = supply_contracts(world).with_columns(staged["stage"]).filter(pl.col("stage").is_in(list(CHECKS)))
    rows = [
        _check(world, contract, one)
        for contract in contracts.iter_rows(named=True)
        for one in CHECKS[contract["stage"]]
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def _check(world: World, contract: dict[str, object], one: Check) -> dict[str, object]:
    checked = world.window.day(one.at)
    failed = one.failed is not None
    better = dict(zip(PROMISED, one.better, strict=True))
    return {
        **{name: contract[name] for name in ("contract_no", "supervision_no", "land_code", "project_name", "stage")},
        "enterprise_name": contract["transferee_name"],
        "enterprise_uscc": contract["transferee_uscc"],
        "county_name": contract["district_name"],
        "checkpoint": one.checkpoint,
        "due_date": checked - timedelta(days=30),
        "check_date": checked,
        **{f"promised_{name}": value for name, value in PROMISED.items()},
        **{f"actual_{name}": _actual(name, more) for name, more in better.items()},
        "check_result": one.result or ("不达标" if failed else "达标"),
        "failed_items": one.failed,
        "is_breach": "是" if failed else "否",
        "penalty_due_cny": None if one.due_wan is None else one.due_wan * FEN_PER_WAN,
        "penalty_received_cny": None if one.received_wan is None else one.received_wan * FEN_PER_WAN,
        "disposal": "限期整改" if failed else None,
        "check_unit": "标准地联合复核组",
    }


def _actual(name: str, better: int | None) -> int | None:
    if better is None:
        return None
    return PROMISED[name] + (-better if name in AT_MOST else better)
