"""The same rows under two parts of one list never add up, whatever the bytes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ingest.contracts.contract import load_contracts
from park_brain.installation import Installation
from tests.support.batch_factory import RECEIVED, make_batch, make_verdict, read, write_typed
from warehouse.select.decisions import RELEASE, BatchDecision
from warehouse.select.rules import choose
from warehouse.select.selection import Reason
from warehouse.select.stage import select

CONTRACTS = load_contracts()
TAX, LAND = CONTRACTS["tax.tax_paid"], CONTRACTS["land.parcel_register"]
DAY = timedelta(days=1)
AS_OF = RECEIVED + 30 * DAY


@pytest.fixture
def home(tmp_path):
    home = Installation(tmp_path)
    home.prepare()
    return home


def paid(*names: str, note: str | None = None):
    return [
        {"taxpayer_uscc": name, "taxpayer_name": name, "tax_type": "增值税", "amount_cny": "1.00", "note": note}
        for name in names
    ]


def deliver(home, part: str, rows, days: int = 0, contract=TAX, **values):
    name = f"{part}{days}"
    batch = make_batch(contract.list, name=name, part=part, received_at=RECEIVED + days * DAY, **values)
    return write_typed(home, contract, batch, rows)


def states(home, *batches):
    selection = select(home, CONTRACTS, batches, {b.batch_id: make_verdict(b) for b in batches}, as_of=AS_OF)
    return {choice.batch.part: (choice.state, choice.why.cause) for choice in selection.choices}


def test_a_list_sent_again_under_another_part_is_a_conflict_and_counts_once(home):
    one, two = deliver(home, "甘霖镇", paid("A", "B")), deliver(home, "三江街道", paid("A", "B"), 1)
    assert states(home, one, two) == {"甘霖镇": ("selected", "latest"), "三江街道": ("superseded", "conflict")}
    assert read(home.selected / TAX.list / "*.parquet", "select sum(amount_cny)::int from t") == [(2,)]
    ((reason,),) = read(
        home.selected / "_batches" / "all.parquet", "select selection_reason_zh from t where part = '三江街道'"
    )
    assert "甘霖镇" in reason and "2 行" in reason


def test_rows_of_a_whole_among_those_of_a_part_are_found(home):
    part, more = deliver(home, "甘霖镇", paid("A", "B")), deliver(home, "三江街道", paid("A", "B", "C", "D", "E"), 1)
    assert states(home, part, more)["三江街道"] == ("superseded", "conflict")


def test_a_key_that_names_one_row_is_the_same_row_whatever_else_it_says(home):
    def parcels(area):
        return [{"land_code": f"330683001001GB0000{n}", "approved_area_sqm": area} for n in range(3)]

    values = dict(contract=LAND, period="2023-12-31")
    one = deliver(home, "甘霖镇", parcels("1.0000"), **values)
    two = deliver(home, "三江街道", parcels("2.0000"), 1, **values)
    assert states(home, one, two)["三江街道"] == ("superseded", "conflict")


def test_towns_with_rows_of_their_own_count_side_by_side(home):
    one, two = deliver(home, "甘霖镇", paid("A", "B", "C")), deliver(home, "三江街道", paid("C", "D", "E"), 1)
    empty, none = deliver(home, "黄泽镇", [], 2), deliver(home, "长乐镇", [], 3)
    found = states(home, one, two, empty, none)
    assert {state for state, _ in found.values()} == {"selected"}


def test_the_list_before_counts_again_when_its_successor_is_set_aside(home):
    one = deliver(home, "甘霖镇", paid("A", "B"))
    before, again = deliver(home, "三江街道", paid("C", "D")), deliver(home, "三江街道", paid("A", "B"), 2)
    selection = select(
        home, CONTRACTS, (one, before, again), {b.batch_id: make_verdict(b) for b in (one, before, again)}, as_of=AS_OF
    )
    counted = {choice.batch.batch_id for choice in selection.choices if choice.state == "selected"}
    assert counted == {one.batch_id, before.batch_id}


def test_a_decision_lets_both_count():
    one, two = make_batch(name="a", part="甘霖镇"), make_batch(name="b", part="三江街道")
    verdicts = {b.batch_id: make_verdict(b) for b in (one, two)}
    aside = {two.batch_id: Reason("conflict", "conflict", "重复报送")}
    released = BatchDecision("D1", RELEASE, two.region, "已核实", RECEIVED.date(), RECEIVED, batch_id=two.batch_id)
    states = [
        {c.batch.part: c.state for c in choose((one, two), verdicts, AS_OF, CONTRACTS, decisions, aside)}
        for decisions in ((), (released,))
    ]
    assert states == [
        {"甘霖镇": "selected", "三江街道": "superseded"},
        {"甘霖镇": "selected", "三江街道": "selected"},
    ]
