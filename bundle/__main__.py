"""Bundle: ``python -m bundle`` packs ``dist/park-brain-<version>.tar.gz``; ``python -m bundle check`` only proves."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bundle.lock import TARGETS, Target, read_lock
from bundle.sbom import bill_of_materials
from bundle.wheels import WheelMissingError, download

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "requirements.lock"
CACHE = ROOT / "build" / "wheels"
SHIPPED = ("install.sh", "park-brain.service")


def fetch(cache: Path, lock: Path = LOCK, targets: Sequence[Target] = TARGETS) -> set[Path]:
    """Bring every wheel of the lock into ``cache``: the proof that each package has one for each target.

    Raises:
        WheelMissingError: one has none.
    """
    locked, wheels = read_lock(lock), set[Path]()
    for target in targets:
        found = download(locked, target, cache)
        print(f"Python {target.python} on {target.machine}: {len(found)} packages, each with a wheel", flush=True)
        wheels |= found
    return wheels


def pack(dist: Path, wheels: Iterable[Path], lock: Path = LOCK) -> Path:
    """Write the archive with these wheels and our own into ``dist``."""
    dist.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=dist) as work:
        own = _own_wheel(Path(work))
        version = own.name.split("-")[1]
        folder = Path(work) / f"park-brain-{version}"
        (folder / "wheels").mkdir(parents=True)
        for wheel in (*wheels, own):
            shutil.copy(wheel, folder / "wheels")
        _describe(folder, lock, version, own.name)
        return _archive(folder, dist)


def _own_wheel(folder: Path) -> Path:
    built = folder / "own"
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(built)]
    subprocess.run(command, check=True, cwd=ROOT, capture_output=True)
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
    """Pack, or with ``check`` only prove that every wheel exists for this Python."""
    is_check = sys.argv[1:] == ["check"]
    running = f"{sys.version_info.major}.{sys.version_info.minor}"
    try:
        wheels = fetch(CACHE, targets=[t for t in TARGETS if not is_check or t.python == running])
    except WheelMissingError as error:
        print(f"no bundle: {error}", file=sys.stderr)
        return 1
    if not is_check:
        print(pack(ROOT / "dist", wheels))
    return 0


if __name__ == "__main__":
    sys.exit(main())
