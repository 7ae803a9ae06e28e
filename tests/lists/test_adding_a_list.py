"""docs/adding-a-list.md is followed to the letter: its files into a copy of our packages, its file into an inbox."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import duckdb
import pytest

from tests.support.places import ROOT

SHIPPED = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"]
PAGE = (ROOT / "docs" / "adding-a-list.md").read_text(encoding="utf-8")
FILE = re.compile(r"^`([^`\n]+)`\n\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CASE = re.compile(r"^```yaml case\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TARGET = re.compile(r"^(\w+): (?:env|tools).*\n\t@\$\(BIN\)/python (.*)$", re.MULTILINE)
QUERY = re.compile(r"^```sql check\n(.*?)^```\n\n((?:\|[^\n]*\n)+)", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def desk(tmp_path_factory) -> Path:
    """An engineer's checkout and inbox: our packages as they are, then every file the page shows."""
    folder = tmp_path_factory.mktemp("desk")
    for name in SHIPPED["wheel"]["only-include"]:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "target", "logs"))
    for name, text in FILE.findall(PAGE):
        path = folder / name
        assert not path.exists(), f"{name} is there already: the example must be a list nobody has"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def run(desk: Path, command: str) -> subprocess.CompletedProcess[str]:
    """A command line of the page, against the copy."""
    program, *arguments = shlex.split(command)
    if program == "make":
        (target,) = arguments
        python = dict(TARGET.findall((ROOT / "Makefile").read_text(encoding="utf-8")))[target].split()
    else:
        assert program == "park"
        python = ["-c", "from park_brain.cli import main; main()", *arguments]
    return subprocess.run(
        [sys.executable, *python],
        cwd=desk,
        env={**os.environ, "PYTHONPATH": str(desk), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_the_page_adds_one_yaml_file_and_a_sample():
    assert [Path(name).suffix for name, _ in FILE.findall(PAGE)] == [".yml", ".csv"]


def test_following_the_page_gives_the_rows_it_shows(desk):
    generate, check, refresh = (command.strip() for command in COMMAND.findall(PAGE))
    made = run(desk, generate)
    written = "dbt_project/models/staging/utility/stg_utility__water"
    assert made.stdout.split() == [f"{written}.sql", f"{written}.yml"], made.stdout + made.stderr
    checked = run(desk, check)
    assert checked.returncode == 1, checked.stdout + checked.stderr
    assert "用水量不能为负数" in checked.stdout and "必填项为空" in checked.stdout
    done = run(desk, refresh)
    assert done.returncode == 0, done.stdout + done.stderr
    ((query, table),) = QUERY.findall(PAGE)
    header, _, *shown = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]
    with duckdb.connect(str(desk / "trial" / "work" / "build.duckdb"), read_only=True) as connection:
        found = connection.execute(query)
        names = [column[0] for column in found.description]
        rows = [
            [str(cell).lower() if isinstance(cell, bool) else str(cell) for cell in row] for row in found.fetchall()
        ]
    assert names == header
    assert rows == shown


def test_the_case_the_page_shows_breaks_its_rule_and_no_other(desk):
    folder = desk / "tests"
    folder.mkdir()
    shutil.copy(Path(__file__).with_name("test_row_rules.py"), folder)
    (case,) = CASE.findall(PAGE)
    known = Path(__file__).with_name("rule_cases.yml").read_text(encoding="utf-8")
    (folder / "rule_cases.yml").write_text(known + case, encoding="utf-8")
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "-k",
            "utility.water or left_over",
            str(folder),
        ],
        cwd=desk,
        env={**os.environ, "PYTHONPATH": str(desk)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0 and "3 passed" in done.stdout, done.stdout
