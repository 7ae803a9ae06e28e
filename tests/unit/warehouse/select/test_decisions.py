"""People's decisions about batches: what they let count, what they keep out, and for how long."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ingest.contracts.contract import load_contracts
from park_brain.installation import Installation
from tests.support.batch_factory import RECEIVED, make_batch, make_verdict, read, write_typed
from warehouse.select.decisions import BatchDecision
from warehouse.select.rules import Choice, choose
from warehouse.select.stage import select

CONTRACTS = load_contracts()
DECISIONS = CONTRACTS["data_centre.batch_decision"]
AS_OF = RECEIVED + timedelta(days=30)
DAY = timedelta(days=1)


def decision(action, batch=None, **values) -> BatchDecision:
    fields = {"decision_no": "D1", "region": "330683", "reason": "已电话核实", "decided_date": date(2023, 7, 12)}
    about = {"batch_id": batch.batch_id} if batch else {}
    return BatchDecision(**{**fields, "received_at": RECEIVED + DAY, **about, **values, "action": action})


def chosen(batches, decisions, *, critical=(), as_of=AS_OF) -> dict[str, Choice]:
    verdicts = {b.batch_id: make_verdict(b, "critical" if b in critical else "pass") for b in batches}
    result = choose(batches, verdicts, as_of, CONTRACTS, decisions)
    return {choice.batch.arrival_id[1:]: choice for choice in result}


def test_a_critical_batch_counts_when_released_and_says_why():
    good, bad = make_batch(name="good"), make_batch(name="bad", received_at=RECEIVED + DAY)
    result = chosen([good, bad], [decision("放行", bad)], critical=[bad])
    assert {name: c.state for name, c in result.items()} == {"good": "superseded", "bad": "selected"}
    assert (result["bad"].why.cause, result["bad"].decision_no) == ("released", "D1")
    assert "已电话核实" in result["bad"].reason_zh and "D1" in result["bad"].reason
    assert "9 of 10" in result["bad"].reason


def test_a_held_batch_counts_when_released_and_is_believed_from_then_on():
    big = make_batch(name="big", rows_accepted=400)
    cut = make_batch(name="cut", rows_accepted=100, received_at=RECEIVED + DAY)
    later = make_batch(name="later", rows_accepted=60, received_at=RECEIVED + 2 * DAY)
    result = chosen([big, cut, later], [decision("放行", cut)])
    assert {name: c.state for name, c in result.items()} == {
        "big": "superseded",
        "cut": "superseded",
        "later": "selected",
    }


def test_one_town_takes_the_place_of_the_whole_county_when_released():
    whole = make_batch("land.occupancy", name="whole", period="2023-06-30", rows_accepted=100)
    town = make_batch("land.occupancy", name="town", part="甘霖镇", period="2023-12-31", rows_accepted=5)
    assert chosen([whole, town], [])["whole"].state == "selected"
    assert chosen([whole, town], [decision("放行", town)])["town"].state == "selected"


def test_a_misfiled_batch_is_kept_out_by_path():
    may = make_batch(name="may", period="2023-05", path="330683/tax/2023-05/x.xlsx")
    june = make_batch(name="june", path="330683/tax/2023-06/x.xlsx")
    result = chosen([may, june], [decision("停用", file_path=may.path, list_code=may.list)])
    assert (result["may"].state, result["may"].why.cause) == ("not_eligible", "blocked")
    assert "已停用" in result["may"].reason_zh
    assert result["june"].state == "selected"
    other_list = decision("停用", file_path=may.path, list_code="tax.registration")
    assert chosen([may], [other_list])["may"].state == "selected"


def test_a_blocked_batch_holds_no_other():
    wrong = make_batch(name="wrong", rows_accepted=400)
    right = make_batch(name="right", rows_accepted=30, received_at=RECEIVED + DAY)
    assert chosen([wrong, right], [])["right"].why.cause == "held"
    assert chosen([wrong, right], [decision("停用", wrong)])["right"].state == "selected"


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({}, "not_eligible"),
        ({"decided_date": date(2023, 8, 10)}, "selected"),  # the business date is 2023-08-09
        ({"decided_date": date(2023, 8, 9), "valid_to_date": date(2023, 8, 9)}, "not_eligible"),
        ({"valid_to_date": date(2023, 8, 8)}, "selected"),
        ({"region": "330681"}, "selected"),
    ],
)
def test_a_decision_holds_in_its_region_and_time(values, state):
    batch = make_batch(name="a")
    assert chosen([batch], [decision("停用", batch, **values)])["a"].state == state


def test_of_two_decisions_on_a_batch_the_later_received_rules():
    batch = make_batch(name="a")
    block = decision("停用", batch, decision_no="D9")
    release = decision("放行", batch, received_at=RECEIVED + 2 * DAY)
    assert chosen([batch], [block, release])["a"].state == "selected"
    assert chosen([batch], [release, block]) == chosen([batch], [block, release])


def decide(home: Installation, name: str, rows, **values):
    batch = make_batch(DECISIONS.list, name=name, received_at=RECEIVED + DAY, **values)
    return write_typed(home, DECISIONS, batch, [{"reason": "核实", "decided_date": date(2023, 7, 1)} | r for r in rows])


def test_decisions_come_from_the_lake_and_are_revoked_there(tmp_path):
    home = Installation(tmp_path)
    home.prepare()
    tax = CONTRACTS["tax.tax_paid"]
    batch = write_typed(home, tax, make_batch(), [{"taxpayer_name": "甲", "tax_type": "增值税", "amount_cny": 1}])
    block = decide(home, "block", [{"decision_no": "D1", "action": "停用", "batch_id": batch.batch_id}])
    other = decide(home, "other", [{"decision_no": "D2", "action": "停用", "batch_id": "B0"}], period="2023-05")
    revoke = decide(
        home, "revoke", [{"decision_no": "D1", "action": "撤销"}], delivery="full", part="剡湖街道", period="2023-08"
    )
    revoke = revoke.model_copy(update={"received_at": RECEIVED + 2 * DAY})

    def state(batches, as_of=AS_OF):
        verdicts = {b.batch_id: make_verdict(b) for b in batches}
        selection = select(home, CONTRACTS, batches, verdicts, as_of=as_of)
        return next(c.state for c in selection.choices if c.batch is batch), selection

    blocked, selection = state([batch, block, other])
    assert blocked == "not_eligible"
    assert selection.rows[DECISIONS.list] == 2, "a later delivery adds, it does not replace"
    free, after = state([revoke, other, block, batch])
    assert free == "selected" and selection.fingerprint != after.fingerprint
    assert state([batch, block, other, revoke], as_of=RECEIVED + DAY)[0] == "not_eligible", "not yet revoked then"
    rows = read(
        home.selected / "_batches" / "all.parquet",
        "select selection_cause, decision_no from t where list_code = 'tax.tax_paid'",
    )
    assert rows == [("blocked", "D1")]
