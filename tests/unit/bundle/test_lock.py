"""What of the lock a machine needs: markers are evaluated for it, not for the machine that packs."""

from __future__ import annotations

import pytest
from packaging.tags import parse_tag

from bundle.lock import TARGETS, Target, read_lock
from tests.support.places import ROOT

SHA = "sha256:" + "0" * 64
TEXT = f"""# a comment
numpy==2.4.6 ; python_full_version < '3.12' \\
    --hash={SHA}
numpy==2.5.5 ; python_full_version >= '3.12' \\
    --hash={SHA} \\
    --hash={SHA}
pywin32==312 ; sys_platform == 'win32' \\
    --hash={SHA}
pure==1.0 \\
    --hash={SHA}
"""


def test_markers_are_those_of_the_target(tmp_path):
    path = tmp_path / "requirements.lock"
    path.write_text(TEXT, encoding="utf-8")
    locked = read_lock(path)
    needed = {t: [f"{e.name}=={e.version}" for e in locked if e.is_for(t)] for t in TARGETS}
    assert needed[Target("3.11", "aarch64")] == ["numpy==2.4.6", "pure==1.0"]
    assert needed[Target("3.13", "x86_64")] == ["numpy==2.5.5", "pure==1.0"]
    assert locked[1].requirement == f"numpy==2.5.5 --hash={SHA} --hash={SHA}"


def test_an_entry_without_a_hash_is_refused(tmp_path):
    path = tmp_path / "requirements.lock"
    path.write_text("numpy==2.4.6\n", encoding="utf-8")
    with pytest.raises(ValueError, match="numpy"):
        read_lock(path)


def test_the_whole_lock_is_read_and_nothing_of_windows_is_packed():
    locked = read_lock(ROOT / "requirements.lock")
    assert len(locked) == (ROOT / "requirements.lock").read_text(encoding="utf-8").count("==") - sum(
        entry.marker.count("==") for entry in locked
    )
    assert all(entry.hashes for entry in locked)
    packed = {entry.name for entry in locked if entry.is_for(Target("3.11", "x86_64"))}
    assert {"duckdb-extension-spatial", "dagster", "greenlet"} <= packed and not {"pywin32", "pyreadline3"} & packed


def test_wheels_for_glibc_up_to_228_run_there():
    platforms = Target("3.11", "aarch64").platforms
    assert {"manylinux_2_28_aarch64", "manylinux_2_17_aarch64", "manylinux2014_aarch64"} <= set(platforms)
    assert not [tag for tag in platforms if "2_29" in tag or "x86" in tag]
    assert all(parse_tag(f"py3-none-{tag}") for tag in platforms)
