"""Kernel: SQL text made in Python: the one way to quote a value."""

from __future__ import annotations

from pathlib import Path


def literal(value: Path | str) -> str:
    """A string literal of SQL; no text or path can end it early."""
    return "'" + str(value).replace("'", "''") + "'"
