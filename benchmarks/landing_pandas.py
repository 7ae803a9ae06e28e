"""Benchmarks: the usual way: pandas (openpyxl for workbooks) and Great Expectations on pandas, every failing row kept.

The same checks as our contract as far as Great Expectations has them; it is spared the check digits of credit
codes, full-width forms, units and personal data. ``python -m benchmarks.landing_pandas FILE LIST OUT``.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

os.environ["GX_ANALYTICS_ENABLED"] = "false"

import pandas as pd

from benchmarks.landing_rules import ISSUE, TAX, Checks

COMPLETE = {"result_format": "COMPLETE", "unexpected_index_column_names": ["_line"]}


def main() -> None:
    """Read, type, validate, part the rows, write Parquet."""
    file, checks, out = Path(sys.argv[1]), {"tax": TAX, "issue": ISSUE}[sys.argv[2]], Path(sys.argv[3])
    rows = typed(read(file), checks)
    failing = validate(rows, checks)
    rejected = set().union(*(lines for rule, lines in failing.items() if rule in checks.rejecting))
    bad = rows["_line"].isin(rejected)
    rows[~bad].to_parquet(out / "accepted.parquet")
    findings = [(rule, line) for rule, lines in failing.items() for line in lines]
    pd.DataFrame(findings, columns=["rule", "line"]).to_parquet(out / "violations.parquet")
    print(json.dumps({"accepted": int((~bad).sum()), "quarantined": int(bad.sum())}))


def read(file: Path) -> pd.DataFrame:
    """All cells as text, with the line each row stands in."""
    is_text = file.suffix == ".csv"
    frame = pd.read_csv(file, dtype=str) if is_text else pd.read_excel(file, dtype=str, engine="openpyxl")
    frame["_line"] = range(2, len(frame) + 2)
    return frame


def typed(frame: pd.DataFrame, checks: Checks) -> pd.DataFrame:
    """Dates and amounts; what cannot be read becomes NaT or NaN beside its text."""
    frame = frame.rename(columns=checks.names)
    for column in checks.dates:
        frame[f"{column}_text"] = frame[column]
        frame[column] = pd.to_datetime(frame[column], errors="coerce", format="mixed")
    for column in checks.amounts:
        frame[f"{column}_text"] = frame[column]
        frame[column] = pd.to_numeric(frame[column], errors="coerce")
    return frame


def validate(rows: pd.DataFrame, checks: Checks) -> dict[str, list[int]]:
    """Rule -> lines of every failing row."""
    import great_expectations as gx
    import great_expectations.expectations as gxe

    context: Any = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    asset = context.data_sources.add_pandas("bench").add_dataframe_asset("rows")
    batch = asset.add_batch_definition_whole_dataframe("whole").get_batch({"dataframe": rows})
    expectations: list[Any] = []
    for name, kind, arguments in checks.expectations:
        expectations.append(getattr(gxe, kind)(**arguments, meta={"rule": name}))
    suite = gx.ExpectationSuite(name="rules", expectations=expectations)
    results: list[Any] = batch.validate(suite, result_format=COMPLETE).results
    return {r.expectation_config.meta["rule"]: _lines(r.result) for r in results}


def _lines(result: dict[str, Any]) -> list[int]:
    return [row["_line"] for row in result.get("unexpected_index_list") or ()]


if __name__ == "__main__":
    main()
