"""Releases under fire: a publish killed at any point, and readers while many are published."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from datetime import timedelta

import duckdb
import pytest

from park_brain.housekeeping import Retention, tidy
from park_brain.installation import Installation
from park_brain.release_folder import current_id
from park_brain.release_reader import connect
from tests.support.places import ROOT
from tests.support.release_factory import publication, publish, write_build


@pytest.fixture
def home(tmp_path):
    home = Installation(tmp_path)
    write_build(home)
    return home


KILLED = """
import os, signal, sys
sys.path.insert(0, sys.argv[2])
from pathlib import Path
from park_brain.installation import Installation
from park_brain import release_folder
from warehouse.release import stage as release
from tests.support.release_factory import publication, publish

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

where, name = sys.argv[3].split(":")
setattr({"release": release, "folder": release_folder, "dictionary": release.dictionary}[where], name, die)
home = Installation(Path(sys.argv[1]))
publish(home, publication(home, "2" * 64))
"""


@pytest.mark.parametrize(
    "point",
    [
        "release:_verify_database",
        "release:_write_parquet",
        "release:_make_durable",
        "release:make_current",
        "folder:publish_file",
    ],
)
def test_a_publish_killed_anywhere_leaves_current_whole_and_can_be_run_again(home, point):
    one = publish(home, publication(home, "1" * 64))
    write_build(home, rows=5)
    script = [sys.executable, "-c", KILLED, str(home.root), str(ROOT), point]
    killed = subprocess.run(script, check=False, timeout=60)
    assert killed.returncode == -signal.SIGKILL
    assert current_id(home) == one.id
    with duckdb.connect(str(home.releases / "current" / "park_brain.duckdb"), read_only=True) as connection:
        assert connection.sql("select count(*) from mart.fct_x").fetchall() == [(3,)]
    tidy(home)
    two = publish(home, publication(home, "2" * 64))
    assert two.is_current
    assert two.tables["fct_x"][0] == 5
    assert {p.name for p in home.releases.iterdir()} == {one.id, two.id, "current"}


def test_readers_never_see_half_a_release_while_many_are_published(home):
    write_build(home, rows=10)
    publish(home, publication(home, "0" * 64))
    stop, answers, errors = threading.Event(), set(), []

    def read():
        try:
            with connect(home, threads=1) as reader:
                while not stop.is_set():
                    answers.add(reader.execute("select count(*), (select count(*) from dim_x) from fct_x").fetchone())
        except Exception as error:
            errors.append(error)

    thread = threading.Thread(target=read)
    thread.start()
    try:
        for number in range(1, 9):
            write_build(home, rows=10 + number, dims=number)
            publish(home, publication(home, f"{number}" * 64), Retention(keep=1, younger_than=timedelta(0)))
    finally:
        stop.set()
        thread.join()
    assert not errors
    assert answers <= {(10, 2), *((10 + n, n) for n in range(1, 9))}
    assert len(answers) > 2
