"""Benchmarks: landing two large files, our way against pandas with openpyxl and Great Expectations."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.landing_files import ISSUE_ROWS, TAX_ROWS, write_issue_workbook, write_tax_csv
from benchmarks.measure import Measured, measure

GIB = 1024**3


@dataclass(frozen=True)
class Case:
    """One file, with its department for our way and its checks for the other."""

    name: str
    file: str
    write: Callable[[Path], None]
    department: str
    checks: str


CASES = (
    Case(f"税收入库明细, {TAX_ROWS:,} rows, csv", "tax.csv", write_tax_csv, "tax", "tax"),
    Case(f"环保治理清单, {ISSUE_ROWS:,} x 20, xlsx", "issue.xlsx", write_issue_workbook, "environment", "issue"),
)


@dataclass(frozen=True)
class Landing:
    """Both ways on one file; ``agree``: they accept and quarantine the same numbers of rows."""

    case: Case
    ours: Measured
    theirs: Measured
    agree: bool


@dataclass(frozen=True)
class Rules:
    """Seconds for the row rules alone on typed rows."""

    ours: float
    pandera: float


def compare_landing() -> tuple[list[Landing], Rules]:
    """Write the files, then run the processes one after another."""
    with tempfile.TemporaryDirectory(prefix="park-bench-") as name:
        folder = Path(name)
        landings = [_land(case, folder) for case in CASES]
        return landings, _rules(folder / CASES[0].file)


def _land(case: Case, folder: Path) -> Landing:
    file = folder / case.file
    case.write(file)
    ours = measure([sys.executable, "-m", "benchmarks.landing_ours", file, case.department])
    theirs = measure([sys.executable, "-m", "benchmarks.landing_pandas", file, case.checks, folder])
    return Landing(case, ours, theirs, _accounting(ours) == _accounting(theirs))


def _accounting(run: Measured) -> tuple[int, int]:
    reported = json.loads(next(line for line in run.output.splitlines() if line.startswith("{")))
    return reported["accepted"], reported["quarantined"]


def _rules(file: Path) -> Rules:
    command = [sys.executable, "-m", "benchmarks.rules_alone", str(file), "tax"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return Rules(**json.loads(done.stdout.splitlines()[-1]))


def render_landing(landings: list[Landing], rules: Rules) -> list[str]:
    """The figures as lines of Markdown."""
    lines = [
        "Landing: one process from the received file to typed rows, every failing row kept, judged by its suite; "
        "against pandas (openpyxl for workbooks) with Great Expectations on pandas, which is spared check digits, "
        "units, full-width forms and personal data. Interpreter start and imports are in both.",
        "",
        "| file | ours | peak memory | pandas + GX | peak memory | ratio | same rows accepted |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [_line(landing) for landing in landings]
    return [
        *lines,
        "",
        f"Row rules alone on the {TAX_ROWS:,} typed tax rows, every failing row kept, best of three: "
        f"ours {rules.ours:.2f} s, pandera on Polars {rules.pandera:.2f} s "
        f"(ours takes {rules.ours / rules.pandera:.2f} times as long).",
    ]


def _line(landing: Landing) -> str:
    ours, theirs = landing.ours, landing.theirs
    return (
        f"| {landing.case.name} | {ours.seconds:.1f} s | {ours.peak_bytes / GIB:.2f} GiB | {theirs.seconds:.1f} s | "
        f"{theirs.peak_bytes / GIB:.2f} GiB | {theirs.seconds / ours.seconds:.1f} | "
        f"{'yes' if landing.agree else 'NO'} |"
    )
