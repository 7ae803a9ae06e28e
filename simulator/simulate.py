"""Simulator: draws the regions, writes their files and the truth beside them."""

from __future__ import annotations

import json
import os
import shutil
import time
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl

from simulator.draw import draw_world
from simulator.faults.catalogue import catalogue
from simulator.faults.exhibits import draw_exhibits
from simulator.faults.noisy_rows import ListNoise
from simulator.faults.seeding import Seeded, Seeder
from simulator.files import flat
from simulator.files.deliveries import deliveries, faultable_files
from simulator.files.delivery import Delivery
from simulator.files.file_names import Name, name_delivery
from simulator.files.sheet import Sheet, render
from simulator.files.workbook import LAYOUTS, write_pages, write_workbook
from simulator.options import SimulationOptions, SimulationReport
from simulator.truth import enterprises, indicators
from simulator.truth.governance_tables import write_governance
from simulator.truth.indicators import Row
from simulator.truth.tables import write_truth
from simulator.world import taxes
from simulator.world.enterprises import rng_for
from simulator.world.region import World

FAULT_COLUMNS = (
    "fault",
    "list",
    "region",
    "path",
    "sheet",
    "line",
    "column",
    "rule",
    "outcome",
    "expected",
    "enterprise",
    "key",
    "zh",
)
NIL_TEXT = {"330681": "零报告"}


@dataclass
class _Written:
    """What went out: one entry per file, one row per seeded fault."""

    files: list[dict[str, object]] = field(default_factory=list)
    faults: list[tuple[object, ...]] = field(default_factory=list)
    indicators: list[Row] = field(default_factory=list)
    exhibits: int = 0
    """Extra files of hard mode; they have no entry among ``files``."""


def simulate(options: SimulationOptions) -> SimulationReport:
    """Write ``out/inbox`` and ``out/truth``; both are replaced when they exist."""
    started = time.perf_counter()
    for folder in ("inbox", "truth"):
        shutil.rmtree(options.out / folder, ignore_errors=True)
        (options.out / folder).mkdir(parents=True)
    written = _Written()
    for region in options.regions:
        _write_region(options, draw_world(options, region), written)
    _write_truth(options, written)
    rows = sum(int(str(entry["data_rows"])) for entry in written.files)
    seconds = time.perf_counter() - started
    return SimulationReport(
        options.out, options.as_of, len(written.files) + written.exhibits, rows, len(written.faults), seconds
    )


def _write_region(options: SimulationOptions, world: World, written: _Written) -> None:
    ledger = taxes.TaxLedger(len(world.enterprises))
    faults = catalogue(options.faults, options.format)
    stream = rng_for(options.seed, world.region, 12)
    seeder = Seeder(faults, options.faults, stream, faultable_files(world)) if faults else None
    noise = ListNoise(world, seeder) if seeder and options.faults == "hard" else None
    numbers: dict[str, int] = {}
    for delivery in deliveries(world, ledger, corrections=options.format != "parquet"):
        number = numbers[delivery.list_code] = numbers.get(delivery.list_code, 0) + 1
        name = name_delivery(world.region, delivery, number, options.format)
        if delivery.sheet_by:
            _write_by_sheet(options, world, delivery, name, written)
            continue
        sheet = _sheet(options, world, delivery, name)
        seeded = seeder.seed(sheet) if seeder and delivery.role == "final" else []
        noisy = noise.spoil(sheet, delivery, seeded) if noise else None
        path = options.out / "inbox" / name.path
        path.parent.mkdir(parents=True, exist_ok=True)
        first = _write_file(sheet, path)
        _stamp(path, name, delivery.received)
        if noise and noisy is not None:
            noise.note(name.path, noisy, {row: first + place for row, place in sheet.order.items()})
        written.files.append(_entry(world.region, delivery, name.path, len(sheet.rows)))
        written.faults += [_fault_row(s, world.region, name.path, sheet, first, path.suffix) for s in seeded]
        if delivery.sent_twice:
            _send_again(options, world.region, delivery, name, len(sheet.rows), written)
    if noise:
        _write_exhibits(options, world, written)
        noise.write_truth(options.out / "truth" / "links")
    _region_truth(options, world, ledger, written)


def _write_by_sheet(
    options: SimulationOptions, world: World, delivery: Delivery, name: Name, written: _Written
) -> None:
    """One workbook with a sheet per part; other formats have no sheets and get a file per part."""
    pages: list[tuple[str, Sheet]] = []
    for part in delivery.frame[delivery.sheet_by].unique().sort().to_list():
        rows = delivery.frame.filter(pl.col(delivery.sheet_by) == part)
        piece = replace(delivery, frame=rows, part=part, sheet_by="")
        own = name if options.format == "xlsx" else name_delivery(world.region, piece, len(pages) + 1, options.format)
        sheet = _sheet(options, world, piece, own)
        pages.append((part, sheet))
        path = options.out / "inbox" / own.path
        path.parent.mkdir(parents=True, exist_ok=True)
        if options.format != "xlsx":
            _write_file(sheet, path)
            _stamp(path, own, delivery.received)
        written.files.append(_entry(world.region, piece, own.path, len(sheet.rows)))
    if options.format == "xlsx":
        write_pages(pages, options.out / "inbox" / name.path)
        _stamp(options.out / "inbox" / name.path, name, delivery.received)


def _write_exhibits(options: SimulationOptions, world: World, written: _Written) -> None:
    """The extra files of hard mode; they are no part of the world's deliveries and figures."""
    sent_files, spots = draw_exhibits(world, catalogue(options.faults, options.format), options.format)
    for file in sent_files:
        path = options.out / "inbox" / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)
        _stamp(path, Name(file.path, "", "", None), file.received)
    written.faults += [spot.row(world.region) for spot in spots]
    written.exhibits += len(sent_files)


def _sheet(options: SimulationOptions, world: World, delivery: Delivery, name: Name) -> Sheet:
    columns, rows = render(delivery.list_code, world.region, delivery.frame, options.format)
    nil = NIL_TEXT.get(world.region, "") if delivery.role == "nil" else ""
    return Sheet(delivery.list_code, world.region, columns, rows, name.title, name.preamble, nil)


def _write_file(sheet: Sheet, path: Path) -> int:
    writers = {".xlsx": write_workbook, ".csv": flat.write_csv, ".parquet": flat.write_parquet}
    return writers[path.suffix](sheet, path)


def _stamp(path: Path, name: Name, received: datetime) -> None:
    """The file's time is the instant of delivery."""
    instant = received.replace(tzinfo=UTC).timestamp()
    if name.sidecar is not None:
        sidecar = path.with_name(path.name + ".meta.yml")
        sidecar.write_text(name.sidecar, encoding="utf-8")
        os.utime(sidecar, (instant, instant))
    os.utime(path, (instant, instant))


def _entry(region: str, delivery: Delivery, path: Path, rows: int) -> dict[str, object]:
    return {
        "path": path.as_posix(),
        "list": delivery.list_code,
        "region": region,
        "part": delivery.part,
        "period": delivery.period,
        "delivery": delivery.kind,
        "role": delivery.role,
        "data_rows": rows,
        "nil": delivery.role == "nil",
        "received_at": delivery.received.isoformat(),
        "copy_of": None,
    }


def _send_again(
    options: SimulationOptions, region: str, delivery: Delivery, name: Name, rows: int, written: _Written
) -> None:
    """The same bytes under another name, some days later."""
    source = options.out / "inbox" / name.path
    again = name.path.with_name(f"{name.path.stem}-重发{name.path.suffix}")
    shutil.copyfile(source, options.out / "inbox" / again)
    received = delivery.received + timedelta(days=3)
    _stamp(options.out / "inbox" / again, Name(again, "", "", None), received)
    entry = _entry(region, delivery, again, rows)
    written.files.append(entry | {"copy_of": name.path.as_posix(), "received_at": received.isoformat()})


def _fault_row(seeded: Seeded, region: str, path: Path, sheet: Sheet, first: int, suffix: str) -> tuple[object, ...]:
    fault, line = seeded.fault, None
    if seeded.row is not None:
        line = first - 1 if seeded.row < 0 else first + sheet.order[seeded.row]
    page = LAYOUTS[region].sheet_name if suffix == ".xlsx" else ""
    return (
        fault.name,
        fault.list_code,
        region,
        path.as_posix(),
        page,
        line,
        fault.column,
        fault.rule,
        fault.outcome,
        fault.expected,
        seeded.enterprise,
        seeded.key,
        fault.zh,
    )


def _region_truth(options: SimulationOptions, world: World, ledger: taxes.TaxLedger, written: _Written) -> None:
    folder = options.out / "truth"
    years = {year: enterprises.enterprise_year(world, ledger, year) for year in world.window.years}
    written.indicators += indicators.yearly_indicators(world, years)
    written.indicators += indicators.monthly_indicators(world)
    write_truth(world, years, folder)
    write_governance(world, ledger, folder)


def _write_truth(options: SimulationOptions, written: _Written) -> None:
    folder = options.out / "truth"
    indicators.as_frame(written.indicators).write_csv(folder / "indicators.csv")
    schema = {name: pl.Int64 if name == "line" else pl.String for name in FAULT_COLUMNS}
    pl.DataFrame(written.faults, schema=schema, orient="row").write_csv(folder / "faults.csv")
    meta = {
        "options": {k: v for k, v in asdict(options).items() if k != "out"},
        "as_of": options.as_of.isoformat() + "Z",
        "files": written.files,
    }
    (folder / "meta.json").write_text(json.dumps(meta, ensure_ascii=False, indent=1), encoding="utf-8")
