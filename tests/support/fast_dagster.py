"""The definitions of Dagster with an impatient sensor: for tests that wait for it."""

from __future__ import annotations

from datetime import timedelta

from orchestration.asking import Pace
from orchestration.definitions import build_definitions

defs = build_definitions(pace=Pace(interval_seconds=3, first_pause=timedelta(seconds=3)))
