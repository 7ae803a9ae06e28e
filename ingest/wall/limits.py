"""Ingest, wall: what reading one file may take."""

from __future__ import annotations

from dataclasses import dataclass

from park_brain import database

MIB = 1024**2
MAX_MEMORY_MIB = 6 * 1024
MIN_BYTES_PER_SECOND = 512 * 1024
"""A file that is read more slowly than this does not come to an end."""


@dataclass(frozen=True)
class ReadingLimits:
    """Defaults for a machine of two cores; a county sets its own in park.toml."""

    workers: int = 2
    memory_mib: int | None = None
    """Of one worker; by default a third of the machine, at most 6 GiB."""
    seconds: float = 300
    """For a small file; a large one gets more by its size."""
    quiet_seconds: float = 5
    """A file that somebody has written to more recently waits."""

    @property
    def memory_bytes(self) -> int:
        """What a worker may allocate."""
        own = database.available_memory_bytes() // MIB // 3
        return (self.memory_mib or min(MAX_MEMORY_MIB, own)) * MIB

    def seconds_for(self, size_bytes: int) -> float:
        """How long reading a file of this size may take."""
        return self.seconds + size_bytes / MIN_BYTES_PER_SECOND
