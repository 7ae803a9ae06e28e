"""Running Python as users whom file modes bind: root's processes may open anything, which would prove nothing."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from collections.abc import Callable

from tests.support.places import ROOT

PR_CAPBSET_DROP = 24
OVERRIDES = (1, 2)
"""CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH."""
NOBODY = 65534


def _bound_by_modes() -> None:
    """Root's next program gets no capability that is not in the bounding set."""
    libc = ctypes.CDLL(None, use_errno=True)
    for capability in OVERRIDES:
        if libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0):
            raise OSError(ctypes.get_errno(), "the capability cannot be dropped")


BECOME = """
import os, sys
sys.path.insert(0, {root!r})
import duckdb, park_brain.release_reader
os.setgroups([]); os.setgid({group}); os.setuid({user})
"""


def run_as_owner(script: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run a script as the present user, bound by modes."""
    return _run(script, arguments, _bound_by_modes if os.geteuid() == 0 else None)


def run_as_other(script: str, *arguments: object, group: int) -> subprocess.CompletedProcess[str]:
    """Run a script as a user who owns nothing and has this group; needs root.

    It changes its user only after its imports: Python itself may lie where that user cannot go.
    """
    return _run(BECOME.format(root=str(ROOT), group=group, user=NOBODY) + script, arguments, None)


def _run(
    script: str, arguments: tuple[object, ...], prepare: Callable[[], None] | None
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", script, *map(str, arguments)]
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=120, preexec_fn=prepare)
