"""Reports: the sheets of a department's workbook with rows: by rule, between lists, and nonstandard values."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from feedback.vocabulary_zh import (
    EFFECT,
    EMPTY_CELL,
    HIDDEN,
    SEVERITY,
    STATUS,
    choices_of,
    list_name,
    local_time,
    owner_of,
    part_name,
)
from feedback.workbook import Book, safe_text
from ingest.contracts.contract import Contract
from reports.department_data import ROWS_PER_SHEET, Place, RuleGroup, Sources
from reports.received_rows import Headers, Layout, Masker, headings, layout_of

FIXED = (
    ("状态", 8),
    ("清单", 18),
    ("报告期", 11),
    ("范围", 9),
    ("文件", 26),
    ("工作表", 9),
    ("行号", 6),
    ("列", 15),
    ("原值", 20),
    ("问题", 24),
    ("整改建议", 32),
)
LAST = (("责任单位", 16), ("首次发现", 16), ("问题编号", 20), ("清单代码", 22), ("规则代码", 22), ("行标识", 24))
"""Columns after the row as received: what a request to waive a finding needs."""
RECEIVED_WIDTHS = {"uscc": 20, "code": 20, "text": 20}
RECEIVED_WIDTH = 13
PRINTED_WIDTH = 300
"""Characters that are legible on a line of A4; wider sheets print on several pages side by side."""
HEADER_LINE = 2
CHECK_COLUMNS = (
    ("处理", 11),
    ("清单", 18),
    ("报告期", 11),
    ("统一社会信用代码", 21),
    ("企业名称", 28),
    ("对方企业", 28),
    ("宗地代码", 22),
    ("文件", 30),
    ("工作表", 11),
    ("行号", 7),
    ("问题", 50),
    ("整改建议", 44),
)
CHECK_SEVERITY = {"warn": "需要核实", "note": "供参考"}
NOTE_COLUMNS = (
    ("清单", 18),
    ("处理说明", 40),
    ("列", 18),
    ("文件", 34),
    ("处数", 8),
    ("举例（行号：原值）", 44),
    ("建议", 40),
)


def write_rule(book: Book, page: Any, sources: Sources, group: RuleGroup, headers: Headers, masker: Masker) -> None:
    """Write one rule: what is wrong, and every row that fails or failed it, followed by the row as received."""
    layouts = _Layouts(sources, headers)
    received = headings(layouts.of(*place) for place in sources.places_of(group))
    columns = {zh: len(FIXED) + number for number, zh in enumerate(received)}
    shapes = {zh for zh in received if "geometry" in layouts.kinds(zh)}
    shown, last = min(group.total, ROWS_PER_SHEET), len(FIXED) + len(received)
    book.frame(page, [*FIXED, *((zh, layouts.width(zh)) for zh in received), *LAST], shown, HEADER_LINE)
    printed = [width for _, width in FIXED] + [layouts.width(zh) for zh in received]
    page.print_area(0, 0, HEADER_LINE + shown, last - 1)
    page.fit_to_pages(math.ceil(sum(printed) / PRINTED_WIDTH), 0)
    page.merge_range(0, 0, 0, len(FIXED) - 1, safe_text(_headline(group)), book.style(f"headline_{group.severity}"))
    page.write_url(1, 0, "internal:'汇总'!A1", book.style("link"), "返回汇总")
    if received:
        page.write_string(1, len(FIXED), "以下各列为该行原文", book.style("muted_line"))
    book.header_row(page, HEADER_LINE, [name for name, _ in FIXED])
    book.header_row(page, HEADER_LINE, list(received.values()), "received_header", len(FIXED))
    book.header_row(page, HEADER_LINE, [name for name, _ in LAST], first=last)
    line = HEADER_LINE
    for rows in sources.failing(group):
        own = [layouts.of(row["batch_id"], row["sheet"], row["line"]) for row in rows]
        masked = masker.texts([row["value_masked"] or "" for row in rows])
        for row, value, texts in zip(rows, masked, masker.rows(rows, own), strict=True):
            line += 1
            contract = sources.contracts[row["list_code"]]
            fixed = _fixed(row, value, contract)
            book.row(page, line, fixed)
            book.row(page, line, _last(row, contract), first=last)
            wrapped = {columns[zh]: text for zh, text in texts.items() if zh not in shapes}
            book.fit(page, line, dict(enumerate(map(str, fixed))) | wrapped)
            marked = row["column_zh"] if row["status"] == "open" else None
            for zh, text in texts.items():
                if text or zh == marked:
                    style = group.severity if zh == marked else "as_received" if zh in shapes else "plain"
                    page.write_string(line, columns[zh], safe_text(text), book.style(style))


class _Layouts:
    """Layouts of the tables with rows of one rule, each created once."""

    def __init__(self, sources: Sources, headers: Headers) -> None:
        self._sources, self._headers = sources, headers
        self._known: dict[tuple[str, str, tuple[int, ...]], Layout] = {}

    def kinds(self, zh: str) -> set[str]:
        """The types of a column as received, in the layouts created so far."""
        return {c.type for layout in self._known.values() for c in layout.columns.values() if c.zh == zh}

    def width(self, zh: str) -> int:
        """Width of a column as received, by its types."""
        return max(RECEIVED_WIDTHS.get(kind, RECEIVED_WIDTH) for kind in self.kinds(zh))

    def of(self, batch_id: str, sheet: str, line: int) -> Layout:
        """The layout of the table of a row; empty if the layout of its batch is unknown."""
        record = self._sources.records.get(batch_id)
        table = record.table_at(sheet, line) if record else None
        if record is None or table is None:
            return Layout({}, {}, {})
        key = (batch_id, sheet, table.header_lines)
        if key not in self._known:
            self._known[key] = layout_of(record, table, self._sources.contracts[record.list], self._headers)
        return self._known[key]


def _headline(group: RuleGroup) -> str:
    cut = (
        f"；共 {group.total} 行，本表只列前 {ROWS_PER_SHEET} 行，请在源系统中统一改正"
        if group.total > ROWS_PER_SHEET
        else ""
    )
    return f"{SEVERITY[group.severity]}：{group.message_zh}（{EFFECT[group.severity]}）；未整改 {group.open} 行{cut}"


def _fixed(row: Mapping[str, Any], value: str, contract: Contract) -> tuple[str | int, ...]:
    choices = choices_of(contract, row["column_name"]) if row["rule_id"] == "unknown_value" else ""
    return (
        STATUS[row["status"]],
        contract.zh,
        row["period"],
        part_name(row["part"]),
        PurePosixPath(row["file_path"]).name,
        row["sheet"],
        row["line"],
        row["column_zh"] or row["column_name"],
        "" if row["rule_id"] in EMPTY_CELL and value == HIDDEN else value,
        row["message_zh"],
        choices or row["remedy_zh"] or "",
    )


def _last(row: Mapping[str, Any], contract: Contract) -> tuple[str, ...]:
    return (
        owner_of(contract, row["rule_id"]),
        local_time(row["first_received_at"]),
        row["violation_id"],
        contract.list,
        row["rule_id"],
        row["row_key"] or "",
    )


def write_list_checks(
    book: Book, page: Any, place: Place, checks: Sequence[Mapping[str, Any]], sources: Sources, masker: Masker
) -> None:
    """Write contradictions between lists and the row to examine, with file and line if the row is the department's."""
    book.frame(page, CHECK_COLUMNS, len(checks))
    book.header_row(page, 0, [name for name, _ in CHECK_COLUMNS])
    persons = ("enterprise_name", "counterparty_name", "message_zh")
    masked = {name: masker.texts([row[name] or "" for row in checks]) for name in persons}
    for number, row in enumerate(checks):
        values = (
            CHECK_SEVERITY[row["severity"]],
            list_name(sources.contracts, row["list_code"]),
            row["period"] or "",
            row["enterprise_uscc"] or "",
            masked["enterprise_name"][number],
            masked["counterparty_name"][number],
            row["land_code"] or "",
            place.below(row["file_path"] or ""),
            row["sheet"] or "",
            row["line"] or "",
            place.below(masked["message_zh"][number]),
            row["remedy_zh"],
        )
        book.row(page, number + 1, values)
        book.fit(page, number + 1, dict(enumerate(map(str, values))))


def write_notes(
    book: Book, page: Any, notes: Sequence[Mapping[str, Any]], contracts: Mapping[str, Contract], masker: Masker
) -> None:
    """Write nonstandard values that were still read: nothing to do now, but to be written properly next time."""
    book.frame(page, NOTE_COLUMNS, len(notes))
    book.header_row(page, 0, [name for name, _ in NOTE_COLUMNS])
    examples = masker.texts(["；".join(row["examples"]) for row in notes])
    for number, row in enumerate(notes, 1):
        values = (
            list_name(contracts, row["list_code"]),
            row["message_zh"],
            row["column_zh"] or "",
            PurePosixPath(row["file_path"]).name,
            row["rows"],
            examples[number - 1],
            row["remedy_zh"] or "",
        )
        book.row(page, number, values)
        book.fit(page, number, dict(enumerate(map(str, values))))
