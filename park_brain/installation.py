"""Kernel: where a Park Brain installation keeps its data (``PARK_HOME``): one frozen value, no globals."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

PRIVATE = 0o700
"""Mode of folders that hold what was received: for the pipeline's user alone."""
SHARED = 0o750
"""Mode of folders that readers of the group may enter."""


@dataclass(frozen=True)
class Installation:
    """The folders of one installation. Nothing else in the code builds these paths."""

    root: Path

    @property
    def inbox(self) -> Path:
        """Where departments' files arrive; never written or emptied by us."""
        return self.root / "inbox"

    @property
    def lake(self) -> Path:
        """Immutable: raw bytes, text rows, typed rows, violations, ledger."""
        return self.root / "lake"

    @property
    def work(self) -> Path:
        """Caches and the build file; may be deleted at any time between refreshes."""
        return self.root / "work"

    @property
    def selected(self) -> Path:
        """Winning rows per list in today's schema."""
        return self.work / "selected"

    @property
    def derived(self) -> Path:
        """Enterprise and parcel keys."""
        return self.work / "derived"

    @property
    def build_file(self) -> Path:
        """The DuckDB file dbt writes; no reader ever opens it."""
        return self.work / "build.duckdb"

    @property
    def releases(self) -> Path:
        """Published releases and the ``current`` link."""
        return self.root / "release"

    @property
    def receipts(self) -> Path:
        """The receipt of each file a department sent; written again when missing."""
        return self.root / "receipts"

    @property
    def tmp(self) -> Path:
        """Spill space for DuckDB and half-written files."""
        return self.work / "tmp"

    @property
    def damaged(self) -> Path:
        """Records and files that could not be read, set aside; may be deleted once people have looked at them."""
        return self.lake / "damaged"

    @property
    def format_file(self) -> Path:
        """States the format of the home (``formats``)."""
        return self.root / "home.json"

    @property
    def lock_file(self) -> Path:
        """Held (flock) by the one writer; beside the folders, since some of them may be deleted at any time."""
        return self.root / ".lock"

    @property
    def alerts(self) -> Path:
        """Readable reports of what people must know of."""
        return self.work / "alerts"

    @property
    def configuration(self) -> Path:
        """Parameters of this installation; none is needed."""
        return self.root / "park.toml"

    @property
    def rules(self) -> Path:
        """The county's own rows of the rules, laid over those of the package."""
        return self.root / "rules"

    @property
    def logs(self) -> Path:
        """One log per run."""
        return self.root / "logs"

    def prepare(self) -> None:
        """Create the folders that a first run expects; what may hold names of persons is our user's alone."""
        self.inbox.mkdir(parents=True, exist_ok=True)
        self.releases.mkdir(SHARED, exist_ok=True)
        for folder in (self.lake, self.work, self.tmp, self.selected, self.derived):
            folder.mkdir(PRIVATE, exist_ok=True)
