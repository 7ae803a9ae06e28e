"""Benchmarks: the usual way: pandas (openpyxl for workbooks), python-stdnum and Great Expectations on pandas.

It does exactly what our landing does for these two files: received texts kept as Parquet, cells cleaned (NFKC, blanks),
dates and exact amounts, check digits of credit codes, natural persons hidden, the contract's rules, every failing row
kept with its rule, accepted rows separate. It does not handle units, headers, other formats and messages.
``python -m benchmarks.landing_pandas FILE LIST OUT``.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

os.environ["GX_ANALYTICS_ENABLED"] = "false"

import pandas as pd
from stdnum.cn import uscc

from benchmarks.landing_rules import ISSUE, TAX, Checks

COMPLETE = {"result_format": "COMPLETE", "unexpected_index_column_names": ["_line"]}
PERSON = r"^[\u4e00-\u9fff]{2,3}$"


def main() -> None:
    """Read, keep, clean, type and validate the rows, separate the accepted ones, write Parquet."""
    file, checks, out = Path(sys.argv[1]), {"tax": TAX, "issue": ISSUE}[sys.argv[2]], Path(sys.argv[3])
    received = read(file)
    received.to_parquet(out / "received.parquet", compression="zstd")
    rows = typed(received.rename(columns=checks.names), checks)
    failing = unreadable(rows, checks) | validate(rows, checks)
    rejected = set().union(*(lines for rule, lines in failing.items() if rule in checks.rejecting))
    failing["duplicate"] = duplicates(rows, checks, rejected)
    bad = rows["_line"].isin(rejected | set(failing["duplicate"]))
    rows[~bad].to_parquet(out / "accepted.parquet", compression="zstd")
    findings = [(rule, line) for rule, lines in failing.items() for line in lines]
    found = pd.DataFrame(findings, columns=["rule", "_line"])
    received.merge(found, on="_line").to_parquet(out / "violations.parquet", compression="zstd")
    print(json.dumps({"accepted": int((~bad).sum()), "quarantined": int(bad.sum())}))


def read(file: Path) -> pd.DataFrame:
    """All cells as text, with the line number of each row."""
    is_text = file.suffix == ".csv"
    frame = pd.read_csv(file, dtype=str) if is_text else pd.read_excel(file, dtype=str, engine="openpyxl")
    frame["_line"] = range(2, len(frame) + 2)
    return frame


def typed(frame: pd.DataFrame, checks: Checks) -> pd.DataFrame:
    """Cleaned texts, dates and exact amounts; unreadable cells become NaT or None and keep their text beside."""
    for column in frame.columns.drop("_line"):
        frame[column] = frame[column].str.normalize("NFKC").str.strip()
    for column in checks.dates:
        frame[f"{column}_text"] = frame[column]
        frame[column] = pd.to_datetime(frame[column], errors="coerce", format="mixed")
    for column in checks.amounts:
        frame[f"{column}_text"] = frame[column]
        frame[column] = frame[column].map(_amount, na_action="ignore")
    frame["code_is_valid"] = _once(frame["code"], uscc.is_valid)
    persons = frame["name"].str.match(PERSON, na=False)
    frame.loc[persons, "name"] = _once(
        frame.loc[persons, "name"], lambda name: hashlib.sha256(name.encode()).hexdigest()
    )
    return frame


def _amount(text: str) -> Decimal | None:
    try:
        return round(Decimal(text.replace(",", "")), 2)
    except InvalidOperation:
        return None


def _once(column: pd.Series[Any], function: Callable[[str], object]) -> pd.Series[Any]:
    """Apply a function of texts, called once per distinct text."""
    return column.map({text: function(text) for text in column.dropna().unique()})


def unreadable(rows: pd.DataFrame, checks: Checks) -> dict[str, list[int]]:
    """Lines of texts that are no date or amount, and of codes with wrong check digits."""
    found = {
        f"bad_{column}": rows.loc[rows[f"{column}_text"].notna() & rows[column].isna(), "_line"].tolist()
        for column in (*checks.dates, *checks.amounts)
    }
    return found | {"check_digit": rows.loc[rows["code_is_valid"].eq(False), "_line"].tolist()}


def duplicates(rows: pd.DataFrame, checks: Checks, rejected: set[int]) -> list[int]:
    """Lines that repeat the key of an earlier row, among rows that no other rule rejects."""
    clean = rows[~rows["_line"].isin(rejected)]
    clean = clean[clean[checks.key].notna().all(axis=1)]
    return list(clean.loc[clean.duplicated(checks.key), "_line"])


def validate(rows: pd.DataFrame, checks: Checks) -> dict[str, list[int]]:
    """Rule -> lines of all failing rows."""
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
