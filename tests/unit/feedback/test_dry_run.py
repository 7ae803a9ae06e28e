"""``park check``: a clerk learns what would happen to a file, and nothing happens."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from rich.console import Console

from feedback.annotate import write_annotated
from feedback.dry_run import CheckInputError, CheckResult, Question, check, find_contract, safe_target
from feedback.dry_run import ask as ask_about
from feedback.dry_run_holds import with_holds
from feedback.dry_run_report import next_step, print_check
from feedback.header_problems import header_problems, read_again
from feedback.templates import write_template
from ingest.stage import take_in
from tests.support.places import ROOT

HEADER = ["序号", "问题编号", "企业名称", "统一社会信用代码", "隐患等级", "发现日期", "整改期限", "责任人", "整改状态"]
GOOD = [
    1,
    "HB001",
    "嵊州甲机械有限公司",
    "91350100M000100Y43",
    "重大",
    date(2023, 3, 1),
    date(2023, 6, 30),
    "王小明",
    "整改中",
]
BAD = [2, "", "嵊州乙电器有限公司", "91350100M000100Y43", "很大", "昨天", "长期", "李四光", "整改中"]


@pytest.fixture
def save(tmp_path):
    def write(*pages: list[list[object]], name: str = "环保.xlsx") -> Path:
        book = openpyxl.Workbook()
        book.remove(book.active)
        for number, rows in enumerate(pages, 1):
            page = book.create_sheet(f"镇{number}")
            for row in rows:
                page.append(row)
        book.save(tmp_path / name)
        return tmp_path / name

    return write


def ask(contracts, file: Path, code: str = "environment.issue", **said: str) -> CheckResult:
    return check(contracts, Question(file, contracts[code], **said))


def page_of(result: CheckResult) -> str:
    console = Console(width=200, record=True, file=open("/dev/null", "w"))  # noqa: SIM115, PTH123
    sheets = read_again(result.question.file) if result.refusals else []
    problems = header_problems(sheets, result.refusals, result.question.contract, result.question.region)
    print_check(console, result, problems)
    return console.export_text()


def test_a_good_file_needs_nothing(contracts, save):
    result = ask(contracts, save([["环保治理清单（2023年6月）"], HEADER, GOOD]))
    assert result.exit_code == 0 and "没有需要处理的问题" in next_step(result)
    record = result.batches[0].record
    assert (record.period, record.rows_accepted) == ("2023-06", 1)


def test_rows_to_correct_are_named_with_line_reason_and_remedy(contracts, save):
    result = ask(contracts, save([["环保治理清单（2023年6月）"], HEADER, GOOD, BAD, ["合计", None, 2]]))
    assert result.exit_code == 1
    said = page_of(result)
    for words in (
        "4：很大",
        "请填写以下之一：一般、较大、重大",
        "4：昨天",
        "合计行 1 行",
        "请改正标为“必须整改”的 1 行",
    ):
        assert words in said
    assert "李四光" not in said


def test_every_wrong_header_of_every_sheet_is_named_with_its_column(contracts, save):
    one = [*HEADER[:2], "公司名", *HEADER[3:4], "等级分", *HEADER[5:]]
    two = [*HEADER[:5], "检查的日期", *HEADER[6:]]
    result = ask(contracts, save([["2023年6月"], one, GOOD], [["2023年6月"], two, GOOD]))
    assert result.exit_code == 2
    problems = header_problems(
        read_again(result.question.file), result.refusals, result.question.contract, result.question.region
    )
    places = {(p.sheet, p.line, p.letter) for p in problems if p.index is not None}
    assert places == {("镇1", 2, "C"), ("镇1", 2, "E"), ("镇2", 2, "F")}
    by_letter = {p.letter: p.zh for p in problems}
    assert "企业名称" in by_letter["C"] and "隐患等级" in by_letter["E"] and "检查日期" in by_letter["F"]


def test_a_file_without_period_is_told_how_to_say_it(contracts, save):
    file = save([HEADER, GOOD])
    result = ask(contracts, file)
    assert result.exit_code == 2 and "--period 2023-06" in next_step(result)
    assert ask(contracts, file, period="2023-06").batches[0].record.period == "2023-06"


def test_a_file_in_an_inbox_says_region_and_period_by_its_folders(contracts, tmp_path, save):
    folder = tmp_path / "202306" / "330683" / "environment" / "2023-06"
    folder.mkdir(parents=True)
    file = save([HEADER, GOOD]).rename(folder / "环保.xlsx")
    contract = contracts["environment.issue"]
    question = ask_about(file, contract, period=None, part=None)
    assert (question.region, question.folders) == ("330683", ("2023-06",))
    assert check(contracts, question).batches[0].record.period == "2023-06"
    assert ask_about(file, contract, region="诸暨市", period=None, part=None).region == "330681"
    with pytest.raises(CheckInputError, match="330683  嵊州市"):
        ask_about(file, contract, region="嵊", period=None, part=None)


def test_the_file_that_is_checked_is_never_written(tmp_path, save):
    file = save([HEADER, GOOD])
    with pytest.raises(CheckInputError, match="不能与被检查的文件相同"):
        safe_target(tmp_path / "." / file.name, file)
    with pytest.raises(CheckInputError, match=r"以 \.xlsx 结尾"):
        safe_target(tmp_path / "x.csv", file)
    with pytest.raises(CheckInputError, match="换一个文件夹"):
        safe_target(file / "x.xlsx", file)
    assert safe_target(tmp_path / "新" / "x.xlsx", file).parent.is_dir()


def test_a_wrong_unit_is_told_with_the_right_ones_and_not_as_a_missing_column(contracts, tmp_path):
    file = tmp_path / "税收2023年6月.csv"
    file.write_text(
        "纳税人识别号,纳税人名称,征收项目,入库金额（吨）\n91350100M000100Y43,某某公司,增值税,1\n", encoding="utf-8"
    )
    said = page_of(ask(contracts, file, "tax.tax_paid"))
    assert "“入库金额(吨)”中的单位不能识别：请改用 元、千元、万元、亿元" in said and "缺少" not in said


def test_a_file_of_which_no_row_is_good_is_not_called_empty(contracts, save):
    result = ask(contracts, save([["2023年6月"], HEADER, BAD]))
    assert result.exit_code == 1 and next_step(result).startswith("没有一行可以接收")


def test_an_empty_cell_is_shown_as_empty_even_where_names_are_hidden(contracts, tmp_path):
    file = tmp_path / "税收2023年6月.csv"
    file.write_text("纳税人识别号,纳税人名称,征收项目,入库金额\n91350100M000100Y43,,增值税,1\n", encoding="utf-8")
    assert "***" not in page_of(ask(contracts, file, "tax.tax_paid"))


def test_a_file_of_another_list_is_recognised(contracts, tmp_path):
    write_template(contracts["environment.permit"], tmp_path / "许可证.xlsx", "")
    result = ask(contracts, tmp_path / "许可证.xlsx", period="2023-06-30")
    assert result.exit_code == 2 and result.is_other_list
    assert "会被当作“排污许可证清单”而不是“环保治理清单”" in next_step(result)


def test_a_list_may_be_named_in_chinese(contracts):
    assert find_contract(contracts, "环保治理清单").list == "environment.issue"
    with pytest.raises(CheckInputError, match=r"tax\.tax_paid  税收入库明细"):
        find_contract(contracts, "没有的清单")


def test_a_missing_file_is_said(contracts, tmp_path):
    with pytest.raises(CheckInputError, match="找不到文件"):
        ask(contracts, tmp_path / "没有.xlsx")


def test_the_annotated_workbook_marks_the_cells_and_greys_what_does_not_count(contracts, save, tmp_path):
    result = ask(contracts, save([["环保治理清单（2023年6月）"], HEADER, GOOD, BAD, ["合计", None, 2]]))
    write_annotated(tmp_path / "out.xlsx", result, read_again(result.question.file), [])
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert book.sheetnames == ["检查结果", "镇1"]
    page = book["镇1"]
    assert page["F4"].value == "昨天" and "无法识别为日期" in page["F4"].comment.text
    assert page["F4"].fill.fgColor.rgb == "FFF8CBAD" and page["F3"].fill.fgColor.rgb == "00000000"
    assert page["J5"].value == "不计入：合计行" and "必填项为空" in page["J4"].value
    assert "请改正" in book["检查结果"]["B3"].value


def test_the_header_of_a_refused_file_is_marked(contracts, save, tmp_path):
    result = ask(contracts, save([["2023年6月"], [*HEADER[:2], "公司名", *HEADER[3:]], GOOD]))
    sheets = read_again(result.question.file)
    problems = header_problems(sheets, result.refusals, result.question.contract, result.question.region)
    write_annotated(tmp_path / "out.xlsx", result, sheets, problems)
    cell = openpyxl.load_workbook(tmp_path / "out.xlsx")["镇1"]["C2"]
    assert cell.value == "公司名" and "不在规定之列" in cell.comment.text


def test_a_list_cut_off_would_be_held_and_checking_it_changes_nothing(contracts, home, save):
    rows = [[n, f"HB{n:03}", "嵊州甲机械有限公司", *GOOD[3:]] for n in range(1, 41)]
    title = ["环保治理清单（2023年6月）"]
    folder = home.inbox / "330683" / "environment"
    folder.mkdir(parents=True)
    shutil.copy(save([title, HEADER, *rows]), folder)
    take_in(home, contracts)
    before = sorted(home.root.rglob("*"))
    result = ask(contracts, save([title, HEADER, *rows[:5]], name="截断.xlsx"), region="330683")
    assert result.exit_code == 0
    held = with_holds(home, contracts, result)
    assert held.exit_code == 1 and "暂停使用" in next_step(held) and "5 行" in page_of(held)
    assert sorted(home.root.rglob("*")) == before


def test_a_file_that_cannot_be_opened_still_gives_a_page(contracts, tmp_path):
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04" + b"\0" * 500)
    result = ask(contracts, tmp_path / "坏.xlsx")
    write_annotated(tmp_path / "out.xlsx", result, read_again(result.question.file), [])
    assert result.exit_code == 2 and "损坏" in page_of(result)
    assert openpyxl.load_workbook(tmp_path / "out.xlsx").sheetnames == ["检查结果"]


def test_the_decisions_shown_in_the_page_about_deliveries_can_be_sent_as_they_stand(contracts, tmp_path):
    page = (ROOT / "docs" / "deliveries.md").read_text(encoding="utf-8")
    shown = re.findall(r"^`state/inbox/([^`\n]+)`\n\n```text\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert len(shown) == 2
    for name, text in shown:
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        contract = find_contract(contracts, file.stem)
        assert check(contracts, ask_about(file, contract, period=None, part=None)).exit_code == 0
