"""Ingest, inbox: the bytes of an entry, opened without following a link anywhere on the way."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from ingest.inbox.oddities import OddEntry
from ingest.lake.sidecar import MAX_SIDECAR_BYTES
from park_brain.files import publish_file
from park_brain.installation import Installation

BLOCK_BYTES = 1 << 20
MAX_BYTES = 4 << 30
"""No format may be larger (ingest.readers.limits); a sparse file of a terabyte would fill the disk."""
_NO_LINK = os.O_NOFOLLOW | os.O_CLOEXEC
_GONE = (errno.ENOENT, errno.ENOTDIR)


class ChangedMeanwhileError(Exception):
    """Somebody still writes into it."""


def keep_raw(home: Installation, path: str) -> tuple[str, int]:
    """Copy the bytes to ``raw/<sha256>`` while hashing them; gives hash and size. A copy that exists is left alone.

    Raises:
        OddEntry: it cannot be read.
        ChangedMeanwhileError: it grew or changed while it was read.
    """
    temporary = home.tmp / f"raw.{os.getpid()}"
    try:
        sha256, size = _copy(home, path, temporary)
        raw = home.lake / "raw" / sha256
        if not raw.exists():
            publish_file(temporary, raw)
        return sha256, size
    finally:
        temporary.unlink(missing_ok=True)


def _copy(home: Installation, path: str, temporary: Path) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with _opened(home.inbox, path) as source, temporary.open("wb") as copy:
        before = _checked(home, source)
        for block in _blocks(source):
            digest.update(block)
            size += copy.write(block)
        copy.flush()
        os.fsync(copy.fileno())
        after = os.fstat(source.fileno())
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or size != after.st_size:
        raise ChangedMeanwhileError(path)
    return digest.hexdigest(), size


def sidecar_text(inbox: Path, path: str) -> str:
    """Text of a sidecar, UTF-8 or, as Windows editors save it, GB18030.

    Raises:
        OddEntry: it is no readable file, or larger than any sidecar.
    """
    try:
        with _opened(inbox, path) as source:
            content = source.read(MAX_SIDECAR_BYTES + 1)
    except (OddEntry, OSError) as error:
        raise OddEntry("odd_sidecar") from error
    if len(content) > MAX_SIDECAR_BYTES:
        raise OddEntry("large_sidecar")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030", errors="replace")


@contextmanager
def _opened(inbox: Path, path: str) -> Iterator[BinaryIO]:
    try:
        descriptor = _open(inbox, path)
    except OSError as error:
        code = error.errno
        raise OddEntry(
            "vanished" if code in _GONE else "link" if code == errno.ELOOP else "unreadable_entry"
        ) from error
    with os.fdopen(descriptor, "rb", buffering=0) as source:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OddEntry("not_a_file")
        yield source  # type: ignore[misc]  # unbuffered, which BinaryIO does not tell


def _open(inbox: Path, path: str) -> int:
    """Folder by folder, each of which must still be one: a link put in its place is an error, not a way out."""
    *folders, name = path.split("/")
    descriptor = os.open(inbox, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for folder in folders:
            inner = os.open(folder, os.O_PATH | os.O_DIRECTORY | _NO_LINK, dir_fd=descriptor)
            os.close(descriptor)
            descriptor = inner
        return os.open(name, os.O_RDONLY | os.O_NONBLOCK | _NO_LINK, dir_fd=descriptor)
    finally:
        os.close(descriptor)


def _checked(home: Installation, source: BinaryIO) -> os.stat_result:
    status = os.fstat(source.fileno())
    if status.st_size > MAX_BYTES:
        raise OddEntry("too_large")
    if status.st_size > BLOCK_BYTES and status.st_size > shutil.disk_usage(home.tmp).free:
        raise OddEntry("no_room")
    return status


def _blocks(source: BinaryIO) -> Iterator[bytes]:
    try:
        while block := source.read(BLOCK_BYTES):
            yield block
    except OSError as error:
        raise OddEntry("unreadable_entry") from error
