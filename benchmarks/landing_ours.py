"""Benchmarks: our way from a received file to judged rows in the lake.

``python -m benchmarks.landing_ours FILE DEPARTMENT``.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import time
from pathlib import Path

from park_brain.expectations.run import judge
from park_brain.home import Home
from park_brain.ingest.contract import load_contracts
from park_brain.ingest.derivation import derivation_of
from park_brain.ingest.ledger import load_batches
from park_brain.ingest.take_in import take_in


def main() -> None:
    """Land one file with all its rules, judge it by its suite, print the row accounting."""
    file, department = Path(sys.argv[1]), sys.argv[2]
    contracts = load_contracts()
    with tempfile.TemporaryDirectory(prefix="park-bench-") as folder:
        home = Home(Path(folder))
        home.prepare()
        target = home.inbox / "330683" / department / "2023-06" / file.name
        target.parent.mkdir(parents=True)
        shutil.copyfile(file, target)
        started = time.monotonic()
        take_in(home, contracts)
        batches = load_batches(home, {code: derivation_of(c) for code, c in contracts.items()})
        landed = time.monotonic()
        judge(home, contracts, batches)
        judged = time.monotonic()
    (batch,) = batches
    print(json.dumps({
        "accepted": batch.rows_accepted, "quarantined": batch.rows_quarantined, "violations": batch.violations,
        "land_seconds": landed - started, "judge_seconds": judged - landed,
    }))  # fmt: skip


if __name__ == "__main__":
    main()
