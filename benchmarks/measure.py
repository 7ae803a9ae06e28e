"""Benchmarks: wall time and peak memory of a command with all its children, and seconds of a function."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

SAMPLE_SECONDS = 0.1
REPEATS = 3


@dataclass(frozen=True)
class Measured:
    """A command that succeeded."""

    seconds: float
    peak_bytes: int
    output: str


class CommandFailedError(RuntimeError):
    """The measured command failed."""


def measure(command: Sequence[str | Path]) -> Measured:
    """Run a command; memory is the largest sampled sum of resident sets over its process tree."""
    started = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        peak = 0
        output = ""
        while True:
            peak = max(peak, _tree_bytes(process.pid))
            try:
                output, _ = process.communicate(timeout=SAMPLE_SECONDS)
                break
            except subprocess.TimeoutExpired:
                continue
    if process.returncode != 0:
        raise CommandFailedError(f"{' '.join(map(str, command))} ended with {process.returncode}:\n{output}")
    return Measured(time.monotonic() - started, peak, output)


def best_seconds(action: Callable[[], object]) -> float:
    """Seconds of the fastest of several runs in a warm process."""
    seconds = []
    for _ in range(REPEATS):
        started = time.monotonic()
        action()
        seconds.append(time.monotonic() - started)
    return min(seconds)


def _tree_bytes(pid: int) -> int:
    """Resident bytes of a process and its descendants; those that ended meanwhile count zero."""
    folder = Path("/proc") / str(pid)
    try:
        status = (folder / "status").read_text()
        children = [c for task in (folder / "task").iterdir() for c in (task / "children").read_text().split()]
    except OSError:
        return 0
    own = next((int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmRSS:")), 0)
    return own + sum(_tree_bytes(int(child)) for child in children)
