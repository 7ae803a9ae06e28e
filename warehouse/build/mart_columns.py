"""Build: the columns of a mart's yml, written from the registry of columns.

By hand are the name, the constraints and the tests of a column, and everything of the model beside its columns; type,
description, label, unit, sensitivity and additivity come from the registry and are committed, since dbt reads enforced
contracts and meta from static yml.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

from park_brain.columns import Meaning, Registry

GENERATED = {"data_type", "description", "config"}
_COLUMNS = re.compile(r"^    columns:\n((?: {6}.*\n)+)", re.MULTILINE)
_PLAIN = re.compile(r"[\w（）㎡]+")


def mart_files(models: Path) -> list[Path]:
    """The yml of every mart, whatever group's folder ``marts`` it lies in."""
    described = (path for path in models.rglob("*.yml") if path.with_suffix(".sql").exists())
    return sorted(path for path in described if "marts" in path.relative_to(models).parts)


def mart_text(path: Path, registry: Registry) -> str:
    """The file with its columns as the registry has them."""
    text = path.read_text(encoding="utf-8")
    found = _COLUMNS.search(text)
    if found is None:
        raise ValueError(f"{path.name}: no list of columns")
    lines = [_line(kept, registry.of(kept["name"], path.stem)) for kept in _kept(path, found[1])]
    return text[: found.start(1)] + "".join(lines) + text[found.end(1) :]


def unused(registry: Registry, files: Iterable[Path]) -> list[str]:
    """Rows of the registry that no mart has a column for."""
    columns = {(column, path.stem) for path in files for column in column_names(path)}
    known = columns | {(column, "") for column, _ in columns}
    return [f"{name} {model}".strip() for name, model in registry.rows if (name, model) not in known]


def column_names(path: Path) -> list[str]:
    """Columns of a mart in their order."""
    (model,) = yaml.safe_load(path.read_text(encoding="utf-8"))["models"]
    return [column["name"] for column in model.get("columns", ())]


def _kept(path: Path, block: str) -> Iterator[dict[str, Any]]:
    """What is by hand of each column; a comment among them would be lost, and so it is refused."""
    if re.search(r"^\s*#", block, re.MULTILINE):
        raise ValueError(f"{path.name}: a comment among the columns would be lost; say it in the description")
    for column in yaml.safe_load(block):
        if column.get("config", {}).keys() - {"meta"}:
            raise ValueError(f"{path.name}: config of column {column['name']} is written from the registry")
        yield {key: value for key, value in column.items() if key not in GENERATED}


def _line(kept: dict[str, Any], meaning: Meaning) -> str:
    """One column on one line: what is by hand first, then what is written."""
    meta = {
        "zh": meaning.zh,
        "unit": meaning.unit,
        "sensitivity": meaning.sensitivity,
        "additivity": meaning.additivity,
    }
    column = kept | {
        "data_type": meaning.data_type,
        "config": {"meta": {key: text for key, text in meta.items() if text}},
        "description": meaning.description,
    }
    return f"      - {_flow(column)}\n"


def _flow(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(item) for item in value) + "]"
    if isinstance(value, str) and _PLAIN.fullmatch(value) and yaml.safe_load(value) == value:
        return value
    return json.dumps(value, ensure_ascii=False)
