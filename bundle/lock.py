"""Bundle: the lock file, package by package, and what of it one machine needs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from packaging.markers import Marker

PYTHONS = ("3.11", "3.12", "3.13")
MACHINES = ("x86_64", "aarch64")
GLIBC_MINOR = 28
"""2.28 is that of Kylin V10 and UOS 20; a wheel for an older one runs there, too."""
_LEGACY = ("manylinux2014", "manylinux2010", "manylinux1")
_ENTRY = re.compile(r"(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^ ;]+)(?: ; (?P<marker>.+?))?(?= --hash)")


@dataclass(frozen=True)
class Target:
    """A machine and a Python to install on."""

    python: str
    machine: str

    @property
    def platforms(self) -> list[str]:
        """Platform tags of the wheels that run there, the newest first."""
        tags = [f"manylinux_2_{minor}" for minor in range(GLIBC_MINOR, 4, -1)]
        return [f"{tag}_{self.machine}" for tag in (*tags, *_LEGACY)]

    @property
    def environment(self) -> dict[str, str]:
        """What markers of the lock ask about."""
        return {
            "python_version": self.python,
            "python_full_version": f"{self.python}.0",
            "platform_machine": self.machine,
            "sys_platform": "linux",
            "platform_system": "Linux",
            "os_name": "posix",
            "implementation_name": "cpython",
            "platform_python_implementation": "CPython",
        }


TARGETS = tuple(Target(python, machine) for python in PYTHONS for machine in MACHINES)


@dataclass(frozen=True)
class Locked:
    """One entry of the lock."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]

    def is_for(self, target: Target) -> bool:
        """Whether this machine needs it."""
        return not self.marker or Marker(self.marker).evaluate(target.environment)

    @property
    def requirement(self) -> str:
        """The entry without its marker, which pip would evaluate for the machine it runs on."""
        return " ".join([f"{self.name}=={self.version}", *(f"--hash={value}" for value in self.hashes)])


def read_lock(path: Path) -> list[Locked]:
    """All entries.

    Raises:
        ValueError: a line that is no entry with hashes.
    """
    lines = path.read_text(encoding="utf-8").replace("\\\n", "").splitlines()
    return [_entry(path, re.sub(r"\s+", " ", line)) for line in lines if line.strip() and not line.startswith("#")]


def _entry(path: Path, line: str) -> Locked:
    found = _ENTRY.match(line)
    if found is None:
        raise ValueError(f"{path}: no locked package with hashes: {line[:100]}")
    hashes = tuple(re.findall(r"--hash=(sha256:[0-9a-f]{64})", line))
    return Locked(found["name"], found["version"], found["marker"] or "", hashes)
