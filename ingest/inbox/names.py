"""Ingest, inbox: what the name of an entry says; odd spaces are folded, what would deceive people is shown escaped."""

from __future__ import annotations

import os
import unicodedata
from dataclasses import dataclass

from park_brain.visible import visible

LEFT_BEHIND = ("~$", ".")
"""Prefixes of lock files and hidden files that programs leave behind; they are no deliveries."""
LONGEST_PATH = 1_000
SHOWN_OF_LONG = 200
_BLANKS = str.maketrans(dict.fromkeys("\u3164\uffa0\u115f\u1160\u2800", " "))
"""Letters that look like a space."""


@dataclass(frozen=True)
class Name:
    """A path below the inbox as people may read it."""

    text: str
    is_hostile: bool = False
    """It holds controls, overrides of direction, private characters or bytes that are no text."""
    is_too_long: bool = False

    @property
    def is_left_behind(self) -> bool:
        """Whether it, or a folder above it, is hidden or a lock file."""
        return any(part.startswith(LEFT_BEHIND) for part in self.text.split("/"))


def read_name(path: str) -> Name:
    """The name of an entry, part by part."""
    parts = [_part(part) for part in path.split("/")]
    text = "/".join(shown for shown, _ in parts)
    too_long = len(text) > LONGEST_PATH
    return Name(f"{text[:SHOWN_OF_LONG]}…" if too_long else text, any(hostile for _, hostile in parts), too_long)


def _part(part: str) -> tuple[str, bool]:
    """Text and whether it is hostile. Bytes that are no UTF-8 are GB18030, as old Windows programs write names."""
    text = part
    if any("\ud800" <= character <= "\udfff" for character in part):
        try:
            text = os.fsencode(part).decode("gb18030")
        except UnicodeError:
            return visible(part, keep=""), True
    folded = _folded(text)
    shown = visible(folded, keep="")
    return (shown, shown != folded) if shown else (visible(text, keep="") or " ", True)


def _folded(text: str) -> str:
    """Any space is a space, and what has no width is nothing; overrides of direction stay to be seen."""
    kept = (
        " " if unicodedata.category(character) == "Zs" else character
        for character in text.translate(_BLANKS)
        if unicodedata.category(character) != "Cf"
        or "\u202a" <= character <= "\u202e"
        or "\u2066" <= character <= "\u2069"
    )
    return "".join(kept).strip()
