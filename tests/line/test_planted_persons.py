"""Invented persons in every list and place: after a refresh no reader finds any of them."""

from __future__ import annotations

import io
import os

import pytest
from rich.console import Console

from ingest.contracts.contract import load_contracts
from orchestration.list_assets import _metadata, _verdict_result, list_key
from park_brain.cli.report import print_run, print_status
from park_brain.line import Run, refresh
from tests.support.planted import found_in, plant, texts_of
from tests.support.worlds import simulated
from warehouse.build import stage as building
from warehouse.build.dbt_run import run_dbt

pytestmark = pytest.mark.hostile

REGION = "330683"


@pytest.fixture(scope="module")
def refreshed(tmp_path_factory):
    out = tmp_path_factory.mktemp("planted")
    home, as_of = simulated(out, regions=(REGION,), enterprises=20, parcels=10, months=2)
    secrets = plant(home, load_contracts(), REGION)
    for path in home.inbox.rglob("*"):
        os.utime(path, (as_of.timestamp() - 86_400 * 2,) * 2)
    told: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        arguments = ["build", "--exclude-resource-types", "test", "unit_test"]
        patch.setattr(building, "run_dbt", lambda home, _, threads: run_dbt(home, arguments, threads))
        run = refresh(home, as_of, told.append)
    assert isinstance(run, Run)
    return home, run, secrets, told


def test_the_plants_are_many_and_were_read(refreshed):
    home, run, secrets, _ = refreshed
    planted = [batch for batch in run.batches if "2023-06/" in batch.path]
    assert len(secrets) > 400
    assert sum(batch.rows_read for batch in planted) > 300
    assert sum(batch.rows_accepted for batch in planted) > 50
    assert found_in(secrets, texts_of(home.lake / "text"))


@pytest.mark.parametrize(
    "folder",
    [
        "lake/typed",
        "lake/violations",
        "lake/outcomes",
        "work/selected",
        "work/derived",
        "release",
        "receipts",
        "alerts",
    ],
)
def test_nothing_that_is_made_of_them_shows_one(refreshed, folder):
    home, _, secrets, _ = refreshed
    assert found_in(secrets, texts_of(home.root / folder)) == []


def test_no_message_shows_one(refreshed):
    home, run, secrets, told = refreshed
    console = Console(file=io.StringIO(), width=200)
    print_run(console, run)
    print_status(console, home)
    assert found_in(secrets, [("progress", "\n".join(told)), ("console", console.file.getvalue())]) == []


def test_nothing_that_dagster_stores_shows_one(refreshed):
    _, run, secrets, _ = refreshed
    stored = [
        repr((_metadata(choices, 0), _verdict_result(list_key(code), choices)))
        for code in run.contracts
        for choices in [[choice for choice in run.selection.choices if choice.batch.list == code]]
    ]
    assert found_in(secrets, [("dagster", "\n".join(stored))]) == []
