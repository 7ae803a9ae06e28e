"""What code, seeds and pages cite is there: pages, their sections, invariants, clauses."""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml

from tests.support.places import ROOT

DOCS = ROOT / "docs"
SEEDS = ROOT / "dbt_project" / "seeds"
TEXTS = {".py", ".sql", ".yml", ".yaml", ".csv", ".md", ".j2", ".toml", ".html", ""}
BUILT = {"target", "logs", "dist", "build", "state", "node_modules", "__pycache__"}
GENERATED = {"policy.md"}

PAGE = re.compile(r"(?<![\w*<>{}\"/.-])((?:\.{1,2}/)*(?:[\w-]+/)*[\w-]+(?:\.zh)?\.md)(?![\w.])")
FORMER = re.compile(r"(?<![\w/])(?:design|readings|domain|stack|anchors|real_columns)\.md\b|\bdomain \d")
SECTION = re.compile(r"docs/(architecture|readings|clauses)\.md (\d+(?:\.\d+)?)((?:(?:, | and )\d+(?:\.\d+)?)*)")
SHORT_SECTION = re.compile(r"\b(readings|clauses) (\d+(?:\.\d+)?)")
INVARIANT = re.compile(r"\binvariants? (\d+)")
CLAUSE = re.compile(r"(?<![\w.$%'\"`/=-])([ABCDEFHIKLNOPSTYZ]\d{1,2}b?)(?![\w'\"`%=(]|\.\d)")
LISTED = re.compile(r"^\| ([A-Z]\d+(?:\.\d+)?b?) \|", re.MULTILINE)
OF_THE_FIELD = re.compile(r"[ABEH]\d")
"""Codes of part 2 of the inventory: standards and practice, not the plans."""


@cache
def texts() -> tuple[Path, ...]:
    """Every text of the repository that people or machines read; what is built or installed is not ours."""
    found = []
    for folder, inside, names in os.walk(ROOT):
        inside[:] = [name for name in inside if name not in BUILT and (name[0] != "." or name in (".ci", ".github"))]
        found += [path for name in names if (path := Path(folder, name)).suffix in TEXTS and path.is_file()]
    return tuple(sorted(found))


@cache
def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def lines(pattern: re.Pattern[str]) -> Iterator[tuple[str, re.Match[str]]]:
    """Each match with ``file:line`` where it stands."""
    for path in texts():
        name = path.relative_to(ROOT).as_posix()
        if path == Path(__file__):
            continue
        text = read(path)
        for match in pattern.finditer(text):
            yield f"{name}:{text.count(chr(10), 0, match.start()) + 1}", match


def sections(page: str) -> set[str]:
    """Numbers of the titles of a page."""
    return set(re.findall(r"^#+ (\d+(?:\.\d+)?)\.? ", read(DOCS / page), re.MULTILINE))


def inventory() -> set[str]:
    """Codes with a row in the inventory of clauses."""
    return set(LISTED.findall(read(DOCS / "clauses.md")))


def seed_clauses() -> Iterator[tuple[str, str]]:
    """``seed:row`` with what its clause says."""
    for path in sorted(SEEDS.rglob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for number, row in enumerate(csv.DictReader(file), start=2):
                if row.get("clause"):
                    yield f"{path.name}:{number}", row["clause"]


def comments(path: Path) -> Iterator[str]:
    """Comments and docstrings of Python, comments of SQL, descriptions of yml: where people cite."""
    text = read(path)
    if path.suffix == ".py":
        yield from re.findall(r'"""[\s\S]*?"""|#[^\n]*', text)
    elif path.suffix == ".sql":
        yield from re.findall(r"--[^\n]*|\{#.*?#\}", text, re.DOTALL)
    else:
        yield from re.findall(r"^ {0,4}(?:- )?description: .*$", text, re.MULTILINE)


def test_cited_pages_are_there():
    missing = []
    for where, match in lines(PAGE):
        page = match[1]
        if not ((ROOT / page).is_file() or (ROOT / where.split(":")[0]).parent.joinpath(page).is_file()):
            missing.append((where, page))
    assert not missing


def test_pages_that_lay_outside_are_cited_by_their_new_place():
    assert [(where, match[0]) for where, match in lines(FORMER) if not where.startswith("docs/")] == []


def test_cited_sections_are_there():
    known = {page: sections(f"{page}.md") for page in ("architecture", "readings", "clauses")}
    assert all(known.values())
    cited = [
        (where, match[1], number)
        for where, match in lines(SECTION)
        for number in re.findall(r"\d+(?:\.\d+)?", match[2] + match[3])
    ]
    cited += [(where, match[1], match[2]) for where, match in lines(SHORT_SECTION)]
    assert len(cited) > 50
    assert [one for one in cited if one[2] not in known[one[1]]] == []


def test_cited_invariants_are_there():
    page = read(DOCS / "architecture.md").split("\n## 3. ")[1].split("\n## ")[0]
    known = set(re.findall(r"^(\d+)\. \*\*", page, re.MULTILINE))
    assert known == {str(number) for number in range(1, 12)}
    assert [(where, match[0]) for where, match in lines(INVARIANT) if match[1] not in known] == []


def test_the_inventory_and_the_clause_seed_have_the_same_codes():
    rows = list(csv.DictReader(io.StringIO(read(SEEDS / "policy" / "policy_clause.csv"))))
    seeded = {row["clause_id"] for row in rows}
    sectioned = {code for code in seeded if code in sections("clauses.md")}
    assert sectioned == {"1.4", "1.11"}
    assert {code for code in inventory() if not OF_THE_FIELD.match(code)} == seeded - sectioned


def test_clauses_that_seeds_cite_are_in_the_inventory():
    known = inventory()
    cited = [(where, code) for where, clause in seed_clauses() for code in CLAUSE.findall(clause)]
    assert len(cited) > 300
    assert [one for one in cited if one[1] not in known] == []


@pytest.mark.parametrize("folder", ["dbt_project", "simulator", "identity", "ingest", "reports", "feedback"])
def test_clauses_that_comments_cite_are_in_the_inventory(folder):
    known = inventory()
    unknown = [
        (path.relative_to(ROOT).as_posix(), code)
        for path in texts()
        if path.is_relative_to(ROOT / folder) and path.suffix in (".py", ".sql", ".yml")
        for text in comments(path)
        for code in CLAUSE.findall(text)
        if code not in known
    ]
    assert not unknown


def test_descriptions_that_analysts_see_cite_nothing():
    """They reach the published dictionary, where nobody has these pages at hand."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    citing = []
    marts = sorted((ROOT / "dbt_project" / "models").rglob("marts/*.yml"))
    for path in marts:
        for model in yaml.load(read(path), Loader=loader).get("models", []):
            described = [model, *model.get("columns", [])]
            shown = [one.get("description") or "" for one in described]
            citing += [(path.name, text) for text in shown if CLAUSE.search(text) or ".md" in text]
    assert len(marts) > 50 and not citing
