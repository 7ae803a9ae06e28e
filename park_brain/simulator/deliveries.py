"""Simulator: which files a region's departments send, and when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

import polars as pl

from park_brain.simulator import land_lists, lists
from park_brain.simulator.enterprises import rng_for
from park_brain.simulator.options import REGIONS, month_end, month_text
from park_brain.simulator.problems import DOMAINS, as_known
from park_brain.simulator.taxes import TAX_TYPES, month_rows
from park_brain.simulator.truth import TaxLedger
from park_brain.simulator.world import World, has_nil_register

LIST_ZH = {
    "land.parcel_register": "工业用地底数清单", "land.occupancy": "用地情况与租赁清单",
    "land.supply_contract": "供地合同与承诺清单", "tax.tax_paid": "税收入库明细",
    "tax.registration": "税务登记清单", "tax.credit_rating": "纳税信用等级名单",
    "economy.output": "工业企业主要经济指标", "economy.above_scale_roster": "规上工业企业名录",
    "registry.enterprise": "市场主体登记清单", "environment.issue": "环保治理清单",
    "environment.permit": "排污许可证清单", "environment.key_unit": "重点排污单位名录",
    "safety.issue": "安全生产治理清单", "fire.issue": "消防安全治理清单",
    "illegal_construction.issue": "违法建设治理清单",
}  # fmt: skip
Role = Literal["final", "superseded", "supplement", "nil", "plain"]
"""final: its rows count and may carry faults; plain: its rows count or are restated later, never faulted."""


YEARLY = ("environment.key_unit", "tax.credit_rating", "economy.output", "economy.above_scale_roster")
PART_COLUMN = {"330683": "town_name", "330800": "county_name"}
"""Regions whose occupancy comes in parts."""


@dataclass(frozen=True)
class Delivery:
    """One file to be sent. ``period`` is '2023', '2023-06' or '2023-06-30'."""

    list_code: str
    period: str
    frame: pl.DataFrame
    received: datetime
    role: Role = "final"
    part: str = "whole"
    label: str = ""
    sent_twice: bool = False

    @property
    def kind(self) -> str:
        """'full' or 'supplement'."""
        return "supplement" if self.role == "supplement" else "full"


def deliveries(world: World, ledger: TaxLedger, *, corrections: bool) -> Iterator[Delivery]:
    """Every delivery of a region, one at a time; tax rows are booked into ``ledger`` as they are drawn."""
    yield from _taxes(world, ledger, corrections=corrections)
    yield from _registers(world)
    yield from _snapshots(world)
    yield from _yearly(world)


def faultable_files(world: World) -> dict[str, int]:
    """List -> how many of its deliveries are 'final' (with corrections), told without drawing them."""
    counts = dict.fromkeys(LIST_ZH, 1)
    months = len(world.window.months)
    counts["tax.tax_paid"] = months - 1 - int(months > 2)
    if by := PART_COLUMN.get(world.region):
        counts["land.occupancy"] = len(_parts(world, by))
    for code in YEARLY:
        counts[code] = len(world.window.finished_years)
    return counts


def _after(world: World, month: int, days: int) -> datetime:
    """An instant (UTC) some days after a month end; each region has its own hour."""
    end = month_end(month)
    return datetime(end.year, end.month, end.day, 1 + REGIONS.index(world.region)) + timedelta(days=days)


def _taxes(world: World, ledger: TaxLedger, *, corrections: bool) -> Iterator[Delivery]:
    window = world.window
    corrected = window.first + 1 if corrections and len(window.months) > 2 else None
    late = [m for m in window.months if m % 3 == 0 and m > window.first + 1]
    supplemented = late[0] if corrections and late else None
    for month in window.months:
        rows = month_rows(world.seed, world.region, month, world.payers)
        ledger.add(month // 12, rows)
        period, due = month_text(month), _after(world, month, 10)
        if month == supplemented:
            extra = rows.filter(pl.col("tax_type") == TAX_TYPES.index("环境保护税"))
            frame = lists.tax_paid(world, extra)
            yield Delivery("tax.tax_paid", period, frame, due + timedelta(days=5), "supplement", label="补报")
            rows = rows.filter(pl.col("tax_type") != TAX_TYPES.index("环境保护税"))
        frame = lists.tax_paid(world, rows)
        if month == corrected:
            yield Delivery("tax.tax_paid", period, _uncorrected(world, frame), due, "superseded")
            late_day = _after(world, window.last, 14)
            yield Delivery("tax.tax_paid", period, frame, late_day, "plain", label="更正")
            continue
        twice = corrections and month == window.first
        role: Role = "plain" if twice else "final"
        yield Delivery("tax.tax_paid", period, frame, due, role, sent_twice=twice)


def _uncorrected(world: World, frame: pl.DataFrame) -> pl.DataFrame:
    """The first version of a month: two rows missing, five amounts different."""
    rng = rng_for(world.seed, world.region, 11)
    touched = rng.permutation(len(frame))[:7]
    rank = pl.int_range(pl.len())
    wrong = pl.when(rank.is_in(touched[:5])).then(pl.col("amount_cny") * 2 + 100).otherwise(pl.col("amount_cny"))
    return frame.with_columns(wrong.alias("amount_cny")).filter(~rank.is_in(touched[5:]))


def _registers(world: World) -> Iterator[Delivery]:
    """Problems restated every quarter; the last one counts, a case found late may be a nil delivery before."""
    ends = world.window.quarter_ends
    for domain in DOMAINS:
        for month in ends:
            known = as_known(world.problems[domain], month)
            frame = lists.issue(world, domain, known)
            nil = month == ends[0] and has_nil_register(world.region, domain, world.window)
            role: Role = "nil" if nil else "final" if month == ends[-1] else "plain"
            yield Delivery(f"{domain}.issue", month_text(month), frame, _after(world, month, 8), role)
    frame = land_lists.supply_contract(world)
    yield Delivery("land.supply_contract", month_text(world.window.last), frame, _after(world, world.window.last, 9))


def _snapshots(world: World) -> Iterator[Delivery]:
    window, day = world.window, lists.snapshot_day(world)
    received = _after(world, window.last, 12)
    if len(window.months) >= 12:
        middle = window.last - 6
        early = land_lists.parcel_register(world, early=True)
        yield Delivery(
            "land.parcel_register", month_end(middle).isoformat(), early, _after(world, middle, 12), "superseded"
        )
    yield Delivery("land.parcel_register", day, land_lists.parcel_register(world), received)
    yield from _occupancy(world, day, received)
    yield Delivery("registry.enterprise", day, lists.registry(world), received)
    yield Delivery("tax.registration", day, lists.registration(world), received)
    yield Delivery("environment.permit", day, lists.permit(world), received)


def _occupancy(world: World, day: str, received: datetime) -> Iterator[Delivery]:
    """Whole in 330681, by town in 330683, by county in 330800."""
    frame = land_lists.occupancy(world)
    by = PART_COLUMN.get(world.region)
    if by is None:
        yield Delivery("land.occupancy", day, frame, received)
        return
    for rank, part in enumerate(_parts(world, by)):
        rows = frame.filter(pl.col(by) == part)
        yield Delivery("land.occupancy", day, rows, received + timedelta(minutes=7 * rank), part=part)


def _parts(world: World, by: str) -> list[str]:
    """Towns or counties that have a holder's statement to send."""
    return world.land.parcels.filter("states_own")[by].unique().sort().to_list()


def _yearly(world: World) -> Iterator[Delivery]:
    for year in world.window.finished_years:
        received = _after(world, year * 12 + 11, 15)
        yearly = {
            "environment.key_unit": lists.key_unit(world),
            "tax.credit_rating": lists.credit_rating(world, year),
            "economy.output": lists.economy_output(world, year),
            "economy.above_scale_roster": lists.above_scale_roster(world, year),
        }
        for code, frame in yearly.items():
            yield Delivery(code, str(year), frame, received)
