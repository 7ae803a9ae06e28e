"""Simulator: which files a region's departments send and when, first those of the lists that may carry faults."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import polars as pl

from simulator.cases.contracts import supply_contracts
from simulator.cases.vanished import vanished_case
from simulator.files.delivery import FAULTED, Delivery, Role, after
from simulator.files.plain_deliveries import further_deliveries
from simulator.lists import contracts, economy, environment, issues, land, registry, tax
from simulator.lists.fiscal import revenue
from simulator.lists.occupancy import occupancy
from simulator.options import month_end, month_text
from simulator.world.enterprises import rng_for
from simulator.world.lineage import MONTHS_BETWEEN, has_former_register
from simulator.world.problems import DOMAINS, as_known
from simulator.world.region import World, has_nil_register
from simulator.world.taxes import TAX_TYPES, TaxLedger, month_rows


def snapshot_day(world: World) -> str:
    """Date of the snapshots at the end of the window."""
    return month_end(world.window.last).isoformat()


YEARLY = ("environment.key_unit", "tax.credit_rating", "economy.output", "economy.above_scale_roster")
PART_COLUMN = {"330683": "town_name", "330800": "county_name"}
"""Regions whose occupancy comes in parts."""
PARCELS_BY_TOWN = "330683"


def deliveries(world: World, ledger: TaxLedger, *, corrections: bool) -> Iterator[Delivery]:
    """Every delivery of a region, one at a time; tax rows are booked into ``ledger`` as they are drawn."""
    yield from _taxes(world, ledger, corrections=corrections)
    yield from _registers(world)
    yield from _snapshots(world)
    yield from _yearly(world)
    yield from further_deliveries(world, ledger)


def faultable_files(world: World) -> dict[str, int]:
    """List -> how many of its deliveries are 'final' (with corrections), known without drawing them."""
    counts = dict.fromkeys(FAULTED, 1)
    months = len(world.window.months)
    counts["tax.tax_paid"] = months - 1 - int(months > 2)
    if by := PART_COLUMN.get(world.region):
        counts["land.occupancy"] = occupancy(world)[by].n_unique()
    if world.region == PARCELS_BY_TOWN:
        counts["land.parcel_register"] = len(_towns(world))
    for code in YEARLY:
        counts[code] = len(world.window.finished_years)
    return counts


def _taxes(world: World, ledger: TaxLedger, *, corrections: bool) -> Iterator[Delivery]:
    window = world.window
    corrected = window.first + 1 if corrections and len(window.months) > 2 else None
    late = [m for m in window.months if m % 3 == 0 and m > window.first + 1]
    supplemented = late[0] if corrections and late else None
    booked: pl.DataFrame | None = None
    for month in window.months:
        rows = month_rows(world.seed, world.region, month, world.payers)
        ledger.add(month // 12, rows)
        period, due = month_text(month), after(world, month, 10)
        divided, booked = revenue(world, rows, booked if month % 12 else None)
        yield Delivery("fiscal.revenue", period, divided, due + timedelta(days=1), "plain")
        if month == supplemented:
            extra = rows.filter(pl.col("tax_type") == TAX_TYPES.index("环境保护税"))
            frame = tax.tax_paid(world, extra)
            yield Delivery("tax.tax_paid", period, frame, due + timedelta(days=5), "supplement", label="补报")
            rows = rows.filter(pl.col("tax_type") != TAX_TYPES.index("环境保护税"))
        frame = tax.tax_paid(world, rows)
        if month == corrected:
            yield Delivery("tax.tax_paid", period, _uncorrected(world, frame), due, "superseded")
            late_day = after(world, window.last, 14)
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
            if domain == "safety" and month == ends[-1]:
                gone = vanished_case(world.region, known, world.window)
                known = known if gone is None else known.filter(pl.col("issue_no") != gone)
            frame = issues.issue(world, domain, known)
            nil = month == ends[0] and has_nil_register(world.region, domain, world.window)
            role: Role = "nil" if nil else "final" if month == ends[-1] else "plain"
            yield Delivery(f"{domain}.issue", month_text(month), frame, after(world, month, 8), role)
    frame = pl.concat([contracts.supply_contract(world), supply_contracts(world)])
    yield Delivery("land.supply_contract", month_text(world.window.last), frame, after(world, world.window.last, 9))


def _snapshots(world: World) -> Iterator[Delivery]:
    window, day = world.window, snapshot_day(world)
    received = after(world, window.last, 12)
    if has_former_register(world.window):
        middle = window.last - MONTHS_BETWEEN
        early = land.parcel_register(world, early=True)
        yield from _parcels(world, month_end(middle).isoformat(), early, after(world, middle, 12), "superseded")
    yield from _parcels(world, day, land.parcel_register(world), received, "final")
    yield from _occupancy(world, day, received)
    yield Delivery("registry.enterprise", day, registry.enterprise(world), received)
    yield Delivery("tax.registration", day, tax.registration(world), received)
    yield Delivery("environment.permit", day, environment.permit(world), received)


def _parcels(world: World, day: str, frame: pl.DataFrame, received: datetime, role: Role) -> Iterator[Delivery]:
    """By town in 330683, where the towns keep the register; whole elsewhere."""
    if world.region != PARCELS_BY_TOWN:
        yield Delivery("land.parcel_register", day, frame, received, role)
        return
    for rank, town in enumerate(_towns(world)):
        rows = frame.filter(pl.col("town_name") == town)
        yield Delivery("land.parcel_register", day, rows, received + timedelta(minutes=5 * rank), role, part=town)


def _towns(world: World) -> list[str]:
    return world.land.parcels["town_name"].unique().sort().to_list()


def _occupancy(world: World, day: str, received: datetime) -> Iterator[Delivery]:
    """Whole in 330681, by town in 330683, by county in 330800."""
    frame = occupancy(world)
    by = PART_COLUMN.get(world.region)
    if by is None:
        yield Delivery("land.occupancy", day, frame, received)
        return
    for rank, part in enumerate(frame[by].unique().sort().to_list()):
        rows = frame.filter(pl.col(by) == part)
        yield Delivery("land.occupancy", day, rows, received + timedelta(minutes=7 * rank), part=part)


def _yearly(world: World) -> Iterator[Delivery]:
    for year in world.window.finished_years:
        received = after(world, year * 12 + 11, 15)
        yearly = {
            "environment.key_unit": environment.key_unit(world),
            "tax.credit_rating": tax.credit_rating(world, year),
            "economy.output": economy.economy_output(world, year),
            "economy.above_scale_roster": economy.above_scale_roster(world, year),
        }
        for code, frame in yearly.items():
            yield Delivery(code, str(year), frame, received)
