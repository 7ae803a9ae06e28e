"""Rules of the house that a machine can check."""

from __future__ import annotations

import ast
import configparser
import os
import re
from functools import cache
from pathlib import Path

import pytest

from tests.support.places import ROOT, SHIPPED_PACKAGES
from tests.support.rules import offenders

SHIPPED = {".py", ".sql", ".yml", ".yaml", ".j2", ".html", ".csv", ".toml", ".md", ".lock", ""}
BUILT = {
    "target",
    "logs",
    "__pycache__",
    ".venv",
    "state",
    ".git",
    "dist",
    ".pytest_cache",
    ".ruff_cache",
    ".mypy_cache",
    ".hypothesis",
    ".import_linter_cache",
}
LOCKS = ("requirements.lock", "requirements-dev.lock")
PACKAGES = [ROOT / name for name in SHIPPED_PACKAGES]
ADDRESS = re.compile(r"https?://(?!127\.0\.0\.1|localhost|example\.org|\[)[^\s\"')]+", re.IGNORECASE)
XML_NAMES = ("http://schemas.openxmlformats.org/", "http://purl.oclc.org/ooxml/")
"""Names of XML vocabularies inside workbooks; nothing ever goes there."""
FORBIDDEN_SQL = {
    "a star from a join": re.compile(
        r"select\s+\*\s+from\s+\S+(\s+as)?\s+\w*\s*\b(left|inner|full|cross|right)?\s*join\b"
    ),
    "a value picked by chance": re.compile(r"\b(any_value|first|last|arbitrary)\s*\("),
    "the clock": re.compile(r"\b(now\s*\(|current_date\b|current_timestamp\b|today\s*\()"),
}


@cache
def files() -> list[Path]:
    """Everything we ship; what is built or installed is not even looked into."""
    found = []
    for folder, inside, names in os.walk(ROOT):
        inside[:] = [name for name in inside if name not in BUILT and Path(folder, name) != ROOT / "build"]
        found += [Path(folder, name) for name in names if name not in BUILT]
    return sorted(path for path in found if path.suffix in SHIPPED and path.is_file())


@cache
def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="ignore")


def modules() -> list[Path]:
    return sorted(path for package in PACKAGES for path in package.rglob("*.py"))


def of_root(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_nothing_we_ship_names_an_outside_address():
    named = {
        of_root(path): [found for found in ADDRESS.findall(text_of(path)) if not found.startswith(XML_NAMES)]
        for path in files()
        if path.name != "LICENSE" and path != Path(__file__)
    }
    assert not {path: found for path, found in named.items() if found}


def test_nothing_we_ship_names_a_path_of_a_machine():
    machine = re.compile(r"(?<![\w.])/(root|work|home/\w+)/")
    named = [path for path in files() if path != Path(__file__) and machine.search(text_of(path))]
    assert not named


def test_nothing_reads_beside_the_repository():
    """What real files tests read is named by a variable; only continuous integration knows where they lie."""
    beside = re.compile(r"\.\./shared|/ \"shared\"")
    named = [
        of_root(path)
        for path in files()
        if path not in (Path(__file__), ROOT / ".ci" / "run") and beside.search(text_of(path))
    ]
    assert not named


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_file_pins_and_hashes_everything(name):
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    pinned = [line for line in lines if line and not line.startswith((" ", "#"))]
    assert len(pinned) > 80 and all("==" in line for line in pinned)
    assert sum("--hash=sha256:" in line for line in lines) >= len(pinned)


def test_both_lock_files_agree():
    run, tools = (dict(re.findall(r"^([\w.-]+)==([^ ;]+)", (ROOT / name).read_text(), re.MULTILINE)) for name in LOCKS)
    assert not {name for name in run.keys() & tools.keys() if run[name] != tools[name]}
    assert "xlrd" in run and "pytest" not in run and "pytest" in tools


def test_no_package_escapes_the_contracts_of_imports():
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter", encoding="utf-8")
    checked = set(contracts["importlinter"]["root_packages"].split())
    ours = {path.parent.relative_to(ROOT).parts[0] for path in ROOT.glob("*/__init__.py")} - {"tests"}
    assert checked == ours | {"docs.policy_page"}


def test_every_module_says_what_it_is():
    assert not offenders(says_what_it_is, modules())


def says_what_it_is(path: Path) -> None:
    tree = ast.parse(text_of(path))
    text = ast.get_docstring(tree) or ""
    assert len(text) > 30
    if path.name == "__init__.py" and path.parent in PACKAGES:
        assert "not" in text, "a package says what does not live there, too"


def test_sql_has_none_of_the_usual_ways_to_lose_or_shuffle_rows():
    assert not offenders(loses_and_shuffles_nothing, (path for path in files() if path.suffix == ".sql"))


def loses_and_shuffles_nothing(path: Path) -> None:
    text = re.sub(r"--[^\n]*", "", text_of(path).lower())
    assert not [what for what, pattern in FORBIDDEN_SQL.items() if pattern.search(text)]


def test_python_never_drops_nulls_by_the_row():
    assert not [path for path in modules() if ".dropna(" in text_of(path)]
