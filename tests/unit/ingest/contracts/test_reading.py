"""What reads the files of a list again, and what does not."""

from __future__ import annotations

from typing import Any

import pytest

from ingest.contracts.contract import Column, Contract, Rule
from ingest.contracts.named import EnterpriseNamed
from ingest.contracts.reading import CLASSIFIED
from ingest.parser_version import derivation_of

LIST: dict[str, Any] = {
    "list": "test.firms",
    "zh": "企业清单",
    "grain": "One row per firm.",
    "kind": "snapshot",
    "period": "month",
    "natural_key": ["name"],
    "enterprises": [{"name": "name"}],
    "columns": [
        {"name": "name", "zh": "名称", "type": "text"},
        {"name": "state", "zh": "状态", "type": "category", "values": {"在用": []}},
    ],
    "ignored_headers": {"序号": "行号，不是数据"},
    "rules": [
        {
            "id": "named",
            "column": "name",
            "holds": "name <> ''",
            "severity": "warn",
            "zh": "没有名称",
            "remedy": "请补填名称",
            "dimension": "完整性",
        }
    ],
}
OTHERWISE: dict[type, dict[str, Any]] = {
    Contract: {
        "list": "test.companies",
        "zh": "单位清单",
        "aliases": ["企业表"],
        "grain": "One row per firm that is known.",
        "kind": "register",
        "period": "year",
        "natural_key": ["state"],
        "unique_key": False,
        "enterprises": [],
        "parcels": [{"location": "name"}],
        "county": "name",
        "columns": LIST["columns"][:1],
        "ignored_headers": {"行号": "行号，不是数据"},
        "notes": ["一企一行。"],
        "rules": [],
        "expectations": [{"type": "x", "severity": "warning", "reason": "2026-11", "zh": "清单没有数据行"}],
    },
    Column: {
        "name": "state",
        "zh": "企业状态",
        "type": "code",
        "headers": ["企业状态"],
        "region_headers": {"330683": ["企业状态"]},
        "required": True,
        "nullable": False,
        "unit": "元",
        "plausible": [0, 1],
        "width": 6,
        "values": {"在用": ["使用中"]},
        "nulls": ["无"],
        "month_means": "end",
        "title_pattern": "(.*)",
        "on_bad": "reject",
        "sensitivity": "L4",
        "personal": "always",
        "period_kind": "累计",
        "staged_as": "other_name",
        "staged": "upper(name)",
    },
    Rule: {
        "id": "has_name",
        "column": "state",
        "holds": "name is not null",
        "severity": "reject",
        "zh": "名称为空",
        "remedy": "请填名称",
        "dimension": "准确性",
        "owner": "办公室",
    },
    EnterpriseNamed: {
        "role": "owner",
        "uscc": "name",
        "name": "state",
        "address": "name",
        "former": "name",
        "is_authoritative": True,
    },
}
INSIDE = {Column: "columns", Rule: "rules", EnterpriseNamed: "enterprises"}


def derived(model: type, change: dict[str, Any]) -> str:
    """The derivation of the list with one part changed; unchecked, since some changes alone make no list."""
    contract = Contract.model_validate(LIST)
    changed = {name: getattr(model.model_construct(**change), name) for name in change}
    if model is not Contract:
        first, *others = getattr(contract, INSIDE[model])
        changed = {INSIDE[model]: (first.model_copy(update=changed), *others)}
    return derivation_of(contract.model_copy(update=changed))


@pytest.mark.parametrize(
    ("model", "field"), [(model, field) for model, parts in CLASSIFIED.items() for field in parts], ids=str
)
def test_a_file_is_read_again_where_its_outcome_may_change_and_only_there(model, field):
    change = typed(model, field, OTHERWISE[model][field])
    is_read = CLASSIFIED[model][field] is not None
    assert (derived(model, {field: change}) != derived(Contract, {})) == is_read


def typed(model: type, field: str, value: Any) -> Any:
    """The value as the model holds it."""
    from pydantic import TypeAdapter

    return TypeAdapter(model.model_fields[field].annotation).validate_python(value)


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (Column, {"sensitivity": "L3"}),
        (Column, {"period_kind": "当月"}),
        (Contract, {"ignored_headers": {"序号": "只是行号"}}),
        (Column, {"required": False}),
    ],
    ids=str,
)
def test_what_says_the_same_to_the_reader_reads_nothing_again(model, change):
    assert derived(model, change) == derived(Contract, {})


def test_every_contract_has_a_derivation_of_its_own(contracts):
    assert len({derivation_of(contract) for contract in contracts.values()}) == len(contracts)
