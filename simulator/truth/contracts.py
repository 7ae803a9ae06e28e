"""Simulator: the truth of contracts: promises at each check (K1), idle land (B2), released land (T5, N13)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl

from simulator.cases.contracts import supply_contracts
from simulator.lists import investment
from simulator.lists.contracts import contract_check, supply_contract
from simulator.options import month_end
from simulator.truth import plan_numbers
from simulator.world.region import World

EXACT_YEAR_MONTHS = 12
Project = tuple[date | None, date | None, int, list[tuple[int, int]]]
"""Start, finish, total investment, and what was spent by month as restated."""


def commitment_checks(world: World) -> pl.DataFrame:
    """One row per check and promise, in hundredths: is_met and, where both sides say so, differs_from_stated."""
    reported = contract_check(world, world.window.first, world.window.last)
    rows = [_promise(row, name) for row in reported.iter_rows(named=True) for name in plan_numbers.PROMISES_ZH]
    return pl.DataFrame(rows, infer_schema_length=None)


def _promise(row: dict[str, Any], name: str) -> dict[str, object]:
    promised, actual = row[f"promised_{name}"], row[f"actual_{name}"]
    is_due = name != "tax_wan_cny_per_mu" or row["checkpoint"] in plan_numbers.AFTER_PRODUCTION
    is_met = _met(name, promised, actual) if is_due else "unknown"
    stated = _stated(row, plan_numbers.PROMISES_ZH[name])
    return {
        "contract_no": row["contract_no"],
        "checkpoint": row["checkpoint"],
        "check_date": row["check_date"],
        "due_date": row["due_date"],
        "promise": name,
        "promised_e2": promised,
        "actual_e2": actual,
        "is_met": is_met,
        "is_due": is_due,
        "differs_from_stated": {is_met, stated} == {"yes", "no"},
        "penalty_due_fen": row["penalty_due_cny"],
        "penalty_received_fen": row["penalty_received_cny"],
    }


def _met(name: str, promised: int | None, actual: int | None) -> str:
    if promised is None or actual is None:
        return "unknown"
    return "yes" if (actual >= promised if name in plan_numbers.AT_LEAST else actual <= promised) else "no"


def _stated(row: dict[str, Any], promise_zh: str) -> str:
    """What the checkers say of one promise."""
    if row["check_result"] == "达标":
        return "yes"
    if row["check_result"] != "不达标" or not row["failed_items"]:
        return "unknown"
    return "no" if promise_zh in row["failed_items"].split("、") else "yes"


def idle_land(world: World) -> pl.DataFrame:
    """One row per supply contract on the window's last day: is_idle, idle_from, is_take_back, fee_fen."""
    contracts = pl.concat([supply_contract(world), supply_contracts(world)])
    reported = [(month, investment.project(world, month)) for month in world.window.quarter_ends]
    rows = [_idle(world, row, _project(reported, row)) for row in contracts.iter_rows(named=True)]
    return pl.DataFrame(rows, infer_schema_length=None, schema_overrides={"idle_from": pl.Date, "fee_fen": pl.Int64})


def _idle(world: World, row: dict[str, Any], project: Project | None) -> dict[str, object]:
    day, planned = month_end(world.window.last), row["planned_start_date"]
    reported = {"contract_no": row["contract_no"], "land_code": row["land_code"]}
    begun = [row["actual_start_date"], row["actual_finish_date"], *(project[:1] if project else ())]
    if any(one is not None and one <= day for one in begun):
        ends = [row["actual_finish_date"], project[1] if project else None]
        is_finished = any(one is not None and one <= day for one in ends)
        state = "no" if is_finished else _stopped(row, project)
        return reported | {"is_begun": True, "is_idle": state, "idle_from": None, "is_take_back": "no", "fee_fen": None}
    if planned is None:
        return reported | {
            "is_begun": False,
            "is_idle": "unknown",
            "idle_from": None,
            "is_take_back": "unknown",
            "fee_fen": None,
        }
    idle_from = years_later(planned, plan_numbers.IDLE_YEARS)
    is_idle, back = idle_from <= day, years_later(planned, plan_numbers.TAKE_BACK_YEARS) <= day
    fee = Fraction(row["price_cny"]) * plan_numbers.IDLE_FEE
    return reported | {
        "is_begun": False,
        "is_idle": "yes" if is_idle else "no",
        "idle_from": idle_from if is_idle else None,
        "is_take_back": "yes" if back else "no",
        "fee_fen": int(fee) if is_idle and not back else None,
    }


def _project(reported: list[tuple[int, pl.DataFrame]], row: dict[str, Any]) -> Project | None:
    """The firm's project on the contract's parcel, as restated register by register."""
    same = (pl.col("land_code") == row["land_code"]) & (pl.col("enterprise_uscc") == row["transferee_uscc"])
    mine = [(month, frame.filter(same)) for month, frame in reported]
    known = [(month, frame.row(0, named=True)) for month, frame in mine if len(frame)]
    if not known:
        return None
    last = known[-1][1]
    spent = [(month, one["completed_investment_cny"]) for month, one in known]
    return last["start_date"], last["finish_date"], last["planned_investment_cny"], spent


def _stopped(row: dict[str, Any], project: Project | None) -> str:
    """Begun, not finished: stopped for a year and too little spent; of the built area no list reports anything."""
    if project is None:
        return "unknown"
    _, _, total, spent = project
    last_month, last_spent = spent[-1]
    little = _less_than_a_quarter(last_spent - row["price_cny"], total - row["price_cny"])
    same = [month for month, value in spent if value == last_spent]
    grew = [month for month, value in spent if value != last_spent]
    if grew and last_month - max(grew) < EXACT_YEAR_MONTHS:
        return "no"
    rests = last_month - min(same) >= EXACT_YEAR_MONTHS
    return "yes" if rests and little else "unknown"


def _less_than_a_quarter(spent: int, total: int) -> bool:
    return total > 0 and Fraction(spent, total) < plan_numbers.IDLE_INVESTMENT


def years_later(day: date, years: int) -> date:
    """The same day of a later year; 29 February becomes 28."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
