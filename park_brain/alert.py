"""Kernel: what people find after an event they must know of: a call to a webhook, a readable file, a log line.

Each on its own: the webhook is called although no file can be written, and the file is written although nobody
answers. No alert carries what a row holds (``failure.account_of``).
"""

from __future__ import annotations

import hashlib
import json
import logging
import urllib.request
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from park_brain.files import write_atomically
from park_brain.installation import Installation

LOG = logging.getLogger("park_brain")
WEBHOOK_SECONDS = 5.0
WEBHOOK_SCHEMES = ("http", "https")


def alert(home: Installation, title: str, message: str, *, webhook: str | None = None, event: str = "") -> Path | None:
    """Tell of an event; returns the report in ``home.alerts``, or ``None`` where none could be written.

    ``event`` names what happened: of one event, there is one alert, however many of its observers tell of it.
    """
    now = datetime.now(UTC)
    mark = f".{hashlib.sha256(event.encode()).hexdigest()[:12]}" if event else ""
    if mark and (told := next(home.alerts.glob(f"*{mark}.txt"), None)):
        return told
    LOG.error("%s: %s", title, message, extra={"fields": {"event": "alert", "title": title, "text": message}})
    if webhook:
        _call(webhook, {"title": title, "message": message, "at": now.isoformat(timespec="seconds")})
    return _write(home.alerts / f"{now:%Y%m%dT%H%M%S%f}Z{mark}.txt", f"{title}\n{now:%F %T} UTC\n\n{message}\n")


def webhook_problem(address: str) -> str | None:
    """Why nothing can be sent to this address; ``None`` if it may be tried."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError as error:
        return str(error)
    if parts.scheme not in WEBHOOK_SCHEMES:
        return f"it begins with {parts.scheme or 'nothing'}:, and alerts go to http:// or https:// only"
    return None if host else "it names no host"


def _call(webhook: str, body: dict[str, str]) -> None:
    """A webhook that cannot be reached is logged only: telling about a failure must not become a second one."""
    if problem := webhook_problem(webhook):
        LOG.error("alert webhook not called: %s", problem)
        return
    try:
        content = json.dumps(body, ensure_ascii=False).encode()
        request = urllib.request.Request(webhook, content, {"Content-Type": "application/json"})
        with _opener().open(request, timeout=WEBHOOK_SECONDS):
            pass
    except Exception as error:
        LOG.error("alert webhook did not answer: %s", type(error).__name__)


def _opener() -> urllib.request.OpenerDirector:
    """An opener that knows http and https alone, so that no redirect leads to a file either."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
    ):
        opener.add_handler(handler)
    return opener


def _write(path: Path, text: str) -> Path | None:
    try:
        write_atomically(path, text.encode())
    except OSError as error:
        LOG.error("the alert could not be written: %s", error)
        return None
    return path
