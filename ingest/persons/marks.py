"""Ingest, persons: a mark behind a mask, where two texts that differ only in whom they name must stay two.

It is a keyed hash in letters alone, so that nothing reads a number of a house or a code in it.
"""

from __future__ import annotations

import hashlib
import hmac

from ingest.persons.folding import MASK

LETTERS = str.maketrans("0123456789abcdef", "bcdfghjklmnpqrst")
LENGTH = 8


def marked(hidden: str, key: bytes) -> str:
    """``***#kdmfpbct``: the same for the same name in one installation, and not to be looked up."""
    digest = hmac.new(key, "".join(hidden.split()).encode(), hashlib.sha256).hexdigest()
    return f"{MASK}#{digest[:LENGTH].translate(LETTERS)}"
