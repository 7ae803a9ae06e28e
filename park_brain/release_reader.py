"""Kernel: reading the current release: read-only, never blocked by a refresh, never half of two releases.

DuckDB caches an open file by path within a process, so ``current`` itself is never opened: its target is, and
targets are never written again.
"""

from __future__ import annotations

import shutil
import tempfile
import time
import uuid
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from park_brain import database
from park_brain.installation import Installation
from park_brain.release_folder import CURRENT, DATABASE, SCHEMA, read_manifest
from park_brain.sql import literal

if TYPE_CHECKING:
    import duckdb

ALIAS = "park_brain"
ATTEMPTS = 20
PAUSE_SECONDS = 0.05


class NoReleaseError(RuntimeError):
    """Nothing has been published in this home yet."""


def connect(home: Installation | Path | str = "state", threads: int | None = None) -> Reader:
    """Open the current release of a home; tables are found as ``mart.<table>`` or by bare name.

    Raises:
        NoReleaseError: nothing has been published.
    """
    return Reader(home if isinstance(home, Installation) else Installation(Path(home).resolve()), threads)


class Reader:
    """One reader's connection (one thread at a time); each query sees one whole release.

    A query too large for memory spills into the system's temporary folder: a reader may not enter ``work``.
    """

    def __init__(self, home: Installation, threads: int | None = None) -> None:
        self._home = home
        self._attached: Path | None = None
        self._spill = Path(tempfile.gettempdir()) / f"park-brain-{uuid.uuid4().hex}"
        self._connection = database.connect(self._spill, threads=threads)
        try:
            self.refresh()
        except BaseException:
            self._connection.close()
            raise

    @property
    def release_id(self) -> str:
        """The release the next query reads unless ``refresh`` finds a newer one."""
        if self._attached is None:
            raise NoReleaseError(f"no release is attached; was {self._home.releases} emptied?")
        return self._attached.parent.name

    @property
    def schema_version(self) -> int:
        """Version of the mart's tables and columns (``warehouse.release.schema``) of the release that is read."""
        return int(read_manifest(self._home.releases / self.release_id)["content"].get("schema_version", 1))

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> duckdb.DuckDBPyConnection:
        """Run a query on the release that is current now."""
        self.refresh()
        return self._connection.execute(sql, list(parameters))

    def refresh(self) -> bool:
        """Follow ``current``; returns whether another release is attached now.

        Between reading the link and opening its target the target may be pruned: then the link has moved
        on, and so do we.
        """
        for attempt in range(ATTEMPTS):
            target = current_database(self._home)
            if target == self._attached:
                return False
            try:
                self._attach(target)
            except Exception:
                if attempt == ATTEMPTS - 1 or target.exists():
                    raise
                time.sleep(PAUSE_SECONDS)
            else:
                return True
        raise NoReleaseError(f"the releases in {self._home.releases} vanish as fast as they are opened")

    def _attach(self, target: Path) -> None:
        self._connection.execute("use memory")
        if self._attached is not None:
            self._connection.execute(f"detach {ALIAS}")
            self._attached = None
        self._connection.execute(f"attach {literal(target)} as {ALIAS} (read_only)")
        self._connection.execute(f"use {ALIAS}.{SCHEMA}")
        self._attached = target

    def close(self) -> None:
        """Let go of the release."""
        self._connection.close()
        shutil.rmtree(self._spill, ignore_errors=True)

    def __enter__(self) -> Reader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def current_database(home: Installation) -> Path:
    """The database file behind ``current``, links resolved."""
    link = home.releases / CURRENT
    if not link.is_symlink():
        raise NoReleaseError(f"no release in {home.releases} yet; run `park refresh` first")
    return (link.resolve() / DATABASE).absolute()
