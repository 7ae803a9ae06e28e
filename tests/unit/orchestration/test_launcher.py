"""Whether a run still has its process."""

from __future__ import annotations

import json
import uuid

import dagster as dg
import pytest
from dagster._core.launcher import WorkerStatus

from orchestration import ui
from park_brain.installation import Installation
from park_brain.lock import writer_lock


@pytest.fixture
def home(tmp_path, monkeypatch) -> Installation:
    monkeypatch.setenv("PARK_HOME", str(tmp_path))
    return Installation(tmp_path)


def test_a_run_whose_server_is_gone_is_dead_unless_somebody_writes(home):
    with dg.DagsterInstance.from_config(ui.prepare(home)["DAGSTER_HOME"]) as instance:
        gone = json.dumps({"host": "localhost", "socket": str(home.root / "gone.sock")})
        run = dg.DagsterRun(
            job_name="refresh",
            run_id=str(uuid.uuid4()),
            status=dg.DagsterRunStatus.STARTED,
            tags={".dagster/grpc_info": gone},
        )
        instance.add_run(run)
        assert instance.run_monitoring_enabled and instance.run_launcher.supports_check_run_worker_health
        assert instance.run_launcher.check_run_worker_health(run).status is WorkerStatus.FAILED
        with writer_lock(home):
            assert instance.run_launcher.check_run_worker_health(run).status is WorkerStatus.RUNNING
        assert instance.run_launcher.check_run_worker_health(run).status is WorkerStatus.FAILED
