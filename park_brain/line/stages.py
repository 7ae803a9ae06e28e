"""Line: one function per stage; each calls its own package and leaves the result on the run.

Packages are imported when their stage runs: "nothing new" is decided without any of them.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from park_brain import fingerprints
from park_brain.alert import alert
from park_brain.clock import utc_now
from park_brain.files import unreadable_parquet
from park_brain.housekeeping import Retention, tidy
from park_brain.line.journal import damaged_now, refused_now
from park_brain.line.run import NothingToPublishError, Run, reading_limits
from park_brain.release_folder import list_releases, make_current
from park_brain.rules import rules_content

LOG = logging.getLogger("park_brain")


def land(run: Run) -> None:
    """Inbox to lake: read every new file, and what is damaged again, and know every batch.

    What killed runs left is removed first: whoever holds the lock knows that nobody uses it.
    """
    from ingest.lake.ledger import load_batches
    from ingest.mend import mend
    from ingest.parser_version import derivation_of
    from ingest.stage import take_in

    tidy(run.home)
    mend(run.home, run.contracts, utc_now())
    limits = reading_limits(run.configuration)
    run.ingested = take_in(run.home, run.contracts, run.progress, seen_at=run.seen_at, limits=limits)
    run.batches = load_batches(run.home, {code: derivation_of(c) for code, c in run.contracts.items()})


def mend_after(run: Run) -> bool:
    """After a stage failed: read the rows and caches it stands on to their end; whether anything was damaged.

    What is damaged is set aside or, where it can simply be made again, removed; files are read again from raw.
    """
    from ingest.mend import mend_unreadable

    found = len(mend_unreadable(run.home, run.contracts, run.batches, utc_now()))
    for folder in (run.home.selected, run.home.derived):
        for cached in folder.rglob("*.parquet"):
            if reason := unreadable_parquet(cached):
                LOG.warning("%s cannot be read (%s); it is made again", cached, reason)
                cached.unlink()
                found += 1
    return found > 0


def judge(run: Run) -> None:
    """Judge every batch that has no verdict."""
    from expectations.run import judge as judge_batches

    run.verdicts = judge_batches(run.home, run.contracts, run.batches)


def receipts(run: Run) -> None:
    """Tell every sender what became of its file, and the engineer how many were refused."""
    from feedback.receipt import write_receipts

    assert run.ingested is not None
    write_receipts(run.home, run.contracts, run.ingested.files, run.batches, run.verdicts, as_of=run.as_of)
    if refused := refused_now(run):
        alert(run.home, "deliveries refused", refused, webhook=run.configuration.alerts.webhook)
    if damaged := damaged_now(run):
        alert(run.home, "damage in the lake", damaged, webhook=run.configuration.alerts.webhook)


def select(run: Run) -> None:
    """Choose the batch that counts for every list, region, part and period.

    Raises:
        NothingToPublishError: no batch counts; an empty mart must not take the place of a release.
    """
    from warehouse.select.stage import select as select_batches

    waiting = run.ingested.waiting if run.ingested else ()
    run.selection = select_batches(run.home, run.contracts, run.batches, run.verdicts, as_of=run.as_of, waiting=waiting)
    if not any(choice.state == "selected" for choice in run.selection.choices):
        raise NothingToPublishError(*_why_nothing(run))


def reuse(run: Run) -> None:
    """Take the release that has the figures these inputs give, where there is one, instead of building it again."""
    run.release = next((r for r in list_releases(run.home) if r.figures == run.figures_fingerprint), None)
    if run.release is not None:
        make_current(run.home, run.release.id)


def identity(run: Run) -> None:
    """Give every enterprise and parcel its key."""
    from identity.stage import derive

    run.derived = derive(run.home, run.contracts, run.business_date)


def build(run: Run) -> None:
    """Build and test staging, intermediate and marts, following what readers see now."""
    from warehouse.build.history import current_history
    from warehouse.build.stage import build as build_marts

    run.history = current_history(run.home)
    run.built = build_marts(
        run.home,
        run.contracts,
        as_of=run.as_of,
        business_date=run.business_date,
        threads=run.threads,
        history=run.history,
    )


def release(run: Run) -> None:
    """Copy what was built into the draft of a release and verify the copy."""
    from warehouse.build.dbt_run import manifest_path
    from warehouse.release.draft import Publication
    from warehouse.release.stage import write_draft

    assert run.selection is not None and run.built is not None and run.history is not None, "build before releasing"
    publication = Publication(
        fingerprint=fingerprints.release_fingerprint(run.figures_fingerprint, run.history.digest),
        figures=run.figures_fingerprint,
        rules=fingerprints.rules_fingerprint(run.home),
        county_rules=rules_content(run.home),
        as_of=run.as_of,
        business_date=run.business_date,
        selection=run.selection,
        dbt_manifest=manifest_path(run.home),
        tests={"passed": run.built.tests_passed, "warned": run.built.tests_warned},
        warnings=(*run.built.failures, *map(str, run.damages)),
        durations=dict(run.durations),
    )
    run.draft = write_draft(run.home, publication)


def reports(run: Run) -> None:
    """Write the workbooks of departments into the draft, made of the verified copy."""
    from reports.stage import write_reports

    assert run.selection is not None and run.draft is not None, "release before reporting"
    if not run.draft.is_published:
        records = [choice.batch for choice in run.selection.choices]
        run.reports = write_reports(run.home, run.draft.folder, run.contracts, records, run.business_date)


def publish(run: Run) -> None:
    """Make the draft the release that readers see."""
    from warehouse.release.stage import publish as publish_draft

    assert run.draft is not None, "release before publishing"
    kept = run.configuration.releases
    retention = Retention(kept.keep, timedelta(hours=kept.keep_hours), kept.most, kept.most_gb * 1024**3)
    run.release = publish_draft(run.home, run.draft, run.reports, retention)


def _why_nothing(run: Run) -> tuple[str, str]:
    """The reasons by file, and what an alert may hold of them."""
    assert run.ingested is not None and run.selection is not None
    refused = [f"{arrival.path}: {refusal.en}" for arrival, refusal in run.ingested.refusals]
    unused = [f"{choice.batch.path}: {choice.reason}" for choice in run.selection.choices]
    reasons = "\n".join((*refused, *unused)) or f"{run.home.inbox} holds no file"
    advice = "no delivery can be used; put lists under inbox/<region code>/<department>/"
    return f"{advice}\n{reasons}", f"{advice}\n{len(refused)} refusals, {len(unused)} deliveries not used"
