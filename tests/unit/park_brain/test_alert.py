import http.server
import json
import threading
from collections.abc import Iterator

import pytest

from park_brain import alert as module
from park_brain.alert import alert, webhook_problem
from park_brain.installation import Installation

FULL = OSError(28, "No space left on device")


class Webhook:
    """A server on the loopback that keeps what it is sent."""

    def __init__(self) -> None:
        self.received: list[dict[str, str]] = []
        keep = self.received

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                keep.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/hook"


@pytest.fixture
def webhook() -> Iterator[Webhook]:
    hook = Webhook()
    yield hook
    hook.server.shutdown()
    hook.server.server_close()


@pytest.fixture
def home(tmp_path) -> Installation:
    return Installation(tmp_path)


def test_an_alert_is_a_readable_file_and_a_log_line(home, caplog):
    path = alert(home, "refresh failed", "the build failed: 中文")
    assert path is not None and path.parent == home.alerts
    title, when, _, message = path.read_text(encoding="utf-8").splitlines()
    assert (title, message) == ("refresh failed", "the build failed: 中文")
    assert when.endswith("UTC")
    assert "the build failed" in caplog.text


def test_the_webhook_gets_the_alert_and_a_dead_one_does_no_harm(home, webhook, caplog):
    alert(home, "refresh failed", "原因", webhook=webhook.address)
    assert webhook.received[0]["message"] == "原因"
    webhook.server.shutdown()
    webhook.server.server_close()
    path = alert(home, "again", "x", webhook=webhook.address)
    assert path is not None and path.exists()
    assert "webhook did not answer" in caplog.text


def test_the_webhook_is_called_although_no_file_can_be_written(home, webhook, monkeypatch, caplog):
    def full(*_: object) -> None:
        raise FULL

    monkeypatch.setattr(module, "write_atomically", full)
    assert alert(home, "refresh failed", "x", webhook=webhook.address) is None
    assert [body["title"] for body in webhook.received] == ["refresh failed"]
    assert "could not be written" in caplog.text


def test_of_one_event_there_is_one_alert(home, webhook):
    paths = {alert(home, title, "x", webhook=webhook.address, event="run 1") for title in ("refused", "step failed")}
    assert len(paths) == 1 == len(webhook.received)
    alert(home, "refused", "x", webhook=webhook.address, event="run 2")
    alert(home, "without a name", "x", webhook=webhook.address)
    assert len(list(home.alerts.iterdir())) == 3 == len(webhook.received)


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://a/b", "x", "", "http://", "http://[", "javascript:1"])
def test_alerts_go_to_http_and_https_only(home, address, caplog):
    assert webhook_problem(address)
    path = alert(home, "t", "m", webhook=address)
    assert path is not None and (not address or "not called" in caplog.text)
    assert webhook_problem("https://example.org/x") is None


def test_no_redirect_leads_out_of_http(home, tmp_path, caplog):
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            self.send_response(302)
            self.send_header("Location", "file:///etc/passwd")
            self.end_headers()

        def log_message(self, *_):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.handle_request, daemon=True).start()
    alert(home, "t", "m", webhook=f"http://127.0.0.1:{server.server_port}/")
    server.server_close()
    assert "did not answer" in caplog.text
