"""One of each odd entry in an inbox: a release is published, and each is named and shown escaped."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from park_brain.cli import app, report
from park_brain.fingerprints import inbox_fingerprint
from park_brain.installation import Installation
from park_brain.release_reader import connect
from tests.fuzz.fuzz_refresh import plant_damaged
from tests.support import odd_entries
from tests.support.worlds import simulated, without
from warehouse.build import stage as building
from warehouse.build.dbt_run import run_dbt

pytestmark = pytest.mark.hostile

DAMAGED = 26


@pytest.fixture(scope="module")
def tables_of_files_alone() -> Iterator[None]:
    """A whole build, workbooks and headlines take a minute that has nothing to do with files; others test them."""
    arguments = ["build", "--exclude-resource-types", "test", "unit_test", "--select", "+dq_file", "+dq_batch"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(building, "run_dbt", lambda home, _, threads: run_dbt(home, arguments, threads))
        patch.setattr(report, "_print_headlines", lambda *_: None)
        yield


@pytest.fixture(scope="module")
def published(tables_of_files_alone, tmp_path_factory) -> tuple[Installation, str]:
    """A small world with all of them, refreshed by the command as of now, while somebody copies another file."""
    home, _ = simulated(
        tmp_path_factory.mktemp("odd"), regions=("330683",), enterprises=20, parcels=10, months=1, faults="none"
    )
    others = {path.name for path in (home.inbox / "330683").iterdir()} - {"safety", "tax", "registry"}
    without(home, *others)
    odd_entries.plant(home.inbox, next(iter(sorted((home.inbox / "330683" / "safety").rglob("*.xlsx")))))
    plant_damaged(home.inbox, DAMAGED, seed=5)
    stop = threading.Event()
    copying = threading.Thread(target=_copy, args=(home.inbox / "330683" / "tax" / "growing.csv", stop))
    copying.start()
    try:
        done = CliRunner().invoke(app, ["refresh", "--home", str(home.root)])
    finally:
        stop.set()
        copying.join()
    assert done.exit_code == 0, done.output
    return home, done.output


def _copy(path: Path, stop: threading.Event) -> None:
    while not stop.wait(0.2):
        with path.open("a", encoding="utf-8") as file:
            file.write("甲,乙\n")


def files(home: Installation) -> dict[str, tuple[str, str | None]]:
    with connect(home) as reader:
        rows = reader.execute("select file_path, outcome, refusal_codes from dq_file").fetchall()
    return {path: (outcome, codes) for path, outcome, codes in rows}


def test_each_is_named_with_its_reason(published):
    home, output = published
    found = files(home)
    for end, code in odd_entries.REFUSED.items():
        named = [path for path in found if path.endswith(end) and found[path][1] == code]
        assert len(named) == 1, (end, code, found)
        assert named[0] in output
    assert found["330683/tax/growing.csv"] == ("waiting", None) and "growing.csv" in output


def test_damaged_files_stop_nothing_and_are_all_told(published):
    home, _ = published
    assert sum("/damaged/" in path for path in files(home)) == DAMAGED


def test_lists_under_odd_names_are_read(published):
    home, _ = published
    with connect(home) as reader:
        paths = [
            path
            for (path,) in reader.execute(
                "select file_path from dq_file where outcome = 'landed' and file_path like '%/safety/%' "
                "and file_sha256 in (select file_sha256 from dq_file group by 1 having count(*) > 1)"
            ).fetchall()
        ]
        told = reader.execute("select message_zh from dq_file where file_path like '%时.xlsx'").fetchall()
    assert len(paths) == odd_entries.LISTS, sorted(path[-14:] for path in paths)
    assert {"台账 一.xlsx", "台账 二.xlsx", "旧.xlsx"} <= {path.rpartition("/")[2] for path in paths}
    assert "首次发现" in told[0][0]


def test_nothing_of_a_hostile_name_is_shown_raw(published):
    home, output = published
    assert not set("\x1b\u202e\ue000\x07") & set(output)
    for receipt in home.receipts.rglob("*.txt"):
        assert not set("\x1b\u202e\ue000\u200b") & set(str(receipt) + receipt.read_text(encoding="utf-8"))


def test_nothing_behind_a_link_came_in(published):
    home, _ = published
    secret = Path("/etc/passwd").read_bytes()[:40]
    assert not any(secret in path.read_bytes() for path in home.lake.rglob("*") if path.is_file())


def test_the_sensor_sees_such_an_inbox(published):
    home, _ = published
    before = inbox_fingerprint(home)
    assert inbox_fingerprint(home) == before
    (home.inbox / os.fsdecode(b"\xff")).write_text("1")
    assert inbox_fingerprint(home) != before
