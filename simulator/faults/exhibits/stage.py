"""Simulator: the stage on which exhibits are put: small clean lists to spoil, names, periods, and what was sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from simulator import tables
from simulator.faults.catalogue import Fault
from simulator.faults.exhibits.page import Line, Page, workbook_bytes
from simulator.faults.exhibits.small_lists import SMALL_LISTS, tax
from simulator.faults.exhibits.table import Table, text_of
from simulator.files.delivery import LIST_ZH
from simulator.files.sheet import NUMBER_KINDS, render
from simulator.lists import land
from simulator.options import month_end, month_text, parse_month
from simulator.world.region import World

VALUE_MONTH = parse_month("2019-12")
"""Month of the exhibits of values; the other exhibits take the months before it, one each."""
PARCELS = "land.parcel_register"
GEOMETRY = ("boundary_wkt",)
"""Not among the attributes: the exhibits of maps have their own."""


@dataclass(frozen=True)
class Sent:
    """One extra file, relative to the inbox."""

    path: Path
    content: bytes
    received: datetime


@dataclass(frozen=True)
class Spot:
    """Where a fault stands, and what must be read there ('NULL': nothing; '': not asked)."""

    fault: Fault
    path: Path
    sheet: str
    line: int | None
    column: str
    expected: str
    rule: str

    def row(self, region: str) -> tuple[object, ...]:
        """A row of ``truth/faults.csv``."""
        fault = self.fault
        return (
            fault.name,
            fault.list_code,
            region,
            self.path.as_posix(),
            self.sheet,
            self.line,
            self.column,
            self.rule,
            fault.outcome,
            self.expected,
            "",
            "",
            fault.zh,
        )


@dataclass
class Stage:
    """One region's exhibits. Every exhibit of the tax list takes a month of its own."""

    world: World
    file_format: str
    sent: list[Sent] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)
    months_taken: int = 0

    def next_month(self) -> str:
        """A month that no other exhibit has: '2019-11'."""
        self.months_taken += 1
        return month_text(VALUE_MONTH - self.months_taken)

    def tax(self, period: str, count: int = 6) -> Table:
        """VAT of one month."""
        return tax(self.world, period, count)

    def next_tax(self, count: int = 6) -> tuple[str, Table]:
        """A month that no other exhibit has, and VAT of it."""
        period = self.next_month()
        return period, self.tax(period, count)

    def plain(self, list_code: str, count: int) -> Table:
        """The first rows of another list, one per firm or parcel; fewer where the world has fewer."""
        if list_code in SMALL_LISTS:
            return SMALL_LISTS[list_code](self.world, count)
        return _parcels(self.world, count)

    def path(self, list_code: str, period: str, *, label: str = "", suffix: str = "", part: str = "") -> Path:
        """A file name that states list and period, with a running number so that it is nobody else's."""
        region, zh = self.world.region, LIST_ZH[list_code]
        said = f"{period[:4]}年{int(period[5:7])}月" if len(period) == len("2019-12") else period
        stem = f"{tables.REGIONS[region].zh}{part}{said}{zh}{label}_附{len(self.sent) + 1}"
        return Path(region, list_code.partition(".")[0], f"{stem}{suffix or '.' + self.file_format}")

    def send(self, path: Path, content: bytes, *, day: int = 0) -> Path:
        """Put a file into the inbox, ``day`` days after the first of the exhibits."""
        end = month_end(self.world.window.last)
        start = datetime(end.year, end.month, end.day, 3) + timedelta(days=11 + day, minutes=len(self.sent))
        self.sent.append(Sent(path, content, start))
        return path

    def send_lines(self, path: Path, lines: list[Line], sheet: str = "Sheet1", *, day: int = 0) -> Path:
        """One page in the world's format: a workbook or a text file."""
        if self.file_format == "xlsx":
            return self.send(path, workbook_bytes([Page(sheet, lines)]), day=day)
        return self.send(path, text_of(lines).encode("utf-8"), day=day)

    def mark(
        self,
        fault: Fault,
        path: Path,
        line: int | None,
        expected: str = "",
        *,
        sheet: str = "Sheet1",
        rule: str | None = None,
        column: str = "",
    ) -> None:
        """Note where a fault of the catalogue went; ``expected`` and ``column`` default to the catalogue's."""
        page = sheet if path.suffix in (".xlsx", ".xlsm", ".docx") else ""
        reported = fault.rule if rule is None else rule
        self.spots.append(Spot(fault, path, page, line, column or fault.column, expected or fault.expected, reported))


def _parcels(world: World, count: int) -> Table:
    columns, text = render(PARCELS, world.region, land.parcel_register(world), "parquet")
    columns = tuple(column for column in columns if column.name not in GEOMETRY)
    numbers = {column.name for column in columns if column.kind in NUMBER_KINDS}
    lines: list[Line] = [
        [float(value) if name in numbers and value is not None else value for name, value in row.items()]
        for row in text.head(count).select(column.name for column in columns).iter_rows(named=True)
    ]
    return Table(PARCELS, [column.name for column in columns], [column.header for column in columns], lines)
