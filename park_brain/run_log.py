"""Kernel: the log of one run: JSON lines in ``logs/``, with stages, seconds, counts and codes, never what a row holds.

Messages of other loggers of ours are kept as they are written in the code, without what was filled in.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from park_brain import __version__
from park_brain.failure import account_of
from park_brain.installation import Installation

OURS = "park_brain"
EVENTS = logging.getLogger("park_brain.run")
"""Where events of a run go; on no console."""
KEEP = 90

Value = str | int | float | bool | None | list[str] | dict[str, int] | dict[str, float] | dict[str, str]


def event(name: str, **fields: Value) -> None:
    """Note what happened; callers give counts, codes and ids, never a name or a cell."""
    EVENTS.info(name, extra={"fields": fields})


@contextmanager
def run_log(home: Installation, kind: str, keep: int = KEEP) -> Iterator[None]:
    """Keep a log while a run of this kind is under way, and how it ended; the oldest logs go.

    A log that cannot be written stops nothing.
    """
    handler = _open(home, keep)
    if handler is None:
        yield
        return
    logger, level, propagate = logging.getLogger(OURS), EVENTS.level, EVENTS.propagate
    EVENTS.setLevel(logging.INFO)
    EVENTS.propagate = False
    for each in (logger, EVENTS):
        each.addHandler(handler)
    try:
        event("started", kind=kind, version=__version__, process=os.getpid())
        yield
    except BaseException as error:
        event("failed", account=account_of(error))
        raise
    else:
        event("ended")
    finally:
        for each in (logger, EVENTS):
            each.removeHandler(handler)
        EVENTS.setLevel(level)
        EVENTS.propagate = propagate
        handler.close()


class Lines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """The event with its fields, or the text of a message without what was filled in."""
        fields = getattr(record, "fields", None)
        content = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            **({"event": record.msg, **fields} if fields is not None else {"message": str(record.msg)}),
        }
        if record.exc_info and record.exc_info[1]:
            content["account"] = account_of(record.exc_info[1])
        return json.dumps(content, ensure_ascii=False)


class _Quiet(logging.FileHandler):
    """A disk that fills up while a run logs is told of once, by the run's own failure."""

    def handleError(self, record: logging.LogRecord) -> None:
        """Nothing: logging would print a stack trace for every line."""


def _open(home: Installation, keep: int) -> logging.Handler | None:
    now = datetime.now(UTC)
    try:
        home.logs.mkdir(parents=True, exist_ok=True)
        _rotate(home.logs, keep - 1)
        handler = _Quiet(home.logs / f"{now:%Y%m%dT%H%M%S%f}Z-{os.getpid()}.jsonl", encoding="utf-8")
    except OSError as error:
        logging.getLogger(OURS).warning("no log is kept of this run: %s", error.strerror)
        return None
    handler.setFormatter(Lines())
    return handler


def _rotate(folder: Path, keep: int) -> None:
    logs = sorted(folder.glob("*.jsonl"))
    for old in logs[: max(0, len(logs) - keep)]:
        old.unlink(missing_ok=True)
