"""The ``park`` command: what engineers type. It parses, calls one function, and prints."""

from __future__ import annotations

import logging
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal, NoReturn

import typer
from rich.console import Console

from park_brain.clock import in_zhejiang
from park_brain.installation import Installation

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help="Park Brain 园区大脑: from departments' files to a mart."
)
releases = typer.Typer(no_args_is_help=True, help="Published releases.")
app.add_typer(releases, name="release")
contracts_app = typer.Typer(no_args_is_help=True, help="What lists are.")
app.add_typer(contracts_app, name="contracts")
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
    from park_brain.alert import alert
    from park_brain.cli import report
    from park_brain.fingerprints import LastRefresh
    from park_brain.line import refresh as run_refresh
    from park_brain.lock import WriterBusyError

    place = Installation(home.resolve())
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
def replay(list_code: Annotated[str, typer.Argument(metavar="LIST")], home: HomeOption = DEFAULT_HOME) -> None:
    """Read all files of a list again under today's contract and show what changes; publishes nothing."""
    from park_brain.line import replay as run_replay
    from park_brain.lock import WriterBusyError

    try:
        report, choices = run_replay(Installation(home.resolve()), list_code)
    except KeyError:
        _stop(f"there is no list {list_code}; lists are named like tax.tax_paid")
    except WriterBusyError as error:
        _stop(str(error))
    lines = [f"{list_code}: {report.files_read} files read again, {len(report.batches)} batches"]
    lines += [str(batch) for batch in report.batches]
    lines += [f"refused: {arrival.path}: {refusal.en}" for arrival, refusal in report.refusals]
    lines += ["park refresh would then use:"]
    lines += [f"{c.batch.path} {c.batch.period}: {c.state}, {c.reason}" for c in choices]
    console.print("\n".join(lines), markup=False, highlight=False, soft_wrap=True)


@app.command()
def status(home: HomeOption = DEFAULT_HOME) -> None:
    """Batches, open violations, current release and the last duration."""
    from park_brain.cli import report

    report.print_status(console, Installation(home.resolve()))


@app.command()
def check(
    file: Annotated[Path, typer.Argument(help="要检查的文件 (the file to check).")],
    list_code: Annotated[str, typer.Option("--list", help="清单代码或名称 (list code or its Chinese name).")],
    region: Annotated[str | None, typer.Option(help="地区代码或名称, where no folder above the file says.")] = None,
    period: Annotated[str | None, typer.Option(help="报告期, e.g. 2023-06, where the file does not say.")] = None,
    part: Annotated[str | None, typer.Option(help="范围: the town or sender the file covers.")] = None,
    out: Annotated[Path | None, typer.Option(help="Write an annotated workbook (.xlsx) here.")] = None,
    home: HomeOption = DEFAULT_HOME,
) -> None:
    """检查文件: what would be accepted, refused and why; touches nothing. Exits 0 fine, 1 to mend, 2 refused."""
    from feedback.annotate import write_annotated
    from feedback.dry_run import CheckInputError, ask, find_contract, safe_target
    from feedback.dry_run import check as run_check
    from feedback.dry_run_report import print_check
    from feedback.header_problems import header_problems, read_again
    from feedback.held import with_holds
    from ingest.contracts.contract import load_contracts

    contracts = load_contracts()
    try:
        question = ask(file, find_contract(contracts, list_code), region=region or "", period=period, part=part)
        if out is not None:
            safe_target(out, file)
        with console.status("正在检查"):
            result = with_holds(Installation(home.resolve()), contracts, run_check(contracts, question))
    except CheckInputError as error:
        _stop(str(error))
    sheets = read_again(file) if result.refusals or out else []
    problems = header_problems(sheets, result.refusals, question.contract, question.region)
    print_check(console, result, problems)
    if out is not None:
        write_annotated(out, result, sheets, problems)
        console.print(f"已在原表上标注：{out}", soft_wrap=True, highlight=False, markup=False)
    sys.exit(result.exit_code)


@app.command()
def template(
    out: Annotated[Path, typer.Option(help="Folder for the workbooks.")],
    list_code: Annotated[str | None, typer.Argument(metavar="LIST", help="清单代码或名称.")] = None,
    every: Annotated[bool, typer.Option("--all", help="All lists.")] = False,
    region: Annotated[str, typer.Option(help="Use this region's names of columns.")] = "",
) -> None:
    """空白模板: blank workbooks for departments to fill in, with drop-downs and notes."""
    from feedback.dry_run import CheckInputError, find_contract
    from feedback.templates import write_templates
    from ingest.contracts.contract import load_contracts

    contracts = load_contracts()
    if (list_code is None) != every:
        _stop("name one LIST, or say --all")
    try:
        wanted = [find_contract(contracts, list_code)] if list_code else list(contracts.values())
    except CheckInputError as error:
        _stop(str(error))
    for path in write_templates(wanted, out, region):
        console.print(str(path), soft_wrap=True, highlight=False, markup=False)


@app.command()
def card(
    text: Annotated[str, typer.Argument(metavar="CODE_OR_NAME", help="信用代码、宗地代码、企业名称、坐落.")],
    out: Annotated[Path | None, typer.Option(help="Write the page as HTML here.")] = None,
    home: HomeOption = DEFAULT_HOME,
) -> None:
    """一企一档、一地一档: all a release knows of one enterprise or parcel. Exits 1 unless exactly one fits."""
    from park_brain.release_reader import NoReleaseError, connect
    from reports.card.find import find
    from reports.card.page import print_candidates, print_card, render
    from reports.card.sections import card_of

    place = Installation(home.resolve())
    try:
        with connect(place) as reader:
            found = find(reader, text)
            page = card_of(place, reader, found[0]) if len(found) == 1 else None
    except NoReleaseError as error:
        _stop(str(error))
    if page is None:
        if found:
            print_candidates(console, text, found)
        else:
            console.print(f"没有找到“{text}”：请核对代码，或只写名称的一部分", highlight=False, markup=False)
        sys.exit(1)
    if out is None:
        print_card(console, page)
    else:
        out.write_text(render(page), encoding="utf-8")
        console.print(str(out), soft_wrap=True, highlight=False, markup=False)


@contracts_app.command("export")
def export_command(out: Annotated[Path, typer.Option(help="Folder for the YAML files.")]) -> None:
    """Write every contract in the form of the Open Data Contract Standard."""
    from ingest.contracts.contract import load_contracts
    from ingest.contracts.odcs import write_contracts

    paths = write_contracts(load_contracts().values(), out)
    console.print(f"{len(paths)} contracts in {out}", soft_wrap=True, highlight=False, markup=False)


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
    from simulator import SimulationOptions
    from simulator import simulate as run_simulation

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
    as_of = f"{in_zhejiang(done.as_of):%Y-%m-%dT%H:%M}"
    console.print(f"{done.files} files in {out}/inbox, the truth in {out}/truth", soft_wrap=True)
    console.print(f"next: park refresh --home {out} --as-of {as_of}", soft_wrap=True)


@app.command()
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
    from identity.matching.command import match_files
    from identity.matching.evaluation import evaluate_files, print_evaluation
    from identity.matching.files import MatchInputError
    from park_brain.clock import business_date, utc_now

    if query is None and evaluate is None:
        _stop("name a list to match, or labels with --evaluate")
    try:
        if query is not None and links is None:
            done = match_files(query, master, out, Installation(home.resolve()), business_date(utc_now()))
            methods = ", ".join(f"{method or 'none'} {n}" for method, n in done.methods.items())
            console.print(
                f"{done.queries} queries against {done.masters} enterprises in {done.seconds:.1f} s: {methods}"
            )
            console.print(str(out), soft_wrap=True, highlight=False, markup=False)
        if evaluate is not None:
            print_evaluation(console, evaluate_files(links or out, evaluate))
    except MatchInputError as error:
        _stop(str(error))


@releases.command("list")
def list_command(home: HomeOption = DEFAULT_HOME) -> None:
    """Every release that is kept, newest first."""
    from park_brain.cli import report

    report.print_releases(console, Installation(home.resolve()))


@releases.command("rollback")
def rollback_command(release_id: str, home: HomeOption = DEFAULT_HOME) -> None:
    """Let readers see an earlier release again, until new data arrives."""
    from park_brain.lock import WriterBusyError, writer_lock
    from park_brain.release_folder import ReleaseError, rollback

    place = Installation(home.resolve())
    try:
        with writer_lock(place):
            rollback(place, release_id)
    except (ReleaseError, WriterBusyError) as error:
        _stop(str(error))
    console.print(f"current is now {release_id}; it stays until new data arrives")


def _instant(text: str | None) -> datetime | None:
    from park_brain.clock import to_utc

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
