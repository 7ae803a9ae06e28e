"""Orchestration: dbt's models and tests, read from the prebuilt manifest (importing dagster_dbt costs 7 s)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

from park_brain.project import DBT_PROJECT

MANIFEST = DBT_PROJECT / "target" / "manifest.json"
MODEL_KINDS = ("model", "seed")

Key = tuple[str, ...]


class ManifestMissingError(RuntimeError):
    """The definitions cannot load because dbt's project was never parsed."""


@dataclass(frozen=True)
class DbtModel:
    """One model or seed; ``needs`` are keys of models, lists or identity outputs."""

    key: Key
    description: str
    needs: tuple[Key, ...]


@dataclass(frozen=True)
class DbtTest:
    """One test, shown as a check of ``key``."""

    name: str
    check_name: str
    key: Key
    is_error: bool
    description: str


@dataclass(frozen=True)
class DbtGraph:
    """Everything of the dbt project that Dagster shows; models in the order they are built."""

    models: tuple[DbtModel, ...]
    tests: tuple[DbtTest, ...]


def load_graph(manifest: Path, sources: Mapping[str, Key]) -> DbtGraph:
    """Read models and tests; ``sources`` says which asset stands behind which source table."""
    if not manifest.exists():
        raise ManifestMissingError(
            f"{manifest} is missing; build it with `make env` or `python -m warehouse.build.stage`"
        )
    content = json.loads(manifest.read_bytes())
    keys: dict[str, Key] = {
        unique_id: (node["schema"], node["name"])
        for unique_id, node in content["nodes"].items()
        if node["resource_type"] in MODEL_KINDS
    }
    known = {
        unique_id: sources[source["name"]]
        for unique_id, source in content["sources"].items()
        if source["name"] in sources
    }
    nodes = [content["nodes"][unique_id] for unique_id in sorted(content["nodes"])]
    models = {keys[node["unique_id"]]: _model(node, keys, keys | known) for node in nodes if node["unique_id"] in keys}
    order = TopologicalSorter({key: model.needs for key, model in models.items()}).static_order()
    tests = [_test(node, keys) for node in nodes if node["resource_type"] == "test"]
    return DbtGraph(tuple(models[key] for key in order if key in models), tuple(tests))


def _model(node: dict[str, Any], keys: dict[str, Key], known: dict[str, Key]) -> DbtModel:
    needed = node.get("depends_on", {}).get("nodes", [])
    return DbtModel(
        key=keys[node["unique_id"]],
        description=node.get("description", ""),
        needs=tuple(sorted({known[unique_id] for unique_id in needed if unique_id in known})),
    )


def _test(node: dict[str, Any], keys: dict[str, Key]) -> DbtTest:
    """A test across several models is shown at the one that is last by name, marts before the rest."""
    attached = node.get("attached_node")
    candidates = [attached] if attached in keys else [n for n in node["depends_on"]["nodes"] if n in keys]
    key = max((keys[n] for n in candidates), key=lambda k: (k[0] == "mart", k))
    return DbtTest(
        name=node["name"],
        check_name=re.sub(r"\W+", "_", node["name"]),
        key=key,
        is_error=str(node["config"].get("severity", "error")).lower() == "error",
        description=node.get("description", ""),
    )
