"""Command line: the upkeep of a home: its upgrade, and what nothing reads any more."""

from __future__ import annotations

from rich.markup import escape

from park_brain.cli.terminal import DEFAULT_HOME, HomeOption, console, stop
from park_brain.installation import Installation


def upgrade(home: HomeOption = DEFAULT_HOME) -> None:
    """Bring a home of older software to today's format; back it up before. Doing it again changes nothing."""
    from park_brain.cli.border import attended
    from park_brain.line.upgrade import upgrade as run_upgrade

    place = Installation(home.resolve())
    if not place.root.is_dir():
        stop(f"there is no home at {place.root}")
    effect = "the upgrade did not finish, readers see what they saw; mend it and run it again"
    with attended(place, effect), console.status("looking at the home") as status:
        run_upgrade(place, _say, lambda text: status.update(escape(text)))


def prune(home: HomeOption = DEFAULT_HOME) -> None:
    """Remove rows that were read by earlier contracts or code; the bytes as received stay."""
    from park_brain.cli.border import attended
    from park_brain.line.derivations import prune_derivations
    from park_brain.lock import writer_lock

    place = Installation(home.resolve())
    with attended(place, "not everything was removed, do it again"), writer_lock(place):
        removed = prune_derivations(place)
    _say(f"{removed} files of earlier derivations removed")


def _say(line: str) -> None:
    console.print(line, markup=False, highlight=False, soft_wrap=True)
