"""Line: what the log of a run holds of each stage, and what people are told of deliveries that were refused.

Counts, codes and ids only: names of files may name persons.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from park_brain.line.run import Run
from park_brain.run_log import Value, event

Entry = dict[str, Value]
REFUSED_SHOWN = 20


def note_stage(run: Run, stage: str) -> None:
    """Log a stage that has ended, with what it found."""
    entry = ENTRIES[stage](run) if stage in ENTRIES else {}
    event("stage", stage=stage, seconds=run.durations[stage], **entry)


def note_start(run: Run) -> None:
    """Log what a run was asked."""
    event("asked", as_of=run.as_of.isoformat(), business_date=run.business_date.isoformat(), rules=run.rules)


def refused_now(run: Run) -> str | None:
    """How many deliveries read in this run were refused, by sender and reason; ``None``: all were taken in."""
    assert run.ingested is not None
    refused = Counter(
        (file.arrival.region or "wrong place", file.arrival.department, refusal.code)
        for file in run.ingested.files
        if file.is_new
        for refusal in file.outcome.refusals
    )
    if not refused:
        return None
    lines = [f"{count} {code}: {region} {sender}".rstrip() for (region, sender, code), count in sorted(refused.items())]
    more = [f"and {len(lines) - REFUSED_SHOWN} more senders and reasons"] if len(lines) > REFUSED_SHOWN else []
    head = f"{refused.total()} files or sheets were refused; everything else went on. Each stands in dq_file and in its"
    return "\n".join((f"{head} notice under receipts/.", *lines[:REFUSED_SHOWN], *more))


def damaged_now(run: Run) -> str | None:
    """What of the lake was found damaged in this run; ``None``: nothing."""
    lines = [str(damage) for damage in run.damages]
    return (
        "\n".join(("found damaged; each stands in dq_file, see park fsck:", *lines[:REFUSED_SHOWN])) if lines else None
    )


def _land(run: Run) -> Entry:
    assert run.ingested is not None
    new = [file for file in run.ingested.files if file.is_new]
    refused = [file.arrival.arrival_id for file in new if file.outcome.refusals]
    return {
        "files": len(run.ingested.files),
        "files_read": len(new),
        "batches": len(run.batches),
        "damages": [str(damage.damage_id) for damage in run.damages],
        "refusals": _counts(refusal.code for file in new for refusal in file.outcome.refusals),
        "refused_files": refused,
    }


def _judge(run: Run) -> Entry:
    return {"verdicts": _counts(verdict.verdict for verdict in run.verdicts.values())}


def _select(run: Run) -> Entry:
    assert run.selection is not None
    rows = {code: count for code, count in sorted(run.selection.rows.items()) if count}
    return {"batches": _counts(choice.state for choice in run.selection.choices), "rows": rows}


def _counts(codes: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(codes).items()))


def _reuse(run: Run) -> Entry:
    return {"release": run.release.id if run.release else None}


def _build(run: Run) -> Entry:
    assert run.built is not None
    return {
        "models": run.built.models,
        "tests_passed": run.built.tests_passed,
        "tests_warned": run.built.tests_warned,
        "warnings": list(run.built.failures),
    }


def _publish(run: Run) -> Entry:
    assert run.release is not None
    tables = run.release.tables.values()
    return {"release": run.release.id, "tables": len(tables), "rows": sum(rows for rows, _ in tables)}


ENTRIES: dict[str, Callable[[Run], Entry]] = {
    "land": _land,
    "judge": _judge,
    "select": _select,
    "reuse": _reuse,
    "build": _build,
    "publish": _publish,
}
"""Stage -> what it found; the others have nothing to count."""
