"""Command line: link any list of enterprises to a register, or to the enterprises of the current release."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from park_brain.cli.terminal import DEFAULT_HOME, HomeOption, console, stop
from park_brain.installation import Installation

if TYPE_CHECKING:
    import polars as pl


def match(
    query: Annotated[
        Path | None, typer.Argument(help="CSV with id, name and, if known, uscc, address, region_code.")
    ] = None,
    master: Annotated[
        Path | None, typer.Option(help="Register in the same form; default: the current release.")
    ] = None,
    out: Annotated[Path, typer.Option(help="CSV to write, one row per query.")] = Path("links.csv"),
    evaluate: Annotated[Path | None, typer.Option(help="Labels: query_id, master_id (empty = none).")] = None,
    links: Annotated[Path | None, typer.Option(help="Links to evaluate without matching again.")] = None,
    home: HomeOption = DEFAULT_HOME,
) -> None:
    """Link any list of enterprises to a register, or say with labels how good such links are."""
    from identity.matching.evaluation import evaluate_files, print_evaluation
    from identity.matching.files import MatchInputError
    from park_brain.clock import business_date, utc_now

    if query is None and evaluate is None:
        stop("name a list to match, or labels with --evaluate")
    try:
        if query is not None and links is None:
            done = link_files(query, master, out, Installation(home.resolve()), business_date(utc_now()))
            methods = ", ".join(f"{method or 'none'} {n}" for method, n in done.methods.items())
            console.print(
                f"{done.queries} queries against {done.masters} enterprises in {done.seconds:.1f} s: {methods}"
            )
            console.print(str(out), soft_wrap=True, highlight=False, markup=False)
        if evaluate is not None:
            print_evaluation(console, evaluate_files(links or out, evaluate))
    except MatchInputError as error:
        stop(str(error))


@dataclass(frozen=True)
class MatchReport:
    """What a run did: queries, links by method, seconds."""

    queries: int
    masters: int
    methods: dict[str, int]
    seconds: float


def release_masters(home: Installation) -> pl.DataFrame:
    """The registered enterprises of the current release as a register to match against.

    Raises:
        MatchInputError: there is no release.
    """
    from identity.matching.files import MatchInputError
    from park_brain.release_reader import NoReleaseError, connect

    try:
        reader = connect(home)
    except NoReleaseError:
        message = f"{home.root} has no release; name a register with --master, or run park refresh"
        raise MatchInputError(message) from None
    with reader:
        return reader.execute(
            """select enterprise_id as id, coalesce(enterprise_name, '') as name, coalesce(uscc, '') as uscc,
                coalesce(address, '') as address, coalesce(county_code, region_code, '') as region_code,
                coalesce(former_name, '') as former_name
            from dim_enterprise where uscc is not null order by enterprise_id"""
        ).pl()


def link_files(query: Path, master: Path | None, out: Path, home: Installation, day: date) -> MatchReport:
    """Link a list to a register, or to the current release, and write the result.

    Raises:
        MatchInputError: a file is not what it should be.
    """
    import polars as pl

    from feedback.workbook import safe_text
    from identity.matching import files

    started = time.monotonic()
    queries = files.read_list(query)
    files.check_ids(query, queries)
    if master is None:
        masters = release_masters(home)
    else:
        masters = files.read_list(master)
        files.check_ids(master, masters)
    found = files.match(queries, masters, home.tmp, day)
    out.parent.mkdir(parents=True, exist_ok=True)
    found.with_columns(pl.col(pl.String).map_elements(safe_text, pl.String)).write_csv(out)
    methods = dict(sorted(found.group_by("method").len().iter_rows()))
    return MatchReport(len(queries), len(masters), methods, time.monotonic() - started)
