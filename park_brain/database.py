"""Kernel: the one place that opens DuckDB: sized to the machine, spilling inside the home, never online."""

from __future__ import annotations

import os
import resource
from importlib.util import find_spec
from pathlib import Path

import duckdb

from park_brain.sql import literal

CGROUP_LIMITS = (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"))
MAX_MEMORY_BYTES = 8 * 1024**3
MAX_SPILL = "100GB"


def available_memory_bytes() -> int:
    """What this process may use: its own limit and that of the cgroup where there are any, and the machine's memory."""
    limits = [os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")]
    own = resource.getrlimit(resource.RLIMIT_DATA)[0]
    if own != resource.RLIM_INFINITY:
        limits.append(own)
    for path in CGROUP_LIMITS:
        if path.exists() and (text := path.read_text().strip()).isdigit():
            limits.append(int(text))
            break
    return min(limits)


def settings(tmp: Path, threads: int | None = None) -> dict[str, str]:
    """DuckDB settings every connection shares; dbt's profile takes the same ones."""
    memory = min(MAX_MEMORY_BYTES, available_memory_bytes() // 2)
    return {
        "threads": str(threads or len(os.sched_getaffinity(0))),
        "memory_limit": f"{memory // 1024**2}MiB",
        "temp_directory": str(tmp),
        "max_temp_directory_size": MAX_SPILL,
        "preserve_insertion_order": "false",
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "extension_directory": str(tmp.parent / "extensions"),
    }


def connect(
    tmp: Path, database: Path | None = None, *, read_only: bool = False, threads: int | None = None
) -> duckdb.DuckDBPyConnection:
    """Open a database file, or one in memory; ``tmp`` is where it may spill."""
    config: dict[str, str | bool | int | float | list[str]] = dict(settings(tmp, threads))
    return duckdb.connect(str(database or ":memory:"), read_only=read_only, config=config)


def load_spatial(connection: duckdb.DuckDBPyConnection) -> None:
    """Load the spatial extension from its wheel: nothing is downloaded, copied or looked for in a home directory.

    Raises:
        RuntimeError: the wheel is missing or made for another DuckDB.
    """
    wheel = find_spec("duckdb_extension_spatial")
    place = f"extensions/v{duckdb.__version__}/spatial.duckdb_extension"
    folders = (wheel.submodule_search_locations or []) if wheel else []
    files = [Path(folder) / place for folder in folders]
    found = next((file for file in files if file.exists()), None)
    if found is None:
        raise RuntimeError(f"install duckdb-extension-spatial=={duckdb.__version__}: it goes with this DuckDB")
    connection.execute(f"load {literal(found)}")
