"""Simulator: what to draw, and which months it covers."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Literal

REGIONS = ("330683", "330681", "330800")
FIRST_HARD_MONTH = "2020-01"
"""Worlds of hard mode begin here: the months before hold their exhibits."""
AS_OF_DAYS = 20
"""The simulated "now" lies this many days after the last month end, when every delivery has arrived."""


@dataclass(frozen=True)
class SimulationOptions:
    """Sizes are per region; the same options give the same bytes."""

    out: Path
    regions: tuple[str, ...] = REGIONS
    enterprises: int = 1000
    parcels: int = 700
    months: int = 12
    seed: int = 1
    format: Literal["xlsx", "csv", "parquet"] = "xlsx"
    faults: Literal["default", "none", "hard"] = "default"
    last_month: str = "2023-12"

    def __post_init__(self) -> None:
        """Refuse sizes and regions that have no world."""
        unknown = [region for region in self.regions if region not in REGIONS]
        if unknown:
            raise ValueError(f"no such region: {', '.join(unknown)}; the simulator knows {', '.join(REGIONS)}")
        if self.enterprises < 20 or self.parcels < 10 or self.months < 1:
            raise ValueError("a world needs at least 20 enterprises, 10 parcels and 1 month")
        if self.faults == "hard" and self.window.first < parse_month(FIRST_HARD_MONTH):
            raise ValueError(f"hard mode needs a first month of {FIRST_HARD_MONTH} or later; its exhibits lie before")

    @property
    def window(self) -> Window:
        """The months with deliveries."""
        last = parse_month(self.last_month)
        return Window(first=last - self.months + 1, last=last)

    @property
    def as_of(self) -> datetime:
        """Instant (UTC, naive) at which the simulated refresh looks at the inbox."""
        end = month_end(self.window.last)
        return datetime(end.year, end.month, end.day) + timedelta(days=AS_OF_DAYS)


@dataclass(frozen=True)
class SimulationReport:
    """What was written."""

    out: Path
    as_of: datetime
    files: int
    data_rows: int
    faults: int
    seconds: float


@dataclass(frozen=True)
class Window:
    """Months as counts since year 0 (``year * 12 + month - 1``), both ends included."""

    first: int
    last: int

    @property
    def months(self) -> range:
        """Months with deliveries."""
        return range(self.first, self.last + 1)

    @property
    def mart_months(self) -> range:
        """Months of the marts: from January of the first data year."""
        return range(self.first // 12 * 12, self.last + 1)

    @property
    def years(self) -> range:
        """Calendar years the window touches."""
        return range(self.first // 12, self.last // 12 + 1)

    @property
    def finished_years(self) -> tuple[int, ...]:
        """Years whose December lies in the window: they get yearly lists."""
        return tuple(year for year in self.years if year * 12 + 11 <= self.last)

    def day(self, percent: int) -> date:
        """The day when so much of the window has gone by; 100 is its last, beyond lies after it."""
        begin, end = month_start(self.first), month_end(self.last)
        return begin + timedelta(days=(end - begin).days * percent // 100)

    @property
    def long_ago(self) -> date:
        """A day well before the first month, from which staged rights run."""
        return month_start(self.first) - timedelta(days=900)

    @property
    def quarter_ends(self) -> tuple[int, ...]:
        """Months with a restated register: quarter ends and the last month."""
        return tuple(m for m in self.months if m % 3 == 2 or m == self.last)


def parse_month(text: str) -> int:
    """'2023-12' -> month count."""
    year, month = text.split("-")
    if not 1 <= int(month) <= 12:
        raise ValueError(f"not a month: {text}; write it as 2023-12")
    return int(year) * 12 + int(month) - 1


def month_start(month: int) -> date:
    """First day of a month."""
    return date(month // 12, month % 12 + 1, 1)


def month_end(month: int) -> date:
    """Last day of a month."""
    year, number = month // 12, month % 12 + 1
    return date(year, number, calendar.monthrange(year, number)[1])


def month_text(month: int) -> str:
    """Month count -> '2023-12'."""
    return month_start(month).isoformat()[:7]
