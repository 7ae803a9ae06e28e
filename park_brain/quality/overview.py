"""Quality: the first sheet of a department's workbook, its files and its batches."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from park_brain.quality.cells import Book, safe_text
from park_brain.quality.department_data import Place, RuleGroup, Sources
from park_brain.quality.wording import (
    COMPLETENESS,
    DELIVERY,
    EFFECT,
    OUTCOME,
    SELECTION,
    SEVERITY,
    failed_text,
    list_name,
    local_time,
    part_name,
    period_name,
)

WIDTHS = (34, 13, 10, 17, 9, 9, 9, 9, 12, 44, 10, 10, 10, 10, 10, 36)
LIST_COLUMNS = (
    "清单", "最近批次", "范围", "收到时间", "读取行数", "接收", "隔离", "不计入", "批次状态", "说明",
    "必须整改", "需要核实", "已整改", "已删除", "已豁免", "缺报、迟报",
)  # fmt: skip
RULE_COLUMNS = ("问题（点击查看各行）", "处理", "未整改", "已整改", "已删除", "已豁免", "影响")
PERIODS_SHOWN = 6
Heading = tuple[str, date]


def write_overview(
    book: Book,
    page: Any,
    sources: Sources,
    place: Place,
    heading: Heading,
    sheets: Mapping[RuleGroup, str],
    others: Mapping[str, str],
) -> None:
    """What there is to do, list by list and rule by rule, with links to the rows."""
    for column, width in enumerate(WIDTHS):
        page.set_column(column, column, width)
    batches, counts = sources.batches(place), sources.counts(place)
    page.write_string(0, 0, safe_text(heading[0]), book.style("title"))
    page.write_string(1, 0, f"数据截至 {heading[1]:%Y-%m-%d}", book.style("muted"))
    page.write_string(2, 0, _advice(counts), book.style("label"))
    line = _lists(book, page, 4, sources, place, batches, counts)
    line = _rules(book, page, line + 1, sheets)
    line = _expectations(book, page, line + 1, sources, place)
    page.write_string(line + 1, 0, "其他工作表", book.style("label"))
    for number, (name, sheet) in enumerate(list(others.items())[1:], line + 2):
        page.write_url(number, 0, f"internal:'{sheet}'!A1", book.style("link"), name)


def _advice(counts: Sequence[Mapping[str, Any]]) -> str:
    open_rows: Counter[str] = Counter()
    for row in counts:
        if row["status"] == "open":
            open_rows[row["severity"]] += row["rows"]
    if not open_rows["reject"] + open_rows["warn"]:
        return "没有需要整改的数据问题。"
    return (
        f"必须整改 {open_rows['reject']} 处（{EFFECT['reject']}），需要核实 {open_rows['warn']} 处："
        "请在原表中改正后整表重新报送，已改正的问题在下次反馈中转为“已整改”。"
    )


def _lists(
    book: Book,
    page: Any,
    line: int,
    sources: Sources,
    place: Place,
    batches: Sequence[Mapping[str, Any]],
    counts: Sequence[Mapping[str, Any]],
) -> int:
    """One line per list the department keeps, sent or not."""
    book.header_row(page, line, LIST_COLUMNS)
    newest: dict[str, Any] = {}
    for batch in batches:
        newest.setdefault(batch["list_code"], batch)
    late: dict[str, list[str]] = defaultdict(list)
    for gap in sources.completeness(place):
        part = "" if gap["part"] in ("whole", "*") else f" {gap['part']}"
        late[gap["list_code"]].append(f"{period_name(gap['period'])}{part} {COMPLETENESS[gap['status']]}".strip())
    tally: Counter[tuple[str, str]] = Counter()
    for row in counts:
        state = row["status"] if row["status"] != "open" else row["severity"]
        if row["severity"] != "note":
            tally[row["list_code"], state] += row["rows"]
    own = {code for code, contract in sources.contracts.items() if contract.department == place.department}
    for code in sorted(own & (newest.keys() | late.keys()) | newest.keys()):
        line += 1
        values = (list_name(sources.contracts, code), *_newest(newest.get(code)))
        values += tuple(tally[code, state] for state in ("reject", "warn", "fixed", "gone", "waived"))
        book.row(page, line, (*values, _periods(late[code])))
    return line + 1


def _newest(batch: Mapping[str, Any] | None) -> tuple[str | int, ...]:
    if batch is None:
        return ("未报送", "", "", "", "", "", "", "", "")
    return (
        batch["period"], part_name(batch["part"]), local_time(batch["received_at"]), batch["rows_read"],
        batch["rows_accepted"], batch["rows_quarantined"], batch["rows_excluded"], SELECTION[batch["selection"]],
        batch["selection_reason_zh"] or "",
    )  # fmt: skip


def _periods(late: Sequence[str]) -> str:
    more = f" 等 {len(late)} 期" if len(late) > PERIODS_SHOWN else ""
    return "、".join(late[:PERIODS_SHOWN]) + more


def _rules(book: Book, page: Any, line: int, sheets: Mapping[RuleGroup, str]) -> int:
    if not sheets:
        return line
    book.header_row(page, line, RULE_COLUMNS)
    for group, sheet in sheets.items():
        line += 1
        page.write_url(line, 0, f"internal:'{sheet}'!A1", book.style("link"), safe_text(group.message_zh))
        states = (group.open, group.fixed, group.gone, group.waived)
        book.row(page, line, (SEVERITY[group.severity], *states, EFFECT[group.severity]), first=1)
    return line + 1


def _expectations(book: Book, page: Any, line: int, sources: Sources, place: Place) -> int:
    """What does not hold for a list as a whole: one line each, the figures as found."""
    failed = sources.failed_expectations(place)
    if not failed:
        return line
    book.header_row(page, line, ("整表校验未通过", "报告期", "处理", "文件", "说明"))
    for row in failed:
        line += 1
        contract = sources.contracts[row["list_code"]]
        said = failed_text(row["message_zh"], row["observed"])
        effect = "暂停使用" if row["severity"] == "critical" else "提示"
        book.row(page, line, (contract.zh, row["period"], effect, PurePosixPath(row["file_path"]).name, said))
    return line + 1


def write_files(book: Book, page: Any, files: Sequence[Mapping[str, Any]]) -> None:
    """Every file received: taken in or sent back, and what to do."""
    columns = (("文件", 50), ("收到时间", 17), ("结果", 10), ("说明", 90))
    book.frame(page, columns, len(files))
    book.header_row(page, 0, [name for name, _ in columns])
    for line, row in enumerate(files, 1):
        said = row["message_zh"] or "已读取，逐行结果见“汇总”和各问题工作表"
        values = (_below(row["file_path"]), local_time(row["received_at"]), OUTCOME[row["outcome"]], said)
        book.row(page, line, values)


def write_batches(book: Book, page: Any, batches: Sequence[Mapping[str, Any]]) -> None:
    """Every batch: whether it counts, and why."""
    columns = (
        ("清单", 20), ("报告期", 12), ("范围", 12), ("报送方式", 9), ("收到时间", 17), ("文件", 40), ("读取行数", 9),
        ("接收", 9), ("隔离", 9), ("不计入", 9), ("状态", 14), ("说明", 70), ("批次编号", 20),
    )  # fmt: skip
    book.frame(page, columns, len(batches))
    book.header_row(page, 0, [name for name, _ in columns])
    for line, row in enumerate(batches, 1):
        values = (
            row["list_zh"], row["period"], part_name(row["part"]), DELIVERY[row["delivery"]],
            local_time(row["received_at"]), _below(row["file_path"]), row["rows_read"], row["rows_accepted"],
            row["rows_quarantined"], row["rows_excluded"], SELECTION[row["selection"]],
            row["selection_reason_zh"] or "", row["batch_id"],
        )  # fmt: skip
        book.row(page, line, values)


def _below(path: str) -> str:
    """The path below the department's folder: where the department put the file."""
    return "/".join(PurePosixPath(path).parts[2:]) or path
