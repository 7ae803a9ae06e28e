"""Mutated files of every format are landed behind the wall: each must give rows that add up, or a refusal of its own.

``python -m tests.fuzz.fuzz --files 20000 --refresh 260 --seed 1`` prints one table; the exit code is 1 if any file
crashed, hung, took too much memory, raised, or lost a row, or if a whole refresh over so many of them was stopped or
left one out. Failing files are kept in ``--keep``.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import shutil
import sys
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from ingest.contracts.contract import load_contracts
from ingest.lake.ledger import Arrival
from ingest.recognise.parts import Parts
from ingest.wall.limits import ReadingLimits
from ingest.wall.messages import Answer, Setup, Task
from ingest.wall.pool import Worker
from park_brain.installation import Installation
from tests.fuzz.fuzz_mutations import mutate
from tests.fuzz.fuzz_refresh import refresh_damaged
from tests.fuzz.fuzz_seeds import Seed, all_seeds

WORKERS = 2
LIMITS = ReadingLimits(workers=1, seconds=60)
MEMORY_BYTES = 2 * 1024**3
"""What a worker may allocate in all."""
FILES_PER_HOME = 40


@dataclass
class Result:
    """What became of the files of one format."""

    files: int = 0
    landed: int = 0
    refused: int = 0
    codes: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    slowest: float = 0.0


def _verdict(home: Installation, answer: Answer) -> tuple[str, str]:
    import pyarrow.parquet as pq

    if answer.failure or answer.outcome is None:
        return answer.failure or "disk full", answer.where
    refusals = answer.outcome.refusals
    if not answer.records and not refusals:
        return "lost", "neither rows nor a refusal"
    if any(not (refusal.zh and refusal.en) for refusal in refusals):
        return "lost", "a refusal without a message"
    for record in answer.records:
        kept = pq.ParquetFile(record.text_path(home)).metadata.num_rows
        typed = pq.ParquetFile(record.typed_path(home)).metadata.num_rows
        parts = record.rows_accepted + record.rows_quarantined + record.rows_excluded
        if not (kept == record.rows_read == parts and typed == record.rows_accepted):
            return "lost", f"{record.rows_read} rows read, {kept} kept, {parts} accounted for, {typed} typed"
    return ("refused", refusals[0].code) if refusals else ("landed", "")


class Child:
    """A worker of the wall, with a home that is emptied now and then."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self._home = Installation(Path(self._folder.name))
        lists = load_contracts().values()
        contracts = {name: tuple(c for c in lists if c.department == name) for name in ("tax", "land")}
        self._worker = Worker(Setup(self._home, contracts, b"0" * 64, MEMORY_BYTES), LIMITS, threading.Event())
        self._number = 0

    def land(self, seed: Seed, content: bytes) -> tuple[str, str]:
        """Land one file; a dead or silent worker is a verdict of its own."""
        if self._number % FILES_PER_HOME == 0:
            shutil.rmtree(self._home.lake, ignore_errors=True)
            self._home.prepare()
            (self._home.lake / "raw").mkdir()
        self._number += 1
        sha256 = hashlib.sha256(content).hexdigest()
        (self._home.lake / "raw" / sha256).write_bytes(content)
        arrival = Arrival(
            arrival_id="A" + sha256[:16],
            path=f"330683/{seed.department}/2023-06/{seed.name}",
            region="330683",
            department=seed.department,
            sha256=sha256,
            size_bytes=len(content),
            received_at=datetime(2023, 7, 1),
        )
        return _verdict(self._home, self._worker.land(Task(arrival, Parts(divisions=("剡湖街道", "三江街道")))))

    def stop(self) -> None:
        """End the process."""
        self._worker.stop()
        self._folder.cleanup()


SEEDS = all_seeds()


def run(files: int, seed: int, keep: Path | None = None, seconds: float = float("inf")) -> dict[str, Result]:
    """Land ``files`` mutated files, or as many as ``seconds`` allow; results by format."""
    results = {item.suffix: Result() for item in SEEDS}
    children = [Child() for _ in range(WORKERS)]
    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(lambda child: child.land(SEEDS[0], SEEDS[0].content), children))
        end = time.monotonic() + seconds

        def work(share: int) -> None:
            for number in range(share, files, WORKERS):
                if time.monotonic() > end:
                    break
                _one(children[share], number, seed, results, keep)

        list(pool.map(work, range(WORKERS)))
        for child in children:
            child.stop()
    return results


def _one(child: Child, number: int, seed: int, results: dict[str, Result], keep: Path | None) -> None:
    source = SEEDS[number % len(SEEDS)]
    content = mutate(source, random.Random(f"{seed}/{number}"))
    start = time.monotonic()
    verdict, said = child.land(source, content)
    result = results[source.suffix]
    result.files += 1
    result.slowest = max(result.slowest, time.monotonic() - start)
    if verdict == "landed":
        result.landed += 1
    elif verdict == "refused":
        result.refused += 1
        result.codes[said] += 1
    else:
        result.failures.append(f"{seed}/{number} {source.name}: {verdict}: {said}")
        if keep:
            keep.mkdir(parents=True, exist_ok=True)
            (keep / f"{number}{source.suffix}").write_bytes(content)


def summary(results: dict[str, Result]) -> str:
    """One line per format, then every failure."""
    lines = [f"{'format':<10}{'files':>7}{'landed':>8}{'refused':>9}{'failed':>8}{'slowest':>9}  commonest refusals"]
    for suffix, result in results.items():
        codes = ", ".join(f"{code} {count}" for code, count in result.codes.most_common(4))
        lines.append(
            f"{suffix:<10}{result.files:>7}{result.landed:>8}{result.refused:>9}{len(result.failures):>8}"
            f"{result.slowest:>8.1f}s  {codes}"
        )
    failures = [failure for result in results.values() for failure in result.failures]
    files = sum(result.files for result in results.values())
    return "\n".join([*lines, f"{files} files, {len(failures)} failures", *failures])


def main() -> int:
    """Run from the command line."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--files", type=int, default=20_000)
    arguments.add_argument("--refresh", type=int, default=260)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--keep", type=Path)
    asked = arguments.parse_args()
    results = run(asked.files, asked.seed, asked.keep)
    print(summary(results))
    wrong = refresh_damaged(asked.refresh, asked.seed) if asked.refresh else ""
    print(wrong or f"a whole refresh over {asked.refresh} of them was published")
    return bool(wrong) or any(result.failures for result in results.values())


if __name__ == "__main__":
    sys.exit(main())
