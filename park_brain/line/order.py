"""Line: the order of the stages, written once, and the refresh that runs them under the writer lock.

``refresh`` decides "nothing new" from fingerprints before anything heavy is imported.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from park_brain import clock, fingerprints
from park_brain.clock import in_zhejiang, utc_now
from park_brain.configuration import DEFAULTS, Configuration
from park_brain.failure import Failure
from park_brain.installation import Installation
from park_brain.line import stages
from park_brain.line.journal import note_stage, note_start
from park_brain.line.run import NothingToPublishError, Run
from park_brain.lock import writer_lock
from park_brain.rules import check_rules
from park_brain.run_log import run_log

Stage = Callable[[Run], None]
ORDER: tuple[Stage, ...] = (
    stages.land,
    stages.judge,
    stages.receipts,
    stages.select,
    stages.reuse,
    stages.identity,
    stages.build,
    stages.release,
    stages.reports,
    stages.publish,
)
LAST = ORDER[-1]


class ClockError(Failure):
    """The clock was set back: an implicit now would take from readers what they have seen."""


def refresh(
    home: Installation,
    as_of: datetime | None = None,
    progress: Callable[[str], None] = lambda _: None,
    threads: int | None = None,
    configuration: Configuration = DEFAULTS,
) -> Run | fingerprints.LastRefresh:
    """Bring the release up to date as of an instant (naive UTC; default now).

    Returns the last refresh untouched where nothing is new. Any error leaves the last release as it is.

    Raises:
        WriterBusyError: another process is writing to this home.
        RulesError: the county's own rules cannot be used.
        ClockError: it is earlier than the last refresh, says the clock.
    """
    home.prepare()
    with writer_lock(home), run_log(home, "park refresh", configuration.log.keep):
        instant, seen_at = instants(home, as_of)
        run = begin(home, instant, progress, threads, configuration, seen_at=seen_at)
        if last := fingerprints.nothing_new(home, run.inputs, run.as_of):
            return last
        advance(run)
    return run


def begin(
    home: Installation,
    as_of: datetime,
    progress: Callable[[str], None] = lambda _: None,
    threads: int | None = None,
    configuration: Configuration = DEFAULTS,
    seen_at: datetime | None = None,
) -> Run:
    """A refresh that has seen its inputs and run no stage yet; needs the writer lock. ``seen_at``: the clock.

    Raises:
        RulesError: the county's own rules cannot be used.
    """
    check_rules(home)
    inputs = fingerprints.inputs_fingerprint(home, clock.business_date(as_of))
    run = Run(home, as_of, inputs, progress, threads or configuration.build.threads, configuration, seen_at=seen_at)
    note_start(run)
    return run


def instants(home: Installation, stated: datetime | None) -> tuple[datetime, datetime]:
    """The instant of a refresh, stated or now, and what the clock says.

    Without a stated one both are read once: what was received just now would else lie a moment after the instant.

    Raises:
        ClockError: as ``now`` does.
    """
    if stated:
        return stated, utc_now()
    present = now(home)
    return present, present


def now(home: Installation) -> datetime:
    """The instant of a refresh of which nobody asked another: the present one.

    Raises:
        ClockError: it lies before the last refresh. A clock that was set back must not take from readers what they
            have seen.
    """
    present, last = utc_now(), fingerprints.last_instant(home)
    if last is not None and present < last:
        raise ClockError(
            f"the clock says {in_zhejiang(present):%Y-%m-%d %H:%M} (Asia/Shanghai), but the last refresh was as of "
            f"{in_zhejiang(last):%Y-%m-%d %H:%M}: set the clock right; if the last refresh had the wrong time, "
            f"state the right one once: park refresh --as-of {in_zhejiang(present):%Y-%m-%dT%H:%M}"
        )
    return present


def advance(run: Run, until: Stage = LAST) -> None:
    """Run the stages that have not run yet, up to and including this one; once there is a release, none is needed.

    A stage that fails may stand on damaged files: where some are found, it all begins once more without them. At the
    end of the line the run is remembered, so that the next one can tell whether anything is new.
    """
    try:
        _run_stages(run, until)
    except NothingToPublishError:
        raise
    except Exception:
        if run.batches == [] or not stages.mend_after(run):
            raise
        run.durations.clear()
        _run_stages(run, until)
    if until is LAST:
        _remember(run)


def _run_stages(run: Run, until: Stage) -> None:
    for stage in ORDER:
        if run.release is None and stage.__name__ not in run.durations:
            with run.timed(stage.__name__):
                stage(run)
            note_stage(run, stage.__name__)
        if stage is until:
            break


def _remember(run: Run) -> None:
    assert run.selection is not None and run.release is not None
    fingerprints.remember(
        run.home,
        fingerprints.LastRefresh(
            inputs=run.inputs,
            as_of=run.as_of,
            business_date=run.business_date,
            release_id=run.release.id,
            next_due=run.selection.next_due,
            seconds=round(sum(run.durations.values()), 2),
            lake=fingerprints.lake_fingerprint(run.home),
        ),
    )
