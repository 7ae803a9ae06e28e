"""Orchestration: everything Dagster loads. ``dagster definitions validate -m orchestration.definitions``."""

from __future__ import annotations

from pathlib import Path

import dagster as dg

from ingest.contracts.contract import load_contracts
from orchestration.asking import Pace
from orchestration.automation import daily_schedule, failure_sensor, inbox_sensor, refresh_job
from orchestration.dbt_graph import MANIFEST, load_graph
from orchestration.list_assets import list_assets
from orchestration.mart_assets import dbt_assets, identity_assets, release_asset, source_keys
from orchestration.session import session_resource


def build_definitions(manifest: Path = MANIFEST, pace: Pace | None = None) -> dg.Definitions:
    """Assets by contracts and by the dbt manifest, in the order of the line; ``pace`` of the sensors."""
    pace = pace or Pace()
    contracts = load_contracts()
    graph = load_graph(manifest, source_keys(contracts))
    return dg.Definitions(
        assets=[list_assets(contracts), identity_assets(contracts), dbt_assets(graph), release_asset(graph)],
        jobs=[refresh_job],
        schedules=[daily_schedule],
        sensors=[inbox_sensor(pace), failure_sensor(pace)],
        resources={"session": session_resource},
        executor=dg.in_process_executor,
    )


defs = build_definitions()
