"""Orchestration: do the files of the lake hold as many rows as the ledger says? (docs/architecture.md, Invariants)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ingest.lake.ledger import BatchRecord
from park_brain import database
from park_brain.installation import Installation


def discrepancies(home: Installation, batches: Sequence[BatchRecord]) -> list[str]:
    """One sentence per batch whose rows are not all accounted for."""
    counted = _rows_per_file(home, [p for b in batches for p in (b.text_path(home), b.typed_path(home))])
    found = []
    for b in batches:
        text, typed = counted.get(b.text_path(home)), counted.get(b.typed_path(home))
        if b.rows_read != b.rows_accepted + b.rows_quarantined + b.rows_excluded:
            found.append(
                f"{b.path}: {b.rows_read} rows read, but {b.rows_accepted} accepted + {b.rows_quarantined} "
                f"quarantined + {b.rows_excluded} excluded"
            )
        if (text, typed) != (b.rows_read, b.rows_accepted):
            found.append(
                f"{b.path}: the ledger says {b.rows_read} rows read and {b.rows_accepted} accepted, "
                f"the lake holds {text} and {typed}"
            )
    return found


def _rows_per_file(home: Installation, files: Sequence[Path]) -> dict[Path, int]:
    present = [str(file) for file in files if file.exists()]
    if not present:
        return {}
    with database.connect(home.tmp) as connection:
        rows = connection.execute("select file_name, num_rows from parquet_file_metadata(?)", [present]).fetchall()
    return {Path(name): int(count) for name, count in rows}
