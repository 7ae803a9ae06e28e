"""Command line: what all commands share: the console, the option that names the installation, how a command stops."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console

MIN_WIDTH = 116
"""The tables need it; a log file or a narrow terminal scrolls instead of losing columns."""
console = Console(width=max(Console().width, MIN_WIDTH))

HomeOption = Annotated[
    Path, typer.Option("--home", envvar="PARK_HOME", help="Folder with inbox, lake, work and release.")
]
DEFAULT_HOME = Path("state")
EXIT_NO_RELEASE = 2


def stop(message: str) -> NoReturn:
    """End the command with a message of one or a few lines."""
    console.print(message, style="red", markup=False, highlight=False, soft_wrap=True)
    sys.exit(EXIT_NO_RELEASE)
