"""Park Brain (园区大脑): from departments' lists to a published parcel-enterprise mart.

Here live the kernel (``installation``, ``database``, ``clock``, ``fingerprints`` and the like, which know no stage),
reading a release (``connect``) and, on top, the order of the stages (``line``) and the command (``cli``). The stages
themselves do not live here; they stand beside this package, one folder each.
"""

from __future__ import annotations

from typing import Any

__version__ = "0.2.0"
__all__ = ["connect"]


def __getattr__(name: str) -> Any:
    """``from park_brain import connect`` without opening DuckDB for those who only want a path."""
    if name == "connect":
        from park_brain.release_reader import connect

        return connect
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
