"""The registry of columns says everything once, and agrees with the contracts."""

from __future__ import annotations

import pytest

from ingest.contracts.units import TYPED_UNITS
from park_brain.columns import Meaning, Registry, load_registry, said

REGISTRY = load_registry()
CAST = {"bigint": {"bigint", "integer"}}
"""What a mart may make of a list's type: a count fits into less."""


def test_a_name_is_described_and_a_model_says_only_what_is_narrower_there():
    for row in REGISTRY.rows.values():
        common = REGISTRY.rows[row.name, ""]
        if row.model:
            stated = said(row)
            assert stated and not [key for key, text in stated.items() if getattr(common, key) == text], row
        else:
            assert row.data_type and row.zh and row.description, row


def test_the_values_are_those_the_marts_use():
    for row in REGISTRY.rows.values():
        assert row.sensitivity in {"", "L2", "L3", "L4"} or (row.sensitivity == "L1" and row.model), row
        assert row.additivity in {"", "flow", "stock", "average", "ratio"}, row
        assert row.data_type == row.data_type.lower(), row


def test_a_description_is_one_plain_sentence():
    for row in REGISTRY.rows.values():
        if row.description:
            first = row.description[0]
            assert first.isupper() or not first.isascii(), row
            assert row.description.endswith(".") and "\n" not in row.description, row


def test_the_file_is_in_order():
    """Of the name first, a model's rows below: so that a change is where one looks for it."""
    assert list(REGISTRY.rows) == sorted(REGISTRY.rows)


def test_a_list_and_a_mart_mean_the_same_by_the_same_name_and_label(contracts):
    differing = {}
    for contract in contracts.values():
        for column in contract.columns:
            for name, kind in column.outputs.items():
                same = [m for m in meanings(name) if m.zh == column.zh]
                types = CAST.get(kind.lower(), {kind.lower()})
                unit = TYPED_UNITS.get(column.type, column.unit) or ""
                if same and not any(m.data_type in types and (not unit or m.unit == unit) for m in same):
                    differing[contract.list, name] = (kind, unit)
    assert not differing


def meanings(name: str) -> list[Meaning]:
    return [REGISTRY.of(name, model) for key, model in REGISTRY.rows if key == name]


def test_an_unknown_name_and_a_doubled_row_are_errors(tmp_path):
    with pytest.raises(LookupError, match=r"fct_x\.new_name"):
        REGISTRY.of("new_name", "fct_x")
    path = tmp_path / "columns.csv"
    path.write_text("name,model,data_type,unit,sensitivity,additivity,zh,description\n" + "a,,,,,,,\n" * 2)
    with pytest.raises(ValueError, match="two rows"):
        load_registry(path)


def test_a_label_finds_the_description_that_goes_with_it():
    common = Meaning("name", "", "varchar", "", "", "", "名称", "A name.")
    narrower = Meaning("name", "fct_x", "", "", "", "", "单位名称", "Name of a unit.")
    registry = Registry({("name", ""): common, ("name", "fct_x"): narrower})
    assert registry.described("name", "单位名称") == "Name of a unit."
    assert registry.described("name", "别的") == registry.described("other", "名称") == ""
