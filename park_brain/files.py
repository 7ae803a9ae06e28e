"""Kernel: files that appear whole or not at all, even across a power cut."""

from __future__ import annotations

import os
import threading
from pathlib import Path


def write_atomically(path: Path, content: bytes) -> None:
    """Make ``path`` appear whole or not at all, even across a power cut."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}.tmp")
    temporary.write_bytes(content)
    publish_file(temporary, path)


def publish_file(temporary: Path, path: Path) -> None:
    """Rename a finished file (or folder) into place; its content and the rename survive a power cut."""
    path.parent.mkdir(parents=True, exist_ok=True)
    make_durable(temporary)
    temporary.replace(path)
    make_durable(path.parent)


def make_durable(path: Path) -> None:
    """Return once the disk has the file's content, or the folder's entries."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
