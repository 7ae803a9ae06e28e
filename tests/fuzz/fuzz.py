"""Mutated files of every format are landed in watched processes: each must give rows that add up, or a refusal.

``python -m tests.fuzz.fuzz --files 5000 --seed 1`` prints one table; the exit code is 1 if any file crashed, hung,
took too much memory, raised, or lost a row. Failing files are kept in ``--keep``.
"""

from __future__ import annotations

import argparse
import hashlib
import multiprocessing
import random
import resource
import shutil
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from multiprocessing.connection import Connection
from pathlib import Path

from tests.fuzz.fuzz_mutations import mutate
from tests.fuzz.fuzz_seeds import Seed, all_seeds

WORKERS = 2
TIMEOUT_SECONDS = 60
MEMORY_BYTES = 3 * 1024**3 // 2
"""Address space one file may take beyond what an idle worker has."""
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


def land_in_child(pipe: Connection) -> None:
    """Take (department, name, bytes) until the pipe closes; answer with what became of each file."""
    from ingest.contracts.contract import load_contracts
    from park_brain.installation import Installation

    by_department = {name: [c for c in load_contracts().values() if c.department == name] for name in ("tax", "land")}
    number, limited = 0, False
    with tempfile.TemporaryDirectory() as folder:
        home = Installation(Path(folder) / "0")
        while True:
            try:
                department, name, content = pipe.recv()
            except EOFError:
                return
            if number % FILES_PER_HOME == 0:
                shutil.rmtree(home.root, ignore_errors=True)
                home = Installation(Path(folder) / str(number))
                home.prepare()
                (home.lake / "raw").mkdir(parents=True, exist_ok=True)
            pipe.send(_land(home, by_department[department], department, name, content))
            number += 1
            if not limited and number >= len(by_department):  # warm: libraries are loaded, threads are running
                limited = _limit_memory()


def _limit_memory() -> bool:
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    limit = pages * resource.getpagesize() + MEMORY_BYTES
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    return True


def _land(home, contracts, department: str, name: str, content: bytes) -> tuple[str, str]:  # type: ignore[no-untyped-def]
    from ingest.lake.ledger import Arrival
    from ingest.one_file import land_file
    from ingest.recognise.parts import Parts

    sha256 = hashlib.sha256(content).hexdigest()
    (home.lake / "raw" / sha256).write_bytes(content)
    arrival = Arrival(
        arrival_id="A" + sha256[:16],
        path=f"330683/{department}/2023-06/{name}",
        region="330683",
        department=department,
        sha256=sha256,
        size_bytes=len(content),
        received_at=datetime(2023, 7, 1),
    )
    try:
        parts = Parts(divisions=("剡湖街道", "三江街道"))
        outcome, records = land_file(home, arrival, contracts, parts, b"0" * 64)
        return _verdict(home, outcome, records)
    except BaseException as error:
        return "raised", f"{type(error).__name__}: {str(error)[:300]}"


def _verdict(home, outcome, records) -> tuple[str, str]:  # type: ignore[no-untyped-def]
    import pyarrow.parquet as pq

    if not records and not outcome.refusals:
        return "lost", "neither rows nor a refusal"
    if any(not (refusal.zh and refusal.en) for refusal in outcome.refusals):
        return "lost", "a refusal without a message"
    for record in records:
        kept = pq.ParquetFile(record.text_path(home)).metadata.num_rows
        typed = pq.ParquetFile(record.typed_path(home)).metadata.num_rows
        parts = record.rows_accepted + record.rows_quarantined + record.rows_excluded
        if not (kept == record.rows_read == parts and typed == record.rows_accepted):
            return "lost", f"{record.rows_read} rows read, {kept} kept, {parts} accounted for, {typed} typed"
    return ("refused", outcome.refusals[0].code) if outcome.refusals else ("landed", "")


class Child:
    """One worker process, replaced when a file kills it or holds it up."""

    def __init__(self) -> None:
        self._context = multiprocessing.get_context("spawn")
        self._start()

    def _start(self) -> None:
        self._pipe, theirs = self._context.Pipe()
        self._process = self._context.Process(target=land_in_child, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()
        for seed in WARM:
            self._pipe.send((seed.department, seed.name, seed.content))
            self._pipe.recv()

    def land(self, seed: Seed, content: bytes) -> tuple[str, str]:
        """Land one file; a dead or silent child is a verdict of its own."""
        self._pipe.send((seed.department, seed.name, content))
        if not self._pipe.poll(TIMEOUT_SECONDS):
            self._replace()
            return "hung", f"longer than {TIMEOUT_SECONDS} s"
        try:
            return self._pipe.recv()
        except (EOFError, ConnectionResetError):
            code = self._replace()
            return "crashed", f"exit code {code}"

    def _replace(self) -> int | None:
        self._process.join(2)
        code = self._process.exitcode
        self.stop()
        self._start()
        return code

    def stop(self) -> None:
        """End the process."""
        self._pipe.close()
        self._process.kill()
        self._process.join()


SEEDS = all_seeds()
WARM = [SEEDS[0], SEEDS[-1]]


def run(files: int, seed: int, keep: Path | None = None, seconds: float = float("inf")) -> dict[str, Result]:
    """Land ``files`` mutated files, or as many as ``seconds`` allow; results by format."""
    results = {item.suffix: Result() for item in SEEDS}
    end = time.monotonic() + seconds

    def work(share: int) -> None:
        child = Child()
        for number in range(share, files, WORKERS):
            if time.monotonic() > end:
                break
            _one(child, number, seed, results, keep)
        child.stop()

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(work, range(WORKERS)))
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
    arguments.add_argument("--files", type=int, default=5_000)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--keep", type=Path)
    asked = arguments.parse_args()
    results = run(asked.files, asked.seed, asked.keep)
    print(summary(results))
    return any(result.failures for result in results.values())


if __name__ == "__main__":
    sys.exit(main())
