"""The columns of a mart's yml: what stays by hand, what the registry says."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from park_brain.columns import load_registry
from warehouse.build.mart_columns import mart_files, mart_text, unused

HEADER = "name,model,data_type,unit,sensitivity,additivity,zh,description\n"
ROWS = """tax_cny,,"decimal(18,2)",元,L3,flow,税收,Tax paid.
tax_cny,fct_town,,,L2,,镇街税收,
note,,varchar,,,,备注,Remark.
"""
MART = """version: 2

models:
  - name: {name}
    description: "One row per town."  # by hand
    config: {{meta: {{zh: 镇街}}}}
    columns:
      - name: tax_cny
        constraints: [{{type: not_null}}]
      - {{name: note, data_type: text, description: Old., data_tests: [unique]}}
    data_tests:
      - table_rules:
          arguments: {{unique_key: [tax_cny]}}
"""


@pytest.fixture
def registry(tmp_path):
    (tmp_path / "columns.csv").write_text(HEADER + ROWS, encoding="utf-8")
    return load_registry(tmp_path / "columns.csv")


def mart(folder: Path, name: str = "fct_region", text: str = MART) -> Path:
    path = folder / f"{name}.yml"
    path.write_text(text.format(name=name), encoding="utf-8")
    path.with_suffix(".sql").write_text("select 1")
    return path


def test_the_registry_fills_in_what_is_not_by_hand(tmp_path, registry):
    path = mart(tmp_path)
    text = mart_text(path, registry)
    before, after = (yaml.safe_load(t)["models"][0] for t in (path.read_text(encoding="utf-8"), text))
    tax, note = after.pop("columns")
    before.pop("columns")
    assert after == before and "# by hand" in text
    assert tax == {
        "name": "tax_cny",
        "constraints": [{"type": "not_null"}],
        "data_type": "decimal(18,2)",
        "config": {"meta": {"zh": "税收", "unit": "元", "sensitivity": "L3", "additivity": "flow"}},
        "description": "Tax paid.",
    }
    assert note["data_tests"] == ["unique"] and note["data_type"] == "varchar"
    assert note["config"]["meta"] == {"zh": "备注", "sensitivity": "L1"}


def test_writing_twice_changes_nothing(tmp_path, registry):
    path = mart(tmp_path)
    once = mart_text(path, registry)
    path.write_text(once, encoding="utf-8")
    assert mart_text(path, registry) == once


def test_a_model_may_narrow_what_a_name_means(tmp_path, registry):
    (tax, _) = yaml.safe_load(mart_text(mart(tmp_path, "fct_town"), registry))["models"][0]["columns"]
    assert tax["config"]["meta"] == {"zh": "镇街税收", "unit": "元", "sensitivity": "L2", "additivity": "flow"}
    assert tax["description"] == "Tax paid."


@pytest.mark.parametrize(
    ("was", "is_now", "why"),
    [
        ("name: note", "name: remark", "fct_region.remark is not in columns.csv"),
        ("      - name: tax_cny\n", "      # money\n      - name: tax_cny\n", "a comment among the columns"),
        ("description: Old.", "config: {{tags: [x]}}", "config of column note"),
    ],
)
def test_what_would_be_lost_or_unexplained_is_refused(tmp_path, registry, was, is_now, why):
    with pytest.raises((LookupError, ValueError), match=why):
        mart_text(mart(tmp_path, text=MART.replace(was, is_now)), registry)


def test_a_mart_is_found_wherever_it_lies_and_a_row_without_one_is_named(tmp_path, registry):
    (tmp_path / "models" / "core" / "marts").mkdir(parents=True)
    path = mart(tmp_path / "models" / "core" / "marts")
    mart(tmp_path / "models" / "core", "shared_region")
    (path.parent / "_marts.yml").write_text("version: 2")
    assert mart_files(tmp_path / "models") == [path]
    assert unused(registry, [path]) == ["tax_cny fct_town"]
