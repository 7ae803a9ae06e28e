"""Receipts: every file taken in is answered once, refused ones with what to do."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import pytest

from expectations.run import judge
from feedback.receipt import write_receipts
from ingest.lake.ledger import load_batches
from ingest.parser_version import derivation_of
from ingest.stage import take_in
from park_brain.installation import Installation

HEADER = "纳税人识别号,纳税人名称,征收项目,税款所属期,入库金额\n"
ROW = "91350100M000100Y43,某某机械有限公司,增值税,2023-06,1.50\n"


def put(home: Installation, path: str, content: str) -> None:
    file = home.inbox / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content, encoding="utf-8")
    os.utime(file, (1_700_000_000, 1_700_000_000))


def answer(home: Installation, contracts) -> int:
    report = take_in(home, contracts)
    batches = load_batches(home, {code: derivation_of(contract) for code, contract in contracts.items()})
    return write_receipts(home, contracts, report.files, batches, judge(home, contracts, batches))


def receipts(home: Installation, folder: str = "330683/tax") -> list[Path]:
    return sorted((home.receipts / folder).glob("*.txt"))


def test_an_accepted_file_gets_its_figures_and_its_problems_with_lines(home, contracts):
    put(home, "330683/tax/2023-06/税收.csv", HEADER + ROW + ROW.replace("1.50", "待核") + ROW.replace("1.50", "待定"))
    assert answer(home, contracts) == 1
    (path,) = receipts(home)
    said = path.read_text(encoding="utf-8")
    assert said.startswith("回执\n文件：税收.csv\nSHA-256：") and "收到时间：2023-11-15 06:13" in said
    for words in (
        "税收入库明细（tax.tax_paid）",
        "报告期：2023-06",
        "读取 4 行：接收 1，隔离 2，不计入 1（表头 1 行）",
        "“入库金额”无法识别为数字或单位不明，2 行（第 3、4 行）",
        "怎么改：请只填数字",
    ):
        assert words in said
    assert said.endswith("各行明细见下一次发布的数据质量工作簿。\n")
    assert "待核" not in said and "机械有限公司" not in said


def test_a_refused_file_gets_a_notice_with_what_to_do(home, contracts):
    put(home, "330683/tax/2023-06/别.csv", "甲,乙\n1,2\n")
    answer(home, contracts)
    said = receipts(home)[0].read_text(encoding="utf-8")
    assert said.startswith("退回通知") and "请确认文件放对了部门目录" in said and "重新报送" in said


def test_a_file_without_fault_is_told_so(home, contracts):
    put(home, "330683/tax/2023-06/税收.csv", HEADER + ROW)
    answer(home, contracts)
    assert receipts(home)[0].read_text(encoding="utf-8").endswith("没有需要处理的问题。\n\n本文件已入库。\n")


def test_a_file_in_the_wrong_place_is_answered_too(home, contracts):
    put(home, "嵊州/税收.csv", HEADER + ROW)
    answer(home, contracts)
    assert "退回通知" in receipts(home, "wrong_place")[0].read_text(encoding="utf-8")


@pytest.mark.parametrize("lost", [False, True])
def test_receipts_are_written_once_and_again_only_when_lost(home, contracts, lost):
    put(home, "330683/tax/2023-06/税收.csv", HEADER + ROW)
    answer(home, contracts)
    (path,) = receipts(home)
    before = path.read_bytes()
    if lost:
        path.unlink()
    assert answer(home, contracts) == int(lost)
    assert path.read_bytes() == before


def test_a_list_that_is_held_as_a_whole_says_why(home, contracts):
    rows = "".join(f",某某{number}机械有限公司,增值税,2023-06,1.50\n" for number in range(10))
    put(home, "330683/tax/2023-06/税收.csv", HEADER + rows)
    answer(home, contracts)
    said = receipts(home)[0].read_text(encoding="utf-8")
    assert "整表暂停使用：" in said and "10 行中有 10 行不符合" in said


def test_a_name_of_any_length_has_a_receipt(home, contracts):
    name = "税" * 80 + ".csv"
    put(home, f"330683/tax/2023-06/{name}", HEADER + ROW)
    answer(home, contracts)
    assert f"文件：{name}" in receipts(home)[0].read_text(encoding="utf-8")


def answer_as_of(home: Installation, contracts, as_of: datetime, seen_at: datetime | None = None) -> int:
    report = take_in(home, contracts, seen_at=seen_at)
    batches = load_batches(home, {code: derivation_of(contract) for code, contract in contracts.items()})
    return write_receipts(home, contracts, report.files, batches, judge(home, contracts, batches), as_of=as_of)


def test_a_file_later_than_the_instant_does_not_count_yet_and_is_told_when_it_does(home, contracts):
    put(home, "330683/tax/2023-06/税收.csv", HEADER + ROW)
    early, late = datetime(2023, 11, 1), datetime(2023, 12, 1)
    assert answer_as_of(home, contracts, early) == 1
    said = receipts(home)[0].read_text(encoding="utf-8")
    assert "尚未计入" in said and "本文件已入库" not in said
    assert answer_as_of(home, contracts, early) == 0
    assert answer_as_of(home, contracts, late) == 1
    assert receipts(home)[0].read_text(encoding="utf-8").endswith("本文件已入库。\n")


def test_a_file_dated_ahead_is_told_when_it_counts_as_received(home, contracts):
    put(home, "330683/tax/2023-06/税收.csv", HEADER + ROW)
    os.utime(home.inbox / "330683/tax/2023-06/税收.csv", (4_000_000_000, 4_000_000_000))
    now = datetime(2024, 1, 20)
    answer_as_of(home, contracts, now, now)
    said = receipts(home)[0].read_text(encoding="utf-8")
    assert "收到时间：2024-01-20 08:00" in said and "文件时间 2096-" in said and said.endswith("本文件已入库。\n")


def test_an_odd_entry_gets_a_notice_whatever_its_name(home, contracts):
    folder = home.inbox / "330683" / "tax"
    folder.mkdir(parents=True)
    (folder / ("𠀀" * 62 + ".csv")).symlink_to("nowhere")
    (folder / "a\x1b[2J.csv").write_text("1")
    answer(home, contracts)
    said = [path.read_text(encoding="utf-8") for path in receipts(home)]
    assert len(said) == 2 and all(text.startswith("退回通知") and "\x1b" not in text for text in said)
    assert any("链接" in text for text in said)
