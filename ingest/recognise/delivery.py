"""Ingest, recognise: what a delivery says of itself: period, part, full or supplement, when it was received.

Order of trust: sidecar ``<file>.meta.yml``, period folder, title rows, file name (docs/architecture.md, Invariants 7).
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ingest.contracts.contract import Grain
from ingest.lake.ledger import Delivery
from ingest.lake.sidecar import Sidecar
from ingest.recognise.parts import WHOLE, Parts

_SUPPLEMENT = re.compile(r"补报|增补|追加|补充(?:报|清单|名单|数据|材料|表|[)(]|$)")
_YEAR, _MONTH, _DAY = r"(20\d{2}|19\d{2})", r"(1[0-2]|0?[1-9])", r"(3[01]|[12]\d|0?[1-9])"
_DAYS = [
    re.compile(rf"(?<!\d){_YEAR}\s*[年./-]\s*{_MONTH}\s*[月./-]\s*{_DAY}\s*日?(?!\d)"),
    re.compile(r"(?<!\d)(20\d{2}|19\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)"),
]
_MONTHS = [
    re.compile(rf"(?<!\d){_YEAR}\s*年\s*{_MONTH}\s*月(?!\s*\d)"),
    re.compile(rf"(?<!\d){_YEAR}\s*[./-]\s*{_MONTH}(?!\s*[\d./-])"),
    re.compile(r"(?<!\d)(20\d{2}|19\d{2})(0[1-9]|1[0-2])(?!\d)"),
]
_YEARS = [
    re.compile(rf"(?<![\d〔\[(]){_YEAR}\s*年度?(?!\s*\d)"),
    re.compile(rf"(?<![\d〔\[(./-]){_YEAR}(?!\s*[\d年./-])"),
]
_PATTERNS: dict[Grain, list[re.Pattern[str]]] = {
    "date": [*_DAYS, *_MONTHS, *_YEARS],
    "month": [*_MONTHS, *_DAYS],
    "year": [*_YEARS, *_MONTHS, *_DAYS],
}
"""A list by month takes ``2023年6月`` before the day ``20230705`` on which somebody exported it."""
_RANGE = re.compile(rf"{_YEAR}\s*年?\s*(\d{{1,2}})\s*月?\s*[-—–~～至到]+\s*(\d{{1,2}})\s*月")
_QUARTER = re.compile(rf"(?<!\d){_YEAR}\s*年?\s*(?:第?([一二三四])季度?|第([1-4])季度?|[Qq]([1-4]))")
_SINCE_JANUARY = re.compile(rf"(?<!\d){_YEAR}\s*年?\s*(上半年|前三季度?|全年)")
_LAST_MONTH = {"上半年": 6, "前三季度": 9, "前三季": 9, "全年": 12}
MONTHS_IN_YEAR = 12
_FILLED_IN_ON = re.compile(r"(?:填报|报送|上报|填表|制表|导出|打印|下载|生成)(?:日期|时间)\s*[::]?\s*[\d年月日./:-]+")
_SENDER = re.compile(r"(?:填报|报送|上报)单位[::]\s*(\S+)")


@dataclass(frozen=True)
class Period:
    """A period in the grain of its list: ``2023``, ``2023-06`` or ``2023-06-30``, with first and last day."""

    text: str
    start: date
    end: date


def find_period(sources: Iterable[str], grain: Grain, cumulative: bool = False) -> Period | None:
    """The period of the first source that tells one at least as precise as the grain needs.

    A snapshot dated by month or year alone stands for the last day of it. The day a form was filled in
    (填报日期) is no period. ``1-6月`` is a report since January, never the report of one month: it stands for June
    where the list is ``cumulative``, and for nothing elsewhere.
    """
    for source in sources:
        text = _FILLED_IN_ON.sub(" ", unicodedata.normalize("NFKC", source))
        if grain == "month" and (since_january := _since_january(text)):
            year, last_month = since_january
            return _period((year, last_month), grain) if cumulative and last_month else None
        if numbers := _numbers(text, grain):
            return _period(numbers, grain)
    return None


def _since_january(text: str) -> tuple[int, int] | None:
    """Year and last month of ``1-6月``, 上半年 and their like; month 0 for a range that is none of a year to date."""
    if months := _RANGE.search(text):
        first, last = int(months.group(2)), int(months.group(3))
        return int(months.group(1)), last if first == 1 < last <= MONTHS_IN_YEAR else 0
    if named := _SINCE_JANUARY.search(text):
        return int(named.group(1)), _LAST_MONTH[named.group(2)]
    return None


def _numbers(text: str, grain: Grain) -> tuple[int, ...] | None:
    if quarter := _QUARTER.search(text):
        ordinal = next(text for text in quarter.groups()[1:] if text)
        number = "一二三四".find(ordinal) + 1 or int(ordinal)
        return int(quarter.group(1)), number * 3
    found = (pattern.search(text) for pattern in _PATTERNS[grain])
    return next((tuple(int(group) for group in match.groups()) for match in found if match), None)


def _period(numbers: Sequence[int], grain: Grain) -> Period | None:
    year = numbers[0]
    month = numbers[1] if len(numbers) > 1 else MONTHS_IN_YEAR
    last = calendar.monthrange(year, month)[1]
    if grain == "year":
        return Period(f"{year}", date(year, 1, 1), date(year, 12, 31))
    if grain == "month":
        return Period(f"{year}-{month:02}", date(year, month, 1), date(year, month, last))
    day = date(year, month, min(numbers[2], last) if len(numbers) > 2 else last)
    return Period(day.isoformat(), day, day)


def find_part(sidecar: Sidecar, above: str, names: Iterable[str], parts: Parts) -> str:
    """The town, county or park a delivery covers; ``whole`` if nothing narrower than the region is named.

    A sender stated anywhere ``above`` the header counts first, then the ``names`` of the delivery (heading, file,
    sheet).

    Raises:
        Refused: the sidecar states a part that the region does not have.
    """
    if sidecar.part:
        return parts.resolve(sidecar.part)
    senders = _SENDER.findall(unicodedata.normalize("NFKC", above))
    for text in (*senders, *(unicodedata.normalize("NFKC", name) for name in names)):
        named = [name for name in parts.divisions if name in text]
        if named:
            return max(named, key=lambda name: (len(name), name))
    return WHOLE


def find_delivery(sidecar: Sidecar, texts: Iterable[str]) -> Delivery:
    """``supplement`` where sidecar, title or file name say so, else ``full``."""
    if sidecar.delivery:
        return sidecar.delivery
    words = (unicodedata.normalize("NFKC", text) for text in texts)
    return "supplement" if any(_SUPPLEMENT.search(text) for text in words) else "full"
