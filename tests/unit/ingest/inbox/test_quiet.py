"""What somebody still writes waits; what is old is not waited for."""

from __future__ import annotations

import os
import threading
import time

from ingest.inbox.quiet import settled
from park_brain.inbox import entries


def paths(found):
    return [entry.path for entry in found]


def test_old_and_known_files_cost_no_time(tmp_path):
    (tmp_path / "old.csv").write_text("1")
    os.utime(tmp_path / "old.csv", (1_700_000_000, 1_700_000_000))
    (tmp_path / "known.csv").write_text("1")
    started = time.monotonic()
    found = settled(tmp_path, entries(tmp_path), 5, lambda entry: entry.path == "known.csv")
    assert paths(found.entries) == ["known.csv", "old.csv"] and not found.growing
    assert time.monotonic() - started < 1


def test_a_file_that_grows_waits_and_its_neighbour_does_not(tmp_path):
    (tmp_path / "grows.csv").write_text("1")
    (tmp_path / "fresh.csv").write_text("1")
    (tmp_path / "ahead.csv").write_text("1")
    os.utime(tmp_path / "ahead.csv", (4e9, 4e9))
    stop = threading.Event()

    def write():
        while not stop.wait(0.1):
            with (tmp_path / "grows.csv").open("a") as file:
                file.write("more\n")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        found = settled(tmp_path, entries(tmp_path), 1)
    finally:
        stop.set()
        writer.join()
    assert paths(found.growing) == ["grows.csv"]
    assert paths(found.entries) == ["ahead.csv", "fresh.csv"]
    assert not settled(tmp_path, entries(tmp_path), 0).growing
