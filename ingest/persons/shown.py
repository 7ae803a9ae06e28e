"""Ingest, persons: names of files, sheets and columns as they are shown outside the lake."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from ingest.persons.free_text import masked_text

SHORT_ID = slice(1, 9)
LONGEST_QUOTED = 100


def shown(text: str) -> str:
    """A name that somebody gave to a column, a sheet or a sender, without persons, short enough to be quoted."""
    masked = masked_text(text)
    return masked if len(masked) <= LONGEST_QUOTED else f"{masked[:LONGEST_QUOTED]}…"


def shown_path(path: str, arrival_id: str) -> str:
    """A path without persons. One that is masked bears the short id of its arrival, as its receipt does."""
    parts = PurePosixPath(path).parts
    masked = [masked_text(part) for part in parts]
    if masked == list(parts):
        return path
    name = PurePosixPath(masked[-1])
    masked[-1] = f"{name.stem}~{arrival_id[SHORT_ID]}{name.suffix}"
    return "/".join(masked)


def shown_sheet(name: str, position: int) -> str:
    """A name of a sheet without persons; a masked one bears the position of the sheet, counted from 1."""
    masked = masked_text(name)
    return name if masked == name else f"{masked}~{position}"


def quoted(text: str) -> str:
    """What stands in quotation marks in a message of ours is somebody else's text: without persons."""
    return re.sub(r"(?<=[“'])[^”'“]+(?=[”'])", lambda found: shown(found.group()), text)
