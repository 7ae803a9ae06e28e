"""Command line: where every error of a command that works on a home ends: a message, an alert, an exit code."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from park_brain.cli.terminal import stop
from park_brain.installation import Installation


@contextmanager
def border(home: Installation, title: str, effect: str) -> Iterator[None]:
    """Let no error become a stack trace: say what is wrong and leave an alert, as far as the disk allows.

    A writer that finds another at work has nothing to tell but at its own console.
    """
    from park_brain.alert import alert
    from park_brain.configuration import webhook_of
    from park_brain.failure import explained
    from park_brain.lock import WriterBusyError

    try:
        yield
    except WriterBusyError as error:
        stop(str(error))
    except Exception as error:
        message, account = explained(error, home.root)
        report = alert(home, title, account, webhook=webhook_of(home, os.environ))
        stop(f"{effect}: {message}" + (f"\nreport: {report}" if report else ""))


@contextmanager
def attended(home: Installation, effect: str) -> Iterator[None]:
    """The same where somebody waits at the console: nobody else need be told."""
    from park_brain.failure import Failure, explained

    try:
        yield
    except Failure as error:
        stop(str(error))
    except Exception as error:
        stop(f"{effect}: {explained(error, home.root)[0]}")
