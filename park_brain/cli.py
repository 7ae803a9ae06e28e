"""The ``park`` command: what engineers type. It parses, calls one function, and prints."""

from __future__ import annotations

import logging
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal, NoReturn

import typer
from rich.console import Console

from park_brain.home import Home

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help="Park Brain 园区大脑: from departments' files to a mart."
)
releases = typer.Typer(no_args_is_help=True, help="Published releases.")
app.add_typer(releases, name="release")
MIN_WIDTH = 116
"""The tables need it; a log file or a narrow terminal scrolls instead of losing columns."""
console = Console(width=max(Console().width, MIN_WIDTH))

HomeOption = Annotated[
    Path, typer.Option("--home", envvar="PARK_HOME", help="Folder with inbox, lake, work and release.")
]
DEFAULT_HOME = Path("state")
EXIT_NO_RELEASE = 2


@app.command()
def refresh(
    home: HomeOption = DEFAULT_HOME,
    as_of: Annotated[
        str | None, typer.Option(help="Rebuild what was known then, e.g. 2024-01-20T00:00 (Asia/Shanghai).")
    ] = None,
    threads: Annotated[int | None, typer.Option(help="DuckDB threads; default: all cores.")] = None,
) -> None:
    """Take in what is in the inbox, validate, build, test and publish."""
    from park_brain import report
    from park_brain.alert import alert
    from park_brain.lock import WriterBusyError
    from park_brain.refresh import refresh as run_refresh
    from park_brain.warehouse.fingerprint import LastRefresh

    place = Home(home.resolve())
    instant = _instant(as_of)
    try:
        with console.status("starting") as status:
            result = run_refresh(place, instant, status.update, threads)
    except WriterBusyError as error:
        _stop(str(error))
    except Exception as error:
        path = alert(place, "park refresh failed", _reason(error), webhook=os.environ.get("PARK_ALERT_WEBHOOK"))
        _stop(f"no release was published, the last one is untouched: {_reason(error)}\nreport: {path}")
    if isinstance(result, LastRefresh):
        console.print(report.nothing_new(place, result))
    else:
        report.print_run(console, result)


@app.command()
def status(home: HomeOption = DEFAULT_HOME) -> None:
    """Batches, open violations, current release and the last duration."""
    from park_brain import report

    report.print_status(console, Home(home.resolve()))


@app.command()
def simulate(  # noqa: PLR0913, PLR0917 - one parameter per option of the command
    out: Annotated[Path, typer.Option(help="Folder that gets inbox/ and truth/.")],
    regions: Annotated[str, typer.Option(help="Region codes, comma separated.")] = "330683,330681,330800",
    enterprises: Annotated[int, typer.Option(help="Enterprises per region.")] = 1000,
    parcels: Annotated[int, typer.Option(help="Parcels per region.")] = 700,
    months: Annotated[int, typer.Option(help="Months of data.")] = 12,
    seed: Annotated[int, typer.Option(help="Same seed, same world.")] = 1,
    format: Annotated[Literal["xlsx", "csv", "parquet"], typer.Option(help="How the files are written.")] = "xlsx",
    faults: Annotated[Literal["default", "none", "hard"], typer.Option(help="default, none or hard.")] = "default",
    last_month: Annotated[str, typer.Option(help="Last month of data.")] = "2023-12",
) -> None:
    """Write departments' files of an invented region, and the truth about it."""
    from park_brain.ingest.delivery import SHANGHAI
    from park_brain.simulator import SimulationOptions
    from park_brain.simulator import simulate as run_simulation

    try:
        options = SimulationOptions(
            out=out.resolve(),
            regions=tuple(regions.split(",")),
            enterprises=enterprises,
            parcels=parcels,
            months=months,
            seed=seed,
            format=format,
            faults=faults,
            last_month=last_month,
        )
    except ValueError as error:
        _stop(str(error))
    done = run_simulation(options)
    as_of = f"{done.as_of.replace(tzinfo=UTC).astimezone(SHANGHAI):%Y-%m-%dT%H:%M}"
    console.print(f"{done.files} files in {out}/inbox, the truth in {out}/truth", soft_wrap=True)
    console.print(f"next: park refresh --home {out} --as-of {as_of}", soft_wrap=True)


@releases.command("list")
def list_command(home: HomeOption = DEFAULT_HOME) -> None:
    """Every release that is kept, newest first."""
    from park_brain import report

    report.print_releases(console, Home(home.resolve()))


@releases.command("rollback")
def rollback_command(release_id: str, home: HomeOption = DEFAULT_HOME) -> None:
    """Let readers see an earlier release again, until new data arrives."""
    from park_brain.lock import WriterBusyError, writer_lock
    from park_brain.warehouse.release_folder import ReleaseError, rollback

    place = Home(home.resolve())
    try:
        with writer_lock(place):
            rollback(place, release_id)
    except (ReleaseError, WriterBusyError) as error:
        _stop(str(error))
    console.print(f"current is now {release_id}; it stays until new data arrives")


def _instant(text: str | None) -> datetime | None:
    from park_brain.ingest.delivery import to_utc

    if text is None:
        return None
    try:
        return to_utc(datetime.fromisoformat(text))
    except ValueError:
        _stop(f"--as-of {text} is no date and time; write it like 2024-01-20T00:00")


def _reason(error: Exception) -> str:
    known = type(error).__module__.startswith("park_brain")
    return str(error) if known else f"{type(error).__name__}: {error}"


def _stop(message: str) -> NoReturn:
    console.print(message, style="red", markup=False, highlight=False, soft_wrap=True)
    sys.exit(EXIT_NO_RELEASE)


def main() -> None:
    """Entry point of the ``park`` command."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    app()
