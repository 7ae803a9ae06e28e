"""Refresh: the one way from inbox to release. The CLI and the Dagster job call these same functions.

``refresh`` decides "nothing new" from fingerprints before anything heavy is imported; otherwise the stages
run in order under the writer lock. A stage takes the run and leaves its result on it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from park_brain import clock, fingerprints
from park_brain.clock import utc_now
from park_brain.installation import Installation
from park_brain.lock import writer_lock
from park_brain.release_folder import Release, list_releases, make_current

if TYPE_CHECKING:
    from expectations.suite import Verdict
    from identity.stage import DeriveReport
    from ingest.contracts.contract import Contract
    from ingest.lake.ledger import BatchRecord
    from ingest.replay import ReplayReport
    from ingest.stage import IngestReport
    from warehouse.build.history import History
    from warehouse.build.stage import BuildReport
    from warehouse.select.selection import Choice
    from warehouse.select.stage import Selection


class NothingToPublishError(RuntimeError):
    """No delivery counts: there is nothing a mart could be made of."""


@dataclass
class Run:
    """One refresh under way: what it was asked, and what each stage found."""

    home: Installation
    as_of: datetime
    """Naive UTC: deliveries received later do not count."""
    say: Callable[[str], None] = lambda _: None
    threads: int | None = None
    durations: dict[str, float] = field(default_factory=dict)
    ingested: IngestReport | None = None
    batches: list[BatchRecord] = field(default_factory=list)
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    selection: Selection | None = None
    derived: DeriveReport | None = None
    built: BuildReport | None = None
    history: History | None = None
    """What was published before; known once built."""
    release: Release | None = None

    @property
    def business_date(self) -> date:
        """The day in Zhejiang at ``as_of``."""
        return clock.business_date(self.as_of)

    @property
    def contracts(self) -> dict[str, Contract]:
        """Today's contracts."""
        from ingest.contracts.contract import load_contracts

        return load_contracts()

    @property
    def figures_fingerprint(self) -> str:
        """What the figures of this run are a function of; known once batches are selected."""
        assert self.selection is not None, "select before releasing"
        return fingerprints.figures_fingerprint(self.selection.fingerprint, self.business_date)

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Say which stage runs and remember how long it took."""
        self.say(stage)
        started = time.monotonic()
        yield
        self.durations[stage] = round(time.monotonic() - started, 2)


def stage_ingest(run: Run) -> IngestReport:
    """Inbox to lake: land every new file, then judge every batch that has no verdict."""
    from expectations.run import judge
    from feedback.receipt import write_receipts
    from ingest.lake.ledger import load_batches
    from ingest.parser_version import derivation_of
    from ingest.stage import take_in

    contracts = run.contracts
    with run.timed("land"):
        run.ingested = take_in(run.home, contracts, run.say)
        run.batches = load_batches(run.home, {code: derivation_of(c) for code, c in contracts.items()})
    with run.timed("judge"):
        run.verdicts = judge(run.home, contracts, run.batches)
        write_receipts(run.home, contracts, run.ingested.files, run.batches, run.verdicts)
    return run.ingested


def stage_select(run: Run) -> Selection:
    """Choose the batch that counts for every list, region, part and period.

    Raises:
        NothingToPublishError: no batch counts; an empty mart must not take the place of a release.
    """
    from warehouse.select.stage import select

    with run.timed("select"):
        run.selection = select(run.home, run.contracts, run.batches, run.verdicts, as_of=run.as_of)
    if not any(choice.state == "selected" for choice in run.selection.choices):
        raise NothingToPublishError(_why_nothing(run))
    return run.selection


def stage_identity(run: Run) -> DeriveReport:
    """Give every enterprise and parcel its key."""
    from identity.stage import derive

    with run.timed("identity"):
        run.derived = derive(run.home, run.contracts, run.business_date)
    return run.derived


def stage_build(run: Run) -> BuildReport:
    """Build and test staging, intermediate and marts, following what readers see now."""
    from warehouse.build.history import current_history
    from warehouse.build.stage import build

    with run.timed("build"):
        run.history = current_history(run.home)
        run.built = build(
            run.home,
            run.contracts,
            as_of=run.as_of,
            business_date=run.business_date,
            threads=run.threads,
            history=run.history,
        )
    return run.built


def stage_release(run: Run) -> Release:
    """Publish what was built and switch ``current``."""
    from warehouse.build.dbt_run import manifest_path
    from warehouse.release.stage import Publication, publish

    assert run.selection is not None and run.built is not None and run.history is not None, "build before releasing"
    with run.timed("release"):
        run.release = publish(
            run.home,
            Publication(
                fingerprint=fingerprints.release_fingerprint(run.figures_fingerprint, run.history.digest),
                figures=run.figures_fingerprint,
                as_of=run.as_of,
                business_date=run.business_date,
                selection=run.selection,
                dbt_manifest=manifest_path(run.home),
                tests={"passed": run.built.tests_passed, "warned": run.built.tests_warned},
                durations=dict(run.durations),
            ),
        )
    return run.release


def refresh(
    home: Installation,
    as_of: datetime | None = None,
    say: Callable[[str], None] = lambda _: None,
    threads: int | None = None,
) -> Run | fingerprints.LastRefresh:
    """Bring the release up to date as of an instant (naive UTC; default now).

    Returns the last refresh untouched where nothing is new. Any error leaves the last release as it is.

    Raises:
        WriterBusyError: another process is writing to this home.
    """
    home.prepare()
    run = Run(home, as_of or utc_now(), say, threads)
    with writer_lock(home):
        inputs = fingerprints.inputs_fingerprint(home, run.business_date)
        if last := fingerprints.nothing_new(home, inputs, run.as_of):
            return last
        run_stages(run)
        finish(run, inputs)
    return run


def run_stages(run: Run) -> None:
    """All stages in order; a release with the figures these inputs give is used again instead of built again."""
    stage_ingest(run)
    stage_select(run)
    known = next((r for r in list_releases(run.home) if r.figures == run.figures_fingerprint), None)
    if known is not None:
        make_current(run.home, known.id)
        run.release = known
        return
    stage_identity(run)
    stage_build(run)
    stage_release(run)


def replay(
    home: Installation, code: str, say: Callable[[str], None] = lambda _: None
) -> tuple[ReplayReport, tuple[Choice, ...]]:
    """Re-derive a list from raw under today's contract, publish nothing; what changed, and what would count now.

    Raises:
        KeyError: there is no such list.
        WriterBusyError: another process is writing to this home.
    """
    from expectations.run import judge
    from ingest import replay as stage
    from ingest.lake.ledger import load_batches
    from ingest.parser_version import derivation_of
    from warehouse.select.rules import choose
    from warehouse.select.stage import known_decisions

    home.prepare()
    contracts = Run(home, utc_now()).contracts
    contract = contracts[code]
    with writer_lock(home):
        report = stage.replay(home, contracts, code, say)
        batches = load_batches(home, {code: derivation_of(contract)})
        verdicts = judge(home, contracts, batches)
        return report, tuple(choose(batches, verdicts, utc_now(), contracts, known_decisions(home)))


def _why_nothing(run: Run) -> str:
    assert run.ingested is not None and run.selection is not None
    refused = [f"{arrival.path}: {refusal.en}" for arrival, refusal in run.ingested.refusals]
    unused = [f"{choice.batch.path}: {choice.reason}" for choice in run.selection.choices]
    reasons = "\n".join((*refused, *unused)) or f"{run.home.inbox} holds no file"
    return f"no delivery can be used; put lists under inbox/<region code>/<department>/\n{reasons}"


def finish(run: Run, inputs: str) -> None:
    """Remember what this run saw, so that the next one can tell whether anything is new."""
    assert run.selection is not None and run.release is not None
    fingerprints.remember(
        run.home,
        fingerprints.LastRefresh(
            inputs=inputs,
            as_of=run.as_of,
            business_date=run.business_date,
            release_id=run.release.id,
            next_due=run.selection.next_due,
            seconds=round(sum(run.durations.values()), 2),
        ),
    )
