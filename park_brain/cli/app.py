"""Command line: every command of ``park``."""

from __future__ import annotations

import logging

import typer

from park_brain.cli import config, departments, keeping, match, refresh, simulate, upkeep
from park_brain.cli.terminal import SafeFormatter

COMMANDS = (
    refresh.refresh,
    refresh.replay,
    refresh.status,
    departments.check,
    departments.template,
    departments.card,
    simulate.simulate,
    match.match,
    keeping.fsck,
    keeping.backup,
    keeping.restore,
    upkeep.upgrade,
    upkeep.prune,
)

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
    help="Park Brain 园区大脑: from departments' files to a mart.",
)
for command in COMMANDS:
    app.command()(command)
releases = typer.Typer(no_args_is_help=True, help="Published releases.")
releases.command("list")(refresh.list_releases)
releases.command("rollback")(refresh.rollback)
app.add_typer(releases, name="release")
configuration = typer.Typer(no_args_is_help=True, help="park.toml and the county's own rules.")
configuration.command("check")(config.check)
configuration.command("show")(config.show)
app.add_typer(configuration, name="config")
contracts = typer.Typer(no_args_is_help=True, help="What lists are.")
contracts.command("export")(departments.export_contracts)
app.add_typer(contracts, name="contracts")


def main() -> None:
    """Entry point of the ``park`` command."""
    handler = logging.StreamHandler()
    handler.setFormatter(SafeFormatter("%(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    app()
