"""Ingest, wall: land one file and turn whatever happens into an answer. The same in a worker and without one."""

from __future__ import annotations

import errno
import traceback
from types import TracebackType

from ingest.one_file import land_file
from ingest.wall.messages import Answer, Setup, Task

_FULL = (errno.ENOSPC, errno.EDQUOT)
_FULL_TEXT = "No space left on device"
"""What native libraries say of it, whatever error they raise."""


def land(setup: Setup, task: Task) -> Answer:
    """Whatever a file does to our readers (they are native code too), it stops itself and not the others."""
    contracts = setup.contracts[task.arrival.department]
    try:
        outcome, records = land_file(setup.home, task.arrival, contracts, task.parts, setup.person_key)
        return Answer(outcome=outcome, records=tuple(records))
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        if _is_disk_full(error):
            return Answer(disk_full=True)
        failure = "out_of_memory" if _is_memory(error) else "unreadable"
        return Answer(failure=failure, where=_where(error))  # type: ignore[arg-type]


def _is_disk_full(error: BaseException) -> bool:
    return (isinstance(error, OSError) and error.errno in _FULL) or _FULL_TEXT in str(error)


def _is_memory(error: BaseException) -> bool:
    return isinstance(error, MemoryError) or "OutOfMemory" in type(error).__name__


def _where(error: BaseException) -> str:
    """``ValueError in ingest.values.dates, line 88``: the innermost of our own lines."""
    place = _innermost(error.__traceback__)
    return f"{type(error).__name__} in {place}" if place else type(error).__name__


def _innermost(trace: TracebackType | None) -> str:
    own = [
        f"{frame.f_globals['__name__']}, line {line}"
        for frame, line in traceback.walk_tb(trace)
        if str(frame.f_globals.get("__name__")).startswith("ingest.")
    ]
    return own[-1] if own else ""
