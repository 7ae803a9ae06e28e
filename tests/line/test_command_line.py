"""The ``park`` command as an engineer types it."""

from __future__ import annotations

import contextlib
import http.server
import json
import os
import re
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import pytest

from park_brain.installation import Installation
from tests.support.worlds import ASIDE, without

AS_OF = "2024-01-20T08:00"
XML_NAMES = {"schemas.openxmlformats.org", "purl.org", "www.w3.org"}
"""They name the vocabularies of workbooks; nothing ever goes there."""


def park(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from park_brain.cli import main; main()", *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, "PARK_HOME": str(home)}
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    """A home refreshed once from the command line, with bad files among the good ones."""
    place = tmp_path_factory.mktemp("cli")
    done = park(
        place,
        "simulate",
        "--out",
        str(place),
        "--regions",
        "330683",
        "--enterprises",
        "40",
        "--parcels",
        "30",
        "--months",
        "3",
        "--format",
        "csv",
    )
    assert done.returncode == 0, done.stderr
    without(Installation(place), *ASIDE)
    (place / "inbox" / "330683" / "tax" / "空.xlsx").write_bytes(b"")
    (place / "inbox" / "330683" / "fire" / "说明.docx").write_bytes(b"PK\x03\x04")
    return place


@pytest.fixture(scope="module")
def first(home) -> subprocess.CompletedProcess[str]:
    return park(home, "refresh", "--as-of", AS_OF)


def test_a_refresh_publishes_and_lists_the_refused_files(first):
    assert first.returncode == 0, first.stdout + first.stderr
    assert "2 files or sheets refused" in first.stdout
    for word in (
        "330683/tax/空.xlsx",
        "文件是空的",
        "330683/fire/说明.docx",
        "tax.tax_paid",
        "规上工业亩均税收",
        "release 20240120-",
        "took",
    ):
        assert word in first.stdout


def test_every_file_is_answered_and_every_department_gets_its_workbook(home, first):
    notice = next((home / "receipts" / "330683" / "tax").glob("空.xlsx.*.txt")).read_text(encoding="utf-8")
    assert notice.startswith("退回通知") and "文件是空的" in notice
    files = [p for p in (home / "inbox").rglob("*") if p.is_file() and not p.name.endswith(".meta.yml")]
    assert len(list((home / "receipts").rglob("*.txt"))) == len(files)
    quality = home / "release" / "current" / "quality" / "330683"
    assert {"tax.xlsx", "land.xlsx", "environment.xlsx"} <= {path.name for path in quality.iterdir()}
    assert "workbooks for the departments" in first.stdout


def test_a_clerk_checks_a_file_before_sending_it(home, tmp_path):
    (tmp_path / "税.csv").write_text("纳税人识别号,纳税人名称,征收项目,实际金额\n", encoding="utf-8")
    marked = tmp_path / "标注.xlsx"
    done = park(home, "check", str(tmp_path / "税.csv"), "--list", "税收入库明细", "--out", str(marked))
    assert done.returncode == 2, done.stdout + done.stderr
    good = (tmp_path / "税.csv").read_bytes()
    over = park(home, "check", str(tmp_path / "税.csv"), "--list", "税收入库明细", "--out", str(tmp_path / "税.csv"))
    assert over.returncode == 2 and (tmp_path / "税.csv").read_bytes() == good
    assert "列名“实际金额”不在规定之列" in done.stdout and "下一步：" in done.stdout and marked.exists()
    assert park(home, "check", str(tmp_path / "税.csv"), "--list", "没有").returncode == 2


def test_templates_and_contracts_for_others(tmp_path):
    assert "税收入库明细.xlsx" in park(tmp_path, "template", "tax.tax_paid", "--out", str(tmp_path)).stdout
    assert park(tmp_path, "template", "--out", str(tmp_path)).returncode == 2
    assert park(tmp_path, "contracts", "export", "--out", str(tmp_path / "c")).returncode == 0
    assert (tmp_path / "c" / "tax.tax_paid.odcs.yaml").exists()


def written(path: Path) -> str:
    """All text of a file; of a workbook that of its parts."""
    if path.suffix != ".xlsx":
        return path.read_text(encoding="utf-8")
    with zipfile.ZipFile(path) as parts:
        return "\n".join(parts.read(name).decode("utf-8") for name in parts.namelist())


def test_what_departments_and_readers_get_names_no_outside_address_and_no_path_of_this_machine(home, first, tmp_path):
    park(home, "template", "--all", "--out", str(tmp_path / "templates"))
    park(home, "contracts", "export", "--out", str(tmp_path / "contracts"))
    current = home / "release" / "current"
    given = [path for path in current.iterdir() if path.suffix in (".html", ".json")]
    for folder in (current / "quality", home / "receipts", tmp_path):
        given += [path for path in folder.rglob("*") if path.is_file()]
    assert {".html", ".json", ".xlsx", ".txt", ".yaml"} == {path.suffix for path in given} and len(given) > 100
    for path in given:
        text = written(path)
        assert set(re.findall(r"https?://([^/\s\"'<>]+)|//cdn", text)) <= XML_NAMES, path
        assert 'TargetMode="External"' not in text and str(home) not in text, path
        assert not re.search(r"(?<![\w.])/(root|work|home/\w+|tmp)/", text), path


def test_a_second_refresh_says_there_is_nothing_new(home, first):
    again = park(home, "refresh", "--as-of", AS_OF)
    assert again.returncode == 0 and "nothing new" in again.stdout


def test_status_and_releases(home, first):
    shown = park(home, "status").stdout
    assert "current release: 20240120-" in shown and "税务" in shown
    assert "current" in park(home, "release", "list").stdout


def test_rolling_back_to_nothing_known_is_refused(home, first):
    wrong = park(home, "release", "rollback", "20200101-000000000000")
    assert wrong.returncode == 2 and "no release 20200101-000000000000" in wrong.stdout


def test_a_home_without_release_says_so(tmp_path):
    assert "no release" in park(tmp_path, "status").stdout


def test_without_any_usable_delivery_nothing_is_published(tmp_path):
    (tmp_path / "inbox" / "330683" / "tax").mkdir(parents=True)
    (tmp_path / "inbox" / "330683" / "tax" / "空.xlsx").write_bytes(b"")
    done = park(tmp_path, "refresh")
    assert done.returncode == 2 and "330683/tax/空.xlsx: the file is empty" in done.stdout
    assert not (tmp_path / "release" / "current").exists()


def test_a_wrong_instant_is_explained(tmp_path):
    wrong = park(tmp_path, "refresh", "--as-of", "tomorrow")
    assert wrong.returncode == 2 and "2024-01-20T00:00" in wrong.stdout


def test_a_failing_build_leaves_the_last_release_and_an_alert(home, first):
    current = (home / "release" / "current").readlink()
    (home / "inbox" / "330683" / "tax" / "再来.xlsx").write_bytes(b"")
    blocker = home / "work" / "build.duckdb"
    blocker.unlink(missing_ok=True)
    blocker.mkdir()
    (blocker / "in the way").touch()
    failed = park(home, "refresh", "--as-of", "2024-01-21T08:00")
    assert failed.returncode == 2 and "the last one is untouched" in failed.stdout
    assert (home / "release" / "current").readlink() == current
    alerts = [path.read_text(encoding="utf-8") for path in sorted((home / "work" / "alerts").glob("*.txt"))]
    assert [text.partition("\n")[0] for text in alerts] == ["deliveries refused"] * 2 + ["park refresh failed"]
    assert "2 files or sheets were refused" in alerts[0] and "空" not in "".join(alerts)


def test_a_clock_that_was_set_back_is_refused_with_the_reason(home, first):
    code = (
        "from datetime import datetime; from park_brain.line import order\n"
        "order.utc_now = lambda: datetime(2024, 1, 19)\n"
        "from park_brain.cli import main; main()"
    )
    command = [sys.executable, "-c", code, "refresh"]
    back = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, "PARK_HOME": str(home)}
    )
    assert back.returncode == 2 and "the clock says 2024-01-19 08:00" in back.stdout


def test_a_broken_configuration_stops_a_refresh_before_anything(home, first):
    (home / "park.toml").write_text("[reading]\nmemory = 1\n")
    before = sorted(path.name for path in (home / "logs").iterdir())
    for command in (("config", "check"), ("refresh",)):
        done = park(home, *command)
        assert done.returncode == 2 and "[reading] memory: there is no such key; did you mean memory_mb?" in done.stdout
    assert sorted(path.name for path in (home / "logs").iterdir()) == before
    (home / "park.toml").unlink()
    assert park(home, "config", "check").returncode == 0


def test_the_log_of_a_run_has_its_stages_and_no_names(home, first):
    text = min((home / "logs").glob("*.jsonl")).read_text(encoding="utf-8")
    events = [json.loads(line) for line in text.splitlines()]
    stages = [event["stage"] for event in events if event.get("event") == "stage"]
    assert stages[:3] == ["land", "judge", "receipts"] and stages[-1] == "publish"
    land = next(event for event in events if event.get("stage") == "land")
    assert sum(land["refusals"].values()) == len(land["refused_files"]) == 2
    assert events[-1]["event"] == "ended" and "空" not in text


@pytest.fixture
def full_disk(tmp_path):
    """A home on a disk that has nothing left."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", place], check=False)
    if mounted.returncode:
        pytest.skip("only root can mount a small disk")
    try:
        with contextlib.suppress(OSError), (place / "fill").open("wb", buffering=0) as file:
            while True:
                file.write(b"x" * 4096)
        yield place
    finally:
        subprocess.run(["umount", place], check=True)


def test_a_full_disk_is_said_plainly_and_the_webhook_is_called(full_disk):
    received = []

    class Webhook(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            received.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Webhook)
    threading.Thread(target=server.handle_request, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/"
    command = [sys.executable, "-c", "from park_brain.cli import main; main()", "refresh", "--home", str(full_disk)]
    environment = {**os.environ, "PARK_ALERT_WEBHOOK": address}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    server.server_close()
    assert done.returncode == 2 and f"the disk of {full_disk} is full (0 bytes free)" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
    assert ["the disk of" in body["message"] for body in received] == [True]
