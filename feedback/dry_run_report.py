"""Feedback: the report that ``park check`` prints, in Chinese; it ends with the next step."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from feedback.dry_run import NO_REGION, CheckedBatch, CheckResult
from feedback.header_problems import HeaderProblem
from feedback.vocabulary_zh import DELIVERY, EFFECT, EMPTY_CELL, HIDDEN, SEVERITY, failed_text, part_name, roles_text
from ingest.contracts.names_zh import region_name

LINES_SHOWN = 5
COLOURS = {"reject": "red", "warn": "yellow", "note": "dim"}
ORDER = {"reject": 0, "warn": 1, "note": 2}


def print_check(console: Console, result: CheckResult, problems: Sequence[HeaderProblem]) -> None:
    """Print the report of a dry run."""
    question = result.question
    known = region_name(question.region, question.rules)
    where = "未指定（可用 --region 330683 的形式指定）" if question.region == NO_REGION else known
    console.print(f"[bold]检查[/] {escape(question.file.name)}", highlight=False, soft_wrap=True)
    console.print(f"清单：{question.contract.zh}（{question.contract.list}）  地区：{where}", highlight=False)
    listed = {(problem.sheet, problem.line) for problem in problems}
    for refusal in result.refusals:
        brief = f"表头与“{question.contract.zh}”的要求不一致，见下表"
        is_listed = (refusal.sheet or "", refusal.line) in listed
        text = refusal.model_copy(update={"zh": brief}).placed_zh if is_listed else refusal.placed_zh
        console.print(f"[red]退回[/] {escape(text)}", highlight=False, soft_wrap=True)
    if problems:
        console.print(_header_table(problems))
    for batch in result.batches:
        _print_batch(console, batch)
    console.print(f"[bold]下一步：[/]{escape(next_step(result))}", highlight=False, soft_wrap=True)


def _header_table(problems: Sequence[HeaderProblem]) -> Table:
    table = _table("工作表", "行", "列", "表头问题与处理办法")
    for problem in problems:
        table.add_row(escape(problem.sheet), str(problem.line), problem.letter, escape(problem.zh))
    return table


def _print_batch(console: Console, batch: CheckedBatch) -> None:
    record = batch.record
    console.print(
        f"识别为：{batch.contract.zh}  报告期：{record.period}  范围：{escape(part_name(record.part))}  "
        f"报送方式：{DELIVERY[record.delivery]}" + ("  零报告" if record.is_nil else ""),
        highlight=False,
        soft_wrap=True,
    )
    console.print(
        f"读取 {record.rows_read} 行 = 接收 {record.rows_accepted} + 隔离 {record.rows_quarantined} "
        f"+ 不计入 {record.rows_excluded}（{roles_text(record.exclusions)}）",
        highlight=False,
        soft_wrap=True,
    )
    if batch.violations.height:
        console.print(_finding_table(batch))
    for check in batch.failed:
        text = failed_text(check.zh, check.observed)
        effect = "[red]整表暂停使用[/]" if check.severity == "critical" else "[yellow]整表提示[/]"
        console.print(f"{effect}：{escape(text)}", highlight=False, soft_wrap=True)
    if batch.hold:
        console.print(f"[red]整表暂停使用[/]：{escape(batch.hold)}", highlight=False, soft_wrap=True)


def _finding_table(batch: CheckedBatch) -> Table:
    table = _table("处理", "列", "问题", "行数", "前几处（行号：原值）", "怎么改")
    for row in grouped(batch.violations).iter_rows(named=True):
        colour = COLOURS[row["severity"]]
        table.add_row(
            f"[{colour}]{SEVERITY[row['severity']]}[/]",
            escape(row["column_zh"] or row["column_name"]),
            escape(row["message_zh"]),
            str(row["count"]),
            escape("；".join(row["places"])),
            escape(row["remedy_zh"]),
        )
    return table


def grouped(violations: pl.DataFrame) -> pl.DataFrame:
    """Findings by rule and column, the most severe first, each with its first places."""
    nothing = pl.col("rule_id").is_in(EMPTY_CELL) & (pl.col("value_masked") == HIDDEN)
    value = pl.when(pl.col("value_masked").is_null() | nothing).then(pl.lit("")).otherwise(pl.col("value_masked"))
    several = violations["sheet"].n_unique() > 1
    sheet = pl.format("{} ", pl.col("sheet")) if several else pl.lit("")
    place = pl.concat_str(sheet, pl.col("line"), pl.when(value != "").then(pl.lit("：") + value).otherwise(pl.lit("")))
    keys = ["severity", "rule_id", "column_name", "column_zh", "message_zh", "remedy_zh"]
    return (
        violations.with_columns(place=place, weight=pl.col("severity").replace_strict(ORDER))
        .sort("sheet", "line", "rule_id")
        .group_by(*keys, "weight", maintain_order=True)
        .agg(pl.len().alias("count"), pl.col("place").head(LINES_SHOWN).alias("places"))
        .sort("weight", "rule_id", "column_name", maintain_order=True)
    )


def next_step(result: CheckResult) -> str:
    """The next step for the clerk, in one sentence."""
    wanted = result.question.contract
    if result.is_other_list:
        taken = "、".join(sorted({b.contract.zh for b in result.batches}))
        return f"该文件会被当作“{taken}”而不是“{wanted.zh}”，请确认文件是否拿错，或改用“{wanted.zh}”的模板。"
    if not result.batches:
        return _after_refusal(result)
    if all(b.record.rows_quarantined and not b.record.rows_accepted for b in result.batches):
        return "没有一行可以接收，报送后整表会被暂停使用：请先改正标为“必须整改”的问题，再检查一次。"
    if any(b.is_held for b in result.batches):
        return "报送后整表会被暂停使用：请先核对上面“整表暂停使用”的原因，改正后再检查一次。"
    rejected, doubtful = (sum(b.record.rows_quarantined for b in result.batches), _total(result, "warn"))
    if rejected:
        return f"请改正标为“必须整改”的 {rejected} 行（{EFFECT['reject']}）后重新检查；其余各行可以接收。"
    if result.refusals:
        return "可以接收的工作表已列出；请处理上面退回的工作表（与清单无关的可以删除）后重新检查。"
    if doubtful or any(b.failed for b in result.batches):
        return "文件可以接收；请核实标为“需要核实”和“整表提示”的内容，有误则改正，无误可直接报送。"
    return "文件可以接收，没有需要处理的问题，可以报送。"


def _after_refusal(result: CheckResult) -> str:
    codes = {refusal.code for refusal in result.refusals}
    if "no_period" in codes:
        grain = {"date": "2023-06-30", "month": "2023-06", "year": "2023"}[result.question.contract.period]
        also = "；其他退回原因请一并修改" if codes - {"no_period", "waits"} else ""
        return f"请在标题或文件名中写明报告期，或用 --period {grain} 的形式告诉检查程序，再检查一次{also}。"
    return "文件会被整份退回，没有任何一行被接收：请按上面的说明修改后重新检查。"


def _total(result: CheckResult, severity: str) -> int:
    return sum(b.count(severity) for b in result.batches)


def _table(*headers: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_lines=False)
    for header in headers:
        table.add_column(header, justify="right" if header in ("行", "行数") else "left", overflow="fold")
    return table
