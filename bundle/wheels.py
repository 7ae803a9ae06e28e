"""Bundle: the wheels of the lock for every target, fetched by pip as it is configured here and checked by hash."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from bundle.lock import Locked, Target


class WheelMissingError(RuntimeError):
    """A locked package cannot be installed on a target without building it."""


def download(locked: Iterable[Locked], target: Target, folder: Path) -> None:
    """Fetch the wheels of one target into ``folder``, which may hold those of others.

    Raises:
        WheelMissingError: a package has no wheel for it.
    """
    _pip(["download", "--dest", str(folder), *_limits(target)], locked, target, folder)


def prove(locked: Iterable[Locked], target: Target, folder: Path) -> None:
    """The same question without fetching a whole wheel: pip must find one for every package.

    Raises:
        WheelMissingError: a package has no wheel for it.
    """
    nowhere = str(folder / "nowhere")
    arguments = ["install", "--dry-run", "--ignore-installed", "--target", nowhere, "--quiet", *_limits(target)]
    _pip(arguments, locked, target, folder)


def _limits(target: Target) -> list[str]:
    platforms = [argument for tag in target.platforms for argument in ("--platform", tag)]
    return ["--only-binary=:all:", "--no-deps", "--require-hashes", "--python-version", target.python, *platforms]


def _pip(arguments: list[str], locked: Iterable[Locked], target: Target, folder: Path) -> None:
    needed = [entry for entry in locked if entry.is_for(target)]
    listed = folder / f"needed-{target.python}-{target.machine}.txt"
    listed.write_text("".join(f"{entry.requirement}\n" for entry in needed), encoding="utf-8")
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", *arguments, "--requirement", str(listed)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    listed.unlink()
    if done.returncode:
        raise WheelMissingError(f"Python {target.python} on {target.machine}: {done.stderr[-2000:]}")
