"""Simulator: problems whose registers report a hard history (P1, P2, P4), beside those drawn from dates alone.

They are reported by the last four registers of the window and exist only where there are four. Nobody was sent to find
them (企业自查), so that penalties and inspections of the drawn problems stay as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from simulator.options import Window, month_end, month_start
from simulator.world.enterprises import MONTHLY, QUARTERLY, rng_for
from simulator.world.problems import REPORTS

TOPIC = 14
REGISTERS = 4
FIRST_NUMBER = 90_001
END = 99
"""As a day: the last of the month."""
Day = tuple[int, int] | None
"""Number of the register (0 to 3) and day of its month; None: no date."""


@dataclass(frozen=True)
class Report:
    """What one register reports of a case."""

    status: str
    finished: Day = None
    acceptance: str | None = None
    closed: Day = None


@dataclass(frozen=True)
class Story:
    """A case by its history. ``reports``: from the register of ``found`` on, one entry per register."""

    stage: str
    domain: str
    found: tuple[int, int]
    deadline: Day
    reports: tuple[Report, ...]
    severity: str = "一般"
    supervision: str = "无"


DOING, LISTED, PLANNED = Report("整改中"), Report("列入"), Report("制定方案")
STORIES = (
    Story(
        "whole_way",
        "safety",
        (0, 3),
        (3, END),
        (PLANNED, DOING, Report("申请验收", (2, 9)), Report("已销号", (2, 9), "通过", (3, 11))),
    ),
    Story(
        "accepted_not_closed",
        "environment",
        (0, 5),
        (3, 5),
        (LISTED, DOING, Report("申请验收", (2, 10)), Report("验收通过", (2, 10), "通过")),
    ),
    Story("jumped_to_closed", "safety", (0, 7), (1, 28), (LISTED, *(Report("已销号", None, None, (1, 12)),) * 3)),
    Story(
        "jumped_over_plan",
        "environment",
        (1, 2),
        (3, END),
        (LISTED, Report("申请验收", (2, 6)), Report("已销号", (2, 6), "通过", (3, 6))),
    ),
    Story("stepped_back", "safety", (0, 4), (3, END), (DOING, LISTED, PLANNED, DOING)),
    Story(
        "failed_then_passed",
        "environment",
        (0, 6),
        (2, END),
        (
            Report("申请验收", (0, 20)),
            Report("验收不通过", (0, 20), "不通过"),
            DOING,
            Report("已销号", (3, 8), "通过", (3, 15)),
        ),
    ),
    Story(
        "failed_and_open",
        "safety",
        (1, 3),
        (2, 28),
        (DOING, Report("申请验收", (2, 15)), Report("验收不通过", (2, 15), "不通过")),
        severity="重大",
    ),
    Story(
        "reopened",
        "illegal_construction",
        (0, 2),
        (1, END),
        (DOING, Report("已销号", (1, 5), "通过", (1, 10)), DOING, DOING),
    ),
    Story(
        "reopened_and_closed",
        "safety",
        (0, 1),
        (1, 20),
        (
            Report("已销号", (0, 12), "通过", (0, 15)),
            DOING,
            Report("申请验收", (2, 11)),
            Report("已销号", (2, 11), "通过", (3, 3)),
        ),
    ),
    Story(
        "reopened_major",
        "environment",
        (0, 8),
        (1, 15),
        (DOING, Report("已销号", (1, 9), "通过", (1, 14)), DOING, DOING),
        supervision="挂牌督办",
    ),
    Story(
        "closed_unaccepted",
        "illegal_construction",
        (0, 9),
        (3, END),
        (DOING, Report("申请验收", (1, 14)), *(Report("已销号", (1, 14), None, (2, 16)),) * 2),
    ),
    Story("due_on_the_last_day", "safety", (2, 6), (3, END), (DOING, DOING), severity="重大"),
    Story("due_the_day_before", "safety", (2, 6), (3, 30), (DOING, DOING), severity="重大"),
    Story(
        "closed_on_the_deadline",
        "environment",
        (0, 3),
        (1, 18),
        (DOING, *(Report("已销号", (1, 15), "通过", (1, 18)),) * 3),
    ),
    Story(
        "closed_after_the_deadline",
        "environment",
        (0, 3),
        (1, 18),
        (DOING, *(Report("已销号", (1, 15), "通过", (1, 19)),) * 3),
    ),
    Story("open_ended", "environment", (0, 10), None, (DOING,) * REGISTERS, supervision="督察交办"),
    Story("demolition_decided", "illegal_construction", (1, 9), (3, 9), (DOING, DOING, DOING)),
)


def staged_problems(
    seed: int, region: str, domain: str, enterprises: pl.DataFrame, window: Window, like: pl.DataFrame
) -> pl.DataFrame:
    """The stories of a domain as rows of ``like`` with ``stage`` and ``reports``; none where registers are too few."""
    ends = window.quarter_ends[-REGISTERS:]
    schema: dict[str, Any] = {**like.schema, "stage": pl.String, "reports": REPORTS}
    mine = [(rank, story) for rank, story in enumerate(STORIES) if story.domain == domain]
    if len(ends) < REGISTERS or not mine:
        return pl.DataFrame(schema=schema)
    firms = actors(seed, region, enterprises)
    rows = [_row(story, firms.row(rank % len(firms), named=True), rank, ends) for rank, story in mine]
    frame = pl.DataFrame(rows, infer_schema_length=None)
    return frame.select(
        (pl.col(name) if name in frame.columns else pl.lit(None)).cast(kind).alias(name)
        for name, kind in schema.items()
    )


def actors(seed: int, region: str, enterprises: pl.DataFrame) -> pl.DataFrame:
    """Firms that pay taxes here, in an order of their own."""
    kind = enterprises["tax_class"].to_numpy()
    order = rng_for(seed, region, TOPIC).permutation(np.flatnonzero((kind == MONTHLY) | (kind == QUARTERLY)))
    return enterprises[order].select("eid", "uscc", "name", "county_code", "county_name", "town_name", "address")


def _row(story: Story, firm: dict[str, object], rank: int, ends: tuple[int, ...]) -> dict[str, object]:
    found, last = _day(ends, story.found), story.reports[-1]
    assert found is not None
    reports = [
        {
            "month": month,
            "status": one.status,
            "finished": _day(ends, one.finished),
            "acceptance": one.acceptance,
            "closed": _day(ends, one.closed),
        }
        for month, one in zip(ends[story.found[0] :], story.reports, strict=True)
    ]
    code = {"environment": "HB", "safety": "AQ", "illegal_construction": "WJ"}[story.domain]
    by_severity = story.domain == "safety"
    return firm | {
        "issue_no": f"{firm['county_code']}-{code}-{found.year}-{FIRST_NUMBER + rank}",
        "found_date": found,
        "description": "企业自查发现的问题",
        "issue_category": "综合",
        "severity": story.severity,
        "supervision_kind": story.supervision,
        "source": "企业自查",
        "is_major": story.severity == "重大" if by_severity else story.supervision != "无",
        "deadline_date": _day(ends, story.deadline),
        "finished_date": _day(ends, last.finished),
        "closed_date": _day(ends, last.closed),
        "illegal_area_e4": 1_250_000 + rank * 10_000,
        "stage": story.stage,
        "reports": reports,
    }


def _day(ends: tuple[int, ...], day: Day) -> date | None:
    if day is None:
        return None
    month = ends[day[0]]
    return month_start(month).replace(day=min(day[1], month_end(month).day))
