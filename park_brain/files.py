"""Kernel: files that appear whole or not at all, even across a power cut."""

from __future__ import annotations

import os
import re
import threading
from pathlib import Path

READABLE = 0o666
"""Less what the umask takes."""
UNFINISHED = re.compile(r"\..+\.\d+(\.\d+)?\.tmp")
"""Names of files and folders that a killed run left half-written."""


def write_atomically(path: Path, content: bytes, mode: int = READABLE) -> None:
    """Make ``path`` appear whole or not at all, even across a power cut, with its mode from the first byte on."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}.tmp")
    temporary.unlink(missing_ok=True)
    with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:  # noqa: PTH123
        file.write(content)
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


def is_whole_parquet(path: Path) -> bool:
    """Whether it begins and ends as Parquet does: what a look of microseconds can tell of a file cut short."""
    try:
        with path.open("rb") as file:
            start = file.read(4)
            file.seek(-4, os.SEEK_END)
            return start == file.read(4) == b"PAR1" and file.tell() > 8
    except OSError:
        return False


def unreadable_parquet(path: Path) -> str:
    """Why a Parquet file cannot be read to its end; empty where it can."""
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            for _ in file.iter_batches():
                pass
    except (OSError, ValueError) as error:  # pyarrow's own errors are of these kinds
        return f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
    return ""
