"""Kernel: where our own files lie: the packages that make a release, and the dbt project with its seeds.

In a checkout ``dbt_project`` stands beside the packages; in the wheel it lies inside ``park_brain`` (data only, so that
no folder of a general name lands in site-packages).
"""

from __future__ import annotations

from pathlib import Path

PACKAGES = ("park_brain", "ingest", "expectations", "identity", "warehouse", "feedback", "reports")
"""Packages that can change a release."""
ROOT = Path(__file__).parents[1]
"""The folder that holds our packages."""
_INSIDE = Path(__file__).parent / "dbt_project"
DBT_PROJECT = _INSIDE if _INSIDE.is_dir() else ROOT / "dbt_project"
SEEDS = DBT_PROJECT / "seeds"
