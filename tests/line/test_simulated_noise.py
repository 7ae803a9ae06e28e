"""Hard mode's noise in departments' lists: its truth stands where it says, beside the faults, and nowhere else."""

from __future__ import annotations

import csv
from pathlib import Path

import polars as pl
import pytest

from simulator import SimulationOptions, simulate
from simulator.draw import draw_world
from simulator.faults.noisy_rows import COLUMNS, LINK_COLUMNS

WORLD = {"enterprises": 200, "parcels": 80, "months": 3, "format": "csv"}


@pytest.fixture(scope="module")
def hard(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("hard")
    simulate(SimulationOptions(out=out, regions=("330683", "330800"), faults="hard", **WORLD))
    return out


@pytest.fixture(scope="module")
def links(hard) -> pl.DataFrame:
    return pl.read_parquet(hard / "truth" / "links" / "*.parquet")


def line_of(path: Path, line: int) -> list[str]:
    """The cells of a line, counted from 1."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))[line - 1]


def test_every_noisy_row_stands_in_its_file_as_the_truth_says(hard, links):
    assert tuple(links.columns) == LINK_COLUMNS and links["region"].n_unique() == 2
    assert set(links["list"]) == set(COLUMNS)
    for row in links.sample(150, seed=1).iter_rows(named=True):
        cells = line_of(hard / "inbox" / row["path"], row["line"])
        assert {row["name_text"], row["uscc_text"], row["address_text"]} - {""} <= set(cells), row


def test_noise_and_faults_do_not_meet_in_a_row(hard, links):
    faults = pl.read_csv(hard / "truth" / "faults.csv", infer_schema=False).drop_nulls("line")
    hit = links.join(faults.with_columns(pl.col("line").cast(pl.Int64)), on=["path", "line"])
    assert len(links) > 300 and hit.is_empty()


def test_a_noisy_row_means_a_firm_of_the_region_or_nobody(hard, links):
    names = links.filter(pl.col("noise") == "code_lost").select("name_text", "true_uscc").unique()
    for region in ("330683", "330800"):
        world = draw_world(SimulationOptions(out=hard, regions=(region,), **WORLD), region)
        codes = links.filter(pl.col("region") == region, pl.col("true_uscc") != "")["true_uscc"]
        assert codes.is_in(world.enterprises["uscc"].implode()).all()
        said = names.join(world.enterprises, left_on="name_text", right_on="name")
        assert len(said) > 5 and (said["true_uscc"] == said["uscc"]).all()


def test_rows_that_disagree_have_an_address_to_say_whose_they_are(links):
    swapped = links.filter(pl.col("noise").str.contains("swapped_(code|name)"))
    assert len(swapped) > 3 and (swapped["address_text"] != "").all() and (swapped["other_uscc"] != "").all()


def test_only_hard_mode_has_noise(tmp_path):
    simulate(SimulationOptions(out=tmp_path, regions=("330681",), **WORLD))
    assert not (tmp_path / "truth" / "links").exists()
