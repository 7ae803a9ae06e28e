"""Simulator: the truth of 亩均效益综合评价 (A1-A8): scores against the year before, ranks, vetoes.

See docs/readings.md, Evaluation.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

import polars as pl

from simulator.lists import economy, evaluation, governance, tax
from simulator.options import month_end
from simulator.truth import plan_numbers
from simulator.truth.evaluation_units import Unit, units
from simulator.truth.events import accident_grades
from simulator.truth.units import MU_SQM
from simulator.world.region import World

Pair = tuple[Fraction | None, Fraction | None]
AVERAGED = "value_added_wan_cny_per_emission_t"
WAN = 1_000_000
"""fen in a 万元."""


@dataclass
class Judged:
    """A unit with its scores and grade."""

    unit: Unit
    state: str
    reason: str = ""
    pairs: dict[str, Pair] = field(default_factory=dict)
    bases: dict[str, Fraction | None] = field(default_factory=dict)
    scores: dict[str, Fraction | None] = field(default_factory=dict)
    total: Fraction | None = None
    rank: int | None = None
    ranked: int | None = None
    initial: str | None = None
    vetoes: tuple[str, ...] = ()
    final: str | None = None


def evaluations(world: World, years: dict[int, pl.DataFrame]) -> dict[int, list[Judged]]:
    """Year -> every unit; without a year before there is no base and nothing to score against."""
    done: dict[int, list[Judged]] = {}
    for year in world.window.finished_years:
        published = _published(world, years[year], year)
        judged = [_admitted(unit) for unit in units(world, years, year, published)]
        _score(judged, done.get(year - 1, []))
        _rank(judged)
        vetoes = _vetoes(world, year)
        for one in judged:
            _grade(one, vetoes)
        done[year] = judged
    return done


def _published(world: World, year_rows: pl.DataFrame, year: int) -> pl.DataFrame:
    land_e4 = (year_rows["land_months_e4"] // 12).to_numpy()
    graded = evaluation.evaluated(world, year_rows["tax_fen"].to_numpy(), land_e4)
    return graded.select("eid", "unit_no")


def _admitted(unit: Unit) -> Judged:
    """Excluded or (so far) evaluated, and the two parts of each indicator."""
    reason = ""
    if unit.county not in plan_numbers.SCHEMES:
        return Judged(unit, "not_evaluable", "no_scheme")
    if unit.has_used and not unit.has_site:
        reason = "construction"
    elif unit.has_land_rows and not unit.has_used:
        reason = "landlord_only"
    elif unit.is_collective:
        reason = "collective_land"
    elif unit.group == plan_numbers.BELOW and unit.has_site and unit.land_e4 < plan_numbers.MIN_LAND_E4:
        reason = "below_min_land"
    return Judged(unit, "excluded" if reason else "evaluated", reason, _pairs(unit))


def _pairs(unit: Unit) -> dict[str, Pair]:
    """Indicator -> numerator in 万元 (of R&D in fen), denominator in its own unit."""
    added, tax = _fraction(unit.figures["value_added_fen"], WAN), _fraction(unit.tax_fen, WAN)
    mu = Fraction(unit.land_e4, 10_000) / MU_SQM if unit.has_site else None
    every: dict[str, Pair] = {
        "tax_wan_cny_per_mu": (tax, mu),
        "value_added_wan_cny_per_mu": (added, mu),
        "value_added_wan_cny_per_tce": (added, _fraction(unit.figures["energy_e2"], 100)),
        AVERAGED: (added, _fraction(unit.emission_e2, 100)),
        "labour_productivity_wan_cny": (added, _fraction(unit.figures["staff"], 1)),
        "rd_share": (_fraction(unit.figures["rd_fen"], 1), _fraction(unit.figures["revenue_fen"], 1)),
        "tax_wan_cny_per_10mwh": (tax, _fraction(unit.power_kwh, 10_000)),
    }
    return {name: every[name] for name in plan_numbers.WEIGHTS[unit.group]}


def _fraction(value: int | None, scale: int) -> Fraction | None:
    return None if value is None else Fraction(value, scale)


def _score(judged: list[Judged], before: list[Judged]) -> None:
    """Weight x value / mean of the year before, capped; who emits nothing gets the others' mean score."""
    counted = [one for one in judged if one.state == "evaluated"]
    for one in counted:
        for name, weight in plan_numbers.WEIGHTS[one.unit.group].items():
            one.bases[name] = _base(before, one.unit, name)
            emits = name != AVERAGED or one.unit.emission_e2 is not None
            one.scores[name] = _one_score(one.pairs[name], one.bases[name], weight) if emits else None
    means = _means(counted)
    for one in counted:
        if AVERAGED in one.scores and one.unit.emission_e2 is None:
            one.scores[AVERAGED] = means.get(one.unit.county)
        if any(score is None for score in one.scores.values()):
            one.state = "not_evaluable"
        else:
            one.total = sum((score for score in one.scores.values() if score is not None), Fraction(0))


def _base(before: list[Judged], unit: Unit, name: str) -> Fraction | None:
    """Ratio of sums over the units of the same county and group, not excluded, of which both parts are known."""
    parts = [
        one.pairs[name]
        for one in before
        if one.state != "excluded" and one.unit.county == unit.county and one.unit.group == unit.group
    ]
    known = [(top, bottom) for top, bottom in parts if top is not None and bottom is not None and bottom > 0]
    below = sum((bottom for _, bottom in known), Fraction(0))
    return sum((top for top, _ in known), Fraction(0)) / below if below else None


def _one_score(pair: Pair, base: Fraction | None, weight: int) -> Fraction | None:
    top, bottom = pair
    if top is None or bottom is None or base is None or base <= 0:
        return None
    if bottom == 0:
        return Fraction(0) if top <= 0 else None
    return min(max(rounded(weight * top / bottom / base), Fraction(0)), weight * plan_numbers.SCORE_CAP)


def rounded(value: Fraction) -> Fraction:
    """To four decimals, half away from zero."""
    size = (abs(value) * 20_000 + 1).__floor__() // 2
    return Fraction(size if value >= 0 else -size, 10_000)


def _means(counted: list[Judged]) -> dict[str, Fraction]:
    by_county: dict[str, list[Fraction]] = {}
    for one in counted:
        score = one.scores.get(AVERAGED)
        if score is not None:
            by_county.setdefault(one.unit.county, []).append(score)
    return {county: rounded(sum(found, Fraction(0)) / len(found)) for county, found in by_county.items()}


def _rank(judged: list[Judged]) -> None:
    """Equal scores share the better rank."""
    groups: dict[tuple[str, str], list[tuple[Fraction, Judged]]] = {}
    for one in judged:
        if one.state == "evaluated" and one.total is not None:
            groups.setdefault((one.unit.county, one.unit.group), []).append((one.total, one))
    for group in groups.values():
        totals = sorted(total for total, _ in group)
        for total, one in group:
            one.ranked, one.rank = len(group), 1 + len(group) - bisect_right(totals, total)
            place = one.rank * 100
            one.initial = next(grade for grade, share in plan_numbers.QUOTAS if place <= share * len(group))


def _grade(one: Judged, vetoes: dict[str, set[int]]) -> None:
    """Limits first, then D by breach, which reaches also those that could not be scored."""
    one.vetoes = tuple(code for code in plan_numbers.VETO_GRADES if vetoes[code] & set(one.unit.members))
    if one.state == "excluded" or one.reason == "no_scheme":
        return
    grade = one.initial
    for code in sorted(one.vetoes, key=lambda code: plan_numbers.VETO_GRADES[code][0] == "set"):
        effect, limit = plan_numbers.VETO_GRADES[code]
        if effect == "set":
            grade = limit
        elif grade is not None:
            grade = max(grade, limit)
    one.final = grade


def _vetoes(world: World, year: int) -> dict[str, set[int]]:
    """Veto -> firms it strikes on the last day of the year."""
    day = date(year, 12, 31)
    eid = dict(world.enterprises.select("uscc", "eid").iter_rows())
    items = economy.outdated_capacity(world, world.window.last).filter(
        pl.col("listed_date") <= day, pl.col("finished_date").is_null() | (pl.col("finished_date") > day)
    )
    bad = accident_grades(world).filter("is_in_scope", "is_serious", pl.col("occurred_date").dt.year() == year)
    credit = tax.credit_rating(world, year).filter(pl.col("credit_rating") == "D")
    return {
        "outdated_capacity": {eid[code] for code in items["enterprise_uscc"]},
        "serious_accident": {eid[code] for code in bad["uscc"]},
        "standards_failed": _failed(world, day),
        "tax_credit_d": {eid[code] for code in credit["taxpayer_uscc"]},
    }


def _failed(world: World, day: date) -> set[int]:
    """Firms whose newest plan statement says 不通过 of environment or safety and is not closed."""
    reported = [month for month in world.window.quarter_ends if month_end(month) <= day]
    if not reported:
        return set()
    newest = governance.plan(world, reported[-1])
    failed = newest.filter(
        pl.col("closed_date").is_null(),
        (pl.col("environment_acceptance") == "不通过") | (pl.col("safety_acceptance") == "不通过"),
    )
    eid = dict(world.enterprises.select("uscc", "eid").iter_rows())
    return {eid[code] for code in failed["enterprise_uscc"] if code in eid}
