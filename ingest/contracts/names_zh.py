"""Ingest: Chinese names of departments and divisions by code, from the seeds that dbt loads too."""

from __future__ import annotations

from functools import lru_cache

from park_brain.seeds import read_seed

REGION_DIGITS = 6


@lru_cache(maxsize=2)
def _names(subject: str) -> tuple[tuple[str, str], ...]:
    """Code and name of every department or division, in the order of the seed."""
    return tuple((row[f"{subject}_code"], row[f"{subject}_zh"]) for row in read_seed(f"ref_{subject}"))


def department_name(code: str) -> str:
    """税务局 for ``tax``; a department that is in no seed keeps its code."""
    return dict(_names("department")).get(code, code)


def region_name(code: str) -> str:
    """嵊州市 for ``330683``; a region that is in no seed keeps its code."""
    return dict(_names("division")).get(code, code)


def regions() -> dict[str, str]:
    """Code -> name of every known city, district and county."""
    return {code: name for code, name in _names("division") if len(code) == REGION_DIGITS}


def division_names() -> list[str]:
    """Names of all known regions, counties and towns."""
    return [name for _, name in _names("division")]
