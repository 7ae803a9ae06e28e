"""Every fault the simulator seeded is caught under its own rule, at its own line; nothing else is quarantined."""

from __future__ import annotations

import polars as pl
import pytest
from worlds import simulated

from park_brain.home import Home
from park_brain.ingest.derivation import derivation_of
from park_brain.ingest.ledger import BatchRecord, load_batches
from park_brain.ingest.take_in import take_in
from park_brain.simulator.faults import catalogue

pytestmark = pytest.mark.pipeline


def violations_of(home: Home, batches: list[BatchRecord]) -> pl.DataFrame:
    """All findings of these batches with the path of the file each came from."""
    frames = [pl.read_parquet(batch.violations_path(home)) for batch in batches]
    paths = {batch.batch_id: batch.path for batch in batches}
    found = pl.concat([frame for frame in frames if len(frame)])
    return found.with_columns(pl.col("batch_id").replace_strict(paths).alias("path"))


@pytest.fixture(scope="session")
def violations(faulty_world) -> pl.DataFrame:
    return violations_of(faulty_world.home, faulty_world.run.batches)


@pytest.fixture(scope="session")
def hard(tmp_path_factory, contracts) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Faults and findings of a text-file world with everything that can go wrong in rows; landed, not built."""
    home, _ = simulated(
        tmp_path_factory.mktemp("hard"), faults="hard", format="csv", regions=("330681",), enterprises=600
    )
    take_in(home, contracts)
    batches = load_batches(home, {code: derivation_of(contract) for code, contract in contracts.items()})
    return pl.read_csv(home.root / "truth" / "faults.csv", infer_schema=False), violations_of(home, batches)


def missed_rows(faults: pl.DataFrame, violations: pl.DataFrame) -> pl.DataFrame:
    """Faults of rows that no finding names under their rule and line."""
    caught = violations.select("path", "line", pl.col("rule_id").alias("rule"), pl.lit(True).alias("caught"))
    rows = faults.filter(pl.col("outcome").is_in(["reject", "warn", "note"]))
    found = rows.with_columns(pl.col("line").cast(pl.Int32)).join(
        caught.unique(), on=["path", "line", "rule"], how="left"
    )
    return found.filter(pl.col("caught").is_null()).select("fault", "path", "line", "rule", "zh")


def wrongly_rejected(faults: pl.DataFrame, violations: pl.DataFrame) -> set[tuple[str, int]]:
    """Quarantined rows that no fault hit."""
    seeded = set(faults.filter(pl.col("outcome") == "reject").select("path", pl.col("line").cast(pl.Int32)).rows())
    return set(violations.filter(pl.col("severity") == "reject").select("path", "line").rows()) - seeded


def test_the_world_has_every_kind_of_default_fault(faulty_world):
    seeded = set(faulty_world.fault_rows()["fault"])
    expected = {fault.name for fault in catalogue("default", "xlsx")}
    assert len(expected) >= 20 and expected <= seeded, expected - seeded


def test_faults_of_rows_are_caught_at_their_line(faulty_world, violations):
    missed = missed_rows(faulty_world.fault_rows(), violations)
    assert missed.is_empty(), missed.rows()


def test_only_faulty_rows_are_quarantined(faulty_world, violations):
    assert not wrongly_rejected(faulty_world.fault_rows(), violations)


def test_the_same_holds_in_hard_mode_for_text_files(hard):
    faults, violations = hard
    assert {fault.name for fault in catalogue("hard", "csv")} <= set(faults["fault"]) and faults.height > 150
    assert missed_rows(faults, violations).is_empty(), missed_rows(faults, violations).rows()
    assert not wrongly_rejected(faults, violations)


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
