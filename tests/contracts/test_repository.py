"""Rules of the house that a machine can check."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "park_brain"
SHIPPED = {".py", ".sql", ".yml", ".yaml", ".j2", ".html", ".csv", ".toml", ".md", ".lock", ""}
BUILT = {
    "target",
    "logs",
    "__pycache__",
    ".venv",
    "state",
    ".git",
    "build",
    "dist",
    ".pytest_cache",
    ".ruff_cache",
    ".mypy_cache",
    ".hypothesis",
}
ADDRESS = re.compile(r"https?://(?!127\.0\.0\.1|localhost)[^\s\"')]+", re.IGNORECASE)
XML_NAMES = ("http://schemas.openxmlformats.org/", "http://purl.oclc.org/ooxml/")
"""Names of XML vocabularies inside workbooks; nothing ever goes there."""
STAGES = {
    "ingest": 1,
    "expectations": 2,
    "warehouse.choice": 3,
    "warehouse.decisions": 3,
    "warehouse.hold": 3,
    "warehouse.conflict": 3,
    "warehouse.choose": 3,
    "warehouse.select": 3,
    "warehouse.system_tables": 3,
    "identity": 4,
    "warehouse.lake_views": 5,
    "warehouse.build": 5,
    "warehouse.dbt_run": 5,
    "quality": 6,
    "warehouse.release": 6,
    "warehouse.release_folder": 6,
    "warehouse.dictionary": 6,
    "warehouse.connect": 7,
    "refresh": 8,
    "report": 9,
    "orchestration": 9,
    "cli": 9,
}
FORBIDDEN_SQL = {
    "a star from a join": re.compile(
        r"select\s+\*\s+from\s+\S+(\s+as)?\s+\w*\s*\b(left|inner|full|cross|right)?\s*join\b"
    ),
    "a value picked by chance": re.compile(r"\b(any_value|first|last|arbitrary)\s*\("),
    "the clock": re.compile(r"\b(now\s*\(|current_date\b|current_timestamp\b|today\s*\()"),
}


def files(*suffixes: str, under: Path = ROOT) -> list[Path]:
    found = [path for path in under.rglob("*") if path.is_file() and not BUILT & set(path.relative_to(ROOT).parts)]
    return [path for path in found if path.suffix in (suffixes or SHIPPED)]


def test_nothing_we_ship_names_an_outside_address():
    named = {
        str(path.relative_to(ROOT)): [
            found
            for found in ADDRESS.findall(path.read_text(encoding="utf-8", errors="ignore"))
            if not found.startswith(XML_NAMES)
        ]
        for path in files()
        if path.name != "LICENSE" and path != Path(__file__)
    }
    assert not {path: found for path, found in named.items() if found}


def test_nothing_we_ship_names_a_path_of_a_machine():
    machine = re.compile(r"(?<![\w.])/(root|work|home/\w+)/")
    named = [
        path
        for path in files()
        if path != Path(__file__) and machine.search(path.read_text(encoding="utf-8", errors="ignore"))
    ]
    assert not named


def test_the_lock_file_pins_and_hashes_everything():
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    pinned = [line for line in lines if line and not line.startswith((" ", "#"))]
    assert len(pinned) > 100 and all("==" in line for line in pinned)
    assert sum("--hash=sha256:" in line for line in lines) >= len(pinned)


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_every_module_says_what_it_is(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    text = ast.get_docstring(tree) or ""
    assert len(text) > 30
    if path.name == "__init__.py" and path.parent.parent == PACKAGE:
        assert "not" in text, "a package says what does not live there, too"


def imported(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("park_brain"):
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return {name.removeprefix("park_brain.") for name in found}


def stage_of(module: str) -> int:
    ranks = [rank for name, rank in STAGES.items() if module == name or module.startswith(name + ".")]
    return max(ranks, default=0)


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_no_stage_imports_a_later_one(path):
    own = path.relative_to(PACKAGE).with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__")
    if not stage_of(own):
        return
    assert not [name for name in imported(path) if stage_of(name) > stage_of(own)]


@pytest.mark.parametrize("path", sorted((PACKAGE / "simulator").rglob("*.py")), ids=lambda p: p.name)
def test_the_simulator_shares_no_code_with_the_pipeline(path):
    assert not [name for name in imported(path) if not name.startswith("simulator")]


@pytest.mark.parametrize("path", files(".sql"), ids=lambda p: str(p.relative_to(ROOT)))
def test_sql_has_none_of_the_usual_ways_to_lose_or_shuffle_rows(path):
    text = re.sub(r"--[^\n]*", "", path.read_text(encoding="utf-8").lower())
    assert not [what for what, pattern in FORBIDDEN_SQL.items() if pattern.search(text)]


def test_python_never_drops_nulls_by_the_row():
    calls = [path for path in files(".py", under=PACKAGE) if ".dropna(" in path.read_text(encoding="utf-8")]
    assert not calls
