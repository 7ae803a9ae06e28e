"""Contracts in the form of the Open Data Contract Standard, checked with the standard's own schema and tool."""

from __future__ import annotations

import importlib.resources
import json

import duckdb
import jsonschema
import pytest

from ingest.contracts.odcs import API_VERSION, standard, write_contracts


def test_every_contract_satisfies_the_schema_of_the_standard(contracts):
    name = f"odcs-{API_VERSION.removeprefix('v')}.schema.json"
    schema = json.loads((importlib.resources.files("datacontract") / "schemas" / name).read_bytes())
    validator = jsonschema.validators.validator_for(schema)(schema)
    for contract in contracts.values():
        assert not [error.message for error in validator.iter_errors(standard(contract))], contract.list


@pytest.mark.parametrize("code", ["land.parcel_register", "tax.tax_paid"])
def test_the_standards_own_tool_accepts_it(contracts, tmp_path, code):
    from datacontract.data_contract import DataContract

    (path,) = write_contracts([contracts[code]], tmp_path)
    run = DataContract(data_contract_file=str(path)).lint()
    assert [check.reason for check in run.checks if check.result.value != "passed"] == []
    assert any(f"ODCS {API_VERSION}" in check.name for check in run.checks)


def test_its_rules_are_queries_that_count_the_rows_which_break_them(contracts):
    contract = contracts["environment.issue"]
    (schema,) = standard(contract)["schema"]
    items = [("", schema), *((item["name"], item) for item in schema["properties"])]
    rules = {(name, rule["name"]): rule for name, item in items for rule in item.get("quality", ())}
    with duckdb.connect() as connection:
        connection.execute(f"create table t ({', '.join(f'{n} {k}' for n, k in contract.outputs.items())})")
        connection.execute(
            "insert into t (issue_no, found_date, closed_date, severity) "
            "values ('1', '2023-03-01', '2023-02-01', '大'), ('1', '2023-03-01', null, '重大')"
        )

        def count(column: str, rule: str) -> int:
            query = rules[column, rule]["query"].replace("${table}", "t")
            return connection.execute(query).fetchall()[0][0]

        assert count("closed_date", "closed_after_found") == 1
        assert count("severity", "unknown_value") == 1
        assert count("", "unique_natural_key") == 1
        for column, rule in ((column, rule) for (column, rule), found in rules.items() if found["type"] == "sql"):
            assert count(column, rule) in range(3)


def test_what_the_standard_has_no_word_for_is_kept(contracts):
    (schema,) = standard(contracts["tax.tax_paid"])["schema"]
    (amount,) = [item for item in schema["properties"] if item["name"] == "amount_cny"]
    custom = {item["property"]: item["value"] for item in amount["customProperties"]}
    assert custom["unit"] == "元" and "实缴金额" in custom["headers"] and custom["periodKind"] == "当月"
    assert amount["classification"] == "L3" and amount["required"]


def test_columns_of_persons_are_named_but_not_part_of_the_table(contracts):
    (schema,) = standard(contracts["environment.issue"])["schema"]
    custom = {item["property"]: item["value"] for item in schema["customProperties"]}
    assert "责任人" in custom["notStored"]
    assert "responsible_person" not in {item["name"] for item in schema["properties"]}
