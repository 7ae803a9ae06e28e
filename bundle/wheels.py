"""Bundle: the wheels of the lock for every target, fetched by pip as it is configured here and checked by hash."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from bundle.lock import Locked, Target


class WheelMissingError(RuntimeError):
    """A locked package cannot be installed on a target without building it."""


def download(locked: Iterable[Locked], target: Target, folder: Path) -> set[Path]:
    """Bring the wheels of one target into ``folder``, which may hold those of others; gives those that it needs.

    That pip finds them is the proof that each package has one; what lies there already is not fetched again.

    Raises:
        WheelMissingError: a package has no wheel for it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    listed = folder / f"needed-{target.python}-{target.machine}.txt"
    needed = [entry.requirement for entry in locked if entry.is_for(target)]
    listed.write_text("\n".join([*needed, ""]), encoding="utf-8")
    command = [sys.executable, "-m", "pip", "download", "--disable-pip-version-check", "--requirement", str(listed)]
    done = subprocess.run([*command, *_limits(target, folder)], check=False, capture_output=True, text=True)
    listed.unlink()
    if done.returncode:
        raise WheelMissingError(f"Python {target.python} on {target.machine}: {done.stderr[-2000:]}")
    wheels = {folder / name for name in re.findall(r"(?:Saved|already downloaded) \S*?([^/\s]+\.whl)", done.stdout)}
    if len(wheels) != len(needed):
        raise WheelMissingError(f"{len(needed)} packages, but {len(wheels)} wheels:\n{done.stdout[-2000:]}")
    return wheels


def _limits(target: Target, folder: Path) -> list[str]:
    platforms = [argument for tag in target.platforms for argument in ("--platform", tag)]
    limits = ["--only-binary=:all:", "--no-deps", "--require-hashes", "--python-version", target.python]
    return ["--dest", str(folder), *limits, *platforms]
