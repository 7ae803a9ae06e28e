"""Ingest: the secret of an installation under which natural persons' names are hashed."""

from __future__ import annotations

import secrets

from park_brain.files import write_atomically
from park_brain.installation import Installation


def person_key(home: Installation) -> bytes:
    """Secret of this installation under which natural persons' names are hashed; made once, never released."""
    path = home.lake / "person.key"
    if not path.exists():
        write_atomically(path, secrets.token_hex(32).encode(), mode=0o600)
    return path.read_bytes()
