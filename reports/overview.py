"""Reports: the first sheet of a department's workbook: what to do, and how."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Any

from feedback.vocabulary_zh import (
    COMPLETENESS,
    EFFECT,
    SELECTION,
    SEVERITY,
    failed_text,
    list_name,
    local_time,
    part_name,
    period_name,
)
from feedback.workbook import Book, safe_text
from reports.deliveries import file_rows
from reports.department_data import Place, RuleGroup, Sources
from reports.guide import STEPS, TERMS

WIDTHS = (46, 17, 17, 44, 9, 8, 8, 8, 10, 36, 9, 9, 8, 8, 8, 30)
LIST_COLUMNS = (
    "清单",
    "最近报告期",
    "收到时间",
    "范围",
    "读取行数",
    "接收",
    "隔离",
    "不计入",
    "批次状态",
    "说明",
    "必须整改",
    "需要核实",
    "已整改",
    "已删除",
    "已豁免",
    "缺报、迟报",
)
RETURNED_COLUMNS = ("退回的文件", "收到时间", "结果", "退回原因和处理办法")
RULE_COLUMNS = ("数据问题（点击查看各行）", "处理", "影响", "涉及清单", "未整改", "已整改", "已删除", "已豁免")
FILES_SHOWN, PERIODS_SHOWN, PARTS_SHOWN, REASONS_SHOWN = 10, 6, 8, 2


@dataclass(frozen=True)
class Links:
    """The other sheets. ``others``: name of a sheet -> its number of lines."""

    title: str
    business_date: date
    rules: Mapping[RuleGroup, str]
    others: Mapping[str, int]
    files: str


def write_overview(book: Book, page: Any, sources: Sources, place: Place, links: Links) -> None:
    """Write the next steps, then lists and rules with links to their rows, and the terms at the end."""
    book.widths(page, WIDTHS)
    counts = sources.counts(place)
    returned = [row for row in sources.files(place) if row["is_open"]]
    page.write_string(0, 0, safe_text(links.title), book.style("title"))
    page.write_string(1, 0, f"数据截至 {links.business_date:%Y-%m-%d}", book.style("muted"))
    page.write_string(2, 0, _advice(counts, returned), book.style("label"))
    for line, step in enumerate(STEPS, 3):
        page.write_string(line, 0, step, book.style("as_received"))
    line = _returned(book, page, 4 + len(STEPS), place, returned, links.files)
    line = _lists(book, page, line, sources, place, counts)
    line = _rules(book, page, line + 1, links.rules)
    line = _expectations(book, page, line + 1, sources, place)
    line = _others(book, page, line + 1, links.others)
    _terms(book, page, line + 1)


def _advice(counts: Sequence[Mapping[str, Any]], returned: Sequence[Mapping[str, Any]]) -> str:
    open_rows: Counter[str] = Counter()
    for row in counts:
        if row["status"] == "open":
            open_rows[row["severity"]] += row["rows"]
    parts = [f"退回文件 {len(returned)} 份（未入库，请改正后重新报送）"] if returned else []
    if open_rows["reject"]:
        parts.append(f"必须整改 {open_rows['reject']} 处（{EFFECT['reject']}）")
    if open_rows["warn"]:
        parts.append(f"需要核实 {open_rows['warn']} 处（{EFFECT['warn']}）")
    return "；".join(parts) + "。" if parts else "没有需要整改的数据问题。"


def _returned(book: Book, page: Any, line: int, place: Place, files: Sequence[Mapping[str, Any]], sheet: str) -> int:
    """Write the files that do not count because they were refused, the newest first."""
    if not files:
        return line
    shown = files[:FILES_SHOWN]
    book.header_row(page, line, RETURNED_COLUMNS)
    file_rows(book, page, line, shown, place)
    line += len(shown) + 1
    if len(files) > len(shown):
        page.write_url(line, 0, f"internal:'{sheet}'!A1", book.style("link"), f"另有 {len(files) - len(shown)} 份")
        line += 1
    return line + 1


def _lists(
    book: Book, page: Any, line: int, sources: Sources, place: Place, counts: Sequence[Mapping[str, Any]]
) -> int:
    """Write one line per list of the department, delivered or not."""
    book.header_row(page, line, LIST_COLUMNS)
    batches: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for batch in sources.batches(place):
        batches[batch["list_code"]].append(batch)
    late: dict[str, list[str]] = defaultdict(list)
    for gap in sources.completeness(place):
        part = "" if gap["part"] in ("whole", "*") else f" {gap['part']}"
        late[gap["list_code"]].append(f"{period_name(gap['period'])}{part} {COMPLETENESS[gap['status']]}".strip())
    tally: Counter[tuple[str, str]] = Counter()
    for row in counts:
        state = row["status"] if row["status"] != "open" else row["severity"]
        if row["severity"] != "note":
            tally[row["list_code"], state] += row["rows"]
    for code in sorted(batches.keys() | late.keys()):
        line += 1
        values = (list_name(sources.contracts, code), *_newest(batches[code], place))
        values += tuple(tally[code, state] for state in ("reject", "warn", "fixed", "gone", "waived"))
        values += (_some(late[code], PERIODS_SHOWN, "期"),)
        book.row(page, line, values)
        book.fit(page, line, dict(enumerate(map(str, values))))
    return line + 1


def _newest(batches: Sequence[Mapping[str, Any]], place: Place) -> tuple[str | int, ...]:
    """The newest period: the newest batch of each of its parts, added up; ``batches`` are newest first."""
    if not batches:
        return ("未报送", "", "", "", "", "", "", "", "")
    period = max(batch["period"] for batch in batches)
    by_part: dict[str, Mapping[str, Any]] = {}
    for batch in batches:
        if batch["period"] == period:
            by_part.setdefault(batch["part"], batch)
    newest = list(by_part.values())
    received: datetime = max(batch["received_at"] for batch in newest)
    states = Counter(SELECTION[batch["selection"]] for batch in newest)
    reasons = dict.fromkeys(place.below(batch["selection_reason_zh"] or "") for batch in newest)
    figures = ("rows_read", "rows_accepted", "rows_quarantined", "rows_excluded")
    return (
        period,
        local_time(received),
        _some([part_name(part) for part in sorted(by_part)], PARTS_SHOWN, "处"),
        *(sum(batch[name] for batch in newest) for name in figures),
        "、".join(states) if len(states) == 1 else "、".join(f"{s} {n} 份" for s, n in sorted(states.items())),
        "\n".join(list(reasons)[:REASONS_SHOWN]),
    )


def _some(texts: Sequence[str], most: int, unit: str) -> str:
    more = f" 等 {len(texts)} {unit}" if len(texts) > most else ""
    return "、".join(texts[:most]) + more


def _rules(book: Book, page: Any, line: int, sheets: Mapping[RuleGroup, str]) -> int:
    if not sheets:
        return line
    book.header_row(page, line, RULE_COLUMNS)
    for group, sheet in sheets.items():
        line += 1
        page.write_url(line, 0, f"internal:'{sheet}'!A1", book.style("link"), safe_text(group.message_zh))
        page.write_string(line, 1, SEVERITY[group.severity], book.style(group.severity if group.open else "plain"))
        states = (group.open, group.fixed, group.gone, group.waived)
        lists = "、".join(group.lists)
        book.row(page, line, (EFFECT[group.severity], lists, *states), first=2)
        book.fit(page, line, {0: group.message_zh, 3: lists})
    return line + 1


def _expectations(book: Book, page: Any, line: int, sources: Sources, place: Place) -> int:
    """Write one line per failed check of a whole list, with the observed figures."""
    failed = sources.failed_expectations(place)
    if not failed:
        return line
    book.header_row(page, line, ("整表校验未通过的清单", "报告期", "处理", "文件和说明"))
    for row in failed:
        line += 1
        contract = sources.contracts[row["list_code"]]
        text = failed_text(row["message_zh"], row["observed"])
        effect = "整份暂停使用" if row["severity"] == "critical" else "已使用，请核实"
        text = f"{PurePosixPath(row['file_path']).name}：{text}"
        book.row(page, line, (contract.zh, row["period"], effect, text))
        book.fit(page, line, {3: text})
    return line + 1


def _others(book: Book, page: Any, line: int, others: Mapping[str, int]) -> int:
    page.write_string(line, 0, "其他工作表", book.style("label"))
    for sheet, count in others.items():
        line += 1
        page.write_url(line, 0, f"internal:'{sheet}'!A1", book.style("link"), f"{sheet}（{count} 条）")
    return line + 1


def _terms(book: Book, page: Any, line: int) -> None:
    page.write_string(line, 0, "用语说明", book.style("label"))
    for number, (term, meaning) in enumerate(TERMS, line + 1):
        page.write_string(number, 0, term, book.style("plain"))
        page.write_string(number, 1, meaning, book.style("as_received"))
