"""Kernel: what people find after a failed run: a log line, a readable file and, if wanted, a call to a webhook."""

from __future__ import annotations

import json
import logging
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

from park_brain.files import write_atomically
from park_brain.installation import Installation

LOG = logging.getLogger("park_brain")
WEBHOOK_SECONDS = 5.0


def alert(home: Installation, title: str, message: str, *, webhook: str | None = None) -> Path:
    """Leave a report of a failed run in ``home.alerts`` and return its path.

    A webhook that cannot be reached is logged only: telling about a failure must not become a second one.
    """
    now = datetime.now(UTC)
    path = home.alerts / f"{now:%Y%m%dT%H%M%S%f}Z.txt"
    write_atomically(path, f"{title}\n{now:%Y-%m-%d %H:%M:%S} UTC\n\n{message}\n".encode())
    LOG.error("%s: %s (report: %s)", title, message, path)
    if webhook:
        _call(webhook, {"title": title, "message": message, "at": now.isoformat(timespec="seconds")})
    return path


def _call(webhook: str, body: dict[str, str]) -> None:
    try:
        request = urllib.request.Request(
            webhook, json.dumps(body, ensure_ascii=False).encode(), {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=WEBHOOK_SECONDS):
            pass
    except (OSError, ValueError) as error:
        LOG.error("alert webhook did not answer: %s", error)
