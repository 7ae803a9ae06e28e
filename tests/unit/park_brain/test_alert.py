import http.server
import json
import threading

from park_brain.alert import alert
from park_brain.installation import Installation


def test_an_alert_is_a_readable_file_and_a_log_line(tmp_path, caplog):
    home = Installation(tmp_path)
    path = alert(home, "refresh failed", "occupancy.xlsx: 中文")
    assert path.parent == home.alerts
    title, when, _, message = path.read_text(encoding="utf-8").splitlines()
    assert (title, message) == ("refresh failed", "occupancy.xlsx: 中文")
    assert when.endswith("UTC")
    assert "occupancy.xlsx" in caplog.text


def test_the_webhook_gets_the_alert_and_a_dead_one_does_no_harm(tmp_path, caplog):
    received = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            received.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.handle_request, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/hook"
    alert(Installation(tmp_path), "refresh failed", "原因", webhook=address)
    server.server_close()
    assert received[0]["message"] == "原因"
    assert alert(Installation(tmp_path), "again", "x", webhook=address).exists()
    assert "webhook did not answer" in caplog.text
