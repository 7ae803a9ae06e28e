"""What the dbt project promises: documented marts, unit tests that hold, rules that cannot be bypassed."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import duckdb
import pytest
import yaml

from park_brain.columns import load_registry
from park_brain.installation import Installation
from tests.support.rules import offenders
from warehouse.build.dbt_run import PROJECT, DbtError, run_dbt

MODELS = sorted((PROJECT / "models").rglob("*.sql"))
MARTS = [path for path in MODELS if path.parent.name == "marts"]
FORBIDDEN = re.compile(r"\b(any_value|first|last|now|current_date|current_timestamp|random)\s*\(", re.IGNORECASE)


@cache
def documented(path):
    return yaml.safe_load(path.with_suffix(".yml").read_text(encoding="utf-8"))["models"][0]


def test_models_state_their_grain_and_are_documented():
    assert not offenders(states_its_grain_and_is_documented, MODELS)


def states_its_grain_and_is_documented(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith("-- One row per ")
    assert documented(path)["name"] == path.stem
    assert len(text.splitlines()) <= 150


def test_nothing_undetermined_in_models():
    assert not offenders(has_nothing_undetermined, MODELS)


def has_nothing_undetermined(path: Path) -> None:
    code = "\n".join(line.split("--")[0] for line in path.read_text(encoding="utf-8").splitlines())
    assert not FORBIDDEN.search(code)


def test_mart_columns_say_what_they_are():
    assert not offenders(columns_say_what_they_are, MARTS)


def columns_say_what_they_are(path: Path) -> None:
    for column in documented(path)["columns"]:
        meta = column["config"]["meta"]
        assert column["description"] and meta["zh"] and meta["sensitivity"] in {"L1", "L2", "L3", "L4"}, column["name"]
        if column["name"].endswith(("_sqm", "_cny", "_tce")):
            assert meta.get("unit"), column["name"]
            assert meta.get("additivity") or "price" in column["name"] or "capital" in column["name"], column["name"]


def test_the_marts_are_built_as_the_registry_of_columns_says(story_home: Installation):
    registry = load_registry()
    with duckdb.connect(str(story_home.build_file), read_only=True) as connection:
        built = connection.execute(
            "select table_name, column_name, lower(data_type) from information_schema.columns "
            "where table_schema = 'mart'"
        ).fetchall()
    assert {path.stem for path in MARTS} == {table for table, _, _ in built}
    assert not [c for c in built if c[2] != registry.of(c[1], c[0]).data_type]


def test_only_indicators_are_floating_point():
    """docs/architecture.md invariant 10: money, areas and energy are exact decimals; ratios of final sums are not."""
    floating = {
        path.stem
        for path in MARTS
        for column in documented(path)["columns"]
        if column["data_type"].lower() in ("double", "float", "real")
    }
    governance = {"gov_enterprise", "gov_parcel", "list_low_efficiency", "list_land_governance"}
    assert floating == {"fct_commitment_check", "ind_value", "ind_scorecard", "ind_published"} | governance


def test_dbt_unit_tests_hold(story_home: Installation):
    results = run_dbt(story_home, ["test", "--select", "test_type:unit"])
    assert len(results) >= 9
    assert {r.name: r.message for r in results if r.status != "pass"} == {}


def test_stocks_are_never_added_over_time(story_home: Installation):
    def compile_sum(column: str) -> list[object]:
        sql = f"select {{{{ sum_over_time('fct_parcel_enterprise', '{column}') }}}} from x"
        return run_dbt(story_home, ["compile", "--inline", sql])

    assert compile_sum("tax_cny")
    with pytest.raises(DbtError, match="must not be added over time"):
        compile_sum("land_sqm")
