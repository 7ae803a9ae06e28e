from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.contracts.contract import load_contracts
from tests.support.batch_factory import RECEIVED, make_batch, make_verdict
from warehouse.select.rules import Choice, choose

CONTRACTS = load_contracts()
EVENTS = {"tax.tax_paid": CONTRACTS["tax.tax_paid"].model_copy(update={"kind": "event"})}
AS_OF = RECEIVED + timedelta(days=30)
DAY = timedelta(days=1)


def states(batches, *, critical=(), as_of=AS_OF, contracts=CONTRACTS) -> dict[str, str]:
    return {path_name(c): c.state for c in chosen(batches, critical=critical, as_of=as_of, contracts=contracts)}


def chosen(batches, *, critical=(), as_of=AS_OF, contracts=CONTRACTS) -> list[Choice]:
    verdicts = {b.batch_id: make_verdict(b, "critical" if b in critical else "pass") for b in batches}
    return choose(batches, verdicts, as_of, contracts)


def path_name(choice: Choice) -> str:
    return choice.batch.arrival_id[1:]


def test_latest_full_delivery_replaces_the_earlier_one():
    old, new = make_batch(name="old"), make_batch(name="new", received_at=RECEIVED + DAY)
    assert states([new, old]) == {"old": "superseded", "new": "selected"}
    superseded = chosen([new, old])[0]
    assert "330683/tax/new.xlsx" in superseded.reason


def test_other_periods_and_regions_are_other_keys():
    batches = [make_batch(name="a"), make_batch(name="b", period="2023-07"), make_batch(name="c", region="330681")]
    assert set(states(batches).values()) == {"selected"}


def test_equal_instants_are_decided_by_file_hash():
    one, two = make_batch(name="one"), make_batch(name="two")
    winner = max((one, two), key=lambda b: b.sha256)
    assert states([one, two])[winner.arrival_id[1:]] == "selected"
    assert states([one, two]) == states([two, one])


def test_supplements_are_laid_over_the_latest_full_delivery_in_order_of_receipt():
    late = make_batch(name="late", delivery="supplement", received_at=RECEIVED + 2 * DAY)
    early = make_batch(name="early", delivery="supplement", received_at=RECEIVED - DAY)
    soon = make_batch(name="soon", delivery="supplement", received_at=RECEIVED + DAY)
    full = make_batch(name="full")
    result = chosen([late, early, full, soon])
    assert {path_name(c): (c.state, c.rank) for c in result} == {
        "early": ("superseded", 0),
        "full": ("selected", 0),
        "soon": ("selected", 1),
        "late": ("selected", 2),
    }


def test_a_critical_batch_gives_way_to_the_next_eligible_one():
    good, bad = make_batch(name="good"), make_batch(name="bad", received_at=RECEIVED + DAY)
    assert states([good, bad], critical=[bad]) == {"good": "selected", "bad": "not_eligible"}
    reason = chosen([good, bad], critical=[bad])[1].reason
    assert "expect_column_values_to_not_be_null(taxpayer_uscc)" in reason
    assert "9 of 10" in reason


def test_what_came_after_as_of_does_not_count_yet():
    known, future = make_batch(name="known"), make_batch(name="future", received_at=AS_OF + DAY)
    assert states([known, future]) == {"known": "selected", "future": "not_yet_received"}
    assert states([known, future], as_of=AS_OF + DAY)["future"] == "selected"


def test_wrongly_small_delivery_is_held_until_it_is_sent_again():
    big = make_batch(name="big", rows_accepted=400)
    cut = make_batch(name="cut", rows_accepted=100, received_at=RECEIVED + DAY)
    again = make_batch(name="again", rows_accepted=101, received_at=RECEIVED + 2 * DAY)
    assert states([big, cut]) == {"big": "selected", "cut": "not_eligible"}
    assert "100 rows where 330683/tax/big.xlsx" in chosen([big, cut])[1].reason
    assert states([big, cut, again]) == {"big": "superseded", "cut": "not_eligible", "again": "selected"}


def test_a_copy_of_the_same_bytes_confirms_a_small_delivery():
    big = make_batch(name="big", rows_accepted=400)
    twice = (RECEIVED + DAY, RECEIVED + 2 * DAY)
    cut = make_batch(name="cut", rows_accepted=100, received_at=RECEIVED + DAY, sighted_at=twice)
    assert states([big, cut]) == {"big": "superseded", "cut": "selected"}


def test_a_small_delivery_is_compared_with_the_last_believed_one():
    sizes = {"big": 400, "cut": 100, "less": 150}
    batches = [
        make_batch(name=name, rows_accepted=rows, received_at=RECEIVED + n * DAY)
        for n, (name, rows) in enumerate(sizes.items())
    ]
    assert states(batches) == {"big": "selected", "cut": "not_eligible", "less": "not_eligible"}


def test_a_wrongly_small_snapshot_of_a_new_date_is_held():
    june = make_batch("land.occupancy", name="june", period="2023-06-30", rows_accepted=400)
    later = make_batch("land.occupancy", name="december", period="2023-12-31", rows_accepted=3)
    assert states([june, later]) == {"june": "selected", "december": "not_eligible"}


def test_a_snapshot_by_parts_takes_the_place_of_an_older_whole():
    whole = make_batch("land.occupancy", name="whole", period="2023-06-30")
    part = make_batch("land.occupancy", name="part", part="甘霖镇", period="2023-12-31")
    assert states([whole, part]) == {"whole": "superseded", "part": "selected"}
    assert "conflict" in chosen([whole, part])[0].reason


def test_a_short_list_may_shrink_and_a_supplement_may_be_small():
    short = make_batch(name="short", rows_accepted=10)
    shorter = make_batch(name="shorter", rows_accepted=1, received_at=RECEIVED + DAY)
    assert states([short, shorter])["shorter"] == "selected"
    big = make_batch(name="big", rows_accepted=400)
    few = make_batch(name="few", rows_accepted=3, delivery="supplement", received_at=RECEIVED + DAY)
    assert states([big, few])["few"] == "selected"


def test_whole_and_parts_are_a_conflict_won_by_the_side_received_last():
    whole = make_batch(name="whole")
    town = make_batch(name="town", part="剡湖街道", received_at=RECEIVED + DAY)
    other = make_batch(name="other", part="三江街道", received_at=RECEIVED - DAY)
    result = {path_name(c): c for c in chosen([whole, town, other])}
    assert {n: c.state for n, c in result.items()} == {
        "whole": "superseded",
        "town": "selected",
        "other": "selected",
    }
    assert all("conflict" in choice.reason for choice in result.values())


def test_parts_of_another_period_are_no_conflict():
    whole, town = make_batch(name="whole"), make_batch(name="town", part="剡湖街道", period="2023-05")
    assert set(states([whole, town]).values()) == {"selected"}


def test_events_are_never_replaced():
    batches = [make_batch(name=n, received_at=RECEIVED + i * DAY) for i, n in enumerate("abc")]
    result = chosen([*batches, make_batch(name="d", part="剡湖街道")], contracts=EVENTS)
    assert {c.state for c in result} == {"selected"}
    assert len({c.rank for c in result}) == 4


@pytest.mark.parametrize("contracts", [CONTRACTS, EVENTS], ids=["period", "event"])
@given(data=st.data())
def test_the_order_of_arrival_in_the_process_never_matters(contracts, data):
    batches = data.draw(
        st.lists(
            st.builds(
                make_batch,
                name=st.sampled_from(["a", "b", "c", "d", "e", "f"]),
                part=st.sampled_from(["whole", "剡湖街道", "三江街道"]),
                period=st.sampled_from(["2023-05", "2023-06"]),
                delivery=st.sampled_from(["full", "supplement"]),
                received_at=st.sampled_from([RECEIVED + i * DAY for i in range(4)]),
                rows_accepted=st.sampled_from([0, 30, 100]),
            ),
            max_size=12,
            unique_by=lambda b: b.batch_id,
        )
    )
    critical = [b for b in batches if b.sha256 < "3"]
    shuffled = data.draw(st.permutations(batches))
    first = chosen(batches, critical=critical, contracts=contracts)
    assert first == chosen(shuffled, critical=critical, contracts=contracts)
    assert len(first) == len(batches)
    assert all(choice.reason and choice.reason_zh for choice in first)
    if contracts is CONTRACTS:
        for key in {(c.batch.region, c.batch.part, c.batch.period) for c in first}:
            same = [c for c in first if (c.batch.region, c.batch.part, c.batch.period) == key]
            fulls = [c for c in same if c.state == "selected" and c.batch.delivery == "full"]
            assert len(fulls) <= 1
            assert sorted(c.rank for c in same if c.state == "selected") == list(
                range(sum(c.state == "selected" for c in same))
            )


def test_a_supplement_of_a_later_day_completes_the_newest_list_before_it():
    for code in ("land.occupancy", "fire.issue"):
        old = make_batch(code, name="old", period="2023-06-30")
        full = make_batch(code, name="full", period="2023-09-30", received_at=RECEIVED + DAY)
        more = make_batch(code, name="more", period="2023-10-31", delivery="supplement", received_at=RECEIVED + 2 * DAY)
        result = {path_name(c): c for c in chosen([more, full, old])}
        assert {n: (c.state, c.rank, c.batch.period) for n, c in result.items()} == {
            "old": ("selected", 0, "2023-06-30"),
            "full": ("selected", 0, "2023-09-30"),
            "more": ("selected", 1, "2023-09-30"),
        }
        assert "2023-10-31" in result["more"].reason_zh and "full.xlsx" in result["more"].reason_zh
        newer = make_batch(code, name="newer", period="2023-10-31", received_at=RECEIVED + 3 * DAY)
        assert states([more, full, old, newer])["more"] == "superseded"
        # Its own list fails: it completes the one before.
        assert next(c for c in chosen([more, full, old], critical=[full]) if path_name(c) == "more").batch.period == (
            "2023-06-30"
        )


def test_a_supplement_of_a_month_stays_in_its_month():
    june = make_batch(name="june")
    july = make_batch(name="july", period="2023-07", delivery="supplement", received_at=RECEIVED + DAY)
    assert {c.batch.period for c in chosen([june, july])} == {"2023-06", "2023-07"}


def test_one_town_never_takes_the_place_of_the_whole_county():
    whole = make_batch("land.occupancy", name="whole", period="2023-06-30", rows_accepted=100)
    towns = [
        make_batch("land.occupancy", name=name, part=name, period="2023-12-31", rows_accepted=30)
        for name in ("甘霖镇", "三江街道")
    ]
    assert states([whole, towns[0]]) == {"whole": "selected", "甘霖镇": "superseded"}
    assert "30 行" in chosen([whole, towns[0]])[0].reason_zh
    assert states([whole, *towns]) == {"whole": "superseded", "甘霖镇": "selected", "三江街道": "selected"}
