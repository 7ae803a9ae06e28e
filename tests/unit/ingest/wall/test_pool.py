"""A file that crashes, hangs or fills the memory of its reader is refused, the others land, and no process is left."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

import pytest

from ingest.lake.ledger import Arrival, Outcome, read_records
from ingest.wall.limits import ReadingLimits
from ingest.wall.messages import Setup, Task
from ingest.wall.pool import land_all
from park_brain.installation import Installation
from tests.support.deadly import Deadly
from tests.support.places import ROOT

CONTENT = (
    "纳税人识别号,纳税人名称,征收项目,税款所属期,入库金额\n91350100M000100Y43,某某机械有限公司,增值税,2023-06,{}.50\n"
)


def task(home: Installation, number: int, part: str) -> Task:
    content = CONTENT.format(number).encode()
    sha256 = hashlib.sha256(content).hexdigest()
    (home.lake / "raw").mkdir(exist_ok=True)
    (home.lake / "raw" / sha256).write_bytes(content)
    arrival = Arrival(
        arrival_id=f"A{number}",
        path=f"330683/tax/2023-06/{number}.csv",
        region="330683",
        department="tax",
        sha256=sha256,
        size_bytes=len(content),
        received_at=datetime(2023, 7, 1),
        sidecar=f"part: {part}\n" if part else None,
    )
    return Task(arrival, Deadly())


def test_a_bad_file_is_refused_with_its_reason_and_the_others_land(home, contracts):
    tax = tuple(contract for contract in contracts.values() if contract.department == "tax")
    setup = Setup(home, {"tax": tax}, b"0" * 64, memory_bytes=1 << 31)
    tasks = [task(home, number, part) for number, part in enumerate(["", "crash", "", "eat", "hang", ""])]
    answers = list(land_all(setup, tasks, ReadingLimits(workers=1, seconds=20)))
    assert [answer.failure for answer in answers] == [None, "crashed", None, "out_of_memory", "too_slow", None]
    assert [len(answer.records) for answer in answers] == [1, 0, 1, 0, 0, 1]
    assert not list((home.lake / "ledger").glob("*")), "records are written by whoever asked"


SCRIPT = """
import signal
import sys
from pathlib import Path
from ingest.contracts.contract import load_contracts
from ingest.stage import take_in
from ingest.wall.limits import ReadingLimits
from park_brain.installation import Installation
from ingest.recognise.parts import Parts
from ingest.places import Places
from tests.support.deadly import Deadly
signal.signal(signal.SIGINT, signal.default_int_handler)
Places.parts_of = lambda self, region: Deadly()
print(len(take_in(Installation(Path(sys.argv[1])), load_contracts(), limits=ReadingLimits(quiet_seconds=0)).files))
"""
"""Not guarded against being run once more by a child."""


def start(home: Installation, part: str, tmp_path: Path) -> subprocess.Popen[bytes]:
    file = home.inbox / "330683" / "tax" / "2023-06" / "a.csv"
    file.parent.mkdir(parents=True)
    file.write_text(CONTENT.format(1), encoding="utf-8")
    file.with_name("a.csv.meta.yml").write_text(f"part: {part}\n", encoding="utf-8")
    script = tmp_path / "script.py"
    script.write_text(SCRIPT, encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen([sys.executable, str(script), str(home.root)], env=environment)


def children(parent: int) -> list[int]:
    text = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="utf-8")
    tasks = Path(f"/proc/{parent}/task")
    found = [child for task in tasks.iterdir() for child in (task / "children").read_text(encoding="utf-8").split()]
    return [int(child) for child in {*found, *text.split()}]


def is_alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def eventually(condition, seconds: float = 60) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.1)
    return False


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGINT])
def test_no_worker_outlives_the_run(home, tmp_path, ending):
    run = start(home, "hang", tmp_path)
    assert eventually(lambda: children(run.pid))
    workers = children(run.pid)
    time.sleep(0.5)
    run.send_signal(ending)
    assert run.wait(60) != 0
    assert eventually(lambda: not any(map(is_alive, workers)))
    assert not list(read_records(home.lake / "outcomes", Outcome))
