"""Line: a home of 0.1 becomes one of format 2.

0.1 kept names of natural persons that it did not know for such in clear: in typed rows, caches and releases that
everyone could read. All is read again from raw by today's rules, what readers see is built again as of the same
instant, and then what holds the names is removed.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from park_brain.clock import utc_now
from park_brain.housekeeping import remove_release
from park_brain.installation import PRIVATE, SHARED, Installation
from park_brain.line import order, stages
from park_brain.line.derivations import prune_derivations
from park_brain.lock import acquire
from park_brain.release_folder import Release, list_releases, release_folders, seal

Say = Callable[[str], None]
KEY_MODE = 0o600


def to_format_2(home: Installation, say: Say, progress: Say) -> None:
    """Call it under the writer lock. Killed at any point, it can begin again."""
    with _lock_of_0_1(home):
        say("modes: lake and work are for this user alone, releases read-only for its group")
        _set_modes(home)
        say("caches, alerts and receipts of 0.1 are removed: they may hold names of persons")
        _clear(home)
        before = list_releases(home)
        current = next((release for release in before if release.is_current), None)
        _derive_again(home, current, say, progress)
        _remove_what_holds_names(home, before, say)


@contextmanager
def _lock_of_0_1(home: Installation) -> Iterator[None]:
    """0.1 locks in ``work``: none of its processes may be at work while we are."""
    old = home.work / ".lock"
    old.parent.mkdir(PRIVATE, parents=True, exist_ok=True)
    descriptor = os.open(old, os.O_RDWR | os.O_CREAT, KEY_MODE)
    try:
        acquire(descriptor, home)
        yield
        old.unlink(missing_ok=True)
    finally:
        os.close(descriptor)


def _set_modes(home: Installation) -> None:
    for folder in (home.lake, home.work):
        folder.chmod(PRIVATE)
    key = home.lake / "person.key"
    if key.exists():
        key.chmod(KEY_MODE)
    home.releases.chmod(SHARED)
    for folder in release_folders(home):
        seal(folder)


def _clear(home: Installation) -> None:
    for path in home.work.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.name != ".lock":
            path.unlink()
    shutil.rmtree(home.receipts, ignore_errors=True)
    home.prepare()


def _derive_again(home: Installation, current: Release | None, say: Say, progress: Say) -> None:
    """Read everything again; build what readers see now once more, as of its own instant, so that figures compare."""
    say("every file is read again from raw by today's rules")
    if current is None:
        order.advance(order.begin(home, utc_now(), progress), until=stages.judge)
        return
    run = order.begin(home, current.as_of, progress)
    order.advance(run)
    assert run.release is not None
    say(f"release {run.release.id} (as of {current.as_of} UTC) takes the place of {current.id}; figures told stay told")


def _remove_what_holds_names(home: Installation, before: list[Release], say: Say) -> None:
    now = {release.id for release in list_releases(home) if release.is_current}
    for release in before:
        if release.id not in now:
            remove_release(release)
            say(f"release {release.id} is removed: it was made of rows with names of persons; no rollback leads there")
    removed = prune_derivations(home)
    say(f"{removed} files of rows and records of 0.1 are removed; the bytes as received stay in lake/raw")
    say("backups of this home made before today still hold the names: keep or delete them accordingly")
