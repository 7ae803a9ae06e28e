"""Ingest, persons: names of files, sheets and columns as they are shown outside the lake."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from ingest.persons.chinese import chinese_names
from ingest.persons.folding import folded
from ingest.persons.free_text import masked_text
from ingest.persons.numbers import masked_numbers, personal_numbers

SHORT_ID = slice(1, 9)
LONGEST_QUOTED, LONGEST_ERROR = 100, 200
_QUOTED = re.compile(r"(?<=“)[^“”]+(?=”)|(?<=(?<![A-Za-z])')[^']+(?='(?![A-Za-z]))")


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
    """A message of ours: what it quotes is somebody else's text, and shown without persons; numbers nowhere stay."""
    return masked_numbers(_QUOTED.sub(lambda found: shown(found.group()), text))


def shown_error(error: Exception) -> str:
    """What a library says of a file it cannot read: it may quote the file."""
    folding = folded(str(error)[:LONGEST_ERROR])
    return folding.replaced([*personal_numbers(folding), *chinese_names(folding.text)])
