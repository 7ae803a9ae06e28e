"""Ingest, contracts: the part of a contract that decides what becomes of a file.

Only that part enters the derivation: a description, a check of whole batches or a key for a model changes no typed row
and no stored finding, so it must not read every file of every installed home again. Each field is classified here, and
a new one that is not stops the import. A name a department uses (``zh``, ``headers``) counts: files are recognised by
it, and findings and refusals quote it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import BaseModel

from ingest.contracts.contract import Column, Contract, Rule
from ingest.contracts.named import EnterpriseNamed

Part = Callable[[Any], object]
Parts = Mapping[str, Part | None]
"""Field -> what of it reading depends on; None: nothing."""


def _whole(value: object) -> object:
    return value


def _each(parts: Parts) -> Part:
    return lambda items: [_read(item, parts) for item in items]


def _read(item: BaseModel, parts: Parts) -> dict[str, object]:
    """What is not as by default, so that a new field with a default leaves every derivation as it is."""
    read = {}
    for name, part in parts.items():
        field = type(item).model_fields[name]
        value = part(getattr(item, name)) if part else None
        if part and (field.is_required() or value != part(field.get_default(call_default_factory=True))):
            read[name] = value
    return read


ENTERPRISE: Parts = {
    "role": None,
    "uscc": _whole,  # a person's number hides the name beside it
    "name": _whole,
    "address": None,
    "former": None,
    "is_authoritative": None,
}
COLUMN: Parts = {
    "name": _whole,
    "zh": _whole,
    "type": _whole,
    "headers": _whole,
    "region_headers": _whole,
    "required": _whole,
    "nullable": _whole,
    "unit": _whole,
    "plausible": _whole,
    "width": _whole,
    "values": _whole,
    "nulls": _whole,
    "month_means": _whole,
    "title_pattern": _whole,
    "on_bad": _whole,
    "sensitivity": lambda level: level == "L4",  # findings hide its cells
    "personal": _whole,
    "period_kind": lambda kind: kind == "累计",  # 1-6月 in a title is then the report through June
    "staged_as": None,
    "staged": None,
}
RULE: Parts = {
    "id": _whole,
    "column": _whole,
    "holds": _whole,
    "severity": _whole,
    "zh": _whole,
    "remedy": _whole,
    "dimension": _whole,
    "owner": _whole,
}
CONTRACT: Parts = {
    "list": _whole,
    "zh": _whole,
    "aliases": _whole,
    "grain": None,
    "kind": _whole,
    "period": _whole,
    "natural_key": _whole,
    "unique_key": _whole,
    "enterprises": _each(ENTERPRISE),
    "parcels": None,
    "county": None,
    "columns": _each(COLUMN),
    "ignored_headers": sorted,  # the reasons are for people
    "notes": None,
    "rules": _each(RULE),
    "expectations": None,  # a verdict is made after reading and has a hash of its own
}
CLASSIFIED: dict[type[BaseModel], Parts] = {
    Contract: CONTRACT,
    Column: COLUMN,
    Rule: RULE,
    EnterpriseNamed: ENTERPRISE,
}
for _model, _parts in CLASSIFIED.items():
    if _model.model_fields.keys() != _parts.keys():
        raise TypeError(f"{_model.__name__}: say in {__name__} whether reading depends on each of its fields")


def reading_part(contract: Contract) -> dict[str, object]:
    """All that typed rows, findings and refusals of a list depend on."""
    return _read(contract, CONTRACT)


def reading_fingerprint(contract: Contract) -> str:
    """Hash of it: same hash, same outcome of the same file."""
    text = json.dumps(reading_part(contract), ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
