"""Benchmarks: the checks of two lists, written for the alternatives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

USCC = r"^[0-9A-HJ-NPQRTUWXY]{18}$"
TAX_TYPES = [
    "增值税",
    "国内增值税",
    "免抵调增增值税",
    "留抵退税",
    "消费税",
    "企业所得税",
    "个人所得税",
    "资源税",
    "城市维护建设税",
    "房产税",
    "印花税",
    "城镇土地使用税",
    "土地增值税",
    "车船税",
    "环境保护税",
    "教育费附加",
    "地方教育附加",
    "海关代征",
    "社会保险费",
    "罚没收入",
]


@dataclass(frozen=True)
class Checks:
    """How a list is typed, and its rules as (rule, Great Expectations class, arguments)."""

    names: dict[str, str]
    dates: tuple[str, ...]
    amounts: tuple[str, ...]
    key: list[str]
    expectations: tuple[tuple[str, str, dict[str, Any]], ...]
    rejecting: frozenset[str]


def _not_null(column: str) -> tuple[str, str, dict[str, Any]]:
    return f"required_{column}", "ExpectColumnValuesToNotBeNull", {"column": column}


TAX = Checks(
    names={
        "纳税人识别号": "code",
        "纳税人名称": "name",
        "县（市、区）": "county",
        "征收项目": "tax_type",
        "税款所属期": "accrual",
        "入库日期": "paid",
        "入库金额": "amount",
    },
    dates=("accrual", "paid"),
    amounts=("amount",),
    key=["code", "name", "tax_type", "accrual", "paid"],
    expectations=(
        _not_null("name"),
        _not_null("tax_type"),
        _not_null("amount"),
        _not_null("paid"),
        _not_null("accrual"),
        ("code", "ExpectColumnValuesToMatchRegex", {"column": "code", "regex": USCC}),
        ("tax_type", "ExpectColumnValuesToBeInSet", {"column": "tax_type", "value_set": TAX_TYPES}),
        ("amount", "ExpectColumnValuesToBeBetween", {"column": "amount", "min_value": -1e10, "max_value": 1e10}),
        (
            "order",
            "ExpectColumnPairValuesAToBeGreaterThanB",
            {"column_A": "paid", "column_B": "accrual", "or_equal": True, "ignore_row_if": "either_value_is_missing"},
        ),
        ("rows", "ExpectTableRowCountToBeBetween", {"min_value": 1}),
        ("sum", "ExpectColumnSumToBeBetween", {"column": "amount", "min_value": 0}),
    ),
    rejecting=frozenset({"required_name", "required_tax_type", "required_amount", "tax_type", "bad_amount"}),
)

ISSUE = Checks(
    names={
        "问题编号": "issue_no",
        "企业名称": "name",
        "统一社会信用代码": "code",
        "隐患等级": "severity",
        "督办情况": "supervision",
        "发现日期": "found",
        "整改期限": "deadline",
        "整改状态": "status",
        "销号日期": "closed",
    },
    dates=("found", "deadline", "closed"),
    amounts=(),
    key=["issue_no"],
    expectations=(
        _not_null("issue_no"),
        _not_null("found"),
        _not_null("status"),
        _not_null("closed"),
        ("code", "ExpectColumnValuesToMatchRegex", {"column": "code", "regex": USCC}),
        ("severity", "ExpectColumnValuesToBeInSet", {"column": "severity", "value_set": ["一般", "较大", "重大"]}),
        (
            "supervision",
            "ExpectColumnValuesToBeInSet",
            {"column": "supervision", "value_set": ["挂牌督办", "督察交办", "立案", "无"]},
        ),
        (
            "status",
            "ExpectColumnValuesToBeInSet",
            {
                "column": "status",
                "value_set": ["列入", "制定方案", "整改中", "申请验收", "验收通过", "验收不通过", "已销号"],
            },
        ),
        (
            "closed_after",
            "ExpectColumnPairValuesAToBeGreaterThanB",
            {"column_A": "closed", "column_B": "found", "or_equal": True, "ignore_row_if": "either_value_is_missing"},
        ),
        (
            "deadline_after",
            "ExpectColumnPairValuesAToBeGreaterThanB",
            {"column_A": "deadline", "column_B": "found", "or_equal": True, "ignore_row_if": "either_value_is_missing"},
        ),
        ("rows", "ExpectTableRowCountToBeBetween", {"min_value": 1}),
    ),
    rejecting=frozenset({"required_issue_no", "required_found", "required_status", "closed_after"}),
)
