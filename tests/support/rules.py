"""A rule about files is one test: it names every file that breaks it and what is wrong there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from tests.support.places import ROOT


def offenders(rule: Callable[[Path], None], paths: Iterable[Path]) -> dict[str, str]:
    """Files for which a rule's assertions do not hold, with the first line of what it says."""
    found = {}
    for path in paths:
        try:
            rule(path)
        except AssertionError as error:
            found[str(path.relative_to(ROOT))] = str(error).partition("\n")[0]
    return found
