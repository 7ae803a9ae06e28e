"""The dbt graph goes forward: a group reads earlier groups, and of them only their public models."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from park_brain.project import DBT_PROJECT
from warehouse.build.dbt_run import write_manifest

GROUPS = ("core", "platform", "evaluation", "governance", "remedies", "settlement", "indicators", "data_quality")
"""In the order of the graph. A group may be absent until it has models."""
LAYERS = {"intermediate": "private", "shared": "public", "marts": "public"}
Node = dict[str, Any]


@pytest.fixture(scope="module")
def nodes() -> dict[str, Node]:
    """Models and singular tests by id; dbt parses only what changed since the last time."""
    content = json.loads(write_manifest().read_bytes())["nodes"]
    return {key: node for key, node in content.items() if is_model(node) or node["resource_type"] == "test"}


def is_model(node: Node) -> bool:
    return bool(node["resource_type"] == "model")


def edges(nodes: dict[str, Node]) -> Iterator[tuple[Node, Node]]:
    """Every reader with each model of a group that it reads; staging, seeds and sources are open to all."""
    for reader in nodes.values():
        for key in reader["depends_on"]["nodes"]:
            if key in nodes and nodes[key]["config"].get("group"):
                yield reader, nodes[key]


def backward(nodes: dict[str, Node]) -> list[str]:
    """Edges from a model to one of a later group, or from staging to any group."""
    rank = {name: place for place, name in enumerate(GROUPS)}
    return [
        f"{reader['name']} ({reader['config'].get('group')}) reads {read['name']} ({read['config']['group']})"
        for reader, read in edges(nodes)
        if is_model(reader) and rank.get(reader["config"].get("group"), -1) < rank[read["config"]["group"]]
    ]


def intrusions(nodes: dict[str, Node]) -> list[str]:
    """Models and tests that read an intermediate model of another group; a generic test is of its model's group."""
    return [
        f"{reader['name']} reads {read['name']} of {read['config']['group']}"
        for reader, read in edges(nodes)
        if read["config"]["access"] == "private"
        and nodes.get(reader.get("attached_node"), reader)["config"].get("group") != read["config"]["group"]
    ]


def test_a_group_reads_only_earlier_groups(nodes):
    assert backward(nodes) == []


def test_an_intermediate_model_is_its_groups_alone(nodes):
    assert intrusions(nodes) == []


def test_folder_says_group_and_access(nodes):
    for node in filter(is_model, nodes.values()):
        _, first, layer, *_ = Path(node["original_file_path"]).parts
        if first == "staging":
            continue
        assert node["config"]["group"] == first, node["name"]
        assert node["config"]["access"] == LAYERS[layer], node["name"]
        assert node["name"].startswith("int_") == (layer == "intermediate"), node["name"]
        assert node["name"].startswith("shared_") == (layer == "shared"), node["name"]


def test_a_shared_model_is_read_by_another_group(nodes):
    read_elsewhere = {
        read["name"] for reader, read in edges(nodes) if reader["config"].get("group") != read["config"]["group"]
    }
    shared = {node["name"] for node in nodes.values() if node["name"].startswith("shared_")}
    assert shared - read_elsewhere == set()


def test_every_group_is_declared(nodes):
    declared = set(json.loads((DBT_PROJECT / "target" / "manifest.json").read_bytes())["groups"])
    assert {name.rsplit(".", 1)[-1] for name in declared} <= set(GROUPS)


def planted(group: str, access: str, name: str, *reads: str) -> Node:
    return {
        "name": name,
        "resource_type": "model",
        "config": {"group": group, "access": access},
        "depends_on": {"nodes": list(reads)},
    }


def test_a_planted_violation_is_found():
    nodes = {
        "mart": planted("evaluation", "public", "mart"),
        "early": planted("core", "private", "early", "mart"),
        "later": planted("indicators", "public", "later", "early", "mart"),
    }
    assert backward(nodes) == ["early (core) reads mart (evaluation)"]
    assert intrusions(nodes) == ["later reads early of core"]
