"""Whatever lies in an inbox is named and stops nothing; what is known is not read again."""

from __future__ import annotations

import os
import socket
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from ingest import arrivals as arriving
from ingest.arrivals import record_arrivals
from ingest.lake.ledger import Arrival, read_records
from ingest.stage import IngestReport, take_in
from park_brain.clock import utc_now
from park_brain.installation import Installation

LIST = "纳税人识别号,纳税人名称,征收项目,税款所属期,入库金额\n91350100M000100Y43,某某机械有限公司,增值税,2023-06,1.50\n"
OLD = 1_700_000_000


@pytest.fixture
def tax(home: Installation) -> Path:
    folder = home.inbox / "330683" / "tax" / "2023-06"
    folder.mkdir(parents=True)
    return folder


def put(folder: Path, name: str, content: str = LIST, mtime: float = OLD) -> Path:
    file = folder / name
    file.write_text(content, encoding="utf-8")
    os.utime(file, (mtime, mtime))
    return file


def codes(report: IngestReport) -> dict[str, str]:
    return {arrival.path.rpartition("/")[2]: refusal.code for arrival, refusal in report.refusals}


def test_each_odd_entry_is_refused_by_name_and_the_list_beside_it_lands(home, contracts, tax, tmp_path, monkeypatch):
    put(tax, "好.csv")
    (tmp_path / "secret").write_text("root:x:0:0")
    for name, target in (("链.csv", tmp_path / "secret"), ("断.csv", "nowhere"), (".#表.csv", "user@host.1:2")):
        (tax / name).symlink_to(target)
    (home.inbox / "330681").symlink_to(tmp_path)
    os.mkfifo(tax / "管.csv")
    monkeypatch.chdir(tax)
    socket.socket(socket.AF_UNIX).bind("口.csv")
    put(tax, "a\x1b[2J.csv")
    put(tax, "\u202e表.csv")
    put(tax, os.fsdecode(b"\xed\xa0\x80.csv"))
    put(tax, "旁.csv")
    (tax / "旁.csv.meta.yml").symlink_to(tmp_path / "secret")
    put(tax, "大.csv")
    (tax / "大.csv.meta.yml").write_text("part: " + "长" * 70_000)
    assert codes(take_in(home, contracts)) == {
        "链.csv": "link",
        "断.csv": "link",
        ".#表.csv": "link",
        "330681": "link",
        "管.csv": "not_a_file",
        "口.csv": "not_a_file",
        r"a\x1b[2J.csv": "hostile_name",
        r"\u202e表.csv": "hostile_name",
        r"\xed\xa0\x80.csv": "hostile_name",
        "旁.csv": "odd_sidecar",
        "大.csv": "large_sidecar",
    }
    assert len(list((home.lake / "ledger").iterdir())) == 1
    assert not any(b"root:x" in path.read_bytes() for path in home.lake.rglob("*") if path.is_file())


def test_an_entry_that_is_mended_is_read(home, contracts, tax):
    (tax / "a.csv").symlink_to("nowhere")
    assert codes(take_in(home, contracts)) == {"a.csv": "link"}
    (tax / "a.csv").unlink()
    put(tax, "a.csv")
    assert codes(take_in(home, contracts)) == {}


def test_odd_spaces_in_names_are_folded_and_the_file_is_read(home, contracts, tax):
    put(tax.parent, "嵊州市\u3000税收\u200b\u00a02023年6月.csv")
    (file,) = take_in(home, contracts).files
    assert file.arrival.path == "330683/tax/嵊州市 税收 2023年6月.csv" and not file.outcome.refusals


def test_markup_in_a_name_is_a_name(home, contracts, tax):
    (tax.parent / "2023-06[").mkdir()
    put(tax.parent, "2023-06[/改].csv")
    (file,) = take_in(home, contracts).files
    assert file.arrival.path.endswith("2023-06[/改].csv") and not file.outcome.refusals


def test_what_goes_away_or_cannot_be_read_after_the_look_is_named(home, contracts, tax, monkeypatch):
    put(tax, "好.csv")
    put(tax, "走.csv")
    put(tax, "表.csv")
    keep = arriving.keep_raw

    def racing(home, path):
        if path.endswith("走.csv"):
            (tax / "走.csv").unlink()
        return keep(home, path)

    monkeypatch.setattr(arriving, "keep_raw", racing)
    opened = os.open

    def locked(path, flags, *rest, **more):
        if str(path) == "表.csv":
            raise PermissionError(13, "Permission denied")
        return opened(path, flags, *rest, **more)

    monkeypatch.setattr(os, "open", locked)
    assert codes(take_in(home, contracts)) == {"走.csv": "vanished", "表.csv": "unreadable_entry"}


def test_known_files_are_not_opened_again_and_changed_ones_are(home, tax, monkeypatch):
    for number in range(20):
        put(tax, f"{number}.csv", LIST.replace("1.50", f"{number}.50"))
    first = record_arrivals(home)
    read: list[str] = []
    keep = arriving.keep_raw
    monkeypatch.setattr(arriving, "keep_raw", lambda home, path: read.append(path) or keep(home, path))
    assert record_arrivals(home).present == first.present and not read
    put(tax, "7.csv", LIST.replace("1.50", "9.99"), OLD + 1)
    (tax / "8.csv.meta.yml").write_text("period: 2023-07")
    record_arrivals(home)
    assert sorted(path[-5:] for path in read) == ["7.csv", "8.csv"]


@pytest.mark.parametrize("memory", ["", "{", '{"version": 1, "files": {"a": 1}}', '{"version": 9}', "[]"])
def test_a_damaged_memory_is_no_memory(home, tax, memory):
    put(tax, "a.csv")
    first = record_arrivals(home)
    (home.work / "inbox.json").write_text(memory)
    assert record_arrivals(home).present == first.present


def test_bytes_that_are_gone_from_the_lake_are_copied_again(home, tax):
    put(tax, "a.csv")
    ((arrival,), raw) = record_arrivals(home).arrivals, home.lake / "raw"
    (raw / arrival.sha256).unlink()
    record_arrivals(home)
    assert (raw / arrival.sha256).read_text(encoding="utf-8") == LIST


@pytest.mark.parametrize("mtime", [4_000_000_000, 2**40])
def test_a_file_dated_ahead_counts_as_received_when_first_seen(home, tax, mtime):
    try:
        put(tax, "a.csv", mtime=mtime)
    except OSError:
        pytest.skip("this file system keeps no such time")
    now = utc_now()
    (arrival,) = record_arrivals(home, now).arrivals
    assert arrival.received_at == now
    assert arrival.stated_at is None or arrival.stated_at > now
    (again,) = record_arrivals(home, now + timedelta(days=1)).arrivals
    assert again == arrival


def test_a_sidecar_dated_ahead_likewise(home, tax):
    put(tax, "a.csv").with_name("a.csv.meta.yml").write_text("received_at: 2096-01-01T00:00")
    now = datetime(2024, 1, 20)
    (arrival,) = record_arrivals(home, now).arrivals
    assert (arrival.received_at, arrival.stated_at) == (now, datetime(2095, 12, 31, 16))


def test_a_file_that_is_still_written_waits_and_is_no_arrival(home, tax, monkeypatch):
    put(tax, "a.csv")

    def growing(home, path):
        raise arriving.ChangedMeanwhileError(path)

    with monkeypatch.context() as patch:
        patch.setattr(arriving, "keep_raw", growing)
        inbox = record_arrivals(home)
    assert [arrival.path for arrival in inbox.waiting] == ["330683/tax/2023-06/a.csv"] and not inbox.present
    assert not list(read_records(home.lake / "arrivals", Arrival))
    assert len(record_arrivals(home).present) == 1
