"""Several hundred invented persons in every column of every list that may name one: none leaves the received bytes."""

from __future__ import annotations

import csv
import io
import random

import polars as pl
import pytest

from ingest.contracts.contract import Column, Contract, load_contracts
from ingest.lake.ledger import BatchRecord, read_records
from ingest.stage import take_in
from park_brain.installation import Installation
from tests.lists.test_lists_land import sample
from tests.support.invented_persons import invented_number, invented_persons

CONTRACTS = {
    code: c for code, c in load_contracts().items() if any(x.personal == "if_natural_person" for x in c.columns)
}
PERSONS = invented_persons(each=20)
SOLE_TRADER = "92330683MA2BQXW9XG"


def cell(column: Column, at: int, shift: int, rng: random.Random) -> str:
    if column.personal != "no":
        return PERSONS[(at + shift) % len(PERSONS)].cell
    if column.type == "uscc":
        return rng.choice(("", SOLE_TRADER, invented_number(rng), "\uff13".join(("", invented_number(rng)[1:]))))
    return f"{sample(column)}{at}" if column.type == "code" and not column.width else sample(column)


def sheet(contract: Contract) -> tuple[str, set[str]]:
    """One row for each person, with another in each further column; and what may be seen of it nowhere."""
    rng = random.Random(contract.list)
    rows = [
        [cell(column, at, 37 * place, rng) for place, column in enumerate(contract.columns)]
        for at in range(len(PERSONS))
    ]
    text = io.StringIO()
    csv.writer(text).writerows([[column.zh for column in contract.columns], *rows])
    coded = [place for place, column in enumerate(contract.columns) if column.type == "uscc"]
    numbers = {row[place] for row in rows for place in coded} - {"", SOLE_TRADER}
    return f"2023年6月{contract.zh}\n{text.getvalue()}", numbers


@pytest.fixture(scope="module")
def planted(tmp_path_factory) -> tuple[Installation, dict[str, BatchRecord], dict[str, set[str]]]:
    home = Installation(tmp_path_factory.mktemp("persons"))
    home.prepare()
    numbers: dict[str, set[str]] = {}
    for code, contract in CONTRACTS.items():
        path = home.inbox / "330683" / contract.department / "2023-06" / f"{code}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        text, numbers[code] = sheet(contract)
        path.write_text(text, encoding="utf-8")
    take_in(home, CONTRACTS)
    return home, {record.list: record for record in read_records(home.lake / "ledger", BatchRecord)}, numbers


def test_persons_of_every_kind_are_planted():
    assert len(PERSONS) > 300 and len({person.cell for person in PERSONS}) > 250


def test_most_planted_rows_are_typed(planted):
    records = planted[1].values()
    assert sum(record.rows_accepted for record in records) > sum(record.rows_read for record in records) / 2


@pytest.mark.parametrize("code", CONTRACTS)
def test_no_planted_person_is_seen(planted, code):
    home, records, numbers = planted
    record = records[code]
    typed, violations = (pl.read_parquet(path) for path in (record.typed_path(home), record.violations_path(home)))
    assert record.rows_read > len(PERSONS)
    seen = " ".join((typed.write_ndjson(), violations.write_ndjson(), record.model_dump_json()))
    secrets = {name for person in PERSONS for name in person.names} | numbers[code]
    assert [secret for secret in secrets if secret in seen] == []
    guarded = [column.name for column in CONTRACTS[code].columns if column.personal == "if_natural_person"]
    for name in guarded:
        assert typed[name].drop_nulls().str.starts_with("自然人#").all()
