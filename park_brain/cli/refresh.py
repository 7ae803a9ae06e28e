"""Command line: bring the release up to date, read a list again, look at what is published, go back."""

from __future__ import annotations

import os
from datetime import datetime
from typing import Annotated

import typer

from park_brain.cli.terminal import DEFAULT_HOME, HomeOption, console, progress, stop
from park_brain.installation import Installation


def refresh(
    home: HomeOption = DEFAULT_HOME,
    as_of: Annotated[
        str | None, typer.Option(help="Rebuild what was known then, e.g. 2024-01-20T00:00 (Asia/Shanghai).")
    ] = None,
    threads: Annotated[int | None, typer.Option(help="DuckDB threads; default: all cores.")] = None,
) -> None:
    """Take in what is in the inbox, validate, build, test and publish."""
    from park_brain.cli import report
    from park_brain.cli.border import border
    from park_brain.configuration import load_configuration
    from park_brain.fingerprints import LastRefresh
    from park_brain.line import refresh as run_refresh

    place = Installation(home.resolve())
    instant = _instant(as_of)
    with border(place, "park refresh failed", "no release was published, the last one is untouched"):
        configuration = load_configuration(place, os.environ)
        with progress("starting") as say:
            result = run_refresh(place, instant, say, threads, configuration)
    if isinstance(result, LastRefresh):
        console.print(report.nothing_new(place, result), markup=False)
    else:
        report.print_run(console, result)


def replay(list_code: Annotated[str, typer.Argument(metavar="LIST")], home: HomeOption = DEFAULT_HOME) -> None:
    """Read all files of a list again under today's contract and show what changes; publishes nothing."""
    from ingest.contracts.contract import load_contracts
    from park_brain.cli.border import attended
    from park_brain.configuration import load_configuration
    from park_brain.line import replay as run_replay

    place = Installation(home.resolve())
    if list_code not in load_contracts():
        stop(f"there is no list {list_code}; lists are named like tax.tax_paid")
    with attended(place, "nothing was compared"):
        report, choices = run_replay(place, list_code, configuration=load_configuration(place, os.environ))
    lines = [f"{list_code}: {report.files_read} files read again, {len(report.batches)} batches"]
    lines += [str(batch) for batch in report.batches]
    lines += [f"refused: {arrival.path}: {refusal.en}" for arrival, refusal in report.refusals]
    lines += ["park refresh would then use:"]
    lines += [f"{c.batch.path} {c.batch.period}: {c.state}, {c.reason}" for c in choices]
    console.print("\n".join(lines), markup=False, highlight=False, soft_wrap=True)


def status(home: HomeOption = DEFAULT_HOME) -> None:
    """Batches, open violations, current release and the last duration."""
    from park_brain.cli import report

    report.print_status(console, Installation(home.resolve()))


def list_releases(home: HomeOption = DEFAULT_HOME) -> None:
    """Every release that is kept, newest first."""
    from park_brain.cli import report

    report.print_releases(console, Installation(home.resolve()))


def rollback(release_id: str, home: HomeOption = DEFAULT_HOME) -> None:
    """Let readers see an earlier release again, until new data arrives."""
    from park_brain.cli.border import attended
    from park_brain.lock import writer_lock
    from park_brain.release_folder import rollback as roll_back

    place = Installation(home.resolve())
    with attended(place, "readers see what they saw"), writer_lock(place):
        roll_back(place, release_id)
    console.print(f"current is now {release_id}; it stays until new data arrives", markup=False)


def _instant(text: str | None) -> datetime | None:
    from park_brain.clock import to_utc

    if text is None:
        return None
    try:
        return to_utc(datetime.fromisoformat(text))
    except ValueError:
        stop(f"--as-of {text} is no date and time; write it like 2024-01-20T00:00")
