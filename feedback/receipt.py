"""Feedback: the receipt (回执) of every file taken in, or the notice (退回通知) of why it was refused.

Written after a file was read and judged. It quotes rules, columns and line numbers but no values, so it can be passed
on without risk.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from feedback.vocabulary_zh import DELIVERY, SEVERITY, failed_text, local_time, part_name, roles_text
from ingest.contracts.contract import Contract
from ingest.contracts.names_zh import department_name, region_name
from ingest.lake.ledger import Arrival, BatchRecord
from ingest.stage import FileOutcome
from park_brain.files import write_atomically
from park_brain.installation import Installation

if TYPE_CHECKING:
    from expectations.suite import Verdict

PROBLEMS_SHOWN = 10
LINES_SHOWN = 10
LONGEST_NAME = 60
"""Characters of the file name kept in the name of the receipt, and no more than three bytes for each: file systems
allow 255 bytes, of which a temporary name takes some."""
MISPLACED = "wrong_place"
NOT_YET = "尚未计入"


def write_receipts(
    home: Installation,
    contracts: Mapping[str, Contract],
    files: Iterable[FileOutcome],
    batches: Iterable[BatchRecord],
    verdicts: Mapping[str, Verdict],
    *,
    as_of: datetime | None = None,
) -> int:
    """Write the receipts of files read now, of older files that have none, and where the file counts only now.

    ``as_of`` (naive UTC): what is received later does not count yet. Returns how many were written.
    """
    by_id = {batch.batch_id: batch for batch in batches}
    written = 0
    for file in files:
        path = receipt_path(home, file.arrival)
        is_later = as_of is not None and file.arrival.received_at > as_of
        if file.is_new or _says_later(path) is not is_later:
            own = [by_id[batch_id] for batch_id in file.outcome.batches if batch_id in by_id]
            until = as_of if is_later else None
            text = "\n".join(_lines(home, contracts, file, own, verdicts, until)) + "\n"
            write_atomically(path, text.encode())
            written += 1
    return written


def _says_later(path: Path) -> bool | None:
    """Whether the last line of a receipt says that the file does not count yet; ``None``: there is no receipt."""
    try:
        return NOT_YET in path.read_bytes().decode(errors="replace").rstrip().rpartition("\n")[2]
    except FileNotFoundError:
        return None


def receipt_path(home: Installation, arrival: Arrival) -> Path:
    """``receipts/<region>/<department>/<file name>.<short id>.txt``."""
    folder = home.receipts / arrival.region / arrival.department if arrival.region else home.receipts / MISPLACED
    name = arrival.path.rpartition("/")[2][:LONGEST_NAME].encode()[: 3 * LONGEST_NAME].decode(errors="ignore")
    return folder / f"{name}.{arrival.arrival_id[1:9]}.txt"


def _lines(
    home: Installation,
    contracts: Mapping[str, Contract],
    file: FileOutcome,
    batches: list[BatchRecord],
    verdicts: Mapping[str, Verdict],
    until: datetime | None,
) -> Iterator[str]:
    """``until``: the instant up to which files count, where this one was received later."""
    arrival, refusals = file.arrival, file.outcome.refusals
    yield "退回通知" if refusals and not batches else "回执（部分退回）" if refusals else "回执"
    yield f"文件：{Path(arrival.path).name}"
    if arrival.sha256:
        yield f"SHA-256：{arrival.sha256}"
    yield f"收到时间：{local_time(arrival.received_at)}"
    if arrival.stated_at:
        yield f"文件时间 {local_time(arrival.stated_at)} 晚于当时时间，按首次发现的时间计收"
    if arrival.region:
        yield f"报送单位：{region_name(arrival.region, home.rules)} {department_name(arrival.department)}"
    for batch in batches:
        yield ""
        yield from _batch_lines(home, contracts[batch.list], batch, verdicts.get(batch.batch_id))
    if refusals:
        yield ""
        yield "退回原因："
    for refusal in refusals:
        yield f"- {refusal.placed_zh}"
    yield ""
    closing = _closing(file, batches)
    yield (
        f"收到时间晚于本次统计时点（{local_time(until)}），{NOT_YET}。{'' if batches else closing}"
        if until
        else closing
    )


def _closing(file: FileOutcome, batches: list[BatchRecord]) -> str:
    """The next step for the department."""
    if not batches:
        return "本文件没有入库，请按退回原因改正后重新报送。"
    if file.outcome.refusals:
        return "退回的工作表没有入库，请改正后重新报送；其余内容已入库。"
    if any(batch.rows_quarantined for batch in batches):
        return "隔离的行未计入统计，请在原表中改正后整表重新报送；各行明细见下一次发布的数据质量工作簿。"
    return "本文件已入库。"


def _batch_lines(home: Installation, contract: Contract, batch: BatchRecord, verdict: Verdict | None) -> Iterator[str]:
    yield f"清单：{contract.zh}（{contract.list}），批次编号：{batch.batch_id}"
    nil = "，零报告" if batch.is_nil else ""
    yield f"报告期：{batch.period}，范围：{part_name(batch.part)}，报送方式：{DELIVERY[batch.delivery]}{nil}"
    yield (
        f"读取 {batch.rows_read} 行：接收 {batch.rows_accepted}，隔离 {batch.rows_quarantined}，"
        f"不计入 {batch.rows_excluded}（{roles_text(batch.exclusions)}）"
    )
    for check in verdict.checks if verdict else ():
        if not check.success:
            effect = "整表暂停使用" if check.severity == "critical" else "整表提示"
            yield f"{effect}：{failed_text(check.zh, check.observed)}"
    if batch.violations:
        yield from _problem_lines(home, batch)
    else:
        yield "没有需要处理的问题。"


def _problem_lines(home: Installation, batch: BatchRecord) -> Iterator[str]:
    import polars as pl

    sheet = pl.col("sheet") + pl.lit(" ") if len(batch.sheets) > 1 else pl.lit("")
    found = (
        pl.scan_parquet(batch.violations_path(home))
        .filter(pl.col("severity") != "note")
        .sort("sheet", "line")
        .group_by("severity", "rule_id", "column_zh", "message_zh", "remedy_zh", maintain_order=True)
        .agg(pl.len().alias("count"), (sheet + pl.col("line").cast(pl.String)).head(LINES_SHOWN).alias("lines"))
        .sort("severity", "count", "rule_id", "column_zh", descending=[False, True, False, False])
        .collect()
    )
    if found.is_empty():
        yield "没有需要处理的问题。"
        return
    yield f"需要处理的问题（{found['count'].sum()} 处）："
    for row in found.head(PROBLEMS_SHOWN).iter_rows(named=True):
        lines = "、".join(row["lines"]) + (" 等" if row["count"] > LINES_SHOWN else "")
        column = f"“{row['column_zh']}”" if row["column_zh"] else ""
        yield f"- {SEVERITY[row['severity']]}：{column}{row['message_zh']}，{row['count']} 行（第 {lines} 行）"
        yield f"  怎么改：{row['remedy_zh']}"
    if found.height > PROBLEMS_SHOWN:
        yield f"- 另有 {found.height - PROBLEMS_SHOWN} 类问题，见数据质量工作簿"
