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
from tests.support.asked import world_of

REAL_DATA = "PARK_REAL_DATA"
"""Names the folder of files other people wrote (``real``, ``reference``, ``trials``); they state no licence, so that
they are no part of the repository."""


class ByWorld(LoadScopeScheduling):
    """Hands out whole files, and all files of a world together."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return world_of(self.config.rootpath / file) or file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByWorld:
    """Called by xdist for ``--dist loadscope``."""
    return ByWorld(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long ones first: nobody waits for the last."""
    items.sort(key=lambda item: "line" not in item.path.parts)


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
