"""Ingest, readers: Parquet files: column names as the header row, typed values as texts with their kinds."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.lake.refusals import Refused, broken_file
from ingest.readers.cells import cell_text
from ingest.readers.limits import MAX_COLUMNS, MAX_UNPACKED_BYTES, check_streamed, too_large
from ingest.readers.rows import TEXT, Row
from ingest.readers.sheets import Sheet, in_blocks

BATCH_ROWS = 10_000
_INDEX = re.compile(r"__index_level_\d+__")
"""A row number that pandas writes beside the data."""


def read_parquet_file(path: Path) -> Sheet:
    """The one table of the file; line 1 are the names of its columns.

    Raises:
        Refused: damaged, or larger than any list.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(path)
        groups = [file.metadata.row_group(number) for number in range(file.metadata.num_row_groups)]
    except (pa.ArrowException, OSError, ValueError) as error:
        raise broken_file(error) from error
    unpacked = sum(group.total_byte_size for group in groups)
    names = [name for name in file.schema_arrow.names if not _INDEX.fullmatch(name)]
    if unpacked > MAX_UNPACKED_BYTES or len(names) > MAX_COLUMNS:
        raise too_large(f"it unpacks to {unpacked >> 20} MiB in {len(names)} columns")
    check_streamed(file.metadata.num_rows, len(names), path.stat().st_size)
    return Sheet("", in_blocks(_rows(file, names)))


def _rows(file: Any, names: list[str]) -> Iterator[Row]:
    import pyarrow as pa

    yield Row(1, list(names), TEXT * len(names))
    line = 1
    try:
        for batch in file.iter_batches(batch_size=BATCH_ROWS, use_threads=False):
            columns = [batch.column(batch.schema.get_field_index(name)).to_pylist() for name in names]
            for values in zip(*columns, strict=True):
                line += 1
                pairs = [_text(value) for value in values]
                yield Row(line, [text for text, _ in pairs], "".join(kind for _, kind in pairs))
    except Refused:
        raise
    except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
        raise broken_file(error) from error


def _text(value: object) -> tuple[str, str]:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace"), TEXT
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=str), TEXT
    return cell_text(value)
