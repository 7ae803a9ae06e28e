"""Policy: the seeds that hold policy, in the order in which they are written."""

from __future__ import annotations

from park_brain.project import SEEDS
from park_brain.seeds import Row, read_seed


def names() -> list[str]:
    """Seeds that hold policy."""
    return sorted(path.stem for path in (SEEDS / "policy").glob("*.csv"))


def read_all() -> dict[str, list[Row]]:
    """Every policy seed, and the two that name regions and departments."""
    return {name: read_seed(name) for name in (*names(), "ref_department", "ref_division")}
