"""Release: the data dictionary, a Chinese page without outside addresses, made of the models' own documentation."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from park_brain.sql import literal

TEMPLATE = Path(__file__).with_name("dictionary.html.j2")
ADDITIVITY_ZH = {"flow": "流量（可加）", "stock": "时点（跨期不可加）", "average": "平均", "ratio": "比率（不可加）"}


@dataclass(frozen=True)
class ColumnDoc:
    """Documentation of one column of a mart; empty texts where there is none."""

    name: str
    data_type: str
    zh: str
    description: str
    unit: str
    sensitivity: str
    additivity: str


@dataclass(frozen=True)
class TableDoc:
    """One mart table; the first sentence of ``description`` is its grain."""

    name: str
    zh: str
    description: str
    rows: int
    columns: tuple[ColumnDoc, ...]


def describe(dbt_manifest: Path, tables: dict[str, list[tuple[str, str]]], rows: dict[str, int]) -> list[TableDoc]:
    """Join what is published (table -> (column, type)) with its documentation in the dbt manifest."""
    nodes = json.loads(dbt_manifest.read_bytes())["nodes"].values()
    models = {n["name"]: n for n in nodes if n["resource_type"] == "model"}
    return [_table(name, columns, rows[name], models.get(name, {})) for name, columns in sorted(tables.items())]


def _table(name: str, columns: list[tuple[str, str]], rows: int, model: dict[str, Any]) -> TableDoc:
    documented = model.get("columns", {})
    return TableDoc(
        name=name,
        zh=str(_meta(model).get("zh", "")),
        description=" ".join(model.get("description", "").split()),
        rows=rows,
        columns=tuple(_column(column, kind, documented.get(column, {})) for column, kind in columns),
    )


def _column(name: str, kind: str, documented: dict[str, Any]) -> ColumnDoc:
    meta = _meta(documented)
    return ColumnDoc(
        name=name,
        data_type=kind,
        zh=str(meta.get("zh", "")),
        description=" ".join(documented.get("description", "").split()),
        unit=str(meta.get("unit") or ""),
        sensitivity=str(meta.get("sensitivity") or ""),
        additivity=ADDITIVITY_ZH.get(str(meta.get("additivity") or ""), ""),
    )


def _meta(node: dict[str, Any]) -> dict[str, Any]:
    """``meta`` moved below ``config`` in newer manifests; both places are read."""
    return {**node.get("meta", {}), **node.get("config", {}).get("meta", {})}


def render(tables: list[TableDoc], *, release_id: str, business_date: str) -> str:
    """The page as HTML text."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(TEMPLATE.read_text(encoding="utf-8"))
    return template.render(tables=tables, release_id=release_id, business_date=business_date)


def comment_statements(tables: list[TableDoc]) -> list[str]:
    """SQL that puts the same words into the database, where analysts' tools show them."""
    statements = []
    for table in tables:
        statements.append(_comment(f"table mart.{table.name}", table.zh, table.description))
        for column in table.columns:
            unit = f"（{column.unit}）" if column.unit else ""
            place = f"column mart.{table.name}.{column.name}"
            statements.append(_comment(place, f"{column.zh}{unit}", column.description))
    return statements


def _comment(place: str, *texts: str) -> str:
    text = " ".join(text for text in texts if text)
    return f"comment on {place} is {literal(text) if text else 'null'}"
