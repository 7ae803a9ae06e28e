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

from expectations.run import judge
from ingest.contracts.contract import load_contracts
from ingest.lake.ledger import load_batches
from ingest.parser_version import derivation_of
from ingest.stage import take_in
from park_brain.installation import Installation


def main() -> None:
    """Read one file with all its rules, judge it by its suite, print the row accounting."""
    file, department = Path(sys.argv[1]), sys.argv[2]
    contracts = load_contracts()
    with tempfile.TemporaryDirectory(prefix="park-bench-") as folder:
        home = Installation(Path(folder))
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
    print(
        json.dumps(
            {
                "accepted": batch.rows_accepted,
                "quarantined": batch.rows_quarantined,
                "violations": batch.violations,
                "land_seconds": landed - started,
                "judge_seconds": judged - landed,
            }
        )
    )


if __name__ == "__main__":
    main()
