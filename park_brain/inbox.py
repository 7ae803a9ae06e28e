"""Kernel: what lies in the inbox, looked at without opening or following anything. Sensor and ingest see the same."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Kind = Literal["file", "link", "special", "unreadable"]


@dataclass(frozen=True)
class Entry:
    """One thing in the inbox that is no readable folder. ``path`` is relative and as Python decodes its bytes."""

    path: str
    kind: Kind
    size: int = 0
    mtime_ns: int = 0
    ctime_ns: int = 0
    inode: int = 0
    mode: int = 0
    is_folder: bool = False
    """A folder that cannot be looked into."""

    @property
    def stamp(self) -> str:
        """What changes when the content does."""
        return f"{self.size}:{self.mtime_ns}:{self.inode}"


def entries(inbox: Path) -> list[Entry]:
    """Everything below the inbox in order of path. What is gone by the time it is looked at is left out."""
    found: list[Entry] = []
    folders = [""]
    while folders:
        prefix = folders.pop()
        try:
            for name in os.listdir(inbox / prefix):  # noqa: PTH208 - names, of which some are no text
                path = f"{prefix}{name}"
                entry = look(inbox, path)
                if entry is not None and entry.is_folder and entry.kind == "file":
                    folders.append(f"{path}/")
                elif entry is not None:
                    found.append(entry)
        except FileNotFoundError:
            continue
        except OSError:
            found.append(Entry(prefix.rstrip("/") or "(inbox)", "unreadable", is_folder=True))
    return sorted(found, key=lambda entry: entry.path)


def look(inbox: Path, path: str) -> Entry | None:
    """One entry as it is now; ``None``: it is gone. A folder comes as a file that is a folder."""
    try:
        status = os.lstat(inbox / path)
    except FileNotFoundError:
        return None
    except OSError:
        return Entry(path, "unreadable")
    is_folder = stat.S_ISDIR(status.st_mode)
    kind: Kind = "file" if is_folder or stat.S_ISREG(status.st_mode) else "special"
    return Entry(
        path,
        "link" if stat.S_ISLNK(status.st_mode) else kind,
        status.st_size,
        status.st_mtime_ns,
        status.st_ctime_ns,
        status.st_ino,
        status.st_mode,
        is_folder,
    )


def listing(inbox: Path) -> Iterator[str]:
    """A line for every entry that changes when there is something new to read, be it only a permission."""
    for entry in entries(inbox):
        yield f"{entry.path!a}:{entry.kind}:{entry.mode}:{entry.size}:{entry.mtime_ns}"
