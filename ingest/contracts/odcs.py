"""Ingest: the contracts in the form of the Open Data Contract Standard, for readers outside this project."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from ingest.contracts.builtin_rules import BUILTIN
from ingest.contracts.contract import Column, Contract, Rule
from ingest.contracts.names_zh import department_name
from park_brain import __version__
from park_brain.columns import Registry, load_registry
from park_brain.sql import literal

API_VERSION = "v3.1.0"
LOGICAL_TYPES = {
    "VARCHAR": "string",
    "DATE": "date",
    "INTEGER": "integer",
    "BIGINT": "integer",
    "BOOLEAN": "boolean",
    "DECIMAL(18,4)": "number",
    "DECIMAL(18,2)": "number",
}
DIMENSIONS = {
    "规范性": "conformity",
    "完整性": "completeness",
    "准确性": "accuracy",
    "一致性": "consistency",
    "时效性": "timeliness",
    "可访问性": "coverage",
}
SEVERITIES = {"reject": "error", "warn": "warning", "note": "info", "critical": "error", "warning": "warning"}


def write_contracts(contracts: Iterable[Contract], folder: Path) -> list[Path]:
    """``<folder>/<list>.odcs.yaml`` for each contract."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for contract in contracts:
        path = folder / f"{contract.list}.odcs.yaml"
        path.write_text(yaml.safe_dump(standard(contract), allow_unicode=True, sort_keys=False), encoding="utf-8")
        paths.append(path)
    return paths


def standard(contract: Contract) -> dict[str, Any]:
    """One contract as the standard writes it; what it has no word for stands in ``customProperties``."""
    return {
        "apiVersion": API_VERSION,
        "kind": "DataContract",
        "id": contract.list,
        "name": contract.zh,
        "version": f"{__version__}+{contract.fingerprint[:12]}",
        "status": "active",
        "domain": contract.department,
        "description": {"purpose": contract.grain, "usage": "；".join(contract.notes) or contract.zh},
        "team": {"name": department_name(contract.department)},
        "schema": [_schema(contract)],
        "customProperties": _custom(
            kind=contract.kind,
            period=contract.period,
            aliases=list(contract.aliases),
            ignoredHeaders=dict(contract.ignored_headers),
        ),
    }


def _schema(contract: Contract) -> dict[str, Any]:
    registry = load_registry()
    properties = [
        _property(contract, column, name, kind, registry)
        for column in contract.columns
        for name, kind in column.outputs.items()
    ]
    return {
        "name": contract.list.replace(".", "__"),
        "businessName": contract.zh,
        "logicalType": "object",
        "physicalType": "table",
        "description": contract.grain,
        "dataGranularityDescription": contract.grain,
        "properties": properties,
        "quality": [*_unique_key(contract), *_expectations(contract), *_builtin()],
        "customProperties": _custom(
            naturalKey=list(contract.natural_key),
            isNaturalKeyUnique=contract.unique_key,
            notStored=[column.zh for column in contract.columns if not column.outputs],
        ),
    }


def _property(contract: Contract, column: Column, name: str, kind: str, registry: Registry) -> dict[str, Any]:
    """One typed column; described as the marts' is, where that bears the same name and label."""
    key = contract.natural_key
    rules = [_rule(rule) for rule in contract.rules if rule.column in (column.name, name)]
    item: dict[str, Any] = {
        "name": name,
        "businessName": column.zh,
        "logicalType": LOGICAL_TYPES[kind],
        "physicalType": kind,
        "required": not column.nullable,
        "classification": column.sensitivity,
    }
    if description := registry.described(name, column.zh):
        item["description"] = description
    if name in key and _has_primary_key(contract):
        item |= {"primaryKey": True, "primaryKeyPosition": key.index(name) + 1, "unique": len(key) == 1}
    if column.values:
        rules.append(_choices(column, name))
    if rules:
        item["quality"] = rules
    item["customProperties"] = _custom(
        type=column.type,
        unit=column.unit,
        headers=list(column.headers),
        regionHeaders={region: list(names) for region, names in column.region_headers.items()},
        periodKind=column.period_kind,
        personal=column.personal if column.personal != "no" else None,
        plausible=[str(bound) for bound in column.plausible] if column.plausible else None,
        values={value: list(others) for value, others in column.values.items()},
    )
    return item


def _has_primary_key(contract: Contract) -> bool:
    """Whether the natural key is unique and never empty: what a primary key means elsewhere."""
    nullable = {name for column in contract.columns if column.nullable for name in column.outputs}
    return contract.unique_key and not nullable & set(contract.natural_key)


def _unique_key(contract: Contract) -> list[dict[str, Any]]:
    """The natural key as a query, also where some of its columns may be empty."""
    if not contract.unique_key:
        return []
    key = ", ".join(contract.natural_key)
    filled = " AND ".join(f"{name} IS NOT NULL" for name in contract.natural_key)
    repeated = f"SELECT {key} FROM ${{table}} WHERE {filled} GROUP BY {key} HAVING COUNT(*) > 1"
    return [
        {
            "name": "unique_natural_key",
            "type": "sql",
            "description": f"{'、'.join(contract.natural_key)} 合起来不得重复",
            "dimension": "uniqueness",
            "severity": "error",
            "query": f"SELECT COUNT(*) FROM ({repeated}) AS repeated",
            "mustBe": 0,
        }
    ]


def _rule(rule: Rule) -> dict[str, Any]:
    """A row rule as the query that counts the rows which break it."""
    return {
        "name": rule.id,
        "type": "sql",
        "description": f"{rule.zh}。{rule.remedy}",
        "dimension": DIMENSIONS[rule.dimension],
        "severity": SEVERITIES[rule.severity],
        "query": f"SELECT COUNT(*) FROM ${{table}} WHERE NOT ({rule.holds})",
        "mustBe": 0,
    }


def _choices(column: Column, name: str) -> dict[str, Any]:
    values = ", ".join(literal(value) for value in column.values)
    return {
        "name": "unknown_value",
        "type": "sql",
        "description": f"“{column.zh}”只能是：{'、'.join(column.values)}",
        "dimension": "conformity",
        "severity": SEVERITIES[column.bad_severity],
        "query": f"SELECT COUNT(*) FROM ${{table}} WHERE {name} NOT IN ({values})",
        "mustBe": 0,
    }


def _expectations(contract: Contract) -> list[dict[str, Any]]:
    """Checks on a whole delivery, in the words of the tool that makes them."""
    return [
        {
            "name": f"{expectation.type}.{expectation.column}" if expectation.column else expectation.type,
            "type": "custom",
            "engine": "great-expectations",
            "description": f"{expectation.zh} ({expectation.reason})",
            "severity": SEVERITIES[expectation.severity],
            "implementation": {
                "expectation_type": expectation.type,
                "kwargs": ({"column": expectation.column} if expectation.column else {}) | expectation.args,
            },
        }
        for expectation in contract.expectations
    ]


def _builtin() -> list[dict[str, Any]]:
    """Rules every list has; they judge cells before they are typed, which no query can repeat."""
    return [
        {
            "name": rule,
            "type": "text",
            "description": f"{text.zh}。{text.remedy}",
            "dimension": DIMENSIONS[text.dimension],
        }
        for rule, text in BUILTIN.items()
    ]


def _custom(**values: Any) -> list[dict[str, Any]]:
    return [{"property": name, "value": value} for name, value in values.items() if value not in (None, [], {}, "")]
