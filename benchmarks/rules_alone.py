"""Benchmarks: row rules alone, on typed rows: ours against pandera on Polars.

Both keep every failing row with its rule. ``python -m benchmarks.rules_alone FILE DEPARTMENT`` prints JSON.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any
from unittest import mock

import polars as pl

from benchmarks.landing_rules import TAX_TYPES, USCC
from benchmarks.measure import best_seconds
from ingest.contracts.contract import Contract, load_contracts
from ingest.lake.batch_files import BatchFiles
from ingest.rules.row_rules import Judgement, judge_rows
from ingest.rules.violations import BatchIdentity
from park_brain import database

IDENTITY = BatchIdentity("B", "tax.tax_paid", "330683", "whole", "2023-06")


def main() -> None:
    """Read the file once to get its typed rows, then time both ways on them."""
    file, department = Path(sys.argv[1]), sys.argv[2]
    contract = load_contracts()["tax.tax_paid"]
    with tempfile.TemporaryDirectory(prefix="park-bench-") as name:
        folder = Path(name)
        typed_rows(file, department, folder)
        ours = best_seconds(lambda: our_rules(contract, folder))
        theirs = best_seconds(lambda: pandera_rules(folder / "rows.parquet", folder))
    print(json.dumps({"ours": ours, "pandera": theirs}))


def typed_rows(file: Path, department: str, folder: Path) -> None:
    """Write rows and value findings as the row rules receive them."""
    from ingest.stage import take_in
    from park_brain.installation import Installation

    def keep(con: Any, contract: Contract, identity: BatchIdentity, files: BatchFiles) -> Judgement:
        for path in (files.rows, files.findings, files.totals):
            shutil.copyfile(path, folder / path.name)
        return judge_rows(con, contract, identity, files)

    home = Installation(folder / "home")
    home.prepare()
    target = home.inbox / "330683" / department / "2023-06" / file.name
    target.parent.mkdir(parents=True)
    shutil.copyfile(file, target)
    with mock.patch("ingest.one_file.judge_rows", keep):
        take_in(home, load_contracts())


def our_rules(contract: Contract, folder: Path) -> None:
    """Apply all row rules and the check for duplicates; write accepted rows and violations to Parquet."""
    with database.connect(folder) as con:
        judge_rows(con, contract, IDENTITY, BatchFiles(folder))


def pandera_rules(rows: Path, folder: Path) -> None:
    """Apply the same rules lazily; write all failure cases and the accepted rows to Parquet."""
    import pandera.errors
    import pandera.polars as pa

    schema = pa.DataFrameSchema(
        {
            "taxpayer_name": pa.Column(pl.String, nullable=False),
            "taxpayer_uscc": pa.Column(pl.String, pa.Check.str_matches(USCC), nullable=True),
            "tax_type": pa.Column(pl.String, pa.Check.isin(TAX_TYPES), nullable=False),
            "amount_cny": pa.Column(None, pa.Check.in_range(-1e10, 1e10), nullable=False),
        },
        checks=[
            pa.Check(lambda data: data.lazyframe.select(pl.col("paid_date") >= pl.col("accrual_month")), name="order"),
            pa.Check(
                lambda data: data.lazyframe.select(
                    pl.struct(
                        "taxpayer_uscc", "taxpayer_name", "tax_type", "accrual_month", "paid_date", "land_code"
                    ).is_first_distinct()
                    | pl.any_horizontal(pl.col("taxpayer_name", "tax_type").is_null())
                ),
                name="duplicate_key",
            ),
        ],
    )
    frame = pl.read_parquet(rows)
    try:
        schema.validate(frame, lazy=True)
        failing = pl.DataFrame(schema={"index": pl.Int64})
    except pandera.errors.SchemaErrors as errors:
        failing = errors.failure_cases.with_columns(pl.col("failure_case").cast(pl.String))
    failing.write_parquet(folder / "failure_cases.parquet")
    frame.filter(~pl.int_range(pl.len()).is_in(failing["index"].to_list())).write_parquet(folder / "valid.parquet")


if __name__ == "__main__":
    main()
