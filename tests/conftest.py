"""Shared by all tests: no network, ever."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from ingest.contracts.contract import Contract, load_contracts
from park_brain.installation import Installation

REAL_DATA = "PARK_REAL_DATA"
"""Names the folder of files other people wrote (``real``, ``reference``, ``trials``); they state no licence, so that
they are no part of the repository."""
WORLDS = ("clean_world", "faulty_world", "story_home")
"""Fixtures that take long: with several processes, the files that ask for one of them go to one process."""


class ByWorld(LoadScopeScheduling):
    """Hands out whole files, and all files of a world together: the group is the end of a test's id."""

    def _split_scope(self, nodeid: str) -> str:
        group = nodeid.rpartition("@")[2]
        return group if group in WORLDS else nodeid.partition("::")[0]


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByWorld:
    """Called by xdist; ``--dist loadgroup`` makes it write the groups into the ids."""
    return ByWorld(config, log)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long ones first, so that nobody waits for the last; each file into the group of its world."""
    items.sort(key=lambda item: "line" not in item.path.parts)
    asked: dict[Path, set[str]] = {}
    for item in items:
        asked.setdefault(item.path, set()).update(getattr(item, "fixturenames", ()))
    for item in items:
        world = next((world for world in WORLDS if world in asked[item.path]), None)
        if world:
            item.add_marker(pytest.mark.xdist_group(world))


@pytest.fixture(autouse=True, scope="session")
def _no_network():
    """Loopback and Unix sockets stay open (Dagster, multiprocessing); anything else is a failure."""
    connect = socket.socket.connect

    def guarded(self, address):
        if self.family != socket.AF_UNIX and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"a test tried to reach {address}")
        return connect(self, address)

    socket.socket.connect = guarded
    yield
    socket.socket.connect = connect


@pytest.fixture(scope="session")
def contracts() -> dict[str, Contract]:
    return load_contracts()


@pytest.fixture
def home(tmp_path: Path) -> Installation:
    """An empty installation with a fixed key for persons, so that runs can be compared."""
    place = Installation(tmp_path / "home")
    place.prepare()
    (place.lake / "person.key").write_bytes(b"0" * 64)
    return place


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of files other people wrote."""
    if not os.environ.get(REAL_DATA):
        pytest.skip(f"{REAL_DATA} names no folder of real files")
    folder = Path(os.environ[REAL_DATA])
    assert folder.is_dir(), f"{REAL_DATA} names {folder}, which is not here"
    return folder
