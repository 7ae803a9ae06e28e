"""Every fault the simulator seeded is caught under its own rule, at its own line; nothing else is quarantined."""

from __future__ import annotations

import csv

import polars as pl
import pytest

from simulator.faults.catalogue import catalogue, every_fault
from tests.support.fault_reading import Landed, land, same_value, take, violations_of
from tests.support.other_workbooks import WRITERS

ROW_OUTCOMES = ("reject", "warn", "note")
WORLDS = {
    "xlsx": {"format": "xlsx", "regions": ("330683",), "enterprises": 400, "parcels": 120, "months": 4},
    "csv": {"format": "csv", "regions": ("330681",), "enterprises": 400, "parcels": 120, "months": 4},
}


@pytest.fixture(scope="session")
def violations(faulty_world) -> pl.DataFrame:
    return violations_of(faulty_world.home, faulty_world.run.batches)


@pytest.fixture(scope="session", params=["xlsx", pytest.param("csv", marks=pytest.mark.worlds)])
def hard(request, tmp_path_factory, contracts) -> Landed:
    """A world in which everything goes wrong that the catalogue knows, as workbooks and as texts; not built."""
    return land(tmp_path_factory.mktemp("hard"), contracts, faults="hard", **WORLDS[request.param])


def missed_rows(faults: pl.DataFrame, violations: pl.DataFrame) -> pl.DataFrame:
    """Faults of rows that no finding names under their rule, sheet and line."""
    caught = violations.select(
        "path", pl.col("sheet").fill_null(""), "line", pl.col("rule_id").alias("rule"), pl.lit(True).alias("caught")
    )
    rows = faults.filter(pl.col("outcome").is_in(ROW_OUTCOMES))
    rows = rows.with_columns(pl.col("line").cast(pl.Int32), pl.col("sheet").fill_null(""))
    found = rows.join(caught.unique(), on=["path", "sheet", "line", "rule"], how="left")
    return found.filter(pl.col("caught").is_null()).select("fault", "path", "sheet", "line", "rule", "zh")


def wrongly_rejected(faults: pl.DataFrame, violations: pl.DataFrame) -> set[tuple[str, int]]:
    """Quarantined rows that no fault hit."""
    seeded = set(faults.filter(pl.col("outcome") == "reject").select("path", pl.col("line").cast(pl.Int32)).rows())
    return set(violations.filter(pl.col("severity") == "reject").select("path", "line").rows()) - seeded


def test_the_catalogue_knows_far_more_than_sixty_faults():
    names = [fault.name for fault in every_fault()]
    assert len(set(names)) == len(names)
    assert len(catalogue("hard", "xlsx")) >= 150 and len(catalogue("hard", "csv")) >= 100


def test_the_world_has_every_kind_of_default_fault(faulty_world):
    seeded = set(faulty_world.fault_rows()["fault"])
    expected = {fault.name for fault in catalogue("default", "xlsx")}
    assert len(expected) >= 20 and expected <= seeded, expected - seeded


def test_faults_of_rows_are_caught_at_their_line(faulty_world, violations):
    missed = missed_rows(faulty_world.fault_rows(), violations)
    assert missed.is_empty(), missed.rows()


def test_only_faulty_rows_are_quarantined(faulty_world, violations):
    assert not wrongly_rejected(faulty_world.fault_rows(), violations)


def test_hard_worlds_hold_every_fault_their_files_can_carry(hard):
    expected = {fault.name for fault in catalogue("hard", hard.format)}
    assert expected <= set(hard.faults["fault"]), expected - set(hard.faults["fault"])


def test_hard_faults_of_rows_are_caught_at_their_line(hard):
    missed = missed_rows(hard.faults, hard.violations)
    assert missed.is_empty(), missed.rows()


def test_nothing_clean_is_quarantined_in_hard_mode(hard):
    assert not wrongly_rejected(hard.faults, hard.violations)


def test_what_can_be_read_is_read_as_it_was_meant(hard):
    asked = [fault for fault in hard.rows("accepted", *ROW_OUTCOMES, "delivery") if fault["expected"] and fault["line"]]
    wrong = [
        (fault["fault"], fault["path"], fault["expected"], read)
        for fault in asked
        if not same_value(read := hard.read(fault), fault["expected"])
    ]
    assert len(asked) >= 60 and not wrong, wrong


def test_what_is_in_order_brings_no_complaint(hard):
    told = hard.violations.select("path", pl.col("sheet").fill_null(""), "line", "column_name", "rule_id").rows()
    spots = {
        (f["path"], f["sheet"] or "", int(f["line"]), f["column"]): f["fault"]
        for f in hard.rows("accepted")
        if f["line"]
    }
    wrong = [(spots[place[:4]], place) for place in told if place[:4] in spots]
    unread = [f["fault"] for f in hard.rows("accepted") if not hard.batches_at(f["path"])]
    assert not wrong and not unread, (wrong, unread)


def test_lines_that_are_no_data_are_set_aside_with_their_reason(hard):
    wrong = [
        (fault["fault"], fault["path"], fault["line"], role)
        for fault in hard.rows("excluded")
        if (role := hard.role(fault["path"], int(fault["line"]))) != fault["rule"]
    ]
    assert not wrong, wrong


def test_what_cannot_be_read_is_refused_with_its_reason(hard):
    refused = hard.rows("refused")
    wrong = [(f["fault"], f["path"], hard.refusals(f["path"])) for f in refused if not _is_refused_so(hard, f)]
    assert len(refused) >= 10 and not wrong, wrong
    named = {fault["path"] for fault in refused}
    assert not [path for path in hard.refused_paths() if path not in named]


def _is_refused_so(hard: Landed, fault: dict[str, str]) -> bool:
    line = int(fault["line"]) if fault["line"] else None
    return any(
        refusal.code == fault["rule"]
        and line in (None, refusal.line)
        and refusal.sheet in (None, fault["sheet"])
        and bool(refusal.zh)
        and (fault["expected"] or "") in refusal.zh
        for refusal in hard.refusals(fault["path"])
    )


def test_every_row_of_every_file_is_accounted_for(hard):
    for batch in hard.batches:
        assert batch.rows_read == batch.rows_accepted + batch.rows_quarantined + batch.rows_excluded
        assert batch.rows_excluded == sum(batch.exclusions.values())
        assert pl.scan_parquet(batch.text_path(hard.home)).select(pl.len()).collect().item() == batch.rows_read
    present = {path.relative_to(hard.home.inbox).as_posix() for path in hard.files()}
    assert present == set(hard.outcomes)
    assert all(outcome.batches or outcome.refusals for outcome in hard.outcomes.values())


def test_deliveries_count_as_they_should(hard, contracts):
    causes = hard.causes(contracts)
    wrong = [
        (fault["fault"], fault["path"], causes.get(fault["path"]))
        for fault in hard.rows("delivery")
        if fault["rule"] != causes.get(fault["path"])
    ]
    assert len(hard.rows("delivery")) >= 5 and not wrong, wrong


@pytest.mark.parametrize("suffix", WRITERS)
def test_old_and_open_workbooks_say_the_same_as_a_text(hard, contracts, home, suffix):
    if hard.format != "csv":
        pytest.skip("the texts of the other world are written again")
    paths = {fault["path"] for fault in hard.rows("accepted") if fault["fault"] in ("nbsp_around_number", "tick_mark")}
    for path in paths:
        target = (home.inbox / path).with_suffix(suffix)
        target.parent.mkdir(parents=True, exist_ok=True)
        with (hard.home.inbox / path).open(encoding="utf-8", newline="") as file:
            WRITERS[suffix](list(csv.reader(file)), target)
    again = take(home, contracts)
    told = [told_of(landed, paths) for landed in (hard, again)]
    assert told[0] == told[1] and len(told[0]) > 30


def told_of(landed: Landed, paths: set[str]) -> list[tuple[object, ...]]:
    """Findings of these files whatever their format: file, line, rule, column, value."""
    stems = {path.rpartition(".")[0] for path in paths}
    found = landed.violations.with_columns(stem=pl.col("path").str.replace(r"\.[a-z]+$", ""))
    found = found.filter(pl.col("stem").is_in(stems))
    return sorted(found.select("stem", "line", "rule_id", "column_name", "value_masked").rows(), key=str)


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


def test_every_delivered_data_row_is_accounted_for(faulty_world):
    assert faulty_world.unaccounted().is_empty()


def test_violations_reach_the_mart_with_reason_and_remedy(faulty_world):
    bare = faulty_world.rows("select * from dq_violation where message_zh is null or remedy_zh is null or line is null")
    assert bare.is_empty()
    assert faulty_world.rows("select count(*) from dq_violation").item() > 50
