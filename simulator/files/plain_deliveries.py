"""Simulator: deliveries of the lists that never carry seeded faults: monthly, quarterly, at the end, yearly."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

import polars as pl

from simulator.cases.vanished import CASE_NO, Restated, vanished
from simulator.files.delivery import Delivery, after
from simulator.lists import (
    city,
    contracts,
    economy,
    enforcement,
    environment,
    evaluation,
    fiscal,
    governance,
    investment,
    land,
    output_month,
    platform,
    release,
    safety,
    survey,
    utility,
)
from simulator.lists.common import quarter_start
from simulator.options import month_end, month_text
from simulator.tables import towns
from simulator.world import occupancy, taxes
from simulator.world.region import World

Events = Callable[[World, int, int], pl.DataFrame]
EVENTS: dict[str, Events] = {
    "land.contract_check": contracts.contract_check,
    "land.release": release.release,
    "safety.accident": safety.accident,
    "enforcement.penalty": enforcement.penalty,
    "enforcement.inspection": enforcement.inspection,
    "governance.petition": governance.petition,
    "fiscal.land_sale": fiscal.land_sale,
}
"""Lists of events: each quarter reports the months since the delivery before."""
REGISTERS: dict[str, Restated] = {
    "land.reserve": release.reserve,
    "economy.outdated_capacity": economy.outdated_capacity,
    "governance.plan": governance.plan,
    "investment.project": investment.project,
    "governance.policy_measure": governance.policy_measure,
}
"""Lists reported by quarter from the month alone: registers, and the measures that begin in the quarter."""
SNAPSHOTS = {
    "land.property_unit": land.property_unit,
    "governance.building": governance.building,
    "platform.register": platform.register,
}
SHEETS_BY_TOWN = "330681"
STATES_TWO_MONTHS = "330681"
"""Where the report of February says that it is one of two months."""
SURVEY_PART = {"330683": "town_name", "330681": "town_name", "330800": "county_name"}


def further_deliveries(world: World, ledger: taxes.TaxLedger) -> Iterator[Delivery]:
    """Everything but budget revenue, which goes out with the taxes it divides; ``ledger`` must be complete."""
    yield from _monthly(world)
    yield from _quarterly(world)
    yield from _snapshots(world)
    yield from _yearly(world, ledger)


def _reported(world: World, code: str, month: int, frame: pl.DataFrame, days: int = 9) -> Delivery:
    """A delivery for a month; without rows it is a 零报告."""
    return Delivery(code, month_text(month), frame, after(world, month, days), "plain" if len(frame) else "nil")


def _monthly(world: World) -> Iterator[Delivery]:
    users = utility.meters(world)
    firms = {year: output_month.cumulative(world, year) for year in world.window.years}
    for month in world.window.months:
        yield _reported(world, "utility.power", month, utility.power(world, users, month))
        yield _reported(world, "platform.status", month, platform.status(world, month))
        year, number = month // 12, month % 12 + 1
        said = f"{year}年1-2月" if number == 2 and world.region == STATES_TWO_MONTHS else ""
        if number > 1 or world.region in output_month.JANUARY_REGIONS:
            frame = output_month.output_month(world, firms[year], month)
            received = after(world, month, 11)
            yield Delivery("economy.output_month", month_text(month), frame, received, "plain", said=said)
        if number > 1:
            frame = city.macro(world, firms[year], month)
            yield Delivery("city.macro", month_text(month), frame, after(world, month, 13), "plain", said=said)


def _quarterly(world: World) -> Iterator[Delivery]:
    gone = vanished(world, REGISTERS)
    for month in world.window.quarter_ends:
        for code, restated in REGISTERS.items():
            frame = restated(world, month)
            if month == world.window.last and code in gone:
                frame = frame.filter(pl.col(CASE_NO[code]) != gone[code])
            yield _reported(world, code, month, frame)
        for code, events in EVENTS.items():
            yield _reported(world, code, month, events(world, quarter_start(world, month), month), 10)


def _snapshots(world: World) -> Iterator[Delivery]:
    last = world.window.last
    day, received = month_end(last).isoformat(), after(world, last, 12)
    for code, draw in SNAPSHOTS.items():
        yield Delivery(code, day, draw(world), received, "plain")
    yield from _surveys(world, day, received)


def _surveys(world: World, day: str, received: datetime) -> Iterator[Delivery]:
    """Each town (or county) reports what it found; one that found nothing sends a 零报告."""
    frame, by = survey.survey(world), SURVEY_PART[world.region]
    found = frame[by].unique().sort().to_list()
    if world.region == SHEETS_BY_TOWN:
        yield Delivery("governance.survey", day, frame, received, "plain", sheet_by=by)
    else:
        for part in found:
            yield Delivery("governance.survey", day, frame.filter(pl.col(by) == part), received, "plain", part=part)
    for part in sorted(set(towns(world.region)[by].to_list()) - set(found)):
        yield Delivery("governance.survey", day, frame.clear(), received, "nil", part=part)


def _yearly(world: World, ledger: taxes.TaxLedger) -> Iterator[Delivery]:
    for year in world.window.finished_years:
        received = after(world, year * 12 + 11, 16)
        yield Delivery("environment.emission", str(year), environment.emission(world, year), received, "plain")
        land_e4 = occupancy.year_land(world, year) // 12
        graded = evaluation.evaluated(world, ledger.fen[year], land_e4)
        frame = evaluation.evaluation_result(world, graded, year)
        yield Delivery("economy.evaluation_result", str(year), frame, received, "plain")
