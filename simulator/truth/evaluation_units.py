"""Simulator: who is evaluated as what in a data year: units, their group, land and raw figures.

See docs/readings.md, Evaluation.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl

from simulator.cases.branches import local_branch
from simulator.lists import environment, utility
from simulator.truth import plan_numbers
from simulator.world.enterprises import Ints
from simulator.world.occupancy import occupancy_by_tenure
from simulator.world.region import World, output, roster

FIGURES = ("value_added_fen", "energy_e2", "staff", "rd_fen", "revenue_fen")


@dataclass
class Unit:
    """A unit with what its members bring together; a figure is None where it is not known of every member."""

    members: tuple[int, ...]
    kind: str
    county: str
    group: str = plan_numbers.BELOW
    land_e4: int = 0
    has_used: bool = False
    """Uses land at all, of whatever kind."""
    has_site: bool = False
    """Uses land beyond plots in 建设期."""
    is_collective: bool = False
    has_land_rows: bool = False
    tax_fen: int | None = 0
    power_kwh: int | None = 0
    emission_e2: int | None = None
    """Pollution equivalents; None: it emits nothing."""
    figures: dict[str, int | None] = field(default_factory=dict)


def units(world: World, years: dict[int, pl.DataFrame], year: int, published: pl.DataFrame) -> list[Unit]:
    """Every unit of a year; ``published``: eid, unit_no (null: alone) of the official result."""
    listed = dict(roster(world, year).iter_rows())
    land = _land_rows(world, year)
    candidates = {*listed, *land, *published["eid"].to_list()}
    branch, head = _branch(world)
    if branch is not None and head is not None and candidates & {branch, head}:
        candidates |= {branch, head}
    found: dict[str, list[int]] = defaultdict(list)
    number = dict(published.drop_nulls("unit_no").select("eid", "unit_no").iter_rows())
    for eid in sorted(candidates):
        found[number.get(eid) or f"{head if eid == branch else eid}"].append(eid)
    raw = _Raw(world, years[year], year, land, listed, branch)
    return [raw.unit(tuple(members)) for members in found.values()]


def _branch(world: World) -> tuple[int | None, int | None]:
    """The branch that is evaluated with its head office in the same county."""
    pair = local_branch(world.enterprises)
    county = world.enterprises["county_code"]
    return pair if pair is not None and county[pair[0]] == county[pair[1]] else (None, None)


def _land_rows(world: World, year: int) -> dict[int, list[dict[str, Any]]]:
    """eid -> one row per plot: evaluated land (1e-4 ㎡), whether it lies in 建设期, whether it is collective.

    The 12-31 area of who was there all year, month-weighted for who came or went
    (docs/readings.md, Land, floor, occupancy).
    """
    months = [m for m in world.window.mart_months if m // 12 == year]
    held = pl.concat([occupancy_by_tenure(world, m).with_columns(month=pl.lit(m)) for m in months])
    # The parts that a merged plot was before are one plot with it.
    held = held.drop_nulls("eid").group_by("eid", "pid", "month").agg(pl.col("land_e4").sum())
    sums = (
        held.with_columns(is_last=pl.col("month") == months[-1])
        .group_by("eid", "pid")
        .agg(
            pl.len().alias("present"),
            pl.col("land_e4").sum().alias("sum"),
            pl.col("land_e4").filter("is_last").sum().alias("at_end"),
        )
    )
    places = world.land.parcels.select("pid", "land_status", "ownership")
    sums = sums.join(places, on="pid", how="left").with_columns(
        pl.when(pl.col("present") == 12).then("at_end").otherwise((pl.col("sum") + 6) // 12).alias("land_e4")
    )
    rows: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in sums.iter_rows(named=True):
        rows[row["eid"]].append(row)
    return rows


class _Raw:
    """What the departments know of every firm in a year."""

    def __init__(
        self,
        world: World,
        year_rows: pl.DataFrame,
        year: int,
        land: dict[int, list[dict[str, Any]]],
        listed: dict[int, str],
        branch: int | None,
    ) -> None:
        self.land, self.listed, self.branch = land, listed, branch
        self.firms = year_rows
        self.county = world.enterprises["county_code"]
        self.region = world.region
        self.power = _power(world, year)
        self.emission = _emissions(world, year)
        self.output = {row["eid"]: row for row in output(world, year).iter_rows(named=True)}

    def unit(self, members: tuple[int, ...]) -> Unit:
        county = self.county[members[0]] if self.region == "330800" else self.region
        merged = "branch_merged" if self.branch in members else "parcel_merged"
        made = Unit(members, "single" if len(members) == 1 else merged, county)
        if any(self.listed.get(eid) in ("在库", "退出") for eid in members):
            made.group = plan_numbers.ABOVE
        self._land(made)
        made.tax_fen = _sum([self._tax(eid) for eid in members])
        made.power_kwh = _sum([self.power.get(eid) for eid in members])
        emitted = [self.emission[eid] for eid in members if self.emission.get(eid)]
        made.emission_e2 = sum(emitted) if emitted else None
        reported = [eid for eid in members if eid != self.branch] or list(members)
        made.figures = {name: _sum([self.output.get(eid, {}).get(name) for eid in reported]) for name in FIGURES}
        return made

    def _land(self, made: Unit) -> None:
        rows = [row for eid in made.members for row in self.land.get(eid, [])]
        used = [row for row in rows if row["land_e4"] > 0]
        site = [row for row in used if row["land_status"] != "建设期"]
        made.land_e4 = sum(row["land_e4"] for row in site)
        made.has_land_rows, made.has_used, made.has_site = bool(rows), bool(used), bool(site)
        made.is_collective = bool(site) and all(row["ownership"] == "集体" for row in site)

    def _tax(self, eid: int) -> int | None:
        row = self.firms.row(eid, named=True)
        return int(row["tax_fen"]) if row["tax_state"] in ("paid", "zero") else None


def _sum(values: list[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None


def _power(world: World, year: int) -> dict[int, int]:
    users = utility.meters(world)
    total: Ints = np.zeros(len(users), np.int64)
    for month in world.window.months:
        if month // 12 == year:
            total += utility.power(world, users, month)["power_kwh"].to_numpy()
    return dict(users.with_columns(pl.Series("kwh", total)).group_by("eid").agg(pl.col("kwh").sum()).iter_rows())


def _emissions(world: World, year: int) -> dict[int, int]:
    reported = environment.emission(world, year).join(
        world.enterprises.select("eid", "uscc"), left_on="enterprise_uscc", right_on="uscc"
    )
    return dict(reported.select("eid", "pollution_equivalent_t").iter_rows())
