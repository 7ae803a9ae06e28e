"""The bill of materials names every package that is packed, once a version, with licence and hashes."""

from __future__ import annotations

import hashlib
from pathlib import Path
from zipfile import ZipFile

from bundle.sbom import bill_of_materials


def wheel(folder: Path, tag: str, *headers: str) -> Path:
    path = folder / f"Some_Thing-1.0-{tag}.whl"
    with ZipFile(path, "w") as archive:
        archive.writestr("some_thing-1.0.dist-info/METADATA", "\n".join(["Name: Some.Thing", *headers, "", "text"]))
        archive.writestr("some_thing/vendor/other.dist-info/METADATA", "Name: other")
    return path


def component(*wheels: Path) -> dict:
    hashes = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in wheels}
    bill = bill_of_materials("0.2.0", wheels, hashes)
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    (found,) = bill["components"]
    return found


def test_two_wheels_of_one_version_are_one_component(tmp_path):
    names = ("cp311-cp311-manylinux_2_28_x86_64", "cp311-cp311-manylinux_2_28_aarch64")
    found = component(*(wheel(tmp_path, name, "License-Expression: MIT") for name in names))
    assert (found["purl"], found["licenses"]) == ("pkg:pypi/some-thing@1.0", [{"expression": "MIT"}])
    assert [len(file["hashes"][0]["content"]) for file in found["components"]] == [64, 64]


def test_the_licence_is_what_the_package_states(tmp_path):
    classified = wheel(
        tmp_path, "py3-none-any", "Classifier: License :: OSI Approved :: MIT License", "License: see file"
    )
    assert component(classified)["licenses"] == [{"license": {"name": "MIT License"}}]
    assert component(wheel(tmp_path, "py3-none-any"))["licenses"] == [{"license": {"name": "not stated"}}]
