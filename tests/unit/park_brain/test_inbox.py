"""The inbox is looked at and never followed; nothing in it raises."""

from __future__ import annotations

import os
import socket
import subprocess

import pytest

from park_brain import inbox
from park_brain.inbox import entries, listing


@pytest.fixture
def folder(tmp_path, monkeypatch):
    place = tmp_path / "inbox"
    (place / "330683" / "tax").mkdir(parents=True)
    (place / "330683" / "tax" / "a.csv").write_text("1")
    return place


def kinds(folder):
    return {entry.path: entry.kind for entry in entries(folder)}


def test_every_kind_of_entry_is_named_and_links_are_not_followed(folder, tmp_path, monkeypatch):
    tax = folder / "330683" / "tax"
    (tmp_path / "share").mkdir()
    (tmp_path / "share" / "secret.csv").write_text("1")
    (folder / "330681").symlink_to(tmp_path / "share")
    (tax / "dangling.csv").symlink_to("nowhere")
    (tax / "loop.csv").symlink_to("loop.csv")
    (tax / "file.csv").symlink_to(tax / "a.csv")
    os.mkfifo(tax / "pipe.csv")
    monkeypatch.chdir(tax)
    socket.socket(socket.AF_UNIX).bind("socket.csv")
    assert kinds(folder) == {
        "330681": "link",
        "330683/tax/a.csv": "file",
        "330683/tax/dangling.csv": "link",
        "330683/tax/file.csv": "link",
        "330683/tax/loop.csv": "link",
        "330683/tax/pipe.csv": "special",
        "330683/tax/socket.csv": "special",
    }


def test_what_cannot_be_looked_into_is_named_and_what_has_gone_is_left_out(folder, monkeypatch):
    listed = os.listdir

    def odd(path):
        if str(path).endswith("locked"):
            raise PermissionError(path)
        return [*listed(path), "gone.csv"]

    (folder / "330683" / "locked").mkdir()
    monkeypatch.setattr(inbox.os, "listdir", odd)
    assert kinds(folder) == {"330683/locked": "unreadable", "330683/tax/a.csv": "file"}


def test_an_inbox_that_is_no_folder_or_not_there_raises_nothing(tmp_path):
    assert entries(tmp_path / "none") == []
    (tmp_path / "file").write_text("1")
    assert [entry.kind for entry in entries(tmp_path / "file")] == ["unreadable"]


def test_a_very_deep_folder_ends_in_a_name_and_not_in_an_error(folder):
    descriptor = os.open(folder, os.O_RDONLY)
    for _ in range(1_200):
        os.mkdir("deep", dir_fd=descriptor)
        inner = os.open("deep", os.O_RDONLY, dir_fd=descriptor)
        os.close(descriptor)
        descriptor = inner
    os.close(descriptor)
    try:
        assert {entry.kind for entry in entries(folder)} == {"file", "unreadable"}
    finally:  # deeper than Python removes
        subprocess.run(["rm", "-rf", folder / "deep"], check=True)


def test_the_listing_takes_any_name_and_sees_a_permission_change(folder):
    name = os.fsdecode(b"\xff\xfe.csv")
    (folder / name).write_text("1")
    before = list(listing(folder))
    (folder / name).chmod(0o600)
    assert len(before) == 2 and list(listing(folder)) != before
    "\n".join(before).encode()
