"""Reports, card: the two ways to show one: tables in the terminal, and one self-contained HTML page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from reports.card.find import MOST, Subject
from reports.card.sections import Card, Section

TEMPLATE = Path(__file__).with_name("card.html.j2")
KIND_ZH = {"enterprise": "企业", "parcel": "地块"}


def print_card(console: Console, card: Card) -> None:
    """Print the card; sections without rows are named in one line at the end."""
    head = f"[bold]{KIND_ZH[card.subject.kind]}[/] {escape(card.subject.label)} {escape(card.subject.code)}"
    console.print(head, highlight=False, soft_wrap=True)
    console.print(f"数据截至 {card.business_date}，发布版本 {card.release_id}", style="dim", highlight=False)
    for section in card.sections:
        if section.rows:
            console.print(f"\n[bold]{section.title}[/]", highlight=False)
            console.print(_facts(section) if section.is_facts else _grid(section))
    empty = [section.title for section in card.sections if not section.rows]
    if empty:
        console.print(f"\n没有记录：{'、'.join(empty)}", style="dim", highlight=False, soft_wrap=True)


def print_candidates(console: Console, text: str, found: Sequence[Subject]) -> None:
    """Print what a text may mean, for the next attempt."""
    more = "，只列出前面这些" if len(found) == MOST else ""
    console.print(
        f"“{escape(text)}”可能指以下 {len(found)} 个{more}；请用代码再查一次", highlight=False, soft_wrap=True
    )
    table = _table("类别", "代码", "主键", "名称或坐落")
    for subject in found:
        table.add_row(KIND_ZH[subject.kind], escape(subject.code), subject.id, escape(subject.label))
    console.print(table)


def render(card: Card) -> str:
    """The card as an HTML page."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(TEMPLATE.read_text(encoding="utf-8"))
    return template.render(card=card, kind_zh=KIND_ZH[card.subject.kind])


def _facts(section: Section) -> Table:
    table = _table("", "")
    table.show_header = False
    for name, value in zip(section.columns, section.rows[0], strict=True):
        if value:
            table.add_row(name, escape(value))
    return table


def _grid(section: Section) -> Table:
    """A table without the columns that are empty in every row, since a terminal is narrow."""
    kept = [i for i in range(len(section.columns)) if any(row[i] for row in section.rows)]
    table = _table(*(section.columns[i] for i in kept))
    for row in section.rows:
        table.add_row(*(escape(row[i]) for i in kept))
    return table


def _table(*headers: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    for header in headers:
        table.add_column(header, overflow="fold")
    return table
