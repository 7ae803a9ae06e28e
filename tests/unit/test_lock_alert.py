import http.server
import json
import os
import subprocess
import sys
import threading

import pytest

from park_brain.alert import alert
from park_brain.installation import Installation
from park_brain.lock import WriterBusyError, writer_lock

HOLD = (
    "import sys, time; from pathlib import Path\n"
    "from park_brain.installation import Installation; from park_brain.lock import writer_lock\n"
    "with writer_lock(Installation(Path(sys.argv[1]))):\n"
    "    print('held', flush=True); time.sleep(60)\n"
)


def test_a_second_writer_is_refused_by_name_and_a_killed_one_leaves_no_lock(tmp_path):
    home = Installation(tmp_path)
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(WriterBusyError, match=rf"process {holder.pid}\b.*{tmp_path}"), writer_lock(home):
            pass
    finally:
        holder.kill()
        holder.wait()
    with writer_lock(home):
        assert home.lock_file.read_text() == f"{os.getpid()}\n"
        with pytest.raises(WriterBusyError, match=rf"process {os.getpid()}\b"), writer_lock(home):
            pass
    with writer_lock(home):
        pass


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
