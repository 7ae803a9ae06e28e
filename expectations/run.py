"""Expectations: judge every batch that has no verdict of its suite yet, and remember the verdicts.

Great Expectations (five seconds to import) is reached for only when something is missing.
"""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from expectations.suite import Check, Verdict, suite_hash, verdict_of
from ingest.contracts.contract import Contract, Expectation
from ingest.lake.damage import set_aside
from ingest.lake.ledger import BatchRecord, write_record
from ingest.lake.records import DamagedRecordError, read_record
from park_brain.clock import utc_now
from park_brain.installation import Installation

LOG = logging.getLogger("park_brain")
WRITERS = 4
"""The disk confirms several records at once, and while the next batch is judged."""


def judge(home: Installation, contracts: dict[str, Contract], batches: list[BatchRecord]) -> dict[str, Verdict]:
    """Verdict of every batch by ``batch_id``; missing ones are computed and stored in the lake."""
    suites = {code: suite_hash(contract) for code, contract in contracts.items()}
    verdicts: dict[str, Verdict] = {}
    missing: list[BatchRecord] = []
    for batch in batches:
        if not needs_judging(batch, contracts[batch.list]):
            verdicts[batch.batch_id] = verdict_of(batch.batch_id, suites[batch.list], ())
        elif known := _known(home, batch, suites[batch.list]):
            verdicts[batch.batch_id] = known
        else:
            missing.append(batch)
    if missing:
        verdicts.update(_judge_now(home, contracts, suites, missing))
    return verdicts


def _known(home: Installation, batch: BatchRecord, suite: str) -> Verdict | None:
    """The stored verdict; a damaged one is set aside, and the batch judged again."""
    path = verdict_path(home, batch, suite)
    if not path.exists():
        return None
    try:
        verdict = read_record(path, Verdict)
        wrong = "" if verdict.is_of(batch.batch_id, suite) else "is the verdict of another batch"
    except DamagedRecordError as error:
        wrong = f"cannot be understood ({error})"
    if wrong:
        LOG.warning("%s", set_aside(home, path, wrong, "set aside, the batch is judged again", utc_now()))
        return None
    return verdict


def verdict_path(home: Installation, batch: BatchRecord, suite: str) -> Path:
    """Where the verdict of one suite on one derivation of a batch is kept."""
    return home.lake / "verdicts" / batch.list / f"{batch.batch_id}.{batch.derivation}.{suite[:12]}.json"


def needs_judging(batch: BatchRecord, contract: Contract) -> bool:
    """A nil delivery says there is nothing to report; there is nothing to judge."""
    return not batch.is_nil and bool(contract.expectations)


def _judge_now(
    home: Installation, contracts: dict[str, Contract], suites: dict[str, str], missing: list[BatchRecord]
) -> dict[str, Verdict]:
    from expectations.later import load_later

    load_later("scipy.stats", "altair")
    from expectations.gx_duckdb import Subject, evaluate

    home.tmp.mkdir(parents=True, exist_ok=True)
    by_id = {batch.batch_id: batch for batch in missing}
    subjects = [Subject(b.batch_id, b.list, b.typed_path(home), contracts[b.list].expectations) for b in missing]
    verdicts: dict[str, Verdict] = {}
    with ThreadPoolExecutor(WRITERS) as writers:
        written = []
        for subject, findings in evaluate(subjects, home.tmp):
            batch = by_id[subject.batch_id]
            checks = tuple(
                _check(expectation, finding.success, finding.observed)
                for expectation, finding in zip(subject.expectations, findings, strict=True)
            )
            verdict = verdict_of(batch.batch_id, suites[batch.list], checks)
            written.append(writers.submit(write_record, verdict_path(home, batch, suites[batch.list]), verdict))
            verdicts[batch.batch_id] = verdict
        for record in written:
            record.result()  # raises what writing raised
    return verdicts


def _check(expectation: Expectation, success: bool, observed: str) -> Check:
    return Check(
        expectation=expectation.type,
        column=expectation.column,
        severity=expectation.severity,
        success=success,
        observed=observed,
        expected=", ".join(f"{name}={value}" for name, value in sorted(expectation.args.items())),
        reason=expectation.reason,
        zh=expectation.zh,
    )
