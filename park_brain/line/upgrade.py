"""Line: bring the home of older software to today's format, one step after the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from park_brain.formats import FORMAT, home_format, write_home_format
from park_brain.installation import Installation
from park_brain.line.to_format_2 import to_format_2
from park_brain.lock import writer_lock

Say = Callable[[str], None]
STEPS: Mapping[int, Callable[[Installation, Say, Say], None]] = {1: to_format_2}
"""Format -> what makes a home of it one of the next."""


def upgrade(home: Installation, say: Say, progress: Say = lambda _: None) -> None:
    """Do what is missing and say it; ``progress`` hears of every stage and file. On a home of today that is nothing.

    The format is raised when its step is done, so an upgrade that was killed begins that step again.

    Raises:
        WriterBusyError: another process is writing to this home.
        NewerFormatError: newer software made the home.
    """
    with writer_lock(home, any_format=True):
        found = home_format(home)
        if found == FORMAT:
            say(f"{home.root} has format {FORMAT}: nothing to do")
        for step in range(found, FORMAT):
            say(f"format {step} becomes format {step + 1}")
            STEPS[step](home, say, progress)
            write_home_format(home, step + 1)
