"""Orchestration: open Dagster on an installation (``make ui``): its history beside the data, telemetry off."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from orchestration.session import HOME_VARIABLE, home_from_environment
from park_brain.installation import Installation

SETTINGS = Path(__file__).with_name("dagster.yaml")
MODULE = "orchestration.definitions"


def prepare(home: Installation) -> dict[str, str]:
    """Make the Dagster home of an installation; returns the environment Dagster needs."""
    folder = home.root / "dagster"
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(SETTINGS, folder / SETTINGS.name)
    return {HOME_VARIABLE: str(home.root), "DAGSTER_HOME": str(folder), "DAGSTER_DISABLE_TELEMETRY": "1"}


def main() -> None:
    """Replace this process by Dagster's web server and daemon."""
    environment = os.environ | prepare(home_from_environment())
    dagster = Path(sys.executable).with_name("dagster")
    os.execve(dagster, [str(dagster), "dev", "-m", MODULE, *sys.argv[1:]], environment)


if __name__ == "__main__":
    main()
