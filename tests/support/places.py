"""Where the repository lies, for tests that read its pages and files."""

from __future__ import annotations

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
TESTS = ROOT / "tests"

SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SHIPPED_FOLDERS: tuple[str, ...] = tuple(SETTINGS["tool"]["hatch"]["build"]["targets"]["wheel"]["only-include"])
SHIPPED_PACKAGES = tuple(name for name in SHIPPED_FOLDERS if (ROOT / name / "__init__.py").exists())
"""Top-level names a user gets with the wheel."""
