"""Benchmarks: linking list rows to registered enterprises, our way against plain Splink.

``python -m benchmarks.linking 20000`` tries it at a small size.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.linking_files import MASTER, QUERY, Quality, judge, write_world
from benchmarks.measure import Measured, measure

ROWS = 1_000_000
PARK = (sys.executable, "-c", "from park_brain.cli import main; main()")
GIB = 1024**3


@dataclass(frozen=True)
class Linking:
    """Both ways on the same rows, each in a process of its own."""

    rows: int
    ours: Measured
    our_quality: Quality
    theirs: Measured
    their_quality: Quality


def compare_linking(rows: int = ROWS) -> Linking:
    """Draw a world, then link it both ways."""
    with tempfile.TemporaryDirectory(prefix="park-bench-") as name:
        folder = Path(name)
        write_world(folder, rows)
        links = folder / "links.csv", folder / "splink.csv"
        files = ("match", folder / QUERY, "--master", folder / MASTER, "--out", links[0])
        ours = measure([*PARK, *files])
        theirs = measure([sys.executable, "-m", "benchmarks.linking_splink", folder, links[1]])
        return Linking(rows, ours, judge(folder, links[0]), theirs, judge(folder, links[1]))


def render_linking(linking: Linking) -> list[str]:
    """The figures as lines of Markdown."""
    return [
        f"Linking: {linking.rows:,} list rows with the noise of hard mode to {linking.rows:,} registered enterprises, "
        "file to file, one process each; `park match` against plain Splink 5 on DuckDB (codes, names and addresses by "
        "edit distance, the model trained on the rows themselves, best pair above 0.99) without any stage before it. "
        "Recall of rows that the evidence on them can decide, and of all rows of registered enterprises.",
        "",
        "| way | wall | peak memory | precision | recall of decidable | recall of all |",
        "|---|---|---|---|---|---|",
        _line("park match", linking.ours, linking.our_quality),
        _line("plain Splink", linking.theirs, linking.their_quality),
        "",
        f"`park match` takes {linking.ours.seconds / linking.theirs.seconds:.2f} times as long as plain Splink.",
    ]


def _line(name: str, run: Measured, quality: Quality) -> str:
    shares = " | ".join(f"{share:.4f}" for share in (quality.precision, quality.recall, quality.recall_all))
    return f"| {name} | {run.seconds:.1f} s | {run.peak_bytes / GIB:.2f} GiB | {shares} |"


if __name__ == "__main__":
    print("\n".join(render_linking(compare_linking(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS))))
