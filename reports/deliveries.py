"""Reports: the sheets of a department's workbook that list what it sent: files and batches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from feedback.vocabulary_zh import DELIVERY, OUTCOME, SELECTION, local_time, part_name
from feedback.workbook import Book, safe_text
from reports.department_data import Place

FILE_COLUMNS = (("文件", 50), ("收到时间", 17), ("结果", 10), ("说明", 100))
BATCH_COLUMNS = (
    ("清单", 20),
    ("报告期", 12),
    ("范围", 12),
    ("报送方式", 9),
    ("收到时间", 17),
    ("文件", 40),
    ("读取行数", 9),
    ("接收", 9),
    ("隔离", 9),
    ("不计入", 9),
    ("状态", 14),
    ("说明", 70),
    ("批次编号", 20),
    ("清单代码", 26),
)
OUTCOME_STYLES = {
    "refused": "reject",
    "partly_refused": "warn",
    "waiting": "warn",
    "not_yet_received": "warn",
    "landed": "plain",
}


def write_files(book: Book, page: Any, files: Sequence[Mapping[str, Any]], place: Place) -> None:
    """Write every file received: accepted or refused, and what to do."""
    book.frame(page, FILE_COLUMNS, len(files))
    book.header_row(page, 0, [name for name, _ in FILE_COLUMNS])
    file_rows(book, page, 0, files, place)


def file_rows(book: Book, page: Any, header: int, files: Sequence[Mapping[str, Any]], place: Place) -> None:
    """Write one line per file below the header line."""
    for line, row in enumerate(files, header + 1):
        message = row["message_zh"] or "已读取，逐行结果见“汇总”和各问题工作表"
        book.row(page, line, (place.below(row["file_path"]), local_time(row["received_at"])))
        page.write_string(line, 2, OUTCOME[row["outcome"]], book.style(OUTCOME_STYLES[row["outcome"]]))
        page.write_string(line, 3, safe_text(place.below(message)), book.style("plain"))
        book.fit(page, line, {0: place.below(row["file_path"]), 3: place.below(message)})


def write_batches(book: Book, page: Any, batches: Sequence[Mapping[str, Any]], place: Place) -> None:
    """Write every batch: whether it counts, and why."""
    book.frame(page, BATCH_COLUMNS, len(batches))
    book.header_row(page, 0, [name for name, _ in BATCH_COLUMNS])
    for line, row in enumerate(batches, 1):
        values = (
            row["list_zh"],
            row["period"],
            part_name(row["part"]),
            DELIVERY[row["delivery"]],
            local_time(row["received_at"]),
            place.below(row["file_path"]),
            row["rows_read"],
            row["rows_accepted"],
            row["rows_quarantined"],
            row["rows_excluded"],
            SELECTION[row["selection"]],
            place.below(row["selection_reason_zh"] or ""),
            row["batch_id"],
            row["list_code"],
        )
        book.row(page, line, values)
        book.fit(page, line, dict(enumerate(map(str, values))))
