"""All of Dagster dies in the middle of a run, as when the machine loses power: started again, it goes on by itself."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import dagster as dg
import pytest

from orchestration import ui
from park_brain.installation import Installation
from park_brain.release_folder import current_id
from simulator import SimulationOptions, simulate

pytestmark = pytest.mark.dagster
FAST = {"poll_interval_seconds: 60": "poll_interval_seconds: 3"}
STARTED = dg.DagsterRunStatus.STARTED
PATIENCE = 1200.0


class Dagster:
    """``dagster dev`` on a home, as ``make ui`` starts it, but with impatient settings."""

    def __init__(self, home: Installation, port: int) -> None:
        self._environment = os.environ | ui.prepare(home) | {"DAGSTER_GRPC_TIMEOUT_SECONDS": "600"}
        settings = Path(self._environment["DAGSTER_HOME"]) / "dagster.yaml"
        text = settings.read_text(encoding="utf-8")
        for slow, fast in FAST.items():
            assert slow in text
            text = text.replace(slow, fast)
        settings.write_text(text, encoding="utf-8")
        self._log = home.root / "dagster.log"
        self._command = [sys.executable, "-m", "dagster", "dev", "-m", "tests.support.fast_dagster", "-p", str(port)]

    def start(self) -> None:
        with self._log.open("ab") as log:
            subprocess.Popen(self._command, env=self._environment, stdout=log, stderr=log, start_new_session=True)

    def kill(self) -> list[int]:
        """SIGKILL to web server, daemon, code servers and run workers; how many there were."""
        killed: list[int] = []
        while pids := self._processes():
            for pid in pids:
                os.kill(pid, signal.SIGKILL)
            killed += pids
            time.sleep(0.2)
        return killed

    def runs(self) -> list[dg.DagsterRun]:
        with dg.DagsterInstance.from_config(self._environment["DAGSTER_HOME"]) as instance:
            return list(reversed(instance.get_runs()))

    def wait(self, done: Callable[[list[dg.DagsterRun]], object]) -> list[dg.DagsterRun]:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if done(runs := self.runs()):
                return runs
            time.sleep(1)
        raise AssertionError(f"{self.runs()}\n{self._log.read_text(errors='replace')[-5000:]}")

    def _processes(self) -> list[int]:
        mark = f"DAGSTER_HOME={self._environment['DAGSTER_HOME']}\0".encode()
        found = []
        for folder in Path("/proc").iterdir():
            try:
                if folder.name.isdigit() and mark in (folder / "environ").read_bytes():
                    found.append(int(folder.name))
            except OSError:  # it ended meanwhile, or is another user's
                continue
        return [pid for pid in found if _is_alive(pid)]


def _is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture
def dagster(tmp_path) -> Iterator[Dagster]:
    simulate(
        SimulationOptions(
            out=tmp_path, regions=("330683",), enterprises=20, parcels=10, months=2, last_month="2023-03", format="csv"
        )
    )
    process = Dagster(Installation(tmp_path), 3000 + os.getpid() % 5000)
    yield process
    process.kill()


def test_after_a_kill_of_everything_the_next_run_starts_by_itself(dagster, tmp_path):
    home = Installation(tmp_path)
    dagster.start()
    before = dagster.wait(lambda runs: runs[-1:] and runs[-1].status is STARTED and home.build_file.exists())
    assert len(dagster.kill()) >= 4
    assert dagster.runs()[-1].status is STARTED and current_id(home) is None

    dagster.start()
    runs = dagster.wait(lambda runs: runs[-1].status is dg.DagsterRunStatus.SUCCESS)
    killed = runs[len(before) - 1]
    assert killed.run_id == before[-1].run_id and killed.status is dg.DagsterRunStatus.FAILURE
    assert len({run.tags["dagster/run_key"] for run in runs}) == len(runs) > len(before)
    assert current_id(home)
    assert any(killed.run_id in file.read_text(encoding="utf-8") for file in home.alerts.glob("*.txt"))
