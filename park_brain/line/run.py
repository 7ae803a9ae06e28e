"""Line: one refresh under way: what it was asked, and what each stage found."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from park_brain import clock, fingerprints
from park_brain.configuration import DEFAULTS, Configuration
from park_brain.failure import Failure
from park_brain.installation import Installation
from park_brain.rules import rules_digest

if TYPE_CHECKING:
    from expectations.suite import Verdict
    from identity.stage import DeriveReport
    from ingest.contracts.contract import Contract
    from ingest.lake.damage import Damage
    from ingest.lake.ledger import BatchRecord
    from ingest.stage import IngestReport
    from ingest.wall.limits import ReadingLimits
    from park_brain.release_folder import Release
    from warehouse.build.history import History
    from warehouse.build.stage import BuildReport
    from warehouse.release.draft import Draft
    from warehouse.select.stage import Selection


class NothingToPublishError(Failure):
    """No delivery counts: there is nothing a mart could be made of."""


@dataclass
class Run:
    """A stage takes the run and leaves its result on it."""

    home: Installation
    as_of: datetime
    """Naive UTC: deliveries received later do not count."""
    inputs: str
    """Fingerprint of all a refresh starts from, taken before the inbox is read."""
    progress: Callable[[str], None] = lambda _: None
    threads: int | None = None
    configuration: Configuration = DEFAULTS
    started: datetime = field(default_factory=clock.utc_now)
    """By the clock, whatever ``as_of`` says."""
    seen_at: datetime | None = None
    """The clock when the run began (naive UTC): no file is received later. Default: when the inbox is read."""
    durations: dict[str, float] = field(default_factory=dict)
    """Seconds of every stage that has run."""
    ingested: IngestReport | None = None
    batches: list[BatchRecord] = field(default_factory=list)
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    selection: Selection | None = None
    derived: DeriveReport | None = None
    built: BuildReport | None = None
    history: History | None = None
    """What was published before; known once built."""
    draft: Draft | None = None
    reports: list[Path] = field(default_factory=list)
    """Workbooks in the draft."""
    release: Release | None = None
    """Known once published, or once a release with the figures of this run is found: then the run is over."""

    @property
    def rules(self) -> str:
        """Hash of the county's own rules; empty where it has none."""
        return rules_digest(self.home)

    @property
    def business_date(self) -> date:
        """The day in Zhejiang at ``as_of``."""
        return clock.business_date(self.as_of)

    @cached_property
    def contracts(self) -> dict[str, Contract]:
        """Today's contracts."""
        from ingest.contracts.contract import load_contracts

        return load_contracts()

    @property
    def figures_fingerprint(self) -> str:
        """What the figures of this run are a function of; known once batches are selected."""
        assert self.selection is not None, "select before releasing"
        return fingerprints.figures_fingerprint(self.home, self.selection.fingerprint, self.business_date)

    @property
    def damages(self) -> list[Damage]:
        """What this run found damaged in the lake and set aside."""
        from ingest.lake.damage import known_damages

        return [damage for damage in known_damages(self.home) if damage.found_at >= self.started]

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Tell which stage runs and remember how long it took."""
        self.progress(stage)
        started = time.monotonic()
        yield
        self.durations[stage] = round(time.monotonic() - started, 2)


def reading_limits(configuration: Configuration) -> ReadingLimits:
    """What reading a file may take in this installation."""
    from ingest.wall.limits import ReadingLimits

    asked = configuration.reading
    return ReadingLimits(asked.workers, asked.memory_mb, asked.seconds, asked.quiet_seconds)
