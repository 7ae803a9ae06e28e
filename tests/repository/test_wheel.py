"""The product as others install it: a wheel made from the source archive, in an environment without the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tarfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.support.places import ROOT, SHIPPED_PACKAGES

SMALL = ["--regions", "330683", "--enterprises", "30", "--parcels", "20", "--months", "3", "--last-month", "2023-03"]
ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PARK_HOME")}


def run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=cwd, env=ENVIRONMENT)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """Built as pip would: the source archive first, and from it alone the wheel."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "hatchling", "build", "--target", "sdist", "--directory", folder, cwd=ROOT)
    (archive,) = folder.glob("*.tar.gz")
    with tarfile.open(archive) as source:
        source.extractall(folder, filter="data")
    unpacked = folder / archive.name.removesuffix(".tar.gz")
    run(sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder, cwd=unpacked)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Path:
    """The scripts of a new environment that has the wheel of its own and sees the locked packages."""
    folder = tmp_path_factory.mktemp("elsewhere") / "venv"
    run(sys.executable, "-m", "venv", "--without-pip", folder, cwd=folder.parent)
    scripts = folder / "bin"
    pip = [sys.executable, "-m", "pip", "--python", scripts / "python", "--disable-pip-version-check"]
    run(*pip, "install", "--quiet", "--no-deps", "--no-index", wheel, cwd=folder)
    (own,) = folder.glob("lib/python*/site-packages")
    # Paths in such a file are not searched for further .pth files, so an editable install stays out of sight.
    (own / "locked.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return scripts


@pytest.mark.wheel
def test_the_wheel_simulates_and_refreshes_where_there_is_no_checkout(installed, tmp_path):
    where = run(installed / "python", "-c", "import park_brain, ingest; print(ingest.__file__)", cwd=tmp_path)
    assert Path(where).is_relative_to(installed.parent)
    project = next(installed.parent.glob("lib/python*/site-packages/park_brain/dbt_project"))
    shipped = sorted(project.rglob("*"))
    home = tmp_path / "home"
    run(installed / "park", "simulate", "--out", home, *SMALL, "--format", "csv", cwd=tmp_path)
    run(installed / "park", "refresh", "--home", home, "--as-of", "2023-04-20T08:00", cwd=tmp_path)
    assert (home / "release" / "current" / "park_brain.duckdb").exists()
    assert sorted(project.rglob("*")) == shipped, "the folder of an installed package may be read-only"


def test_no_package_of_ours_bears_the_name_of_a_locked_one():
    owners = packages_distributions()
    taken = {name: set(owners.get(name, ())) - {"park-brain"} for name in SHIPPED_PACKAGES}
    assert not {name: others for name, others in taken.items() if others}
