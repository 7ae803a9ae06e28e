"""Kernel: errors of ours, what an alert or log may say of any error, and how a full disk is known.

An alert leaves the machine and a log is kept: neither may hold what a row holds. The text of an error of a library may
quote a value, so that only its kind and place are told; ours say what may be told of them.
"""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from pathlib import Path
from traceback import extract_tb

from park_brain.project import PACKAGES, ROOT

DISK_FULL = (errno.ENOSPC, errno.EDQUOT)
DISK_FULL_WORDS = ("no space left on device", "disk is full", "disk quota exceeded")
"""What DuckDB and SQLite say, who raise errors of their own."""


class Failure(RuntimeError):
    """An error of ours, written for readers. ``account`` is what an alert or log may hold of it."""

    def __init__(self, message: str, account: str | None = None) -> None:
        super().__init__(message)
        self.account = message if account is None else account


def account_of(error: BaseException) -> str:
    """What may leave the machine of an error: the account of one of ours, else its kind and where it was raised."""
    ours = next((each for each in _chain(error) if isinstance(each, Failure)), None)
    if ours is not None:
        return ours.account
    frames = [f for f in extract_tb(error.__traceback__) if Path(f.filename).is_relative_to(ROOT)]
    place = f" at {Path(frames[-1].filename).relative_to(ROOT).as_posix()}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{place}; what it says stands on the console of the run"


def explained(error: BaseException, folder: Path) -> tuple[str, str]:
    """What to tell at the console of a run, and in an alert, of an error that ended it."""
    if is_disk_full(error):
        return (disk_full_message(folder),) * 2
    ours = type(error).__module__.partition(".")[0] in PACKAGES
    return str(error) if ours else f"{type(error).__name__}: {error}", account_of(error)


def is_disk_full(error: BaseException) -> bool:
    """Whether this error, or one it came from, says that nothing more can be written."""
    return any(_says_full(each) for each in _chain(error))


def disk_full_message(folder: Path) -> str:
    """What to do when the disk of an installation is full."""
    try:
        free = f"{shutil.disk_usage(folder).free:,} bytes free"
    except OSError:
        free = "free space unknown"
    return (
        f"the disk of {folder} is full ({free}): make room (docs/operations.md, disk) and run park refresh again; "
        "what was published stays as it is"
    )


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _says_full(error: BaseException) -> bool:
    if isinstance(error, OSError) and error.errno in DISK_FULL:
        return True
    text = str(error).lower()
    return any(words in text for words in DISK_FULL_WORDS)
