"""Kernel: the format number that a home and every record in it carry.

One number for the whole home. A record states the format it was written in; one that states none is of format 1 (homes
of 0.1). Records of earlier formats are read for as long as a home may hold them, those of a later one are refused.

What raises the number: a field that is required, renamed or changes its meaning, and a file that moves. What does not:
a field with a default. Older software of the same format ignores it, newer software takes the default.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from park_brain import __version__
from park_brain.failure import Failure
from park_brain.files import write_atomically
from park_brain.installation import Installation

FORMAT = 2
"""1: homes of 0.1. 2: home.json, the lock beside it, modes, names of persons hidden by default."""
FIRST = 1


class FormatError(Failure):
    """Home or record are not of the format that this software works on; nothing was touched."""


class NewerFormatError(FormatError):
    """Newer software wrote it: not damaged, only not for us."""

    def __init__(self, what: str, found: int) -> None:
        self.found = found
        super().__init__(
            f"{what} has format {found}, and this is park-brain {__version__}, which reads formats up to {FORMAT}; "
            "nothing was touched: install the version that wrote it, or a later one"
        )


class OlderHomeError(FormatError):
    """Older software made the home; an unattended run must not change it silently."""

    def __init__(self, home: Installation, found: int) -> None:
        super().__init__(
            f"{home.root} has format {found}, and park-brain {__version__} works on format {FORMAT}; nothing was "
            f"touched: back the home up, then run `park upgrade --home {home.root}`, which says what it does"
        )


def format_of(stored: Mapping[str, Any], what: str) -> int:
    """The format a stored object states.

    Raises:
        NewerFormatError: later than ours.
        ValueError: it is no format number.
    """
    found = stored.get("format", FIRST)
    if not isinstance(found, int) or isinstance(found, bool) or found < FIRST:
        raise ValueError(f"format is {found!r}, which is no format number")
    if found > FORMAT:
        raise NewerFormatError(what, found)
    return found


def home_format(home: Installation) -> int:
    """The format of a home. Where home.json is missing or damaged, its oldest ledger record tells.

    Raises:
        NewerFormatError: later than ours.
    """
    stated = _stated(home.format_file)
    if stated is not None:
        return stated
    kinds = ("ledger", "outcomes")
    found = next((oldest for kind in kinds if (oldest := min(_formats(home.lake / kind), default=0))), 0)
    if found:
        return found
    return FIRST if any((home.lake / "arrivals").glob("*.json")) or (home.releases / "current").is_symlink() else FORMAT


def write_home_format(home: Installation, number: int = FORMAT) -> None:
    """State the format of a home, once it has it."""
    content = {"format": number, "written_by": f"park-brain {__version__}"}
    write_atomically(home.format_file, json.dumps(content, indent=1).encode())


def refuse_others(home: Installation) -> None:
    """Raise unless the home has our format, or holds nothing yet.

    Raises:
        OlderHomeError: `park upgrade` is needed.
        NewerFormatError: newer software is needed.
    """
    found = home_format(home)
    if found < FORMAT:
        raise OlderHomeError(home, found)


def require_current(home: Installation) -> None:
    """Raise unless the home has our format; state it where nothing does. Call it under the writer lock."""
    refuse_others(home)
    if _stated(home.format_file) is None:
        write_home_format(home)


def _formats(folder: Path) -> Iterator[int]:
    """Formats of a folder's records; damaged ones have none."""
    for path in folder.glob("*.json"):
        if (stated := _stated(path)) is not None:
            yield stated


def _stated(path: Path) -> int | None:
    try:
        stored = json.loads(path.read_bytes())
        return format_of(stored, str(path)) if isinstance(stored, dict) else None
    except (OSError, ValueError):
        return None
