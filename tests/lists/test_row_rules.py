"""Every row rule of every list fires on the row that breaks it and on no row that keeps it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from ingest.contracts.contract import Contract, Rule, load_contracts

CONTRACTS = load_contracts()
CASES = yaml.safe_load(Path(__file__).with_name("rule_cases.yml").read_text(encoding="utf-8"))
RULES = [(contract, rule) for contract in CONTRACTS.values() for rule in contract.rules]


@pytest.fixture(scope="module")
def database():
    with duckdb.connect() as connection:
        yield connection


def failing(database, contract: Contract, rules: tuple[Rule, ...], rows: list[dict[str, Any]]) -> set[str]:
    """Rules that do not hold on some row; a column that no row names is NULL."""
    columns = ", ".join(f"{name} {kind}" for name, kind in contract.outputs.items())
    database.execute(f"create or replace temp table rows ({columns})")
    for row in rows:
        database.execute(
            f"insert into rows ({', '.join(row)}) values ({', '.join('?' * len(row))})", list(row.values())
        )
    answers = {rule.id: database.execute(f"select {rule.holds} from rows").fetchall() for rule in rules}
    return {name for name, answer in answers.items() if (False,) in answer}


@pytest.mark.parametrize("contract", CONTRACTS.values(), ids=lambda c: c.list)
def test_a_good_row_keeps_every_rule(database, contract):
    if contract.rules:
        assert failing(database, contract, contract.rules, [CASES[contract.list]["good"]]) == set()


@pytest.mark.parametrize(("contract", "rule"), RULES, ids=lambda x: getattr(x, "list", getattr(x, "id", "")))
def test_the_rule_fires_on_the_row_that_breaks_it(database, contract, rule):
    good, case = CASES[contract.list]["good"], CASES[contract.list]["broken"][rule.id]
    rows = [good | changes for changes in (case if isinstance(case, list) else [case])]
    assert failing(database, contract, (rule,), rows) == {rule.id}


def test_no_case_is_left_over():
    known = {contract.list: {rule.id for rule in contract.rules} for contract in CONTRACTS.values()}
    assert {code: set(cases["broken"]) for code, cases in CASES.items()} == {c: r for c, r in known.items() if r}
