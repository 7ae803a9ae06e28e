"""A file in the inbox becomes batches in the lake, or a message; every row is accounted for."""

from __future__ import annotations

import os
import time
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from ingest.lake.ledger import BatchRecord, read_records
from ingest.stage import IngestReport, take_in
from park_brain.installation import Installation

HEADER = "纳税人识别号,纳税人名称,征收项目,税款所属期,入库金额\n"
ROW = "91350100M000100Y43,某某机械有限公司,增值税,2023-06,1.50\n"


def put(
    home: Installation, path: str, content: str | bytes, sidecar: str | None = None, mtime: float = 1_700_000_000
) -> Path:
    file = home.inbox / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    os.utime(file, (mtime, mtime))
    if sidecar is not None:
        file.with_name(file.name + ".meta.yml").write_text(sidecar, encoding="utf-8")
    return file


def batches(home: Installation) -> list[BatchRecord]:
    return list(read_records(home.lake / "ledger", BatchRecord))


def refusal_of(report: IngestReport) -> str:
    ((_, refusal),) = report.refusals
    assert refusal.zh and refusal.en
    return refusal.code


def test_a_csv_lands_with_every_row_accounted_for(home, contracts):
    bad = ROW.replace("增值税", "魔法税")
    put(home, "330683/tax/2023-06/税收.csv", HEADER + ROW + bad + ROW + "合计,,,,3\n")
    assert not take_in(home, contracts).refusals
    (batch,) = batches(home)
    assert (batch.rows_read, batch.rows_accepted, batch.rows_quarantined, batch.rows_excluded) == (5, 1, 2, 2)
    assert batch.exclusions == {"header": 1, "total": 1}
    assert batch.violations == {"duplicate_row": 1, "unknown_value": 1}
    violations = pl.read_parquet(batch.violations_path(home))
    assert violations.select("rule_id", "line").rows() == [("unknown_value", 3), ("duplicate_row", 4)]
    assert violations["violation_id"].n_unique() == 2
    typed = pl.read_parquet(batch.typed_path(home))
    assert typed.columns == [*contracts["tax.tax_paid"].outputs, "_sheet", "_line"]
    assert pl.read_parquet(batch.text_path(home)).height == 5


def test_gb18030_with_four_byte_characters(home, contracts):
    put(home, "330683/tax/2023-06/税收.csv", (HEADER + ROW.replace("某某", "㛃𠮷")).encode("gb18030"))
    take_in(home, contracts)
    assert pl.read_parquet(batches(home)[0].typed_path(home))["taxpayer_name"].to_list() == ["㛃𠮷机械有限公司"]


def test_the_same_bytes_twice_are_one_batch_with_the_earlier_receipt(home, contracts):
    from ingest.lake.ledger import load_batches
    from ingest.parser_version import derivation_of

    put(home, "330683/tax/2023-06/b.csv", HEADER + ROW, mtime=2_000)
    take_in(home, contracts)
    put(home, "330683/tax/2023-06/a.csv", HEADER + ROW, mtime=1_000)
    report = take_in(home, contracts)
    assert report.new_files == 1
    (batch,) = load_batches(home, {code: derivation_of(c) for code, c in contracts.items()})
    assert batch.received_at == datetime(1970, 1, 1, 0, 16, 40) and batch.path.endswith("a.csv")


def test_taking_in_again_changes_nothing(home, contracts):
    put(home, "330683/tax/2023-06/税收.csv", HEADER + ROW)
    take_in(home, contracts)
    before = {p: p.stat().st_mtime_ns for p in home.lake.rglob("*") if p.is_file()}
    assert take_in(home, contracts).new_files == 0
    assert {p: p.stat().st_mtime_ns for p in home.lake.rglob("*") if p.is_file()} == before


def test_a_changed_contract_derives_old_files_anew_even_when_the_inbox_is_empty(home, contracts):
    file = put(home, "330683/tax/2023-06/税收.csv", HEADER + ROW)
    take_in(home, contracts)
    file.unlink()
    changed = contracts | {"tax.tax_paid": contracts["tax.tax_paid"].model_copy(update={"zh": "税收入库清册"})}
    changed["tax.tax_paid"].__dict__.pop("fingerprint", None)
    take_in(home, changed)
    assert len({batch.derivation for batch in batches(home)}) == 2


def test_a_header_without_rows_is_a_nil_delivery(home, contracts):
    put(home, "330683/tax/2023-06/税收.csv", HEADER)
    assert not take_in(home, contracts).refusals
    assert batches(home)[0].is_nil


def test_an_extra_cell_quarantines_its_row(home, contracts):
    put(home, "330683/tax/2023-06/税收.csv", HEADER + ROW.strip() + ",多\n")
    take_in(home, contracts)
    assert batches(home)[0].violations == {"too_many_cells": 1}
    assert batches(home)[0].rows_quarantined == 1


def test_the_sidecar_speaks_first(home, contracts):
    sidecar = "period: 2023-07\npart: 甘霖\ndelivery: supplement\nreceived_at: 2023-08-10T09:00\n"
    put(home, "330683/tax/2023-06/税收.csv", HEADER + ROW, sidecar)
    take_in(home, contracts)
    (batch,) = batches(home)
    assert (batch.period, batch.part, batch.delivery) == ("2023-07", "甘霖镇", "supplement")
    assert batch.received_at.isoformat() == "2023-08-10T01:00:00"


def test_a_sidecar_added_later_mends_a_refusal(home, contracts):
    put(home, "330683/tax/税收.csv", HEADER + ROW)
    assert refusal_of(take_in(home, contracts)) == "no_period"
    put(home, "330683/tax/税收.csv", HEADER + ROW, "period: 2023-06\n")
    assert not take_in(home, contracts).refusals
    assert len(batches(home)) == 1


def workbook(tmp_path: Path, *sheets: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets, 1):
        page = book.create_sheet(f"表{number}")
        for row in rows:
            page.append(row)
    book.save(tmp_path / "book.xlsx")
    return (tmp_path / "book.xlsx").read_bytes()


def test_sheets_of_one_list_make_one_batch_and_a_strange_sheet_is_refused_alone(home, contracts, tmp_path):
    row = ["91350100M000100Y43", "某某机械有限公司", "增值税", "2023-06", 1.5]
    header = HEADER.strip().split(",")
    other = [*row[:2], "房产税", *row[3:]]
    content = workbook(tmp_path, [header, row], [header, other], [["甲", "乙"], ["1", "2"]])
    put(home, "330683/tax/2023-06/税收.xlsx", content)
    report = take_in(home, contracts)
    assert refusal_of(report) == "unknown_list"
    (batch,) = batches(home)
    assert batch.sheets == ("表1", "表2") and batch.rows_accepted == 2


def test_cjk_date_formats_and_codes_stored_as_numbers(home, contracts, tmp_path):
    book = openpyxl.Workbook()
    page = book.active
    page.append(["纳税人识别号", "纳税人名称", "征收项目", "入库日期", "入库金额"])
    page.append([360206550875725, "某某机械有限公司", "增值税", 45761, 1.5])
    page["D2"].number_format = 'yyyy"年"m"月"d"日";@'
    book.save(tmp_path / "book.xlsx")
    put(home, "330683/tax/2025-04/税收.xlsx", (tmp_path / "book.xlsx").read_bytes())
    take_in(home, contracts)
    typed = pl.read_parquet(batches(home)[0].typed_path(home))
    assert str(typed["paid_date"][0]) == "2025-04-14"
    assert typed["taxpayer_uscc"][0] == "360206550875725"
    assert batches(home)[0].violations == {"code_was_number": 1}


def encrypted() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600


def zip_of(name: str, tmp_path: Path) -> bytes:
    with zipfile.ZipFile(tmp_path / "z.zip", "w") as archive:
        archive.writestr(name, "x")
    return (tmp_path / "z.zip").read_bytes()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("空.xlsx", b"", "empty_file"),
        ("空.csv", b"\xef\xbb\xbf \n", "empty_file"),
        ("密.xlsx", encrypted(), "password_protected"),
        ("坏.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 5000, "broken_file"),
        ("坏.xlsx", b"PK\x03\x04" + b"\0" * 500, "broken_file"),
        ("假.xlsx", HEADER.encode(), "mislabelled"),
        ("假.csv", b"\x00\x01\x02" * 100, "mislabelled"),
        ("页.xls", b"<html><table></table></html>", "mislabelled"),
        ("图.png", b"\x89PNG\r\n", "unknown_format"),
        ("码.csv", b"\x41\xff\xfe\x81\x20\xff" * 9, "unknown_encoding"),
        ("别.csv", "甲,乙\n1,2\n", "unknown_list"),
        ("引.csv", HEADER + ROW.replace(",某某", ',"某"某') + ROW, "broken_file"),
    ],
)
def test_a_bad_file_gets_one_message_and_the_rest_goes_on(home, contracts, name, content, code):
    put(home, f"330683/tax/2023-06/{name}", content)
    put(home, "330683/tax/2023-06/好.csv", HEADER + ROW)
    report = take_in(home, contracts)
    assert refusal_of(report) == code
    assert len(batches(home)) == 1


def test_a_file_that_breaks_our_reader_stops_only_itself(home, contracts, monkeypatch):
    from ingest.recognise import batches as recognising

    def broken(path, name):
        raise RuntimeError("native reader failed")

    put(home, "330683/tax/2023-06/税收.csv", HEADER + ROW)
    with monkeypatch.context() as patch:
        patch.setattr(recognising, "open_sheets", broken)
        assert refusal_of(take_in(home, contracts)) == "unreadable"
    assert refusal_of(take_in(home, contracts)) == "unreadable"


def test_a_workbook_of_which_one_sheet_of_the_list_is_refused_waits_whole(home, contracts, tmp_path):
    header = HEADER.strip().split(",")
    row = ["91350100M000100Y43", "某某机械有限公司", "增值税", "2023-06", 1.5]
    content = workbook(tmp_path, [header, row], [[*header, "未知列"], [*row, 1]])
    put(home, "330683/tax/2023-06/税收.xlsx", content)
    codes = [refusal.code for _, refusal in take_in(home, contracts).refusals]
    assert codes == ["unknown_header", "waits"] and not batches(home)


def test_a_sheet_that_goes_on_without_a_header_holds_the_whole_workbook(home, contracts, tmp_path):
    row = ["91350100M000100Y43", "某某机械有限公司", "增值税", "2023-06", 1.5]
    content = workbook(tmp_path, [HEADER.strip().split(","), row], [[], row, row])
    put(home, "330683/tax/2023-06/税收.xlsx", content)
    (first, _), (second, _) = [(r.code, r) for _, r in take_in(home, contracts).refusals]
    assert (first, second) == ("no_header", "waits") and not batches(home)


def test_a_letter_that_says_there_is_nothing_to_report_is_a_nil_delivery(home, contracts, tmp_path):
    import docx

    document = docx.Document()
    document.add_paragraph("嵊州市2023年6月税收入库明细：零报告")
    document.save(str(tmp_path / "a.docx"))
    put(home, "330683/tax/函.docx", (tmp_path / "a.docx").read_bytes())
    assert not take_in(home, contracts).refusals
    assert batches(home)[0].is_nil and batches(home)[0].period == "2023-06"


def test_the_same_bytes_under_a_name_that_says_something_else_are_another_batch(home, contracts):
    text = "纳税人识别号,纳税人名称,评价年度\n91350100M000100Y43,某某机械有限公司,2023\n"
    put(home, "330683/tax/A级纳税人名单_2023.csv", text)
    put(home, "330683/tax/D级纳税人名单_2023.csv", text)
    take_in(home, contracts)
    ratings = {pl.read_parquet(b.typed_path(home))["credit_rating"][0] for b in batches(home)}
    assert len(batches(home)) == 2 and ratings == {"A", "D"}


def test_quotes_in_paths_and_names_of_old_windows(contracts, tmp_path):
    quoted = Installation(tmp_path / "it's a home")
    quoted.prepare()
    put(quoted, "330683/tax/2023-06/税'收.csv", HEADER + ROW)
    raw = os.fsencode(quoted.inbox / "330683/tax/2023-06") + b"/" + "税款.csv".encode("gb18030")
    descriptor = os.open(raw, os.O_CREAT | os.O_WRONLY)
    os.write(descriptor, (HEADER + ROW.replace("1.50", "2.50")).encode())
    os.close(descriptor)
    report = take_in(quoted, contracts)
    assert not report.refusals and {f.arrival.path.split("/")[-1] for f in report.files} == {"税'收.csv", "税款.csv"}


def test_a_stray_blank_in_the_last_cell_of_a_sheet_does_not_take_all_memory(home, contracts, tmp_path):
    book = openpyxl.Workbook()
    book.active.append(HEADER.strip().split(","))
    book.active["XFD1048576"] = " "
    book.save(tmp_path / "book.xlsx")
    put(home, "330683/tax/2023-06/税收.xlsx", (tmp_path / "book.xlsx").read_bytes())
    assert refusal_of(take_in(home, contracts)) == "too_large"


def test_an_archive_that_unpacks_to_gigabytes_is_refused(home, contracts, tmp_path):
    with zipfile.ZipFile(tmp_path / "z.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (300 << 20))
    put(home, "330683/tax/2023-06/税收.xlsx", (tmp_path / "z.xlsx").read_bytes())
    assert refusal_of(take_in(home, contracts)) == "too_large"


def test_an_archive_under_the_name_of_a_workbook(home, contracts, tmp_path):
    put(home, "330683/tax/2023-06/包.xlsx", zip_of("a.txt", tmp_path))
    put(home, "330683/tax/2023-06/断.xlsx", zip_of("xl/workbook.xml", tmp_path))
    codes = {refusal.code for _, refusal in take_in(home, contracts).refusals}
    assert codes == {"mislabelled", "broken_file"}


@pytest.mark.parametrize("path", ["税收.csv", "330683/税收.csv", "嵊州/tax/税收.csv", "330683/taxes/税收.csv"])
def test_a_file_in_the_wrong_place_is_told_where_to_go(home, contracts, path):
    put(home, path, HEADER + ROW)
    assert refusal_of(take_in(home, contracts)) == "wrong_place"


def test_leavings_of_programs_are_no_deliveries(home, contracts):
    put(home, "330683/tax/~$税收.xlsx", b"lock")
    put(home, "330683/tax/.DS_Store", b"x")
    assert not take_in(home, contracts).files


def test_persons_never_reach_typed_rows_or_violations(home, contracts):
    header = "纳税人识别号,纳税人名称,登记状态,法定代表人,联系电话\n"
    row = "110101199003077571,张三,未知状态,李四光,13805751234\n联系电话13805751234,陈金中,正常,王五,1\n"
    put(home, "330683/tax/截至2023年12月31日税务登记.csv", header + row)
    take_in(home, contracts)
    (batch,) = batches(home)
    found = (
        pl.read_parquet(batch.violations_path(home)).write_json() + pl.read_parquet(batch.typed_path(home)).write_json()
    )
    for secret in ("110101199003077571", "李四光", "13805751234", "张三", "陈金中", "王五"):
        assert secret not in found


def test_whoever_has_a_persons_number_is_a_person_whatever_the_name(home, contracts):
    person = "330683198807011234,仝某某,增值税,2023-06,1.50\n"
    put(home, "330683/tax/2023-06/税收.csv", HEADER + ROW + person + person.replace("1.50", "x"))
    take_in(home, contracts)
    (batch,) = batches(home)
    typed = pl.read_parquet(batch.typed_path(home))
    assert typed["taxpayer_name"][0] == "某某机械有限公司" and typed["taxpayer_name"][1].startswith("自然人#")
    assert "仝某某" not in pl.read_parquet(batch.violations_path(home)).write_json()


def test_received_at_is_stored_once(home, contracts):
    file = put(home, "330683/tax/2023-06/税收.csv", HEADER + ROW, mtime=1_000)
    take_in(home, contracts)
    os.utime(file, (time.time(), time.time()))
    take_in(home, contracts)
    assert batches(home)[0].received_at.timestamp() < 10**6


def test_sheets_of_one_list_for_different_towns_are_parts_of_their_own(home, contracts, tmp_path):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for town in ("剡湖街道", "三江街道"):
        page = book.create_sheet(town)
        page.append(HEADER.strip().split(","))
        page.append(["91350100M000100Y43", f"{town}机械有限公司", "增值税", "2023-06", 1.5])
    book.create_sheet("填表说明").append(["1. 按月报送"])
    book.save(tmp_path / "book.xlsx")
    put(home, "330683/tax/2023-06/税收.xlsx", (tmp_path / "book.xlsx").read_bytes())
    assert not take_in(home, contracts).refusals
    assert {batch.part: batch.sheets for batch in batches(home)} == {
        "剡湖街道": ("剡湖街道",),
        "三江街道": ("三江街道",),
    }


def test_sheets_named_by_their_months_are_batches_of_these_months(home, contracts, tmp_path):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for month in ("2023年5月", "2023年6月"):
        page = book.create_sheet(month)
        page.append(HEADER.strip().split(","))
        page.append(["91350100M000100Y43", "某某机械有限公司", "增值税", "2023-05", 1.5])
    book.save(tmp_path / "book.xlsx")
    put(home, "330683/tax/2023年税收.xlsx", (tmp_path / "book.xlsx").read_bytes())
    assert not take_in(home, contracts).refusals
    assert {batch.period for batch in batches(home)} == {"2023-05", "2023-06"}


def test_tables_below_one_another_become_batches_of_their_lists(home, contracts, tmp_path):
    rows = [HEADER.strip().split(","), ["91350100M000100Y43", "某某机械有限公司", "增值税", "2023-06", 1.5], []]
    rating = [
        ["2023年A级纳税人名单"],
        ["纳税人识别号", "纳税人名称", "评价年度"],
        ["91350100M000100Y43", "某某机械有限公司", 2023],
    ]
    put(home, "330683/tax/2023-06/税收.xlsx", workbook(tmp_path, [*rows, *rating], [*rating, [], *rows]))
    assert not take_in(home, contracts).refusals
    assert {b.list: (b.rows_accepted, b.rows_quarantined) for b in batches(home)} == {
        "tax.tax_paid": (1, 1),
        "tax.credit_rating": (1, 1),
    }


def test_hidden_rows_and_errors_reach_the_violations(home, contracts, tmp_path):
    book = openpyxl.Workbook()
    page = book.active
    page.append(HEADER.strip().split(","))
    for name, amount in (("甲", 1.5), ("乙", "#REF!"), ("丙", "=1+1")):
        page.append(["91350100M000100Y43", f"{name}机械有限公司", "增值税", "2023-06", amount])
    page.row_dimensions[2].hidden = True
    book.save(tmp_path / "book.xlsx")
    put(home, "330683/tax/2023-06/税收.xlsx", (tmp_path / "book.xlsx").read_bytes())
    take_in(home, contracts)
    (batch,) = batches(home)
    found = pl.read_parquet(batch.violations_path(home)).select("line", "rule_id", "value_masked").rows()
    assert {(2, "hidden_row", None), (3, "error_cell", "#REF!"), (4, "formula_not_computed", None)} <= set(found)
    assert (batch.rows_accepted, batch.rows_quarantined) == (1, 2)
    assert pl.read_parquet(batch.text_path(home))["cells"].to_list()[2][4] == "#REF!"


def test_a_map_sent_to_a_department_without_maps_is_refused(home, contracts):
    put(home, "330683/tax/2023-06/地块.geojson", '{"type": "FeatureCollection", "features": [{"type": "Feature"}]}')
    assert refusal_of(take_in(home, contracts)) == "no_map_list"
