"""Reports: the workbook of every department of every region, written while a release is published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from feedback.workbook import Book, sheet_name
from ingest.contracts.contract import Contract
from ingest.contracts.names_zh import department_name, region_name
from ingest.lake.ledger import BatchRecord
from ingest.person_key import person_key
from park_brain.installation import Installation
from reports.deliveries import write_batches, write_files
from reports.department_data import Place, Sources
from reports.overview import Links, write_overview
from reports.received_rows import Masker
from reports.rule_sheets import write_list_checks, write_notes, write_rule

if TYPE_CHECKING:
    import duckdb

MODE = 0o640
"""For the pipeline and the group that passes the workbook on; its rows belong to the department."""
OVERVIEW, FILES, BATCHES, NOTES, LIST_CHECKS = "汇总", "文件", "批次", "已自动处理", "清单间核对"


def write_workbooks(
    home: Installation,
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    contracts: Mapping[str, Contract],
    records: Iterable[BatchRecord],
    business_date: date,
) -> list[Path]:
    """Write ``<folder>/<region>/<department>.xlsx`` from the marts of ``connection``; returns the paths."""
    connection.execute("set enable_progress_bar = false")  # it would mix with our own output
    sources = Sources(home, connection, contracts, {record.batch_id: record for record in records})
    masker = Masker(person_key(home))
    paths = []
    for place in sources.places():
        path = folder / place.region / f"{place.department}.xlsx"
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, sources, place, masker, business_date)
        path.chmod(MODE)
        paths.append(path)
    return paths


def _write(path: Path, sources: Sources, place: Place, masker: Masker, business_date: date) -> None:
    groups, notes, checks = sources.rule_groups(place), sources.notes(place), sources.list_checks(place)
    files, batches = sources.files(place), sources.batches(place)
    title = f"{region_name(place.region, sources.home.rules)} {department_name(place.department)} 数据质量反馈"
    counts = {LIST_CHECKS: len(checks), NOTES: len(notes), FILES: len(files), BATCHES: len(batches)}
    others = {name: count for name, count in counts.items() if count}
    taken: set[str] = set()
    for name in (OVERVIEW, *others):
        sheet_name(name, taken)
    sheets = {group: sheet_name(group.message_zh, taken) for group in groups}
    links = Links(title, business_date, sheets, others, FILES)
    with Book(path, created=business_date, title=title, streaming=True) as book:
        write_overview(book, book.add(OVERVIEW), sources, place, links)
        if groups:
            sources.load_rows(place)
        headers = sources.headers() if groups else {}
        for group, name in sheets.items():
            write_rule(book, book.add(name), sources, group, headers, masker)
        if checks:
            write_list_checks(book, book.add(LIST_CHECKS), place, checks, sources, masker)
        if notes:
            write_notes(book, book.add(NOTES), notes, sources.contracts, masker)
        if files:
            write_files(book, book.add(FILES), files, place)
        if batches:
            write_batches(book, book.add(BATCHES), batches, place)
