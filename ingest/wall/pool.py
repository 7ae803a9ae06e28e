"""Ingest, wall: hand files to worker processes, side by side, and say of each what became of it."""

from __future__ import annotations

import os
import pickle
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection

from ingest.wall.limits import ReadingLimits
from ingest.wall.messages import Answer, Setup, Task

START_SECONDS = 300
"""For the imports of a worker on a machine that is busy with other things."""
LARGEST_ANSWER = 256 * 1024**2
ALONE_BYTES, ALONE_FILES = 4 * 1024**2, 6
"""So little is read sooner by one worker than a second one is started."""


class WorkerStartError(RuntimeError):
    """No worker process can be started: the installation, not a file, is at fault."""


class Worker:
    """One process. Started when the first file comes, and again when a file has ended it."""

    def __init__(self, setup: Setup, limits: ReadingLimits, stopping: threading.Event) -> None:
        self._setup = pickle.dumps(setup)
        self._limits = limits
        self._stopping = stopping
        self._process: subprocess.Popen[bytes] | None = None
        self._pipe: Connection | None = None
        self._landed = 0

    def land(self, task: Task) -> Answer:
        """Read one file; once more afresh where a process fails that had read others, since they may be the reason."""
        is_fresh = self._landed == 0
        answer = self._ask(task)
        if answer.failure in ("crashed", "out_of_memory"):
            self.stop()
            if not is_fresh and not self._stopping.is_set():
                answer = self._ask(task)
                if answer.failure in ("crashed", "out_of_memory"):
                    self.stop()
        return answer

    def _ask(self, task: Task) -> Answer:
        pipe = self._started()
        try:
            pipe.send_bytes(pickle.dumps(task))
            seconds = self._limits.seconds_for(task.arrival.size_bytes)
            if not pipe.poll(seconds):
                self.stop()
                return Answer(failure="too_slow", where=f"longer than {seconds:.0f} s")
            answer = Answer.model_validate_json(pipe.recv_bytes(LARGEST_ANSWER))
        except (EOFError, OSError, ValueError):
            return self._ended()
        self._landed += 1
        return answer

    def _ended(self) -> Answer:
        """A process that ended itself, or was ended by the kernel for want of memory."""
        code = self._process.wait(START_SECONDS) if self._process else None
        self.stop()
        return Answer(failure="out_of_memory" if code == -9 else "crashed", where=f"exit code {code}")

    def _started(self) -> Connection:
        if self._pipe is None:
            if self._stopping.is_set():
                raise WorkerStartError("the run is being stopped")
            ours, theirs = Pipe()
            self._process = _start(theirs)
            theirs.close()
            self._pipe, self._landed = ours, 0
            try:
                ours.send_bytes(self._setup)
                is_ready = ours.poll(START_SECONDS) and ours.recv_bytes() == b"ready"
            except (EOFError, OSError):
                is_ready = False
            if not is_ready:
                self.stop()
                raise WorkerStartError(f"no reading process could be started: {sys.executable} -m ingest.wall.worker")
        return self._pipe

    def kill(self) -> None:
        """End the process, whatever it is at; a thread that waits for its answer sees the pipe close."""
        if process := self._process:
            process.kill()

    def stop(self) -> None:
        """End the process and forget it."""
        process, pipe, self._process, self._pipe = self._process, self._pipe, None, None
        if process is not None:
            process.kill()
            process.wait()
        if pipe is not None:
            with suppress(OSError):
                pipe.close()


def _start(pipe: Connection) -> subprocess.Popen[bytes]:
    """A new session, so that Ctrl-C reaches us alone; no output, since native code prints what it pleases."""
    path = os.pathsep.join(folder or os.getcwd() for folder in sys.path)  # noqa: PTH109 - as Python means it
    return subprocess.Popen(
        [sys.executable, "-m", "ingest.wall.worker", str(pipe.fileno()), str(os.getpid())],
        pass_fds=(pipe.fileno(),),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": path},
    )


def land_all(
    setup: Setup, tasks: Sequence[Task], limits: ReadingLimits, progress: Callable[[str], None] = lambda _: None
) -> Iterator[Answer]:
    """The answer of every task, in their order. However this ends, no worker is left."""
    stopping = threading.Event()
    workers = [Worker(setup, limits, stopping) for _ in range(_count(tasks, limits))]
    idle: queue.SimpleQueue[Worker] = queue.SimpleQueue()
    for worker in workers:
        idle.put(worker)

    def land(task: Task) -> Answer:
        worker = idle.get()
        progress(task.arrival.as_shown.path)
        try:
            return worker.land(task)
        finally:
            idle.put(worker)

    pool = ThreadPoolExecutor(max(1, len(workers)))
    try:
        yield from pool.map(land, tasks)
    finally:
        stopping.set()
        for worker in workers:
            worker.kill()
        pool.shutdown(cancel_futures=True)
        for worker in workers:
            worker.stop()


def _count(tasks: Sequence[Task], limits: ReadingLimits) -> int:
    few = len(tasks) <= ALONE_FILES and sum(task.arrival.size_bytes for task in tasks) <= ALONE_BYTES
    return min(len(tasks), 1 if few else max(1, limits.workers))
