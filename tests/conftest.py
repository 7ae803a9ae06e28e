"""Shared by all tests: no network, ever."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from ingest.contracts.contract import Contract, load_contracts
from park_brain.installation import Installation

SHARED_DATA = Path(__file__).parents[2] / "shared" / "data"
WORLDS = ("clean_world", "faulty_world", "story_home")
"""Fixtures that take long: with several processes, the files that name one of them go to one process."""


class ByWorld(LoadScopeScheduling):
    """Hands out whole files, and all files of a world together."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        text = (Path(self.config.rootpath) / file).read_text(encoding="utf-8")
        return next((world for world in WORLDS if world in text), file)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByWorld:
    """Called by xdist for ``--dist loadscope``."""
    return ByWorld(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long ones first: nobody waits for the last."""
    items.sort(key=lambda item: "pipeline" not in item.path.parts)


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
def shared_data() -> Path:
    if not SHARED_DATA.is_dir():
        pytest.skip("../shared/data is not here")
    return SHARED_DATA
