"""Which fixtures a test file asks for: a process that only hands files out has no tests that could tell it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.support.places import ROOT

WORLDS = ("clean_world", "faulty_world", "story_home")
"""Fixtures that take long: with several processes, the files that ask for one of them go to one process."""


@cache
def world_of(file: Path) -> str | None:
    """The long fixture a test file asks for, itself or by way of fixtures."""
    asked = fixtures_asked(file)
    return next((world for world in WORLDS if world in asked), None)


def fixtures_asked(file: Path) -> set[str]:
    """Names in the parameters and marks of a file's tests, and what the fixtures of these names ask for in turn."""
    own = functions(file)
    known = {name: asked for conftest in conftests(file) for name, asked in functions(conftest).items()} | own
    todo = {name for test, asked in own.items() if test.startswith("test_") for name in asked} | used(file)
    found: set[str] = set()
    while todo:
        found |= todo
        todo = {name for fixture in todo for name in known.get(fixture, ())} - found
    return found


def conftests(file: Path) -> Iterator[Path]:
    """From the root down to the file's folder, so that the nearest fixture of a name holds."""
    folders = [folder for folder in reversed(file.parents) if folder.is_relative_to(ROOT)]
    return (folder / "conftest.py" for folder in folders if (folder / "conftest.py").exists())


def functions(file: Path) -> dict[str, list[str]]:
    """Parameters of every function of a file."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {
        node.name: [argument.arg for argument in node.args.args]
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
    }


def used(file: Path) -> set[str]:
    """Fixtures named by ``usefixtures``."""
    calls = [node for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    marks = [call for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr == "usefixtures"]
    return {name.value for mark in marks for name in mark.args if isinstance(name, ast.Constant)}
