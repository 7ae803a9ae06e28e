"""Command line: keep a home whole: look for damage, back up, restore."""

from __future__ import annotations

import sys
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer

from park_brain.cli.border import border
from park_brain.cli.terminal import DEFAULT_HOME, HomeOption, console, stop
from park_brain.installation import Installation

EXIT_DAMAGED = 1


def _existing(home: Path) -> Installation:
    place = Installation(home.resolve())
    if not place.lake.is_dir():
        stop(f"{place.root} holds no lake; is it the home?")
    return place


def fsck(home: HomeOption = DEFAULT_HOME) -> None:
    """Look for damage in lake and releases; reads everything, changes nothing. Exits 0 whole, 1 damaged."""
    from ingest.lake.check import check_lake
    from park_brain.formats import FormatError
    from warehouse.release.check import check_releases

    place, count = _existing(home), 0
    try:
        with console.status("reading") as status:
            for finding in chain(check_lake(place, status.update), check_releases(place, status.update)):
                count += 1
                console.print(str(finding), soft_wrap=True, highlight=False, markup=False)
    except FormatError as error:
        stop(str(error))
    if count:
        console.print(f"{count} damages in {place.root}", style="red", soft_wrap=True, highlight=False, markup=False)
        sys.exit(EXIT_DAMAGED)
    console.print(f"no damage in {place.root}", soft_wrap=True, highlight=False, markup=False)


def backup(
    folder: Annotated[Path, typer.Argument(metavar="DEST", help="Folder of backups, on another disk.")],
    home: HomeOption = DEFAULT_HOME,
) -> None:
    """Copy what cannot be made again (lake, releases, park.toml, rules); what the folder has is not copied again."""
    from park_brain.backup import back_up

    place = _existing(home)
    with border(place, "park backup failed", "no backup was made"), console.status("copying"):
        done = back_up(place, folder)
    files = sum(entry.sha256 is not None for entry in done.backup.entries)
    console.print(
        f"backup {done.name}: {files:,} files, {done.backup.bytes / 1e6:,.1f} MB, "
        f"{done.new_bytes / 1e6:,.1f} MB of them new; current release {done.backup.release_id or 'none'}",
        soft_wrap=True,
        highlight=False,
        markup=False,
    )


def restore(
    folder: Annotated[Path, typer.Argument(metavar="SRC", help="Folder of backups.")],
    home: HomeOption = DEFAULT_HOME,
    name: Annotated[str | None, typer.Option("--backup", help="Which backup; default: the newest.")] = None,
) -> None:
    """Write a backup into an empty home, every file verified."""
    from park_brain.backup import BackupError
    from park_brain.lock import WriterBusyError
    from park_brain.restore import restore as run_restore

    place = Installation(home.resolve())
    try:
        with console.status("writing"):
            name, done = run_restore(folder, place, name)
    except (BackupError, WriterBusyError, OSError) as error:
        stop(f"nothing was restored: {error}")
    console.print(
        f"restored backup {name} of {done.made_at:%Y-%m-%d %H:%M} UTC into {place.root}; "
        f"current release {done.release_id or 'none'}. Next: park fsck, then park refresh",
        soft_wrap=True,
        highlight=False,
        markup=False,
    )
