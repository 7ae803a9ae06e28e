"""Nothing that comes from data steers the terminal."""

from __future__ import annotations

import io
import logging

from rich.markup import escape
from rich.table import Table

from park_brain.cli import terminal
from park_brain.cli.terminal import SafeConsole, SafeFormatter

HOSTILE = "a[/x]\x1b[2J\u202eb"


def test_lines_tables_and_progress_show_escapes(monkeypatch):
    out = io.StringIO()
    console = SafeConsole(file=out, width=80)
    monkeypatch.setattr(terminal, "console", console)
    table = Table("name")
    table.add_row(escape(HOSTILE))
    console.print(table)
    console.print(HOSTILE, markup=False)
    with terminal.progress("starting") as say:
        say(HOSTILE)
    shown = out.getvalue()
    assert shown.count("[/x]") >= 2 and r"\x1b[2J\u202eb" in shown
    assert "\x1b" not in shown and "\u202e" not in shown


def test_what_is_logged_shows_escapes():
    record = logging.LogRecord("park_brain", logging.WARNING, "", 0, "%s", (HOSTILE,), None)
    assert SafeFormatter("%(message)s").format(record) == r"a[/x]\x1b[2J\u202eb"
