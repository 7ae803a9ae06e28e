"""Ingest, wall: the program of a worker process, which reads file after file until the pipe closes."""

from __future__ import annotations

import ctypes
import gc
import os
import pickle
import resource
import signal
import sys
from multiprocessing.connection import Connection

PR_SET_PDEATHSIG = 1
COLLECTION_THRESHOLDS = (50_000, 20, 100)
"""A chunk is some hundred thousand lists in use: searching them for cycles took a third of a large file's time."""


def main(descriptor: int, parent: int) -> None:
    """Serve the parent at the other end of the pipe."""
    _die_with(parent)
    from ingest.wall.landing import land
    from ingest.wall.messages import Setup, Task

    gc.set_threshold(*COLLECTION_THRESHOLDS)
    with Connection(descriptor) as pipe:
        try:
            setup: Setup = pickle.loads(pipe.recv_bytes())
            resource.setrlimit(resource.RLIMIT_DATA, (setup.memory_bytes, setup.memory_bytes))
            pipe.send_bytes(b"ready")
            while True:
                task: Task = pickle.loads(pipe.recv_bytes())
                pipe.send_bytes(land(setup, task).model_dump_json().encode())
        except (EOFError, ConnectionError):
            return


def _die_with(parent: int) -> None:
    """The kernel ends us when our parent ends, however it ends and whatever native code is busy with."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit(1)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
