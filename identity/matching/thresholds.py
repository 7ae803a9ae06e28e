"""Derive, linking: thresholds of automatic links and reviews, from the seed ``link_threshold`` that dbt loads too."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from park_brain.seeds import read_seed

SEED = "link_threshold"


def thresholds(day: date, rules: Path | None = None) -> dict[str, float]:
    """The thresholds in force on a day, a county's own ``rules`` among them.

    Raises:
        ValueError: two rows of one threshold are in force at once.
    """
    found: dict[str, float] = {}
    for row in read_seed(SEED, rules=rules):
        if row["valid_from"] <= day.isoformat() and (not row["valid_to"] or day.isoformat() <= row["valid_to"]):
            if row["threshold_code"] in found:
                raise ValueError(f"{SEED}: {row['threshold_code']} has two values on {day}")
            found[row["threshold_code"]] = float(row["value"])
    return found
