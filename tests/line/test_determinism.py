"""The mart is a function of what was delivered: not of order, threads, crashes or copies."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from park_brain.fingerprints import LastRefresh
from park_brain.installation import Installation
from park_brain.line import Run, refresh
from tests.support.worlds import PERSON_KEY, simulated

pytestmark = [pytest.mark.full, pytest.mark.usefixtures("facts_alone")]
KILLER = """
import os, sys
from datetime import datetime
from pathlib import Path
from park_brain.installation import Installation
from park_brain.line import refresh

stage, count = sys.argv[3], 0

def say(what):
    global count
    count += 1
    if what == stage or (stage == "some file" and count == 9):
        os._exit(137)

refresh(Installation(Path(sys.argv[1])), datetime.fromisoformat(sys.argv[2]), say)
"""


@pytest.fixture(scope="module")
def delivered(tmp_path_factory):
    """One region whose deliveries hold a re-sent file, a correction, a supplement and three towns' parts."""
    out = tmp_path_factory.mktemp("delivered")
    home, as_of = simulated(out, regions=("330683",), faults="default", enterprises=40, parcels=30, months=5)
    names = [path.name for path in home.inbox.rglob("*.xlsx")]
    assert any("重发" in name for name in names) and any("补报" in name for name in names)
    return home, as_of


@pytest.fixture(scope="module")
def reference(delivered):
    home, as_of = delivered
    return refresh(home, as_of).release


def empty_home(folder: Path) -> Installation:
    home = Installation(folder)
    home.prepare()
    (home.lake / "person.key").write_bytes(PERSON_KEY)
    return home


@pytest.mark.parametrize(
    "killed_in",
    [
        ("some file", "identity", "build", "publish"),
        ("judge", "select", "release", "reports"),
    ],
)
def test_neither_order_nor_threads_nor_a_refresh_killed_anywhere_matters(
    delivered, reference, tmp_path, contracts, killed_in
):
    from ingest.stage import take_in

    source, as_of = delivered
    home = empty_home(tmp_path)
    files = sorted(path for path in source.inbox.rglob("*") if path.is_file())
    random.Random(7).shuffle(files)
    for wave in range(3):
        for path in files[wave::3]:
            target = home.inbox / path.relative_to(source.inbox)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, target)
        if wave == 0:
            take_in(home, contracts)
    for stage in killed_in:
        arguments = [sys.executable, "-c", KILLER, str(home.root), as_of.isoformat(), stage]
        assert subprocess.run(arguments, check=False).returncode == 137, stage
        assert not (home.releases / "current").exists()
    run = refresh(home, as_of, threads=1)
    assert run.release.tables == reference.tables
    assert run.release.id == reference.id


def test_nothing_new_is_decided_without_heavy_imports(delivered, reference):
    home, as_of = delivered
    before = sorted((p, p.stat().st_mtime_ns) for p in home.releases.rglob("*"))
    code = (
        "import sys\nfrom datetime import datetime\nfrom pathlib import Path\n"
        "from park_brain.installation import Installation\n"
        "from park_brain.line import refresh\n"
        f"home, as_of = Installation(Path({str(home.root)!r})), datetime.fromisoformat({as_of.isoformat()!r})\n"
        "print(type(refresh(home, as_of)).__name__)\n"
        "print(sorted({'dbt', 'great_expectations', 'dagster', 'polars', 'duckdb'} & set(sys.modules)))\n"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert shown.split("\n")[:2] == [LastRefresh.__name__, "[]"]
    assert before == sorted((p, p.stat().st_mtime_ns) for p in home.releases.rglob("*"))


def test_a_file_sent_again_changes_no_fact(delivered, reference):
    home, as_of = delivered
    original = next(path for path in sorted(home.inbox.rglob("*.xlsx")) if "税收" in path.name or "税款" in path.name)
    copy = original.with_name("又一份_" + original.name)
    shutil.copy(original, copy)
    os.utime(copy, (original.stat().st_mtime + 60, original.stat().st_mtime + 60))
    try:
        tables = refresh(home, as_of).release.tables
    finally:
        copy.unlink()
    assert tables["dq_file"][0] == reference.tables["dq_file"][0] + 1
    assert tables | {"dq_file": ()} == reference.tables | {"dq_file": ()}


def test_without_memory_the_release_that_is_there_is_used_again(delivered, reference):
    home, as_of = delivered
    refresh(home, as_of)
    current = (home.releases / "current").readlink()
    (home.work / "last_refresh.json").unlink()
    run = refresh(home, as_of)
    assert isinstance(run, Run) and run.built is None
    assert run.release.id == current.name
