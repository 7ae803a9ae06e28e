"""Bundle: the software bill of materials, CycloneDX 1.6 as JSON, from the lock and the wheels that were packed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from email.message import Message
from email.parser import HeaderParser
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from packaging.utils import canonicalize_name, parse_wheel_filename


def bill_of_materials(version: str, wheels: Iterable[Path], hashes: Mapping[str, str]) -> dict[str, Any]:
    """One component per package and version, with its licence and every wheel of it by SHA-256."""
    packed: dict[tuple[str, str], list[Path]] = {}
    for wheel in sorted(wheels):
        name, release, _, _ = parse_wheel_filename(wheel.name)
        packed.setdefault((str(name), str(release)), []).append(wheel)
    components = [_component(name, release, files, hashes) for (name, release), files in sorted(packed.items())]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "park-brain", "version": version}},
        "components": components,
    }


def _component(name: str, release: str, files: list[Path], hashes: Mapping[str, str]) -> dict[str, Any]:
    purl = f"pkg:pypi/{canonicalize_name(name)}@{release}"
    wheels = [
        {"type": "file", "name": file.name, "hashes": [{"alg": "SHA-256", "content": hashes[file.name]}]}
        for file in files
    ]
    component = {"type": "library", "bom-ref": purl, "name": name, "version": release, "purl": purl}
    return {**component, "licenses": _licences(_metadata(files[0])), "components": wheels}


def _metadata(wheel: Path) -> Message:
    with ZipFile(wheel) as archive:
        (name,) = (n for n in archive.namelist() if n.count("/") == 1 and n.endswith(".dist-info/METADATA"))
        return HeaderParser().parsestr(archive.read(name).decode())


def _licences(metadata: Message) -> list[dict[str, Any]]:
    """As the package states it: an expression of SPDX, else the words of its classifiers or of its field."""
    if expression := metadata.get("License-Expression"):
        return [{"expression": expression}]
    stated = [value for value in metadata.get_all("Classifier", []) if value.startswith("License ::")]
    names = [value.rpartition(" :: ")[2] for value in stated] or (metadata.get("License") or "not stated").split("\n")[
        :1
    ]
    return [{"license": {"name": name}} for name in names]
