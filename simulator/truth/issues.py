"""Simulator: the truth of a problem's life (P1, P2, P4), from what the registers report one after the other.

A step that two registers pass over unseen (方案, 整改) is no jump; an acceptance that nobody applied for, a closing
nobody accepted and a step back are. A case that was closed and stands open in a later register was reopened at that
register's month end, which says what is done with it then; in between it counts as closed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from simulator.cases.vanished import vanished_case
from simulator.options import month_end
from simulator.world.problems import DOMAINS, as_known
from simulator.world.region import World, every_problem

ORDER = ("列入", "制定方案", "整改中", "申请验收", "验收通过", "已销号")
WORK = {"制定方案": "制定方案", "整改中": "整改"}
"""Status -> event of the steps that have no day of their own."""
EVENT_SCHEMA = {
    "issue_no": pl.String,
    "domain": pl.String,
    "event": pl.String,
    "event_date": pl.Date,
    "is_illegal_jump": pl.Boolean,
}


@dataclass
class _Case:
    """Where a case stands after the registers read so far."""

    state: str = "列入"
    finished: date | None = None
    closed: date | None = None
    applied: bool = False
    verdict: str | None = None
    """Of the newest acceptance that was not used up by working again."""
    events: list[tuple[str, date, bool]] = field(default_factory=list)

    def happened(self, event: str, day: date, *, illegal: bool = False) -> None:
        self.events.append((event, day, illegal))


def issue_events(world: World) -> pl.DataFrame:
    """One row per case and event, in the order in which a case went through them."""
    rows = [
        (number, domain, *event)
        for domain in DOMAINS
        for number, case in _cases(world, domain).items()
        for event in case.events
    ]
    return pl.DataFrame(rows, schema=EVENT_SCHEMA, orient="row")


def closings(world: World) -> pl.DataFrame:
    """issue_no, closed_date, reopened_date (null: it stayed closed)."""
    rows: list[tuple[str, date, date | None]] = []
    for domain in DOMAINS:
        for number, case in _cases(world, domain).items():
            days = [(event, day) for event, day, _ in case.events if event in ("销号", "重新打开")]
            ends = [day for event, day in days if event == "重新打开"]
            begins = [day for event, day in days if event == "销号"]
            rows += [(number, day, ends[i] if i < len(ends) else None) for i, day in enumerate(begins)]
    schema = {"issue_no": pl.String, "closed_date": pl.Date, "reopened_date": pl.Date}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _cases(world: World, domain: str) -> dict[str, _Case]:
    found: dict[str, _Case] = {}
    for day, register in _registers(world, domain):
        for reported in register.iter_rows(named=True):
            if reported["issue_no"] not in found:
                found[reported["issue_no"]] = _Case()
                found[reported["issue_no"]].happened("列入", reported["found_date"])
            _read(found[reported["issue_no"]], reported, day)
    gone = _vanished(world, domain)
    if gone is not None:
        found[gone].happened("消失", month_end(world.window.quarter_ends[-1]))
    return found


def _registers(world: World, domain: str) -> Iterator[tuple[date, pl.DataFrame]]:
    gone = _vanished(world, domain)
    for month in world.window.quarter_ends:
        reported = as_known(world.problems[domain], month)
        if month == world.window.quarter_ends[-1] and gone is not None:
            reported = reported.filter(pl.col("issue_no") != gone)
        yield month_end(month), reported


def _vanished(world: World, domain: str) -> str | None:
    if domain != "safety":
        return None
    last = as_known(world.problems[domain], world.window.quarter_ends[-1])
    return vanished_case(world.region, last, world.window)


def _read(case: _Case, reported: dict[str, Any], day: date) -> None:
    """What one register says that the ones before did not."""
    status, closed = reported["issue_status"], reported["closed_date"]
    if case.closed is not None and closed is None:
        case.happened("重新打开", day)
        case.state, case.closed, case.applied, case.verdict = status, None, False, None
        case.finished = reported["finished_date"]
        return
    _applied(case, reported, day)
    _accepted(case, reported, day)
    if closed is not None and case.closed is None:
        case.happened("销号", closed, illegal=case.verdict != "通过")
        case.state, case.closed = "已销号", closed
    elif status in (*WORK, "列入") and status != case.state:
        after_failure = case.verdict == "不通过" and status != "列入"
        back = _rank(status) < _rank(case.state) and not after_failure
        case.happened(WORK.get(status, status), day, illegal=back)
        case.state, case.applied, case.verdict = status, False, None


def _applied(case: _Case, reported: dict[str, Any], day: date) -> None:
    """申请验收: on the day the work was finished."""
    is_new = reported["finished_date"] is not None and reported["finished_date"] != case.finished
    if is_new or (reported["issue_status"] == "申请验收" and case.state != "申请验收" and not case.applied):
        case.happened("申请验收", reported["finished_date"] or day)
        case.state, case.applied, case.finished = "申请验收", True, reported["finished_date"]
        case.verdict = None


def _accepted(case: _Case, reported: dict[str, Any], day: date) -> None:
    said = reported["acceptance_result"]
    if said is None or said == case.verdict:
        return
    case.happened("验收" + said, reported["closed_date"] or day, illegal=not case.applied)
    case.verdict, case.state = said, "验收" + said


def _rank(state: str) -> int:
    return ORDER.index("申请验收" if state == "验收不通过" else state)


def cases(world: World) -> pl.DataFrame:
    """Every case reported by the end: number, domain, place, parcel, firm, dates, is_major."""
    columns = ("issue_no", "county_code", "town_name", "land_code", "eid", "found_date", "deadline_date", "is_major")
    every = every_problem(world).select(*columns, "domain")
    return every.filter(pl.col("found_date") <= month_end(world.window.last))
