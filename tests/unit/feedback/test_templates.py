"""Blank templates: what is filled in as asked lands without a finding; what is left empty is said to be so."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from feedback.dry_run import CheckResult, Question, check
from feedback.templates import ROWS, asked, write_template, write_templates
from ingest.contracts.contract import load_contracts

PERIODS = {"date": "2023年6月30日", "month": "2023年6月", "year": "2023年"}
FILLED: dict[str, dict[str, Any]] = {
    "tax.tax_paid": {
        "纳税人识别号": "91350100M000100Y43",
        "纳税人名称": "某某机械有限公司",
        "征收项目": "增值税",
        "税款所属期": "2023-05",
        "入库日期": date(2023, 6, 3),
        "入库金额": 12345.6,
    },
    "environment.issue": {
        "问题编号": "HB001",
        "企业名称": "某某机械有限公司",
        "隐患等级": "重大",
        "发现日期": date(2023, 3, 1),
        "整改期限": date(2023, 6, 30),
        "整改状态": "整改中",
    },
    "tax.credit_rating": {
        "纳税人识别号": "91350100M000100Y43",
        "纳税人名称": "某某机械有限公司",
        "评价年度": 2023,
        "信用等级": "A",
    },
}


def fill(path: Path, contract, rows: list[dict[str, Any]]) -> None:
    """Type into the template as a clerk does: the period into the title, values under the headers."""
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    page["A1"] = f"{PERIODS[contract.period]} {contract.zh}"
    names = {cell.value.strip("*").split("（")[0]: cell.column for cell in page[2]}
    for line, row in enumerate(rows, 3):
        for name, value in row.items():
            page.cell(line, names[name]).value = value
    book.save(path)


@pytest.fixture
def ask(contracts, tmp_path):
    def landed(code: str, rows: list[dict[str, Any]] | None) -> CheckResult:
        path = tmp_path / "表.xlsx"
        write_template(contracts[code], path, "330683")
        if rows is not None:
            fill(path, contracts[code], rows)
        return check(contracts, Question(path, contracts[code]))

    return landed


@pytest.mark.parametrize("code", sorted(FILLED))
def test_a_filled_template_lands_without_a_finding(ask, code):
    result = ask(code, [FILLED[code]])
    assert not result.refusals
    (batch,) = result.batches
    assert (batch.record.list, batch.record.rows_accepted, batch.record.violations) == (code, 1, {})


def test_an_empty_one_with_its_period_is_a_nil_delivery(ask):
    (batch,) = ask("tax.tax_paid", []).batches
    assert batch.record.is_nil and batch.record.period == "2023-06"


def test_an_untouched_one_is_asked_for_its_period(ask):
    result = ask("tax.tax_paid", None)
    assert not result.batches and {refusal.code for refusal in result.refusals} == {"no_period"}


def test_every_list_recognises_its_own_template(contracts, tmp_path):
    from ingest.readers.formats import open_sheets
    from ingest.recognise.layout import find_tables

    for path in write_templates(list(contracts.values()), tmp_path, "330683"):
        colleagues = [c for c in contracts.values() if c.department == path.parent.name]
        (table,) = find_tables(open_sheets(path, path.name)[0], colleagues, "330683", path.name)
        contract = next(c for c in colleagues if c.zh == path.stem)
        assert table.contract.list == contract.list
        assert [c.name for c in table.match.columns.values()] == [c.name for c in asked(contract)]
        assert set(table.units) >= {c.name for c in asked(contract) if c.type in ("money", "area")}


@pytest.mark.parametrize("code", ["environment.issue", "tax.tax_paid"])
def test_categories_drop_down_codes_stay_text_and_persons_are_not_asked_for(contracts, tmp_path, code):
    write_template(contracts[code], tmp_path / "表.xlsx", "")
    page = openpyxl.load_workbook(tmp_path / "表.xlsx").worksheets[0]
    headers = {cell.value.strip("*").split("（")[0]: cell.column_letter for cell in page[2]}
    rules = {str(rule.sqref): rule for rule in page.data_validations.dataValidation}
    for column in contracts[code].columns:
        if column.personal == "always":
            assert column.zh not in headers
        elif column.zh in headers:
            letter = headers[column.zh]
            rule = rules[f"{letter}3:{letter}{ROWS + 2}"]
            assert rule.prompt
            if column.values:
                assert rule.type == "list" and rule.formula1.strip('"').split(",") == list(column.values)
            if column.type in ("code", "uscc"):
                assert page.column_dimensions[letter].number_format == "@"


def test_a_region_reads_its_own_names(tmp_path):
    contract = next(iter(load_contracts().values()))
    column = contract.columns[0].model_copy(update={"region_headers": {"330683": ("本地叫法",)}})
    local = contract.model_copy(update={"columns": (column, *contract.columns[1:])})
    write_template(local, tmp_path / "表.xlsx", "330683")
    page = openpyxl.load_workbook(tmp_path / "表.xlsx").worksheets[0]
    assert page["A2"].value.strip("*") == "本地叫法"
