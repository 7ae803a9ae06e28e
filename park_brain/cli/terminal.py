"""Command line: what all commands share: the console, the option that names the installation, how a command stops."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console, ConsoleOptions, RenderableType
from rich.markup import escape
from rich.segment import Segment

from park_brain.visible import visible


class SafeConsole(Console):
    """Shows what would steer the terminal or turn a text around as escapes, wherever in a table or line it stands.

    Markup is not its business: whoever prints with markup escapes what comes from data.
    """

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterator[Segment]:
        """Called for everything that is printed, and for every part of it."""
        for segment in super().render(renderable, options):
            yield segment if segment.control else Segment(visible(segment.text), segment.style)


class SafeFormatter(logging.Formatter):
    """The same for what is logged to the terminal."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, or several with a trace."""
        return visible(super().format(record))


MIN_WIDTH = 116
"""The tables need it; a log file or a narrow terminal scrolls instead of losing columns."""
console = SafeConsole(width=max(Console().width, MIN_WIDTH))

HomeOption = Annotated[
    Path, typer.Option("--home", envvar="PARK_HOME", help="Folder with inbox, lake, work and release.")
]
DEFAULT_HOME = Path("state")
EXIT_NO_RELEASE = 2


@contextmanager
def progress(text: str) -> Iterator[Callable[[str], None]]:
    """A line that tells what is being done; file names in it are no markup."""
    with console.status(text) as status:
        yield lambda now: status.update(escape(now))


def stop(message: str) -> NoReturn:
    """End the command with a message of one or a few lines."""
    console.print(message, style="red", markup=False, highlight=False, soft_wrap=True)
    sys.exit(EXIT_NO_RELEASE)
