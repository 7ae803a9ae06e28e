"""Ingest, recognise: which batches a file holds: its tables, each with list, period, part and kind of delivery."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ingest.contracts.contract import Contract
from ingest.lake.ledger import Arrival, Delivery, Refusal
from ingest.lake.refusals import Refused, refused
from ingest.lake.sidecar import read_sidecar
from ingest.persons.shown import shown_sheet
from ingest.readers.formats import open_sheets
from ingest.readers.sheets import RowBlock, split_rows
from ingest.recognise.delivery import find_delivery, find_part, find_period
from ingest.recognise.header_refusals import headless
from ingest.recognise.layout import find_tables
from ingest.recognise.table import Table

CONTINUED_WITHIN = 3
"""A sheet that goes on with the table of the sheet before does so within its first rows."""


@dataclass(frozen=True)
class BatchKey:
    """What one batch is about; sheets of one file with the same key make one batch."""

    list: str
    part: str
    period: str
    period_start: date
    period_end: date
    delivery: Delivery


@dataclass(frozen=True)
class Recognised:
    """The tables of a file by batch, and what of it was refused."""

    batches: dict[BatchKey, list[Table]]
    refusals: tuple[Refusal, ...]


def recognise_file(raw: Path, arrival: Arrival, contracts: Sequence[Contract], divisions: Sequence[str]) -> Recognised:
    """Find the tables of a file. A list of which one sheet is refused waits whole: a part must not pass for all of it.

    ``divisions`` are the names of counties and towns inside the region, which may name the part.
    """
    batches: dict[BatchKey, list[Table]] = {}
    refusals: list[Refusal] = []
    try:
        for table in _tables(raw, arrival, contracts, refusals):
            try:
                _ = table.units  # refused here rather than in the middle of its rows
                batches.setdefault(_batch_key(arrival, table, divisions), []).append(table)
            except Refused as stop:
                refusals.append(stop.refusal)
    except Refused as stop:
        refusals.append(stop.refusal)
    if batches and any(refusal.code != "unknown_list" for refusal in refusals):
        refusals += [_waiting(table) for tables in batches.values() for table in tables]
        batches = {}
    return Recognised(batches, tuple(refusals))


def _waiting(table: Table) -> Refusal:
    return Refusal(
        code="waits",
        sheet=table.sheet or None,
        en="this sheet is fine but waits: another sheet of the workbook was refused",
        zh="本表可以读取，但同一工作簿中另有工作表未通过，改正后请整本重新报送",
    )


def _tables(raw: Path, arrival: Arrival, contracts: Sequence[Contract], refusals: list[Refusal]) -> Iterator[Table]:
    """The tables of all sheets in order; sheets that cannot be read are added to the refusals."""
    name = Path(arrival.path).name
    last: Table | None = None
    for position, received in enumerate(open_sheets(raw, name), 1):
        sheet = dataclasses.replace(received, name=shown_sheet(received.name, position))
        top, rest = split_rows(sheet.blocks, CONTINUED_WITHIN)
        whole = dataclasses.replace(sheet, blocks=itertools.chain([RowBlock(top)], rest))
        try:
            tables = find_tables(whole, contracts, arrival.region, name)
        except Refused as stop:
            is_strange = stop.refusal.code == "unknown_list"
            going_on = next((row for row in top if last and is_strange and last.could_hold(row)), None)
            refusals.append(
                headless(sheet.name, last.sheet, going_on.line).refusal if last and going_on else stop.refusal
            )
            continue
        last = tables[-1] if tables else last
        yield from tables
    if last is None and not refusals:
        raise refused("empty_file", "no sheet holds a list", "所有工作表都没有清单内容，请重新导出后报送")


def _batch_key(arrival: Arrival, table: Table, divisions: Sequence[str]) -> BatchKey:
    """Period, part and delivery by sidecar, folder, title or name (docs/architecture.md, Invariants 7)."""
    sidecar = read_sidecar(arrival.sidecar)
    path = Path(arrival.path)
    folder = path.parts[2] if len(path.parts) > 3 else ""
    contract = table.contract
    stated = (sidecar.period,) if sidecar.period else (folder, table.title, path.stem, table.sheet)
    period = find_period(stated, contract.period, cumulative=contract.is_cumulative)
    if period is None:
        raise refused(
            "no_period",
            f"no sidecar, folder, title or name of file or sheet tells the {contract.period} of this {contract.list}"
            + (f" (the sidecar says '{sidecar.period}')" if sidecar.period else ""),
            f"无法确定“{contract.zh}”的报告期，请在标题或文件名中写明（如 2023年6月），或放入 2023-06 文件夹"
            + ("" if contract.is_cumulative else "；不要写成 1-6月"),
            sheet=table.sheet or None,
        )
    names = (table.heading, path.stem, table.sheet)
    part = find_part(sidecar, table.title, names, divisions)
    return BatchKey(contract.list, part, period.text, period.start, period.end, find_delivery(sidecar, names))
