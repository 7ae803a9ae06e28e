"""Where things lie: folders of the root, a test's path from its module's, and what may be an exception."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

from tests.support.places import ROOT

FOLDERS = {
    "orchestration",
    "dbt_project",
    "ingest",
    "expectations",
    "warehouse",
    "identity",
    "feedback",
    "reports",
    "simulator",
    "benchmarks",
    "bundle",
    "docs",
    "park_brain",
    "tests",
}
ROOT_FILES = {
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE",
    "Makefile",
    "NOTICE",
    "README.md",
    "README.zh.md",
    "pyproject.toml",
    "requirements.lock",
    "requirements-dev.lock",
}
NO_UNIT_TESTS = {
    "benchmarks": "measured, not tested",
    "reports/card": "tests/line/test_card.py draws it",
}
"""Packages without a mirror in ``tests/unit``, and why; the simulator's are judged by the truth, in ``tests/line``."""
MAX_UNFORMATTED = 60


@cache
def tracked() -> tuple[Path, ...]:
    """Files Git knows that are still there: what was built or installed beside them is not ours."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    return tuple(path for name in listed.split("\0") if name and (path := Path(name)) and (ROOT / path).exists())


def test_only_the_agreed_folders_and_files_lie_at_the_root():
    tops = {path.parts[0] for path in tracked() if not path.parts[0].startswith(".")}
    assert tops - FOLDERS - ROOT_FILES == set()


def test_every_package_has_its_tests_where_its_path_says():
    packages = {str(path.parent) for path in tracked() if path.name == "__init__.py" and path.parts[0] != "tests"}
    mirrors = {str(path.parent.relative_to("tests/unit")) for path in unit_tests()}
    with_tests = {package for package in packages if any(f"{mirror}/".startswith(f"{package}/") for mirror in mirrors)}
    without = {package for package in packages - with_tests if not package.startswith("simulator/")}
    assert without == set(NO_UNIT_TESTS) & packages
    assert set(NO_UNIT_TESTS) <= packages, "a reason for a package that is gone"
    assert mirrors <= packages, "tests of a package that is gone"


def unit_tests() -> list[Path]:
    return [path for path in tracked() if path.is_relative_to("tests/unit") and path.name.startswith("test_")]


def test_few_lines_escape_the_formatter():
    mark = "# fmt: " + "skip"
    count = sum((ROOT / path).read_text(encoding="utf-8").count(mark) for path in tracked() if path.suffix == ".py")
    assert count <= MAX_UNFORMATTED
