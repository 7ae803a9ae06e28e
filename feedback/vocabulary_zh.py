"""Feedback: the Chinese words for the codes of the stages, in one place so that all documents agree."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from ingest.contracts.contract import Contract
from ingest.contracts.names_zh import department_name
from park_brain.clock import in_zhejiang

if TYPE_CHECKING:
    import polars as pl

STATUS = {"open": "未整改", "fixed": "已整改", "gone": "已删除", "waived": "已豁免"}
SEVERITY = {"reject": "必须整改", "warn": "需要核实", "note": "已自动处理"}
EFFECT = {"reject": "本行未计入统计", "warn": "本行已计入，请核实", "note": "无需处理"}
SELECTION = {
    "selected": "采用",
    "superseded": "已被新报送替换",
    "not_eligible": "暂停使用",
    "not_yet_received": "尚未计入",
}
COMPLETENESS = {
    "received": "按期报送",
    "late": "迟报",
    "nil": "零报告",
    "missing": "缺报",
    "not_due": "未到期",
    "unplanned": "计划外报送",
}
OUTCOME = {
    "landed": "已接收",
    "partly_refused": "部分退回",
    "refused": "退回",
    "not_yet_received": "尚未计入",
    "waiting": "仍在写入",
}
DELIVERY = {"full": "全量", "supplement": "补报"}
ROLES = {
    "title": "标题",
    "header": "表头",
    "blank": "空行",
    "total": "合计行",
    "note": "说明行",
    "unit": "单位行",
    "repeated_header": "重复表头",
    "nil": "零报告",
    "column_numbers": "栏次行",
}
WHOLE = "whole"
HIDDEN = "***"
"""Stands for a person."""
EMPTY_CELL = frozenset({"required_value", "formula_not_computed"})
"""Rules about empty cells, which have no value to hide."""
_ROWS = re.compile(r"(\d+) of (\d+) rows do not hold")


def local_time(instant: datetime) -> str:
    """A naive UTC instant in Zhejiang's time."""
    return f"{in_zhejiang(instant):%Y-%m-%d %H:%M}"


def part_name(part: str) -> str:
    """The part that a delivery covers."""
    return "全部" if part == WHOLE else part


def period_name(period: str) -> str:
    """A planned period: 2023年4季度 for ``2023-Q4``, nothing for a list that is delivered once."""
    year, _, quarter = period.partition("-Q")
    return f"{year}年{quarter}季度" if quarter else "" if period == "once" else period


def roles_text(exclusions: Mapping[str, int]) -> str:
    """标题 1 行、合计行 2 行."""
    return "、".join(f"{ROLES.get(role, role)} {count} 行" for role, count in exclusions.items()) or "无"


def observed_text(observed: str) -> str:
    """The observed value of a failed check."""
    if rows := _ROWS.fullmatch(observed):
        return f"{rows.group(2)} 行中有 {rows.group(1)} 行不符合"
    return {"nothing": "无数据", "no other value": "无其他取值"}.get(observed, observed)


def failed_text(message_zh: str, observed: str) -> str:
    """A failed check of a whole list in one sentence."""
    return f"{message_zh}（实际：{observed_text(observed)}）"


def list_name(contracts: Mapping[str, Contract], code: str) -> str:
    """The Chinese name of a list."""
    return contracts[code].zh if code in contracts else code


def owner_of(contract: Contract, rule_id: str) -> str:
    """The office that must correct findings of a rule: the rule's owner, else the department of the list."""
    stated = next((rule.owner for rule in contract.rules if rule.id == rule_id and rule.owner), None)
    return stated or department_name(contract.department)


def choices_of(contract: Contract, column_name: str) -> str:
    """The allowed values of a column as an instruction, '' if it takes any value."""
    column = next((c for c in contract.columns if c.name == column_name), None)
    if column is not None and column.values:
        return "请填写以下之一：" + "、".join(column.values)
    return "请填写“是”或“否”" if column is not None and column.type == "boolean" else ""


def with_choices(violations: pl.DataFrame, contract: Contract) -> pl.DataFrame:
    """The findings, with the allowed values of the column as remedy where a value is unknown."""
    import polars as pl

    choices = {c.name: text for c in contract.columns if (text := choices_of(contract, c.name))}
    if not choices:
        return violations
    named = pl.col("column_name").replace_strict(choices, default=pl.col("remedy_zh"), return_dtype=pl.String)
    is_choice = pl.col("rule_id") == "unknown_value"
    return violations.with_columns(remedy_zh=pl.when(is_choice).then(named).otherwise(pl.col("remedy_zh")))
