"""Command line: every command of ``park``."""

from __future__ import annotations

import logging

import typer

from park_brain.cli import departments, match, refresh, simulate, upkeep

COMMANDS = (
    refresh.refresh,
    refresh.replay,
    refresh.status,
    departments.check,
    departments.template,
    departments.card,
    simulate.simulate,
    match.match,
    upkeep.upgrade,
    upkeep.prune,
)

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help="Park Brain 园区大脑: from departments' files to a mart."
)
for command in COMMANDS:
    app.command()(command)
releases = typer.Typer(no_args_is_help=True, help="Published releases.")
releases.command("list")(refresh.list_releases)
releases.command("rollback")(refresh.rollback)
app.add_typer(releases, name="release")
contracts = typer.Typer(no_args_is_help=True, help="What lists are.")
contracts.command("export")(departments.export_contracts)
app.add_typer(contracts, name="contracts")


def main() -> None:
    """Entry point of the ``park`` command."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    app()
