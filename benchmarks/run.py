"""Benchmarks: runs everything, prints the figures and writes them to ``benchmarks/results.md``."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from benchmarks.central_join import Comparison, compare
from benchmarks.landing import compare_landing, render_landing
from benchmarks.linking import compare_linking, render_linking
from benchmarks.measure import Measured, measure
from park_brain import database
from park_brain.installation import Installation
from park_brain.release_folder import list_releases, read_manifest

RESULTS = Path(__file__).with_name("results.md")
PARK = Path(sys.executable).with_name("park")
AS_OF = "2024-01-20T08:00"
GIB = 1024**3


@dataclass(frozen=True)
class Scenario:
    """A world to refresh."""

    name: str
    arguments: tuple[str, ...]


@dataclass(frozen=True)
class Result:
    """The cost of refreshing one world."""

    scenario: Scenario
    first: Measured
    again: Measured
    stages: dict[str, float]
    accepted_rows: int
    comparison: Comparison


SCENARIOS = (
    Scenario("default: 3 regions with 1,000 enterprises, 700 parcels, 12 months each, xlsx", ()),
    Scenario(
        "city: 1 region with 10,000 enterprises, 6,000 parcels, 36 months, csv",
        ("--regions", "330683", "--enterprises", "10000", "--parcels", "6000", "--months", "36", "--format", "csv"),
    ),
)


def main() -> None:
    """Run every scenario in a temporary folder, then the other benchmarks."""
    results = []
    for scenario in SCENARIOS:
        print(f"{scenario.name} ...", flush=True)
        with tempfile.TemporaryDirectory(prefix="park-bench-") as folder:
            results.append(run(scenario, Installation(Path(folder))))
    print("landing large files ...", flush=True)
    landing = render_landing(*compare_landing())
    print("linking ...", flush=True)
    page = "\n".join((render(results), *landing, "", *render_linking(compare_linking()), ""))
    RESULTS.write_text(page, encoding="utf-8")
    print(page)


def run(scenario: Scenario, home: Installation) -> Result:
    """Simulate, refresh, refresh again with nothing new, then measure the central join."""
    measure([PARK, "simulate", "--out", home.root, "--faults", "none", *scenario.arguments])
    refresh: list[str | Path] = [PARK, "refresh", "--home", home.root, "--as-of", AS_OF]
    first, again = measure(refresh), measure(refresh)
    (release,) = list_releases(home)
    manifest = read_manifest(release.path)
    return Result(
        scenario=scenario,
        first=first,
        again=again,
        stages=manifest["durations"],
        accepted_rows=_accepted_rows(home, release.path),
        comparison=compare(home),
    )


def _accepted_rows(home: Installation, release: Path) -> int:
    with database.connect(home.tmp, release / "park_brain.duckdb", read_only=True) as connection:
        found = connection.execute("select sum(rows_accepted) from mart.dq_batch").fetchone()
    return int(found[0]) if found else 0


def render(results: list[Result]) -> str:
    """The figures as Markdown."""
    memory = database.available_memory_bytes() / GIB
    lines = [
        "# Benchmarks",
        "",
        f"Made by `make bench` on {len(os.sched_getaffinity(0))} cores with {memory:.0f} GiB, "
        f"Python {platform.python_version()}, DuckDB {version('duckdb')}, dbt {version('dbt-core')}.",
        "",
        "Refresh: wall time and peak memory of `park refresh` with all its children, from an empty home; "
        "then once more with nothing new.",
        "",
        "| world | rows accepted | refresh | peak memory | nothing new | stages (s) |",
        "|---|---|---|---|---|---|",
    ]
    lines += [_refresh_line(result) for result in results]
    lines += [
        "",
        "Central join: `fct_parcel_enterprise` with every model it needs by a warm dbt, against the same statements "
        "run by DuckDB alone; same Parquet, best of three, no tests.",
        "",
        "| world | rows | dbt | DuckDB alone | ratio | same table |",
        "|---|---|---|---|---|---|",
    ]
    lines += [_join_line(result) for result in results]
    return "\n".join(lines) + "\n"


def _refresh_line(result: Result) -> str:
    stages = ", ".join(f"{name} {seconds:.1f}" for name, seconds in result.stages.items())
    return (
        f"| {result.scenario.name} | {result.accepted_rows:,} | {result.first.seconds:.1f} s | "
        f"{result.first.peak_bytes / GIB:.2f} GiB | {result.again.seconds:.2f} s | {stages} |"
    )


def _join_line(result: Result) -> str:
    c = result.comparison
    equal = "yes" if c.is_equal else "NO"
    return (
        f"| {result.scenario.name.split(':')[0]} | {c.rows:,} | {c.dbt_seconds:.2f} s | {c.script_seconds:.2f} s | "
        f"{c.ratio:.1f} | {equal} |"
    )


if __name__ == "__main__":
    main()
