"""``park match`` against worlds whose truth is known: precision, recall and near-equal firms, by kind of noise."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from simulator.linking import draw_linking
from tests.support.linking_report import Judged, judge

PARK = [sys.executable, "-c", "from park_brain.cli import main; main()"]
REGISTER = ("id", "name", "uscc", "address", "region_code", "former_name")
"""What a register tells; the rest of the drawn table is truth and stays here."""


def match(folder: Path, world) -> pl.DataFrame:
    """The links the command writes for a world's two tables."""
    world.query.write_csv(folder / "query.csv")
    world.master.select(REGISTER).write_csv(folder / "master.csv")
    files = ("match", folder / "query.csv", "--master", folder / "master.csv", "--out", folder / "links.csv")
    done = subprocess.run([*PARK, *map(str, files)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return pl.read_csv(folder / "links.csv", infer_schema=False)


@pytest.fixture(scope="module")
def judged(tmp_path_factory) -> Judged:
    world = draw_linking(masters=5000, queries=6000, seed=11)
    links = match(tmp_path_factory.mktemp("match"), world)
    assert links["query_id"].to_list() == world.query["id"].to_list()
    return judge(world, links)


def test_automatic_links_are_right(judged):
    assert judged.precision >= 0.999, judged.told()


def test_automatic_links_find_what_can_be_found(judged):
    assert judged.recall("auto") >= 0.98, judged.told()
    assert judged.recall() >= 0.90, judged.told()


def test_firms_that_are_nearly_equal_stay_apart(judged):
    assert judged.near_equal_merges.is_empty(), judged.told()


def test_most_of_the_rest_waits_for_a_person(judged):
    assert judged.reviewed >= 0.7, judged.told()
