"""File modes as stated: tried by processes that they bind, since root's are bound by none."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from pathlib import Path

import pytest

from ingest.person_key import person_key
from park_brain.installation import Installation
from park_brain.lock import writer_lock
from park_brain.release_folder import list_releases
from tests.support.places import ROOT
from tests.support.release_factory import publication, publish, write_build
from tests.support.without_override import NOBODY, run_as_other, run_as_owner

OPEN = """
import sys, duckdb
try:
    with duckdb.connect(sys.argv[1], read_only=sys.argv[2] == "read") as connection:
        print(connection.execute("select count(*) from mart.fct_x").fetchall())
        connection.execute("create table mart.mine (x int)")
except duckdb.Error as error:
    print(type(error).__name__)
"""
ROUND = """
import sys; sys.path.insert(0, sys.argv[2])
from datetime import timedelta
from pathlib import Path
from park_brain.housekeeping import Retention, tidy
from park_brain.installation import Installation
from park_brain.lock import writer_lock
from park_brain.release_folder import list_releases, rollback
from tests.support.release_factory import publication, publish, write_build
home = Installation(Path(sys.argv[1]))
with writer_lock(home):
    for number in "123":
        write_build(home, rows=int(number))
        last = publish(home, publication(home, number * 64), Retention(keep=2, younger_than=timedelta(0)))
    left, = [release for release in list_releases(home) if not release.is_current]
    rollback(home, left.id)
    (home.releases / f".{left.id}.1.tmp").mkdir()
    tidy(home)
print(*sorted(path.name for path in home.releases.iterdir()))
"""
CONNECT = """
from park_brain import connect
with connect(sys.argv[1]) as reader:
    print(reader.execute("select count(*) from fct_x").fetchall(), reader.schema_version)
"""
LIST = "import os, sys; print(len(os.listdir(sys.argv[1])))"


@pytest.fixture
def home():
    """Where every user may enter, which a folder of pytest is not."""
    root = Path(tempfile.mkdtemp(prefix="park-modes-"))
    root.chmod(0o755)
    home = Installation(root / "home")
    with writer_lock(home):
        write_build(home)
        publish(home, publication(home))
        person_key(home)
        home.receipts.mkdir()
        (home.receipts / "x.txt").write_text("x")
    home.root.chmod(0o755)
    yield home
    shutil.rmtree(root)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_everything_has_the_mode_that_is_stated(home):
    release = home.releases / "current"
    found = {name: mode(home.root / name) for name in ("lake", "work", "release", "receipts")}
    assert found == {"lake": 0o700, "work": 0o700, "release": 0o750, "receipts": 0o750}
    assert mode(home.lake / "person.key") == 0o600
    assert mode(home.receipts / "x.txt") == 0o640
    inside = {path.is_dir(): mode(path) for path in release.rglob("*")} | {"release": mode(release)}
    assert inside == {False: 0o440, True: 0o750, "release": 0o750}


def test_the_key_is_private_from_its_first_byte_on(home, monkeypatch):
    (home.lake / "person.key").unlink()
    seen = []
    monkeypatch.setattr("park_brain.files.make_durable", lambda path: seen.append(mode(path)))
    before = os.umask(0)
    try:
        person_key(home)
    finally:
        os.umask(before)
    assert seen[0] == 0o600


def test_a_careless_client_of_the_owner_neither_changes_a_release_nor_locks_readers_out(home):
    file = home.releases / "current" / "park_brain.duckdb"
    before = file.read_bytes()
    careless = run_as_owner(OPEN, file, "write")
    assert careless.stdout == "IOException\n", careless.stderr
    assert run_as_owner(OPEN, file, "read").stdout == "[(3,)]\nInvalidInputException\n"
    assert file.read_bytes() == before
    assert {path.name for path in file.parent.iterdir()} == {
        "park_brain.duckdb",
        "parquet",
        "manifest.json",
        "dictionary.html",
    }


def test_releases_are_made_pruned_and_switched_by_an_owner_whom_modes_bind(home):
    done = run_as_owner(ROUND, home.root, ROOT)
    assert done.returncode == 0, done.stderr
    releases = {release.id: release.is_current for release in list_releases(home)}
    assert list(releases.values()) == [False, True]
    assert done.stdout.split() == [*sorted(releases), "current", "rolled_back.json"]
    linked = home.releases / "current" / "parquet" / "dim_x.parquet"
    assert linked.stat().st_nlink == 2 and mode(linked) == 0o440


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can take another user's part")
def test_readers_of_the_group_read_releases_and_nothing_that_was_received(home):
    for path in (home.releases, *home.releases.rglob("*")):
        os.chown(path, 0, NOBODY, follow_symlinks=False)
    read = run_as_other(CONNECT, home.root, group=NOBODY)
    assert read.stdout == "[(3,)] 2\n", read.stderr
    assert (
        run_as_other(OPEN, home.releases / "current" / "park_brain.duckdb", "write", group=NOBODY).stdout
        == "IOException\n"
    )
    for folder in (home.lake, home.work):
        assert "PermissionError" in run_as_other(LIST, folder, group=0).stderr
    assert "PermissionError" in run_as_other(LIST, home.releases, group=NOBODY - 1).stderr
