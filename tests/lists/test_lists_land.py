"""A sheet with the least usual spelling of a list's headers is read as that list and in every column."""

from __future__ import annotations

import polars as pl
import pytest

from ingest.contracts.contract import Column, Contract, load_contracts
from ingest.lake.ledger import BatchRecord, read_records
from ingest.stage import take_in
from park_brain.installation import Installation

CONTRACTS = load_contracts()
SAMPLES = {
    "uscc": "91350100M000100Y43",
    "code": "330683001001GB00001",
    "date": "2023-06-15",
    "month": "2023-06",
    "year": "2023",
    "date_range": "2023-01-01至2023-12-31",
    "boolean": "是",
    "text": "某某",
    "geometry": "POLYGON ((120 29, 120.1 29, 120.1 29.1, 120 29))",
    "integer": "2",
    "decimal": "2",
    "money": "2",
    "area": "2",
    "parent_code": "P0",
}


def sample(column: Column) -> str:
    return SAMPLES.get(column.name) or next(iter(column.values), "") or SAMPLES[column.type]


def sheet(contract: Contract) -> str:
    """One row below the last spelling of every header (templates use the first); a title tells list and period."""
    headers = [column.names_in("330683")[-1] for column in contract.columns]
    cells = [f'"{sample(column)}"' for column in contract.columns]
    return f"2023年6月{contract.zh}\n{','.join(headers)}\n{','.join(cells)}\n"


@pytest.fixture(scope="module")
def landed(tmp_path_factory) -> tuple[dict[str, BatchRecord], Installation]:
    home = Installation(tmp_path_factory.mktemp("lists"))
    home.prepare()
    for contract in CONTRACTS.values():
        path = home.inbox / "330683" / contract.department / "2023-06" / f"{contract.list}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(sheet(contract), encoding="utf-8")
    report = take_in(home, CONTRACTS)
    assert [str(refusal) for refusal in report.refusals] == []
    return {record.list: record for record in read_records(home.lake / "ledger", BatchRecord)}, home


@pytest.mark.parametrize("code", CONTRACTS)
def test_every_column_is_read_under_its_name(landed, code):
    records, home = landed
    record = records[code]
    assert record.path.endswith(f"{code}.csv")
    assert record.rows_accepted == 1, pl.read_parquet(record.violations_path(home)).to_dicts()
    row = pl.read_parquet(record.typed_path(home)).to_dicts()[0]
    assert [name for name in CONTRACTS[code].outputs if row[name] is None] == []
