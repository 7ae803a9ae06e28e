"""Command line: what it shows of a refresh, of a home and of its releases (English, for engineers)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from park_brain.fingerprints import LastRefresh, last_refresh
from park_brain.formats import FormatError, refuse_others
from park_brain.installation import Installation
from park_brain.line import Run
from park_brain.release_folder import QUALITY, current_id, damaged_releases, list_releases

SHOWN_REFUSALS = 20
HEADLINES = """
    select scope_code, scope_zh, indicator_zh, domain, period, value, unit, coverage, is_complete
    from ind_value
    where scope_kind = 'region' and is_headline and value is not null
    qualify row_number() over (
        partition by scope_code, indicator_code, domain order by is_complete desc, period desc
    ) = 1
    order by scope_code, indicator_code, domain
"""
VIOLATIONS = """
    select
        department_zh,
        count(*) filter (status = 'open' and severity = 'reject'),
        count(*) filter (status = 'open' and severity = 'warn'),
        count(*) filter (status = 'fixed' and severity <> 'note'),
        count(*) filter (status = 'gone' and severity <> 'note'),
        count(*) filter (status = 'waived' and severity <> 'note')
    from dq_violation join dim_department using (department_code)
    group by department_zh order by department_zh
"""


def nothing_new(home: Installation, last: LastRefresh) -> str:
    """One line for a refresh that had nothing to do."""
    return (
        f"nothing new since the last refresh; current release {current_id(home)} ({last.business_date}) stays as it is"
    )


def print_run(console: Console, run: Run) -> None:
    """The summary of a refresh that published."""
    _print_damages(console, run)
    _print_waiting(console, run)
    _print_refusals(console, run)
    _print_lists(console, run)
    _print_failed_checks(console, run)
    _print_headlines(console, run.home)
    _print_end(console, run)


def _print_damages(console: Console, run: Run) -> None:
    if run.damages:
        console.print(f"[bold yellow]{len(run.damages)} damaged records or files[/], set aside in lake/damaged")
    for damage in run.damages:
        console.print(f"  {damage}", soft_wrap=True, highlight=False, markup=False)
    for folder in damaged_releases(run.home):
        text = f"  {folder} has a damaged manifest and is not used; restore it from a backup, or delete it"
        console.print(text, soft_wrap=True, highlight=False, markup=False)


def _print_waiting(console: Console, run: Run) -> None:
    waiting = run.ingested.waiting if run.ingested else ()
    if not waiting:
        return
    console.print(f"[yellow]{len(waiting)} files are still being written[/] and wait for the next refresh")
    for arrival in waiting[:SHOWN_REFUSALS]:
        console.print(f"  {escape(arrival.path)}", soft_wrap=True, highlight=False)


def _print_refusals(console: Console, run: Run) -> None:
    refusals = run.ingested.refusals if run.ingested else []
    if not refusals:
        return
    console.print(f"[bold yellow]{len(refusals)} files or sheets refused[/]; everything else went on")
    for arrival, refusal in refusals[:SHOWN_REFUSALS]:
        place = "".join(
            (f" sheet {refusal.sheet}" if refusal.sheet else "", f" line {refusal.line}" if refusal.line else "")
        )
        console.print(f"  {escape(arrival.path)}{escape(place)}: {escape(refusal.en)}", soft_wrap=True, highlight=False)
        console.print(f"    {escape(refusal.zh)}", soft_wrap=True, style="dim", highlight=False)
    if len(refusals) > SHOWN_REFUSALS:
        console.print(f"  and {len(refusals) - SHOWN_REFUSALS} more, all in dq_file")


def _print_lists(console: Console, run: Run) -> None:
    assert run.selection is not None
    table = _table("list", "", "batches", "rows read", "accepted", "quarantined", "excluded", "failed")
    sums: dict[str, Counter[str]] = defaultdict(Counter)
    for choice in run.selection.choices:
        batch, counts = choice.batch, sums[choice.batch.list]
        if choice.state != "selected":
            counts[choice.state] += 1
            continue
        counts.update(
            batches=1,
            read=batch.rows_read,
            accepted=batch.rows_accepted,
            quarantined=batch.rows_quarantined,
            excluded=batch.rows_excluded,
            failed=sum(not check.success for check in run.verdicts[batch.batch_id].checks),
        )
    contracts = run.contracts
    for code, counts in sorted(sums.items()):
        numbers = [f"{counts[name]:,}" for name in ("batches", "read", "accepted", "quarantined", "excluded", "failed")]
        table.add_row(code, contracts[code].zh, *numbers)
    console.print(table)
    others = Counter(choice.state for choice in run.selection.choices if choice.state != "selected")
    if others:
        console.print(
            "not used: " + ", ".join(f"{count} {state}" for state, count in sorted(others.items())) + " (see dq_batch)"
        )


def _print_failed_checks(console: Console, run: Run) -> None:
    assert run.selection is not None
    for choice in run.selection.choices:
        for check in run.verdicts[choice.batch.batch_id].checks:
            if not check.success and choice.state in ("selected", "not_eligible"):
                console.print(
                    f"  [yellow]{check.severity}[/] {escape(choice.batch.path)}: {check.expectation}"
                    f"({check.column or 'table'}) expected {escape(check.expected)}, observed {escape(check.observed)}",
                    soft_wrap=True,
                )
    if run.built and run.built.tests_warned:
        console.print(f"[yellow]{run.built.tests_warned} dbt tests warn[/]; see dq_list_check")


def _print_headlines(console: Console, home: Installation) -> None:
    from park_brain.release_reader import connect

    with connect(home) as reader:
        rows = reader.execute(HEADLINES).fetchall()
    domains = {"environment": "环保", "safety": "安全", "fire": "消防", "illegal_construction": "违建", "all": "全部"}
    table = _table("region", "indicator", "period", "value", "unit", "coverage")
    before = None
    for code, zh, indicator, domain, period, value, unit, coverage, complete in rows:
        if before not in (None, code):
            table.add_section()
        name = f"{indicator}（{domains.get(domain, domain)}）" if domain else indicator
        number = f"{value:,.2f}" if unit in ("万元/亩", "万元/人", "%") else f"{value:,.0f}"
        share = "" if coverage is None else f"{coverage:.0%}" + ("" if complete else " partial")
        table.add_row(f"{code} {zh}" if code != before else "", name, period, number, unit, share)
        before = code
    console.print(table)


def _print_end(console: Console, run: Run) -> None:
    assert run.release is not None
    stages = ", ".join(f"{stage} {seconds:.1f}" for stage, seconds in run.durations.items())
    console.print(f"release {run.release.id} (as of {run.as_of:%Y-%m-%d %H:%M} UTC, business date {run.business_date})")
    console.print(f"took {sum(run.durations.values()):.1f} s: {stages}")
    path = escape(str(run.release.path))
    console.print(f"mart: {path}/park_brain.duckdb", soft_wrap=True)
    console.print(f"data dictionary: {path}/dictionary.html", soft_wrap=True)
    console.print(f"workbooks for the departments: {path}/{QUALITY}", soft_wrap=True)


def print_status(console: Console, home: Installation) -> None:
    """State of a home: current release, batches, open violations."""
    from park_brain.release_reader import NoReleaseError, connect

    last = last_refresh(home)
    _print_format(console, home)
    if last:
        console.print(f"last refresh: as of {last.as_of:%Y-%m-%d %H:%M} UTC, took {last.seconds:.1f} s")
    try:
        with connect(home) as reader:
            console.print(f"current release: {reader.release_id}")
            states = reader.execute("select selection, count(*) from dq_batch group by all order by all").fetchall()
            violations = reader.execute(VIOLATIONS).fetchall()
    except NoReleaseError as error:
        console.print(str(error), markup=False)
        return
    console.print("batches: " + ", ".join(f"{count} {state}" for state, count in states))
    table = _table("department", "open rejects", "open warnings", "fixed", "gone", "waived")
    for zh, *counts in violations:
        table.add_row(zh, *(f"{count:,}" for count in counts))
    console.print(table)
    _print_alerts(console, home)


def _print_format(console: Console, home: Installation) -> None:
    try:
        refuse_others(home)
    except FormatError as error:
        console.print(str(error), style="yellow", markup=False, highlight=False, soft_wrap=True)


def _print_alerts(console: Console, home: Installation) -> None:
    alerts = sorted(home.alerts.glob("*.txt")) if home.alerts.is_dir() else []
    if alerts:
        console.print(
            f"[yellow]{len(alerts)} alerts on record[/], the latest: {escape(str(alerts[-1]))}", soft_wrap=True
        )


def print_releases(console: Console, home: Installation) -> None:
    """Kept releases, newest first."""
    table = _table("release", "business date", "published (UTC)", "tables", "")
    for release in list_releases(home):
        mark = "current" if release.is_current else ""
        published = f"{release.published_at:%Y-%m-%d %H:%M:%S}"
        table.add_row(escape(release.id), str(release.business_date), published, str(len(release.tables)), mark)
    console.print(table)


def _table(*headers: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    for header in headers:
        # Chinese names, the column without a header, give way where the line is too short; figures and codes never.
        table.add_column(header, justify="right" if header in _NUMERIC else "left", no_wrap=bool(header))
    return table


_NUMERIC: Iterable[str] = {
    "batches",
    "rows read",
    "accepted",
    "quarantined",
    "excluded",
    "failed",
    "value",
    "coverage",
    "open rejects",
    "open warnings",
    "fixed",
    "gone",
    "waived",
    "tables",
}
