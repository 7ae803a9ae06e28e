"""When the sensor asks: until it is published, later after each failure, and never twice under one key."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from orchestration.asking import Memory, Outcome, Pace, decide, recall

NOW = datetime(2024, 1, 20, 8, 0)
PACE = Pace(first_pause=timedelta(minutes=2), longest_pause=timedelta(minutes=10), tries=4)


def asked(**more: object) -> Memory:
    return Memory(seen="A", asked="A", run_key="A-1", tries=1).model_copy(update=more)


def test_a_new_listing_is_asked_for_when_it_has_been_quiet_for_a_tick():
    first = decide(Memory(), "A", Outcome.NONE, NOW, PACE)
    assert not first.is_asking and "quiet" in first.reason
    assert not decide(first.memory, "B", Outcome.NONE, NOW, PACE).is_asking
    second = decide(first.memory, "A", Outcome.NONE, NOW, PACE)
    assert second.is_asking and (second.memory.asked, second.memory.tries) == ("A", 1)


@pytest.mark.parametrize("outcome", [Outcome.SUCCEEDED, Outcome.CANCELED])
def test_what_succeeded_or_was_canceled_by_somebody_is_settled(outcome):
    done = decide(asked(), "A", outcome, NOW, PACE)
    assert not done.is_asking and done.memory.settled == "A"
    assert decide(done.memory, "A", Outcome.NONE, NOW, PACE).reason == "nothing new in the inbox"


def test_a_failure_is_tried_again_after_growing_pauses_and_given_up_with_one_alert():
    memory, now, waits, alerts = asked(), NOW, [], 0
    for _ in range(200):
        decision = decide(memory, "A", Outcome.FAILED, now, PACE)
        memory = decision.memory
        alerts += decision.given_up
        if decision.is_asking:
            waits.append(now)
        now += timedelta(minutes=1)
    minutes = [int((b - a).total_seconds()) // 60 for a, b in zip([NOW, *waits], waits, strict=False)]
    assert minutes == [2, 5, 9] and alerts == 1, "each pause is counted from when the failure was seen"
    assert memory.settled == "A" and decide(memory, "B", Outcome.FAILED, now, PACE).memory.seen == "B"


def test_an_inbox_that_goes_back_to_what_it_was_is_asked_for_again():
    memory = Memory(seen="A", settled="B", asked="A", run_key="A-1", tries=3)
    again = decide(memory, "A", Outcome.FAILED, NOW + timedelta(hours=1), PACE)
    assert not again.is_asking and again.memory.failed_at
    back = decide(Memory(seen="A", settled="B"), "A", Outcome.NONE, NOW, PACE)
    assert back.is_asking and back.memory.tries == 1


def test_a_run_that_was_never_made_or_is_forgotten_is_asked_for_again():
    assert decide(asked(), "A", Outcome.NONE, NOW, PACE).is_asking


@pytest.mark.parametrize("cursor", [None, "", "{}", "no json", '{"tries": "many"}', '{"requested": "A", "seen": "A"}'])
def test_a_cursor_of_an_older_version_or_damaged_is_no_obstacle(cursor):
    assert recall(cursor).asked == ""
    assert recall(asked().model_dump_json()) == asked()
