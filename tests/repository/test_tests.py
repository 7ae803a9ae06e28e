"""The tests themselves: files that ask for a long fixture are known without running them."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from tests.support.asked import WORLDS, world_of


def test_the_world_of_every_file_is_what_its_tests_ask_for(request: pytest.FixtureRequest):
    asked: dict[Path, set[str]] = defaultdict(set)
    for item in request.session.items:
        asked[item.path] |= set(getattr(item, "fixturenames", ()))
    worlds = {file: next((world for world in WORLDS if world in names), None) for file, names in asked.items()}
    assert {file: world_of(file) for file in worlds} == worlds
