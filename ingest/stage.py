"""Ingest: take in whatever the inbox holds. Calling it again, or after a crash, changes nothing more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from ingest.arrivals import record_arrivals
from ingest.contracts.contract import Contract
from ingest.derive import Progress, derive_arrivals
from ingest.lake.ledger import Arrival, Outcome, Refusal
from ingest.places import Places
from ingest.wall.limits import ReadingLimits
from park_brain.installation import Installation


@dataclass(frozen=True)
class FileOutcome:
    """What became of one file that lies in the inbox now."""

    arrival: Arrival
    outcome: Outcome
    is_new: bool


@dataclass(frozen=True)
class IngestReport:
    """Every file of the inbox and what became of it."""

    files: tuple[FileOutcome, ...]
    waiting: tuple[Arrival, ...] = ()
    """Files that somebody still writes to; they are read by a later refresh."""

    @property
    def new_files(self) -> int:
        """Files read in this run."""
        return sum(file.is_new for file in self.files)

    @property
    def refusals(self) -> list[tuple[Arrival, Refusal]]:
        """Files, or sheets of them, that could not be taken in."""
        return [(file.arrival, refusal) for file in self.files for refusal in file.outcome.refusals]


def take_in(
    home: Installation,
    contracts: Mapping[str, Contract],
    progress: Progress = lambda _: None,
    *,
    seen_at: datetime | None = None,
    limits: ReadingLimits | None = None,
    places: Places | None = None,
) -> IngestReport:
    """Land every arrival that today's contracts have not judged yet; a changed contract re-derives from raw.

    ``seen_at``: the clock. ``limits``: files are read behind the wall and growing ones wait; without, all are read
    here.
    """
    inbox = record_arrivals(home, seen_at, limits.quiet_seconds if limits else 0)
    arrivals = inbox.arrivals
    derived = derive_arrivals(home, contracts, arrivals, progress, limits=limits, places=places)
    present = (arrival.as_shown for arrival in arrivals if arrival.arrival_id in inbox.present)
    return IngestReport(
        tuple(FileOutcome(a, *derived[a.arrival_id]) for a in present),
        tuple(arrival.as_shown for arrival in inbox.waiting),
    )
