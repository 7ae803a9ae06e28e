"""The bundle as a county gets it: installed without a network, upgraded by the same command, whole or not at all."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from bundle.__main__ import CACHE, fetch, pack
from bundle.lock import Target

pytestmark = pytest.mark.bundle
ALONE = ["unshare", "--net"]
SMALL = ["--regions", "330683", "--enterprises", "20", "--parcels", "10", "--months", "2", "--last-month", "2023-03"]
CLEAN = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "LANG": "C.UTF-8"}


def alone(*command: str | Path) -> subprocess.CompletedProcess[str]:
    """Run in a network namespace without any route, loopback included, and without this machine's configuration."""
    return subprocess.run([*ALONE, *command], check=False, capture_output=True, text=True, env=CLEAN)


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory) -> Path:
    if subprocess.run([*ALONE, "true"], check=False, capture_output=True).returncode:
        pytest.skip("a network namespace needs root (unshare --net)")
    here = Target(f"{sys.version_info.major}.{sys.version_info.minor}", platform.machine())
    folder = tmp_path_factory.mktemp("bundle")
    archive = pack(folder, fetch(CACHE, targets=[here]))
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")
    archive.unlink()
    return folder / archive.name.removesuffix(".tar.gz")


def install(unpacked: Path, root: Path) -> subprocess.CompletedProcess[str]:
    where = ["--prefix", root / "prefix", "--home", root / "home", "--python", sys.executable]
    return alone("sh", unpacked / "install.sh", *where)


def test_it_installs_and_refreshes_without_a_network(unpacked, tmp_path):
    done = install(unpacked, tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    park, home = tmp_path / "prefix" / "park", tmp_path / "home"
    assert f"{park} upgrade" in done.stdout
    unit = (tmp_path / "prefix" / "systemd" / "park-brain.service").read_text(encoding="utf-8")
    assert f"PARK_HOME={home}\n" in unit and "@" not in unit
    for command in (["simulate", "--out", home, *SMALL, "--format", "csv"], ["refresh", "--as-of", "2023-04-20T08:00"]):
        done = alone(park, *command)
        assert done.returncode == 0, done.stdout + done.stderr
    assert (home / "release" / "current" / "park_brain.duckdb").exists()
    dagster = alone(tmp_path / "prefix" / "current" / "bin" / "python", "-c", "import orchestration.definitions")
    assert dagster.returncode == 0, dagster.stderr

    before = (tmp_path / "prefix" / "current").resolve()
    assert install(unpacked, tmp_path).returncode == 0, "the same command once more"
    assert (tmp_path / "prefix" / "current").resolve() == before

    (unpacked / "VERSION").write_text("9.9.9\n", encoding="utf-8")
    damaged = install(unpacked, tmp_path)
    assert damaged.returncode == 1 and "damaged" in damaged.stderr and "VERSION" in damaged.stdout + damaged.stderr
    assert (tmp_path / "prefix" / "current").resolve() == before
    shutil.rmtree(tmp_path / "prefix")


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["--prefix", "/tmp/a b"], "letters"),
        (["--home", "state"], "must begin with /"),
        (["--user", "nobody-of-this-name"], "no user"),
        (["--python", "/bin/false"], "no Python >= 3.11"),
        (["--colour", "red"], "unknown option"),
        (["--prefix"], "value is missing"),
    ],
)
def test_what_cannot_be_done_is_said(arguments, why):
    script = Path(__file__).parents[2] / "bundle" / "install.sh"
    done = subprocess.run(["sh", script, *arguments], check=False, capture_output=True, text=True)
    assert done.returncode == 1 and why in done.stderr
