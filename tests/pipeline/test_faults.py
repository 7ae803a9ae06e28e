"""Every fault the simulator seeded is caught under its own rule, at its own line; nothing else is quarantined."""

from __future__ import annotations

import polars as pl
import pytest

from park_brain.simulator.faults import catalogue

pytestmark = pytest.mark.pipeline


@pytest.fixture(scope="session")
def violations(faulty_world) -> pl.DataFrame:
    frames = [pl.read_parquet(batch.violations_path(faulty_world.home)) for batch in faulty_world.run.batches]
    paths = {batch.batch_id: batch.path for batch in faulty_world.run.batches}
    found = pl.concat([frame for frame in frames if len(frame)])
    return found.with_columns(pl.col("batch_id").replace_strict(paths).alias("path"))


def test_the_world_has_every_kind_of_default_fault(faulty_world):
    seeded = set(faulty_world.fault_rows()["fault"])
    expected = {fault.name for fault in catalogue("default", "xlsx")}
    assert len(expected) >= 20 and expected <= seeded, expected - seeded


def test_faults_of_rows_are_caught_at_their_line(faulty_world, violations):
    faults = faulty_world.fault_rows().filter(pl.col("outcome").is_in(["reject", "warn", "note"]))
    caught = violations.select("path", "line", pl.col("rule_id").alias("rule"), pl.lit(True).alias("caught"))
    missed = (
        faults.with_columns(pl.col("line").cast(pl.Int32))
        .join(caught.unique(), on=["path", "line", "rule"], how="left")
        .filter(pl.col("caught").is_null())
    )
    assert faults.height > 30 and missed.is_empty(), missed.select("fault", "path", "line", "rule", "zh").rows()


def test_only_faulty_rows_are_quarantined(faulty_world, violations):
    faults = faulty_world.fault_rows().filter(pl.col("outcome") == "reject")
    seeded = set(faults.select("path", pl.col("line").cast(pl.Int32)).rows())
    rejected = set(violations.filter(pl.col("severity") == "reject").select("path", "line").rows())
    assert rejected and rejected <= seeded, rejected - seeded


def test_faults_between_lists_are_caught(faulty_world):
    faults = faulty_world.fault_rows().filter(pl.col("outcome") == "check")
    found = faulty_world.rows(
        "select check_id, concat_ws(' ', enterprise_uscc, counterparty_uscc, land_code) as key from dq_list_check"
    )
    missed = [
        fault
        for fault in faults.iter_rows(named=True)
        if not any(check == fault["rule"] and fault["enterprise"] in key for check, key in found.rows())
    ]
    assert faults.height >= 4 and not missed, missed


def test_violations_reach_the_mart_with_reason_and_remedy(faulty_world):
    bare = faulty_world.rows("select * from dq_violation where message_zh is null or remedy_zh is null or line is null")
    assert bare.is_empty()
    assert faulty_world.rows("select count(*) from dq_violation").item() > 50
