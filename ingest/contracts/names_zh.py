"""Ingest: Chinese names of departments and divisions by code, from the seeds that dbt loads too.

Divisions may be a county's own: ``rules`` is the folder of its rules (``Installation.rules``).
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from park_brain.seeds import read_seed

REGION_DIGITS = 6


@lru_cache(maxsize=4)
def _read(subject: str, rules: Path | None, changed: int) -> tuple[tuple[str, str], ...]:
    return tuple((row[f"{subject}_code"], row[f"{subject}_zh"]) for row in read_seed(f"ref_{subject}", rules=rules))


def _names(subject: str, rules: Path | None = None) -> tuple[tuple[str, str], ...]:
    """Code and name of every department or division, in the order of the seed."""
    own = rules / f"ref_{subject}.csv" if rules else None
    return _read(subject, rules, own.stat().st_mtime_ns) if own and own.exists() else _read(subject, None, 0)


def department_name(code: str) -> str:
    """税务局 for ``tax``; a department that is in no seed keeps its code."""
    return dict(_names("department")).get(code, code)


def region_name(code: str, rules: Path | None = None) -> str:
    """嵊州市 for ``330683``; a region that is in no seed keeps its code."""
    return dict(_names("division", rules)).get(code, code)


def regions(rules: Path | None = None) -> dict[str, str]:
    """Code -> name of every known city, district and county."""
    return {code: name for code, name in _names("division", rules) if len(code) == REGION_DIGITS}


def division_names(rules: Path | None = None) -> list[str]:
    """Names of all known regions, counties and towns."""
    return [name for _, name in _names("division", rules)]
