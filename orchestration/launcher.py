"""Orchestration: launches runs as Dagster does by default, and can tell whether a run still has its process.

Dagster's own launcher cannot, so that a run whose machine died would stay "started" and block the queue for ever. Named
in ``dagster.yaml``; loaded by the daemon and the web server, so nothing heavy is imported here.
"""

from __future__ import annotations

import dagster as dg
from dagster._core.errors import DagsterUserCodeUnreachableError
from dagster._core.launcher import CheckRunHealthResult, DefaultRunLauncher, WorkerStatus
from dagster._grpc.types import CanCancelExecutionRequest, CanCancelExecutionResult
from dagster._serdes import deserialize_value

from orchestration.session import home_from_environment
from park_brain.lock import is_locked

ANSWER_SECONDS = 30


class WatchedRunLauncher(DefaultRunLauncher):
    """A run lives while the server that started it knows its process, or while somebody writes into the home.

    A refresh holds the writer lock from its first step to its last, and the lock dies with its process: a run that
    outlives its server is waited for, one that does not is failed by the daemon.
    """

    @property
    def supports_check_run_worker_health(self) -> bool:
        """Whether run monitoring asks for health at all."""
        return True

    def check_run_worker_health(self, run: dg.DagsterRun) -> CheckRunHealthResult:
        """Whether the process of a started run is there; when in doubt, it is."""
        if self._is_known(run.run_id) or is_locked(home_from_environment()):
            return CheckRunHealthResult(WorkerStatus.RUNNING)
        return CheckRunHealthResult(WorkerStatus.FAILED, "the process of this run has ended without a word")

    def _is_known(self, run_id: str) -> bool:
        client = self._get_grpc_client_for_termination(run_id)  # type: ignore[no-untyped-call]
        if client is None:
            return False
        try:
            answer = client.can_cancel_execution(CanCancelExecutionRequest(run_id=run_id), timeout=ANSWER_SECONDS)
        except DagsterUserCodeUnreachableError:
            return False
        return deserialize_value(answer, CanCancelExecutionResult).can_cancel
