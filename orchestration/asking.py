"""Orchestration: when the sensor asks for a refresh. Pure: from what it remembers and sees to what it does.

A listing of the inbox is asked for until it is published: again after a failure, later each time, and never twice under
one key, since Dagster drops a key it has seen. After the last try the daily schedule goes on.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError


class Pace(BaseModel):
    """How fast the sensor is, and how patient."""

    model_config = ConfigDict(frozen=True)

    interval_seconds: int = 60
    first_pause: timedelta = timedelta(minutes=2)
    longest_pause: timedelta = timedelta(hours=2)
    tries: int = 10

    def pause(self, tries: int) -> timedelta:
        """How long to wait after so many failed tries."""
        return min(self.first_pause * int(2 ** (tries - 1)), self.longest_pause)


class Memory(BaseModel):
    """What the sensor remembers from tick to tick."""

    model_config = ConfigDict(frozen=True)

    seen: str = ""
    """The listing at the last tick: the inbox is quiet when the next one sees the same."""
    settled: str = ""
    """The listing that is published, given up, or that somebody wants no run for."""
    asked: str = ""
    """The listing that a run was asked for."""
    run_key: str = ""
    tries: int = 0
    failed_at: datetime | None = None
    """When the last run asked for was first seen to have failed."""
    error: str = ""
    """What the sensor itself failed of, to alert once."""


class Outcome(Enum):
    """What became of the run that was asked for last."""

    NONE = "none"
    UNDER_WAY = "under way"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELED = "canceled"


class Decision(NamedTuple):
    """What to do now, and what to remember. ``given_up`` is worth an alert."""

    memory: Memory
    reason: str
    is_asking: bool = False
    given_up: bool = False


def recall(cursor: str | None) -> Memory:
    """What an earlier tick remembered; of an older version or damaged, nothing."""
    try:
        return Memory.model_validate_json(cursor or "{}")
    except ValidationError:
        return Memory()


def decide(memory: Memory, listing: str, outcome: Outcome, now: datetime, pace: Pace) -> Decision:
    """Ask, or say why not, while no run is under way. The caller gives a new ``run_key`` where the answer is to ask."""
    if listing == memory.settled:
        return Decision(memory, "nothing new in the inbox")
    if listing == memory.asked and outcome in (Outcome.SUCCEEDED, Outcome.CANCELED):
        return Decision(settle(memory, listing), "nothing new in the inbox")
    if listing != memory.seen:
        return Decision(_update(memory, seen=listing), "the inbox has changed; waiting until it is quiet")
    if listing != memory.asked or outcome is Outcome.NONE:
        return _ask(_update(memory, tries=0), listing)
    return _after_failure(memory, listing, now, pace)


def settle(memory: Memory, listing: str) -> Memory:
    """Nothing is left to ask for."""
    return Memory(seen=listing, settled=listing, error=memory.error)


def _after_failure(memory: Memory, listing: str, now: datetime, pace: Pace) -> Decision:
    if memory.tries >= pace.tries:
        reason = f"given up after {memory.tries} failed runs; the daily schedule goes on"
        return Decision(settle(memory, listing), reason, given_up=True)
    failed_at = memory.failed_at or now
    if now < failed_at + pace.pause(memory.tries):
        return Decision(_update(memory, failed_at=failed_at), "the last run failed; waiting before the next try")
    return _ask(memory, listing)


def _ask(memory: Memory, listing: str) -> Decision:
    asking = _update(memory, settled="", asked=listing, tries=memory.tries + 1, failed_at=None)
    return Decision(asking, f"try {asking.tries}", is_asking=True)


def _update(memory: Memory, **values: object) -> Memory:
    return memory.model_copy(update=values)
