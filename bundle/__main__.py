"""Bundle: ``python -m bundle`` packs ``dist/park-brain-<version>.tar.gz``; ``python -m bundle check`` only asks."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bundle.lock import TARGETS, Target, read_lock
from bundle.sbom import bill_of_materials
from bundle.wheels import WheelMissingError, download, prove

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "requirements.lock"
SHIPPED = ("install.sh", "park-brain.service")


def pack(dist: Path, lock: Path = LOCK, targets: Sequence[Target] = TARGETS) -> Path:
    """Write the archive into ``dist``.

    Raises:
        WheelMissingError: a locked package has no wheel for a target.
    """
    dist.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=dist) as work:
        own = _own_wheel(Path(work))
        version = own.name.split("-")[1]
        folder = Path(work) / f"park-brain-{version}"
        wheels = folder / "wheels"
        wheels.mkdir(parents=True)
        for target in targets:
            print(f"wheels for Python {target.python} on {target.machine}", flush=True)
            download(read_lock(lock), target, wheels)
        shutil.copy(own, wheels)
        _describe(folder, lock, version, own.name)
        return _archive(folder, dist)


def check(lock: Path = LOCK, targets: Sequence[Target] = TARGETS) -> None:
    """Prove that every locked package has a wheel for every target.

    Raises:
        WheelMissingError: one has none.
    """
    locked = read_lock(lock)
    with TemporaryDirectory() as work:
        for target in targets:
            prove(locked, target, Path(work))
            count = sum(entry.is_for(target) for entry in locked)
            print(f"Python {target.python} on {target.machine}: {count} packages, each with a wheel", flush=True)


def _own_wheel(folder: Path) -> Path:
    built = folder / "own"
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(built)]
    subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    (wheel,) = built.glob("*.whl")
    return wheel


def _describe(folder: Path, lock: Path, version: str, own: str) -> None:
    """Write what is needed beside the wheels: the lock with ours, the bill, the installer, and last every hash."""
    for name in SHIPPED:
        shutil.copy(Path(__file__).with_name(name), folder)
    wheels = sorted((folder / "wheels").iterdir())
    hashes = {wheel.name: _digest(wheel) for wheel in wheels}
    ours = f"park-brain=={version} --hash=sha256:{hashes[own]}\n"
    (folder / "requirements.lock").write_text(lock.read_text(encoding="utf-8") + ours, encoding="utf-8")
    (folder / "VERSION").write_text(f"{version}\n", encoding="utf-8")
    bill = bill_of_materials(version, wheels, hashes)
    (folder / "sbom.cdx.json").write_text(json.dumps(bill, ensure_ascii=False, indent=1), encoding="utf-8")
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    sums = "".join(f"{_digest(path)}  {path.relative_to(folder).as_posix()}\n" for path in files)
    (folder / "SHA256SUMS").write_text(sums, encoding="utf-8")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _archive(folder: Path, dist: Path) -> Path:
    """Wheels are compressed already: what compression would still gain is not worth minutes."""
    target = dist / f"{folder.name}.tar.gz"
    partial = target.with_name(target.name + ".part")
    with tarfile.open(partial, "w:gz", compresslevel=1) as archive:
        archive.add(folder, folder.name)
    return partial.replace(target)


def main() -> int:
    """Pack, or with ``check`` only prove that every wheel exists."""
    try:
        if sys.argv[1:] == ["check"]:
            check()
        else:
            print(pack(ROOT / "dist"))
    except WheelMissingError as error:
        print(f"no bundle: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
