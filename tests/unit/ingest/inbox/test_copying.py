"""Bytes are copied from regular files alone, whole, and never through a link."""

from __future__ import annotations

import os

import pytest

from ingest.inbox import copying
from ingest.inbox.copying import ChangedMeanwhileError, keep_raw, sidecar_text
from ingest.inbox.oddities import OddEntry


@pytest.fixture
def tax(home):
    folder = home.inbox / "330683" / "tax"
    folder.mkdir(parents=True)
    return folder


def refused(home, path):
    with pytest.raises(OddEntry) as stop:
        keep_raw(home, path)
    assert not list((home.lake / "raw").glob("*")) and not list(home.tmp.glob("*"))
    return stop.value.oddity


def test_a_file_that_became_a_link_or_a_pipe_after_the_look_is_refused(home, tax, tmp_path):
    (tmp_path / "secret").write_text("1")
    (tax / "link.csv").symlink_to(tmp_path / "secret")
    os.mkfifo(tax / "pipe.csv")
    assert refused(home, "330683/tax/link.csv") == "link"
    assert refused(home, "330683/tax/pipe.csv") == "not_a_file"
    assert refused(home, "330683/tax/gone.csv") == "vanished"


def test_a_folder_that_became_a_link_is_no_way_out(home, tax, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "secret.csv").write_text("1")
    (home.inbox / "330681").symlink_to(tmp_path / "out")
    assert refused(home, "330681/secret.csv") in ("link", "vanished")


def test_a_file_too_large_for_any_format_or_for_the_disk_is_not_copied(home, tax, monkeypatch):
    with (tax / "sparse.csv").open("wb") as file:
        file.truncate(copying.MAX_BYTES + 1)
    assert refused(home, "330683/tax/sparse.csv") == "too_large"
    with (tax / "large.csv").open("wb") as file:
        file.truncate(3 << 20)
    monkeypatch.setattr(copying.shutil, "disk_usage", lambda _: _Usage)
    assert refused(home, "330683/tax/large.csv") == "no_room"


class _Usage:
    free = 1 << 20


def test_a_file_that_changes_while_it_is_read_waits(home, tax, monkeypatch):
    file = tax / "a.csv"
    file.write_text("1")
    blocks = copying._blocks

    def growing(source):
        yield from blocks(source)
        file.write_text("1 and more")

    monkeypatch.setattr(copying, "_blocks", growing)
    with pytest.raises(ChangedMeanwhileError):
        keep_raw(home, "330683/tax/a.csv")
    assert not list(home.tmp.glob("*"))


@pytest.mark.parametrize(("content", "oddity"), [(None, "odd_sidecar"), (b"p" * 65_537, "large_sidecar")])
def test_a_sidecar_is_a_small_file(home, tax, tmp_path, content, oddity):
    sidecar = tax / "a.csv.meta.yml"
    if content is None:
        (tmp_path / "secret").write_text("part: x")
        sidecar.symlink_to(tmp_path / "secret")
    else:
        sidecar.write_bytes(content)
    with pytest.raises(OddEntry) as stop:
        sidecar_text(home.inbox, "330683/tax/a.csv.meta.yml")
    assert stop.value.oddity == oddity
