"""A department's workbook: its rows, nobody else's, nothing that runs, nothing that names a person."""

from __future__ import annotations

import hashlib
import os
import shutil
from datetime import date
from pathlib import Path

import duckdb
import openpyxl
import pytest

from feedback.workbook import safe_text, sheet_name
from ingest.lake.ledger import BatchRecord, read_records
from ingest.stage import take_in
from park_brain.installation import Installation
from park_brain.release_folder import read_manifest
from reports import department_data, rule_sheets
from reports.department import write_workbooks
from reports.stage import write_reports
from tests.support.batch_factory import make_verdict
from tests.support.quality_factory import write_marts
from tests.support.release_factory import publication
from warehouse.release import stage as release_stage
from warehouse.select.selection import Choice, Reason
from warehouse.select.stage import Selection

ISSUES = """问题编号,企业名称,信用代码,问题描述,隐患等级,发现日期,责任人,整改状态,备注
HB001,嵊州甲机械有限公司,91350100M000100Y43,废水,重大,2023-03-01,王小明,整改中,
HB002,"=HYPERLINK(""废气有限公司"")",91350100M000100Y43,废气,很大,2023-03-01,李四光,整改中,电话13805751234
,嵊州乙电器有限公司,91350100M000100Y43,-12.5,一般,昨天,张三丰,整改中,
"""
TAX = """纳税人识别号,纳税人名称,征收项目,税款所属期,入库金额
91350100M000100Y43,诸暨丙纺织有限公司,增值税,2023-06,待核
"""
WHY = Reason("latest", "latest full delivery", "最新全量报送")


@pytest.fixture
def landed(home, contracts) -> Installation:
    for path, text in (("environment/2023-06/环保治理清单.csv", ISSUES), ("tax/2023-06/税收.csv", TAX)):
        file = home.inbox / "330683" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        os.utime(file, (1_700_000_000, 1_700_000_000))
    assert not take_in(home, contracts).refusals
    return home


def publish(home: Installation, contracts, folder: Path, **statuses: str) -> dict[str, openpyxl.Workbook]:
    records = list(read_records(home.lake / "ledger", BatchRecord))
    with duckdb.connect(str(write_marts(home, records, contracts, statuses)), read_only=True) as connection:
        connection.execute("use mart")
        paths = write_workbooks(home, connection, folder, contracts, records, date(2024, 1, 20))
    return {path.stem: openpyxl.load_workbook(path) for path in paths}


def texts(book: openpyxl.Workbook) -> list[str]:
    return [str(cell.value) for page in book for row in page.iter_rows() for cell in row if cell.value is not None]


def rows_of(book: openpyxl.Workbook, name: str) -> list[dict[str, str]]:
    header, *rows = [[cell.value for cell in row] for row in book[name].iter_rows(min_row=3)]
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_each_department_gets_its_own_rows_with_the_row_as_received(landed, contracts, tmp_path):
    books = publish(landed, contracts, tmp_path / "q")
    assert set(books) == {"environment", "tax", "fire"}
    (row,) = rows_of(books["environment"], "取值不在规定范围内")
    assert (row["行号"], row["列"], row["原值"], row["清单"]) == (3, "隐患等级", "很大", "环保治理清单")
    assert row["整改建议"] == "请填写以下之一：一般、较大、重大" and row["责任单位"] == "生态环境局"
    assert (row["信用代码"], row["问题描述"], row["状态"]) == ("91350100M000100Y43", "废气", "未整改")
    assert not any("诸暨丙" in text for text in texts(books["environment"]))
    assert not any("嵊州甲" in text or "废" in text for text in texts(books["tax"]))


def test_no_cell_is_a_formula_and_none_becomes_one_in_a_csv(landed, contracts, tmp_path):
    book = publish(landed, contracts, tmp_path / "q")["environment"]
    cells = [cell for page in book for row in page.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert '\'=HYPERLINK("废气有限公司")' in texts(book)
    assert all(row["问题描述"] == "-12.5" for row in rows_of(book, "必填项为空"))


def test_nobody_is_named(landed, contracts, tmp_path):
    book = publish(landed, contracts, tmp_path / "q")["environment"]
    said = "\n".join(texts(book))
    assert not any(secret in said for secret in ("王小明", "李四光", "张三丰", "13805751234", "自然人#"))
    (row,) = rows_of(book, "取值不在规定范围内")
    assert row["责任人"] == "***" and row["备注"] == "电话***"


def test_states_are_told_and_the_overview_counts_and_links(landed, contracts, tmp_path):
    book = publish(landed, contracts, tmp_path / "q", unknown_value="fixed", bad_date="waived")["environment"]
    assert [row["状态"] for row in rows_of(book, "取值不在规定范围内")] == ["已整改"]
    assert [row["状态"] for row in rows_of(book, "无法识别为日期")] == ["已豁免"]
    page = book["汇总"]
    assert "嵊州市 生态环境局" in page["A1"].value and page["A2"].value == "数据截至 2024-01-20"
    links = [cell.hyperlink.location for row in page.iter_rows() for cell in row if cell.hyperlink]
    targets = {location.rsplit("!", 1)[0].strip("'") for location in links}
    assert targets == set(book.sheetnames) - {"汇总"}


def test_what_was_not_sent_and_what_fails_as_a_whole_stand_beside_what_was_sent(landed, contracts, tmp_path):
    book = publish(landed, contracts, tmp_path / "q")["tax"]
    page = book["汇总"]
    lists = {row[0]: row for row in reversed(list(page.iter_rows(values_only=True)))}
    assert lists["税收入库明细"][-1] == "2023-06 迟报、2023-05 缺报" and lists["税收入库明细"][8] == "采用"
    assert "税收.csv：入库金额应当为正（实际：10 行中有 9 行不符合）" in [row[3].value for row in page.iter_rows()]
    assert lists["税务登记清单"][1] == "未报送" and lists["税务登记清单"][-1] == "2023年2季度 缺报"


def test_what_lists_say_of_each_other_names_lines_of_one_s_own_files_only(landed, contracts, tmp_path):
    book = publish(landed, contracts, tmp_path / "q")["tax"]
    header, *rows = book["清单间核对"].iter_rows(values_only=True)
    checks = {row[1]: dict(zip(header, row, strict=True)) for row in rows}
    own, other = checks["税收入库明细"], checks["环保治理清单"]
    assert own["企业名称"] == "甲公司" and own["问题"] == "当月无税" and own["对方企业"] is None
    assert (own["文件"], own["行号"]) == ("2023-06/税收.csv", 7)
    assert (other["文件"], other["工作表"], other["行号"]) == (None, None, None)


def test_files_sent_back_stand_on_the_first_page_until_something_came_in_their_place(landed, contracts, tmp_path):
    book = publish(landed, contracts, tmp_path / "q")["tax"]
    page = book["汇总"]
    said = {row[0]: row for row in page.iter_rows(values_only=True)}
    assert page["A3"].value.startswith("退回文件 1 份")
    assert said["坏.xlsx"][2:4] == ("退回", "工作表“一月”第 2 行：没有这样的列") and "好了.xlsx" not in said
    assert [row[2] for row in book["文件"].iter_rows(min_row=2, values_only=True)] == [
        "退回",
        "退回",
        "已接收",
        "已接收",
    ]


def test_who_sent_nothing_is_told_what_is_missing(landed, contracts, tmp_path):
    book = publish(landed, contracts, tmp_path / "q")["fire"]
    assert book.sheetnames == ["汇总"]
    (row,) = [row for row in book["汇总"].iter_rows(values_only=True) if row[0] == "消防安全治理清单"]
    assert row[1] == "未报送" and row[-1] == "2023-06 缺报"


def test_every_sheet_prints_on_pages_of_its_width_and_says_what_its_words_mean(landed, contracts, tmp_path):
    book = publish(landed, contracts, tmp_path / "q")["environment"]
    for page in book:
        assert page.page_setup.orientation == "landscape" and page.page_setup.fitToHeight == 0
        assert page.sheet_properties.pageSetUpPr.fitToPage
    assert {"必须整改", "问题编号、规则代码、行标识"} <= {row[0].value for row in book["汇总"].iter_rows()}


def test_an_empty_cell_is_not_hidden(landed, contracts, tmp_path):
    file = landed.inbox / "330683" / "tax" / "2023-07" / "税收.csv"
    file.parent.mkdir()
    file.write_text(TAX.replace("诸暨丙纺织有限公司", "").replace("待核", "1"), encoding="utf-8")
    take_in(landed, contracts)
    (row,) = rows_of(publish(landed, contracts, tmp_path / "q")["tax"], "必填项为空")
    assert (row["列"], row["原值"]) == ("纳税人名称", None)


def test_the_same_marts_give_the_same_bytes_and_only_the_group_may_read(landed, contracts, tmp_path):
    for name in ("one", "two"):
        publish(landed, contracts, tmp_path / name)
    one, two = (tmp_path / name / "330683" / "tax.xlsx" for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes() and one.stat().st_mode & 0o777 == 0o640


def test_a_release_carries_the_workbooks_and_their_hashes(landed, contracts):
    records = list(read_records(landed.lake / "ledger", BatchRecord))
    shutil.copy(write_marts(landed, records, contracts), landed.build_file)
    choices = tuple(Choice(record, make_verdict(record), "selected", WHY) for record in records)
    selection = Selection(choices, {}, "s", None)
    draft = release_stage.write_draft(landed, publication(landed, selection=selection))
    reports = write_reports(landed, draft.folder, contracts, records, draft.publication.business_date)
    release = release_stage.publish(landed, draft, reports)
    hashes = read_manifest(release.path)["content"]["quality"]
    assert set(hashes) == {f"quality/330683/{name}.xlsx" for name in ("environment", "fire", "tax")}
    for name, digest in hashes.items():
        assert hashlib.sha256((release.path / name).read_bytes()).hexdigest() == digest


def test_a_sheet_that_is_cut_says_so(landed, contracts, tmp_path, monkeypatch):
    for module in (department_data, rule_sheets):
        monkeypatch.setattr(module, "ROWS_PER_SHEET", 1)
    monkeypatch.setattr(department_data, "STATUS_ORDER", "line")
    (landed.inbox / "330683" / "tax" / "2023-07").mkdir()
    (landed.inbox / "330683" / "tax" / "2023-07" / "税收.csv").write_text(TAX.replace("2023-06", "2023-07"))
    take_in(landed, contracts)
    book = publish(landed, contracts, tmp_path / "q")["tax"]
    page = book["无法识别为数字或单位不明"]
    assert "未整改 2 行；共 2 行，本表只列前 1 行" in page["A1"].value and page.max_row == 4


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("+86 571", "+86 571"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-12,345.60", "-12,345.60"),
        ("-1+cmd|x", "'-1+cmd|x"),
        ("——", "——"),
        ("\tx", "'\tx"),
        ("甲\x00乙", "甲乙"),
    ],
)
def test_texts_that_programs_take_for_formulas_are_disarmed(text, safe):
    assert safe_text(text) == safe


def test_sheet_names_are_accepted_and_unique():
    taken: set[str] = set()
    names = [
        sheet_name("面积（㎡）/[亩]" * 5, taken),
        sheet_name("面积（㎡）/[亩]" * 5, taken),
        sheet_name("??", taken),
    ]
    assert len(set(names)) == 3 and all(0 < len(name) <= 31 and not set("[]:*?/\\") & set(name) for name in names)
