"""Kernel: one writer at a time: the whole of a refresh runs under one lock, whoever started it (CLI or Dagster)."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from park_brain.failure import Failure
from park_brain.formats import require_current
from park_brain.installation import Installation

UMASK = 0o027
"""What a writer makes is for its user and read by its group; nobody else."""


class WriterBusyError(Failure):
    """Another process writes into this home; nothing was touched."""


@contextmanager
def writer_lock(home: Installation, *, any_format: bool = False) -> Iterator[None]:
    """Hold the home for writing, or refuse at once and name who holds it.

    ``flock`` ends with its holder, so a killed run leaves nothing to clean up; the file itself stays, because
    removing it would let two writers lock two files of one name. ``any_format`` is for what must work on the home of
    older software too: its upgrade, its backup.

    Raises:
        WriterBusyError: another process writes.
        OlderHomeError, NewerFormatError: the home is not of our format.
    """
    home.lock_file.parent.mkdir(parents=True, exist_ok=True)
    with _umask():
        descriptor = os.open(home.lock_file, os.O_RDWR | os.O_CREAT, 0o640)
        try:
            acquire(descriptor, home)
            if not any_format:
                require_current(home)
            yield
        finally:
            os.close(descriptor)


@contextmanager
def _umask() -> Iterator[None]:
    usual = os.umask(UMASK)
    try:
        yield
    finally:
        os.umask(usual)


def is_locked(home: Installation) -> bool:
    """Whether somebody holds the home for writing at this moment."""
    if not home.lock_file.exists():
        return False
    descriptor = os.open(home.lock_file, os.O_RDWR)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(descriptor)
    return False


def acquire(descriptor: int, home: Installation) -> None:
    """Lock an open lock file and write our number into it, or say who holds it."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        holder = os.pread(descriptor, 32, 0).decode(errors="replace").strip() or "unknown"
        raise WriterBusyError(
            f"another refresh (process {holder}) is writing to {home.root}; try again when it has ended"
        ) from error
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
