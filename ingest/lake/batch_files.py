"""Ingest, lake: the Parquet files of one batch in the making, in a folder of its own that is gone afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class BatchFiles:
    """Where each of them lies until the batch is committed."""

    folder: Path

    @property
    def text(self) -> Path:
        """Rows as received."""
        return self.folder / "text.parquet"

    @property
    def rows(self) -> Path:
        """Typed data rows, the good and the bad."""
        return self.folder / "rows.parquet"

    @property
    def findings(self) -> Path:
        """What reading and typing found."""
        return self.folder / "findings.parquet"

    @property
    def totals(self) -> Path:
        """Figures of total rows."""
        return self.folder / "totals.parquet"

    @property
    def typed(self) -> Path:
        """Accepted rows."""
        return self.folder / "typed.parquet"

    @property
    def violations(self) -> Path:
        """Every finding with place and reason."""
        return self.folder / "violations.parquet"
