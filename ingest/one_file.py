"""Ingest: one arrived file becomes batches in the lake, or refusals. The ledger record is written last."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path

from ingest.batch_writer import BatchKey, BatchWriter
from ingest.contracts.contract import Contract
from ingest.lake.ledger import Arrival, BatchRecord, Outcome, Refusal
from ingest.lake.refusals import Refused, refused
from ingest.parser_version import department_derivation, derivation_of
from ingest.readers.formats import open_sheets
from ingest.recognise.delivery import find_delivery, find_part, find_period, read_sidecar
from ingest.recognise.header_refusals import headless
from ingest.recognise.layout import find_tables
from ingest.recognise.table import Table
from park_brain.installation import Installation

CONTINUED_WITHIN = 3
"""A sheet that goes on with the table of the sheet before does so within its first rows."""


def land_file(
    home: Installation, arrival: Arrival, contracts: Sequence[Contract], divisions: Sequence[str], person_key: bytes
) -> tuple[Outcome, list[BatchRecord]]:
    """Take in one file. Sheets that cannot be read are refused one by one; the others land."""
    refusals: list[Refusal] = []
    records: list[BatchRecord] = []
    for key, tables in _grouped(home, arrival, contracts, divisions, refusals).items():
        contract = tables[0].contract
        told = tuple(f"{name}={value}" for name, value in sorted(tables[0].constants().items()))
        writer = BatchWriter(home, arrival, contract, derivation_of(contract), key, person_key, told)
        try:
            records.append(writer.write(tables))
        except Refused as stop:
            refusals.append(stop.refusal)
    derivation = department_derivation(contracts)
    batches = tuple(record.batch_id for record in records)
    return Outcome(
        arrival_id=arrival.arrival_id, derivation=derivation, batches=batches, refusals=tuple(refusals)
    ), records


def _grouped(
    home: Installation,
    arrival: Arrival,
    contracts: Sequence[Contract],
    divisions: Sequence[str],
    refusals: list[Refusal],
) -> dict[BatchKey, list[Table]]:
    """Tables by batch. A list of which one sheet is refused waits whole: a part must not pass for all of it."""
    groups: dict[BatchKey, list[Table]] = {}
    try:
        for table in _tables(home, arrival, contracts, refusals):
            try:
                table.units()
                groups.setdefault(_batch_key(arrival, table, divisions), []).append(table)
            except Refused as stop:
                refusals.append(stop.refusal)
    except Refused as stop:
        refusals.append(stop.refusal)
    if groups and any(refusal.code != "unknown_list" for refusal in refusals):
        refusals += [_waiting(table) for tables in groups.values() for table in tables]
        return {}
    return groups


def _waiting(table: Table) -> Refusal:
    return Refusal(
        code="waits",
        sheet=table.sheet or None,
        en="this sheet is fine but waits: another sheet of the workbook was refused",
        zh="本表可以读取，但同一工作簿中另有工作表未通过，改正后请整本重新报送",
    )


def _tables(
    home: Installation, arrival: Arrival, contracts: Sequence[Contract], refusals: list[Refusal]
) -> Iterator[Table]:
    name = Path(arrival.path).name
    last: Table | None = None
    for sheet in open_sheets(home.lake / "raw" / arrival.sha256, name):
        top = list(itertools.islice(sheet.rows, CONTINUED_WITHIN))
        whole = dataclasses.replace(sheet, rows=itertools.chain(top, sheet.rows))
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
    """Period, part and delivery of a table: sidecar, folder, title, name of file and sheet (design.md invariant 7)."""
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
