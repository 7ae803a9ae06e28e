"""Command line: what departments ask for: a check before sending, blank templates, a card, the contracts of lists."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from park_brain.cli.terminal import DEFAULT_HOME, HomeOption, console, stop
from park_brain.installation import Installation


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
    from feedback.dry_run_holds import with_holds
    from feedback.dry_run_report import print_check
    from feedback.header_problems import header_problems, read_again
    from ingest.contracts.contract import load_contracts
    from ingest.places import platform_names
    from park_brain.rules import RulesError, check_rules

    contracts, place = load_contracts(), Installation(home.resolve())
    try:
        check_rules(place)
        contract = find_contract(contracts, list_code)
        question = ask(file, contract, region=region or "", period=period, part=part, rules=place.rules)
        if out is not None:
            safe_target(out, file)
        with console.status("正在检查"):
            found = run_check(contracts, question, platform_names(place, contracts))
            result = with_holds(place, contracts, found)
    except (CheckInputError, RulesError) as error:
        stop(str(error))
    sheets = read_again(file) if result.refusals or out else []
    problems = header_problems(sheets, result.refusals, question.contract, question.region)
    print_check(console, result, problems)
    if out is not None:
        write_annotated(out, result, sheets, problems)
        console.print(f"已在原表上标注：{out}", soft_wrap=True, highlight=False, markup=False)
    sys.exit(result.exit_code)


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
        stop("name one LIST, or say --all")
    try:
        wanted = [find_contract(contracts, list_code)] if list_code else list(contracts.values())
    except CheckInputError as error:
        stop(str(error))
    for path in write_templates(wanted, out, region):
        console.print(str(path), soft_wrap=True, highlight=False, markup=False)


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
        stop(str(error))
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


def export_contracts(out: Annotated[Path, typer.Option(help="Folder for the YAML files.")]) -> None:
    """Write every contract in the form of the Open Data Contract Standard."""
    from ingest.contracts.contract import load_contracts
    from ingest.contracts.odcs import write_contracts

    paths = write_contracts(load_contracts().values(), out)
    console.print(f"{len(paths)} contracts in {out}", soft_wrap=True, highlight=False, markup=False)
