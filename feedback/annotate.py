"""Feedback: a copy of a file with every finding written at its cell (``park check --out``)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from feedback.dry_run import CheckedBatch, CheckResult
from feedback.dry_run_report import grouped, next_step
from feedback.header_problems import HeaderProblem, ReceivedSheet
from feedback.vocabulary_zh import DELIVERY, ROLES, SEVERITY, failed_text, part_name, roles_text
from feedback.workbook import Book, safe_text, sheet_name
from ingest.readers.rows import Row, column_letter

EXTRA = "检查说明"
LONGEST_COMMENT = 1000
MOST_COLUMNS = 16_384
MOST_COMMENTS = 5000
"""More comments make spreadsheet programs very slow; colours and the reasons in the last column are always written."""
Place = tuple[str, int]


@dataclass(frozen=True)
class Mark:
    """The mark of one cell: its highest severity and all findings there."""

    severity: str
    text: str


@dataclass(frozen=True)
class Marks:
    """All marks. ``cells``: (sheet, line) -> position -> mark."""

    cells: Mapping[Place, Mapping[int, Mark]]
    roles: Mapping[Place, str]

    @cached_property
    def with_comments(self) -> bool:
        """Whether the marks are few enough for a comment at each."""
        return sum(map(len, self.cells.values())) <= MOST_COMMENTS


def write_annotated(
    path: Path, result: CheckResult, sheets: Sequence[ReceivedSheet], problems: Sequence[HeaderProblem]
) -> None:
    """Write sheet 检查结果, then the sheets as received with colours, comments and reasons."""
    marks = _marks(result, problems)
    with Book(path) as book:
        names: set[str] = set()
        _summary(book, book.add(sheet_name("检查结果", names)), result, problems)
        for sheet in sheets:
            page = book.add(sheet_name(sheet.name or "数据", names))
            _copy(book, page, sheet, marks)


def _marks(result: CheckResult, problems: Sequence[HeaderProblem]) -> Marks:
    found: dict[Place, dict[int, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
    roles: dict[Place, str] = {}
    for batch in result.batches:
        for row in batch.violations.iter_rows(named=True):
            index = _position(batch, row["sheet"], row["line"], row["column_name"])
            text = f"{SEVERITY[row['severity']]}：{row['message_zh']}。{row['remedy_zh']}"
            found[row["sheet"], row["line"]][index].append((row["severity"], text))
        roles |= {(s, n): role for s, n, role in batch.roles.iter_rows() if role != "data"}
    for problem in problems:
        found[problem.sheet, problem.line][problem.index or 0].append(("reject", problem.zh))
    for refusal in result.refusals:
        if refusal.line is not None and not any(p.sheet == (refusal.sheet or "") for p in problems):
            found[refusal.sheet or "", refusal.line][0].append(("reject", f"退回：{refusal.zh}"))
    cells = {place: {i: _mark(findings) for i, findings in by_column.items()} for place, by_column in found.items()}
    return Marks(cells, roles)


def _mark(findings: Sequence[tuple[str, str]]) -> Mark:
    highest = min((severity for severity, _ in findings), key=list(SEVERITY).index)
    return Mark(highest, "\n".join(dict.fromkeys(text for _, text in findings))[:LONGEST_COMMENT])


def _position(batch: CheckedBatch, sheet: str, line: int, name: str) -> int:
    """Position of a column, given by its name, a typed column made of it, or its letter; 0 if unknown."""
    table = batch.record.table_at(sheet, line)
    for index, canonical in table.columns.items() if table else ():
        if name == canonical or name in batch.outputs_of[canonical]:
            return index
    if name.isupper() and name.isascii():
        return next((index for index in range(MOST_COLUMNS) if column_letter(index) == name), 0)
    return 0


def _summary(book: Book, page: Any, result: CheckResult, problems: Sequence[HeaderProblem]) -> None:
    book.widths(page, (12, 18, 44, 8, 40, 52))
    lines: list[tuple[str, ...]] = [("检查结果",), ("文件", result.question.file.name)]
    lines += [("下一步", next_step(result)), ()]
    lines += [("退回", refusal.placed_zh) for refusal in result.refusals]
    for batch in result.batches:
        lines += _batch_lines(batch)
    for number, line in enumerate(lines):
        for column, text in enumerate(line):
            style = "title" if number == 0 else "label" if column == 0 else "as_received"
            page.write_string(number, column, safe_text(text), book.style(style))
    _findings(book, page, len(lines) + 1, result, problems)


def _batch_lines(batch: CheckedBatch) -> list[tuple[str, ...]]:
    record = batch.record
    lines: list[tuple[str, ...]] = [
        ("清单", batch.contract.zh, f"报告期 {record.period}，{part_name(record.part)}，{DELIVERY[record.delivery]}"),
        (
            "行数",
            f"读取 {record.rows_read}",
            f"接收 {record.rows_accepted}，隔离 {record.rows_quarantined}，不计入 {record.rows_excluded}"
            f"（{roles_text(record.exclusions)}）",
        ),
    ]
    for check in batch.failed:
        text = failed_text(check.zh, check.observed)
        lines.append(("整表", "暂停使用" if check.severity == "critical" else "提示", text))
    if batch.hold:
        lines.append(("整表", "暂停使用", batch.hold))
    return lines


def _findings(book: Book, page: Any, first: int, result: CheckResult, problems: Sequence[HeaderProblem]) -> None:
    book.header_row(page, first, ("处理", "列", "问题", "行数", "前几处（行号：原值）", "怎么改"))
    number = first + 1
    for problem in problems:
        place = f"{problem.sheet} 第 {problem.line} 行".strip()
        page.write_string(number, 0, "表头", book.style("reject"))
        book.row(page, number, (problem.letter, problem.zh, "", place), first=1)
        book.fit(page, number, {2: problem.zh, 4: place})
        number += 1
    for batch in result.batches:
        for row in grouped(batch.violations).iter_rows(named=True):
            page.write_string(number, 0, SEVERITY[row["severity"]], book.style(row["severity"]))
            column = row["column_zh"] or row["column_name"]
            values = (column, row["message_zh"], row["count"], "；".join(row["places"]), row["remedy_zh"] or "")
            book.row(page, number, values, first=1)
            book.fit(page, number, dict(enumerate(map(str, values), 1)))
            number += 1


def _copy(book: Book, page: Any, sheet: ReceivedSheet, marks: Marks) -> None:
    width = max((len(row.cells) for row in sheet.rows), default=0)
    book.widths(page, (*[20] * width, 70))
    last = max((row.line for row in sheet.rows), default=0)
    for row in sheet.rows:
        place = (sheet.name, row.line)
        cells = marks.cells.get(place, {})
        _copy_row(book, page, row, width, marks.roles.get(place, ""), cells)
        if marks.with_comments:
            for index, mark in cells.items():
                page.write_comment(row.line - 1, index, mark.text, {"x_scale": 2.2, "y_scale": 1.2, "author": ""})
    if sheet.is_cut:
        page.write_string(last, 0, "以下各行未复制到本文件，问题见“检查结果”", book.style("note"))


def _copy_row(book: Book, page: Any, row: Row, width: int, role: str, cells: Mapping[int, Mark]) -> None:
    """Copy one row; ``role`` is empty for data, other rows are greyed with the reason why they do not count."""
    line = row.line - 1
    for index, text in enumerate(row.cells):
        mark = cells.get(index)
        if text or mark:
            style = mark.severity if mark else "excluded" if role and role != "header" else "as_received"
            page.write_string(line, index, safe_text(text), book.style(style))
    for index, mark in cells.items():
        if index >= len(row.cells):
            page.write_string(line, index, "", book.style(mark.severity))
    reasons = "；".join(mark.text.replace("\n", "；") for _, mark in sorted(cells.items()))
    if role == "header":
        reasons = f"{EXTRA}；{reasons}" if reasons else EXTRA
    elif role:
        reasons = f"不计入：{ROLES.get(role, role)}"
    if reasons:
        highest = min((m.severity for m in cells.values()), key=list(SEVERITY).index, default="excluded")
        page.write_string(line, width, safe_text(reasons), book.style(highest))
        book.fit(page, line, {width: reasons} | {index: row.cells[index] for index in cells if index < len(row.cells)})
