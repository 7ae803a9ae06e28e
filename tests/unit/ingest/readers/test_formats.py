"""Every format becomes sheets of text rows with line numbers, or one refusal that says what to do."""

from __future__ import annotations

import io
import json
import os
import re
import struct
import zipfile
from pathlib import Path

import openpyxl
import pytest

from ingest.lake.refusals import Refused
from ingest.readers.formats import open_sheets
from ingest.readers.limits import MAX_FILE_BYTES
from ingest.readers.rows import Merge, Row
from ingest.readers.sheets import Sheet

HEADER, DATA = ["名称", "金额"], ["某某公司", "1.5"]


def opened(tmp_path: Path, name: str, content: bytes) -> list[Sheet]:
    (tmp_path / name).write_bytes(content)
    return open_sheets(tmp_path / name, name)


def rows_of(sheet: Sheet) -> list[Row]:
    return list(sheet.rows)


def refusal_of(tmp_path: Path, name: str, content: bytes) -> str:
    with pytest.raises(Refused) as stop:
        for sheet in opened(tmp_path, name, content):
            rows_of(sheet)
    assert stop.value.refusal.zh and stop.value.refusal.en
    return stop.value.refusal.code


def saved(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def zipped(**parts: str | bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def edited(content: bytes, member: str, old: str, new: str) -> bytes:
    """The archive with a text in one of its members replaced."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old in parts[member].decode()
    parts[member] = parts[member].decode().replace(old, new).encode()
    return zipped(**parts)


@pytest.fixture
def book() -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    for row in (["", "标题"], HEADER, ["甲", 1.5], ["乙", "#N/A"], ["丙", "=B3*2"], [True, 123456789012345]):
        page.append(row)
    page.row_dimensions[3].hidden = True
    page.merge_cells("A1:B1")
    book.create_sheet("暗").append(["x"])
    book["暗"].sheet_state = "veryHidden"
    return saved(book)


def test_a_workbook_tells_what_its_reader_hides(tmp_path, book):
    first, second = opened(tmp_path, "a.xlsx", book)
    rows = rows_of(first)
    assert [row.cells[1] for row in rows[2:5]] == ["1.5", "#N/A", ""]
    assert [row.kinds for row in rows[2:]] == ["sn", "se", "sf", "bn"]
    assert [row.line for row in rows if row.hidden] == [3]
    assert rows[5].cells == ["是", "123456789012345"]
    assert first.merges == (Merge(0, 0, 0, 1),) and (first.hidden, second.hidden) == (False, True)


def test_marks_are_found_whatever_quotes_the_xml_uses(tmp_path, book):
    content = edited(book, "xl/worksheets/sheet1.xml", 'r="B4" t="e"', "\n t = 'e' r='B4'")
    assert rows_of(opened(tmp_path, "a.xlsx", content)[0])[3].kinds == "se"


def test_a_formula_that_gives_an_empty_text_is_computed(tmp_path, book):
    content = edited(book, "xl/worksheets/sheet1.xml", '<c r="B5"><f>', '<c r="B5" t="str"><f>')
    assert rows_of(opened(tmp_path, "a.xlsx", content)[0])[4].kinds == "s "


def test_marks_are_found_in_xml_with_prefixes(tmp_path, book):
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    member = "xl/worksheets/sheet1.xml"
    named = re.sub(r"<(/?)([a-zA-Z]+)(?=[ >/])", r"<\1x:\2", parts[member].decode())
    content = zipped(**parts | {member: named.replace("xmlns=", "xmlns:x=").encode()})
    rows = rows_of(opened(tmp_path, "a.xlsx", content)[0])
    assert [row.kinds for row in rows[2:5]] == ["sn", "se", "sf"] and rows[2].hidden


def test_two_rows_with_one_number_are_no_workbook(tmp_path, book):
    content = edited(book, "xl/worksheets/sheet1.xml", '<row r="4"', '<row r="3"')
    assert refusal_of(tmp_path, "a.xlsx", content) == "broken_file"


def xls_with_marks() -> bytes:
    import xlwt

    book = xlwt.Workbook()
    book.add_sheet("空")
    page = book.add_sheet("税")
    for number, (name, amount) in enumerate([("名称", "金额"), ("甲", 1.5), ("乙", None)]):
        page.write(number, 0, name)
        if amount:
            page.write(number, 1, amount)
    page.row(1).hidden = True
    page.row(2).set_cell_error(1, 42)
    return saved(book)


def xlsb_with_marks() -> bytes:
    """As little of the binary workbook as a reader needs; no library writes them."""

    def record(kind: int, data: bytes = b"") -> bytes:
        return (bytes([kind]) if kind < 128 else bytes([kind & 127 | 128, kind >> 7])) + bytes([len(data)]) + data

    def wide(text: str) -> bytes:
        return struct.pack("<I", len(text)) + text.encode("utf-16-le")

    sheet = record(129) + record(148, struct.pack("<IIII", 0, 2, 0, 1)) + record(145)
    values = [(6, wide("金额")), (5, struct.pack("<d", 1.5)), (3, bytes([42]))]
    for line, (name, (kind, value)) in enumerate(zip(("名称", "甲", "乙"), values, strict=True)):
        sheet += record(0, struct.pack("<IIHBBBI", line, 0, 300, 0, 0x10 if line == 1 else 0, 0, 0))
        sheet += record(6, struct.pack("<II", 0, 0) + wide(name)) + record(kind, struct.pack("<II", 1, 0) + value)
    package = "http://schemas.openxmlformats.org/package/2006"
    office = "http://schemas.openxmlformats.org/officeDocument/2006"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"/>',
        "xl/_rels/workbook.bin.rels": f'<Relationships xmlns="{package}/relationships"><Relationship '
        f'Id="rId1" Type="{office}/relationships/worksheet" Target="worksheets/s.bin"/>'
        "</Relationships>",
        "xl/workbook.bin": record(131)
        + record(143)
        + record(156, struct.pack("<II", 0, 1) + wide("rId1") + wide("税"))
        + record(144)
        + record(132),
        "xl/worksheets/s.bin": sheet + record(146) + record(130),
    }
    return zipped(**parts)


@pytest.mark.parametrize(("name", "content"), [("a.xls", xls_with_marks()), ("a.xlsb", xlsb_with_marks())])
def test_binary_workbooks_tell_hidden_rows_and_errors(tmp_path, name, content):
    rows = rows_of(opened(tmp_path, name, content)[-1])
    assert [row.cells for row in rows] == [["名称", "金额"], ["甲", "1.5"], ["乙", "#N/A"]]
    assert [(row.kinds, row.hidden) for row in rows] == [("ss", False), ("sn", True), ("se", False)]


def test_the_left_and_upper_edge_of_a_sheet_count(tmp_path):
    import xlwt

    book = openpyxl.Workbook()
    book.active["C4"] = "x"
    old = xlwt.Workbook()
    old.add_sheet("a").write(3, 2, "x")
    for name, content in (("a.xlsx", saved(book)), ("a.xls", saved(old))):
        row = rows_of(opened(tmp_path, name, content)[0])[-1]
        assert (row.line, row.cells, row.kinds) == (4, ["", "", "x"], "  s")


def test_ods_with_hidden_and_repeated_rows(tmp_path):
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    document, table = OpenDocumentSpreadsheet(), Table(name="表")
    for text, attributes in (
        ("a", {}),
        ("", {"numberrowsrepeated": 2}),
        ("b", {"visibility": "filter"}),
        ("#REF!", {}),
    ):
        line, cell = TableRow(**attributes), TableCell(**({"valuetype": "string"} if text else {}))
        if text:
            cell.addElement(P(text=text))
        line.addElement(cell)
        table.addElement(line)
    table.addElement(TableRow(numberrowsrepeated=1_048_572))
    document.spreadsheet.addElement(table)
    rows = rows_of(opened(tmp_path, "a.ods", saved(document))[0])
    filled = [(row.line, row.cells[0], row.kinds, row.hidden) for row in rows if row.filled]
    assert filled == [(1, "a", "s", False), (4, "b", "s", True), (5, "#REF!", "e", False)]


def test_tables_of_a_document_are_sheets_with_the_text_above_as_caption(tmp_path):
    import docx

    document = docx.Document()
    document.add_paragraph("2023年6月税收入库明细")
    document.add_paragraph("单位：万元")
    for size in (3, 1):
        table = document.add_table(size, 3)
        for number, row in enumerate(table.rows):
            for column, cell in enumerate(row.cells):
                cell.text = f"{number}{column}"
        if size > 1:
            table.cell(0, 0).merge(table.cell(0, 1)).text = "宽"
            table.cell(1, 2).merge(table.cell(2, 2)).text = "高"
    first, second = opened(tmp_path, "a.docx", saved(document))
    assert (first.name, first.caption, second.name) == ("表1", "2023年6月税收入库明细 单位：万元", "表2")
    assert [row.cells for row in rows_of(first)] == [["宽", "", "02"], ["10", "11", "高"], ["20", "21", ""]]
    assert first.merges == (Merge(0, 0, 0, 1), Merge(1, 2, 2, 2))


def test_tables_inside_tables_and_a_frame_around_all(tmp_path):
    import docx

    document = docx.Document()
    frame = document.add_table(1, 1).cell(0, 0)
    frame.text = "2023年6月税收入库明细"
    table = frame.add_table(2, 2)
    for number, text in enumerate(("名称", "金额", "甲", "1")):
        table.cell(number // 2, number % 2).text = text
    table.cell(1, 0).add_table(1, 2).cell(0, 0).text = "内"
    outer, inner = opened(tmp_path, "a.docx", saved(document))
    assert (outer.caption, [row.cells for row in rows_of(outer)]) == (
        "2023年6月税收入库明细",
        [["名称", "金额"], ["甲", "1"]],
    )
    assert [row.cells for row in rows_of(inner)] == [["内", ""]]


def test_a_document_without_tables_is_its_paragraphs(tmp_path):
    import docx

    document = docx.Document()
    document.add_paragraph("2023年6月税收入库明细：零报告")
    (sheet,) = opened(tmp_path, "a.docx", saved(document))
    assert [row.cells for row in rows_of(sheet)] == [["2023年6月税收入库明细：零报告"]]


def test_few_bytes_that_claim_millions_of_rows_are_refused(tmp_path):
    import pyarrow as pa
    import pyarrow.parquet as pq

    out = io.BytesIO()
    pq.write_table(pa.table({"名称": pa.repeat("甲", 2_000_000)}), out)
    assert refusal_of(tmp_path, "a.parquet", out.getvalue()) == "too_large"


def test_parquet_keeps_how_values_were_stored(tmp_path):
    import datetime

    import polars as pl

    out = io.BytesIO()
    frame = pl.DataFrame({"名称": ["甲", None], "金额": [1.5, 2.0], "日期": [datetime.date(2023, 6, 1), None]})
    frame.with_columns(是=pl.Series([True, False])).write_parquet(out)
    rows = rows_of(opened(tmp_path, "a.parquet", out.getvalue())[0])
    assert rows[0].cells == ["名称", "金额", "日期", "是"]
    assert [(row.line, row.cells, row.kinds) for row in rows[1:]] == [
        (2, ["甲", "1.5", "2023-06-01", "是"], "sndb"),
        (3, ["", "2", "", "否"], " n b"),
    ]


def feature(geometry: object, **properties: object) -> dict[str, object]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


SQUARE = [[0, 0], [0, 1.5], [1, 1], [0, 0]]


def test_geojson_features_are_rows_with_their_geometry_as_text(tmp_path):
    features = [
        feature({"type": "MultiPolygon", "coordinates": [[SQUARE]]}, 名称="甲", 面积=1.5),
        feature(None, 名称="乙", 备注={"a": 1}),
        feature({"type": "Polygon", "coordinates": [[[0, None]]]}, 名称="丙"),
    ]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4528"}}
    text = json.dumps({"type": "FeatureCollection", "crs": crs, "features": features})
    (sheet,) = opened(tmp_path, "a.geojson", text.encode("utf-8-sig"))
    assert sheet.spatial and "4528" in sheet.caption
    header, first, second, third = rows_of(sheet)
    assert header.cells == ["名称", "面积", "备注", "坐标系", "geometry"]
    assert first.cells[4] == "MULTIPOLYGON (((0.0 0.0, 0.0 1.5, 1.0 1.0, 0.0 0.0)))" and first.kinds == "sn ss"
    assert "4528" in first.cells[3] and second.cells[4] == "POLYGON EMPTY"
    assert third.cells[4] == '{"type": "Polygon", "coordinates": [[[0, null]]]}' and third.kinds[4] == "s"
    assert second.cells[:3] == ["乙", "", '{"a": 1}']


def test_geojson_of_domestic_programs_and_what_macos_packs_beside_a_shapefile(tmp_path):
    text = json.dumps({"type": "FeatureCollection", "features": [feature(None, 名称="嵊州")]}, ensure_ascii=False)
    assert rows_of(opened(tmp_path, "a.geojson", text.encode("gb18030"))[0])[1].cells[0] == "嵊州"
    packed = shapefile_of("utf-8") | {"__MACOSX/._地块.shp": b"x", "__MACOSX/._地块.dbf": b"x"}
    assert len(rows_of(opened(tmp_path, "a.zip", zipped(**packed))[0])) == 3


def shapefile_of(encoding: str) -> dict[str, str | bytes]:
    import shapefile

    parts = {kind: io.BytesIO() for kind in ("shp", "shx", "dbf")}
    with shapefile.Writer(**parts, encoding=encoding) as writer:
        writer.field("名称", "C", 20)
        writer.poly([SQUARE])
        writer.record("嵊州某某公司")
        writer.null()
        writer.record("")
    return {f"地块.{kind}": part.getvalue() for kind, part in parts.items()}


@pytest.mark.parametrize(("encoding", "cpg"), [("utf-8", ""), ("gb18030", ""), ("gb18030", "GBK"), ("utf-8", "UTF-8")])
def test_shapefiles_in_the_encodings_that_are_met(tmp_path, encoding, cpg):
    content = shapefile_of(encoding) | ({"地块.cpg": cpg} if cpg else {})
    (sheet,) = opened(tmp_path, "a.zip", zipped(**content, **{"地块.prj": 'PROJCS["CGCS2000_3_Degree_GK_Zone_40"]'}))
    header, first, second = rows_of(sheet)
    assert header.cells == ["名称", "坐标系", "geometry"] and first.cells[0] == "嵊州某某公司"
    assert first.cells[2].startswith("POLYGON ((") and "Zone_40" in sheet.caption
    assert second.cells == ["", 'PROJCS["CGCS2000_3_Degree_GK_Zone_40"]', ""]


TEXT = "纳税人名称,入库金额\n㛃𠮷某某公司,1.5\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_texts_in_every_encoding_and_delimiter(tmp_path, encoding, delimiter):
    (sheet,) = opened(tmp_path, "a.txt", TEXT.replace(",", delimiter).encode(encoding))
    assert [row.cells for row in rows_of(sheet)] == [["纳税人名称", "入库金额"], ["㛃𠮷某某公司", "1.5"]]


def test_a_four_byte_character_on_the_edge_of_a_block(tmp_path):
    from ingest.readers.delimited import BLOCK_BYTES

    for before in (1, 2, 3):
        start = "名称,值\n".encode("gb18030")
        text = start + b"a" * (BLOCK_BYTES - len(start) - before) + "𠮷".encode("gb18030") + b",1\n"
        (sheet,) = opened(tmp_path, f"{before}.csv", text)
        assert rows_of(sheet)[1].cells[0][-2:] == "a𠮷"


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("标题,含,很多,逗号,啊\n名称;值\n甲,乙;1\n丙,丁,戊;2\n", ["甲,乙", "1"]),
        ('名称\t值\n"甲\n乙"\t1\n丙\t2\n', ["甲\n乙", "1"]),
        ("名称,值\n甲;乙;丙,1\n丁,2\n", ["甲;乙;丙", "1"]),
    ],
)
def test_the_delimiter_is_the_one_that_cuts_lines_alike(tmp_path, text, cells):
    (sheet,) = opened(tmp_path, "a.csv", text.encode())
    assert cells in [row.cells for row in rows_of(sheet)]


def test_the_end_mark_of_dos_is_no_row_of_data(tmp_path):
    (sheet,) = opened(tmp_path, "a.csv", "名称,值\n甲,1\n\x1a".encode("gb18030"))
    assert [row.filled for row in rows_of(sheet)] == [["名称", "值"], ["甲", "1"], []]


def xls_with_a_far_cell() -> bytes:
    import xlwt

    book = xlwt.Workbook()
    book.add_sheet("a").write(3, 2, 7.25)
    content = saved(book)
    number = struct.pack("<HHHH", 0x0203, 14, 3, 2)
    assert number in content or struct.pack("<HHHH", 0x027E, 10, 3, 2) in content
    for record in (number, struct.pack("<HHHH", 0x027E, 10, 3, 2)):
        content = content.replace(record, record[:4] + struct.pack("<HH", 65_535, 65_000))
    return content


def test_a_damaged_position_in_a_legacy_workbook_takes_no_memory(tmp_path):
    """The format has 256 columns: a cell further out is damage, not a wide sheet."""
    assert refusal_of(tmp_path, "a.xls", xls_with_a_far_cell()) == "broken_file"


def test_a_legacy_workbook_of_sheets_that_span_everything(tmp_path):
    import xlwt

    book = xlwt.Workbook()
    for number in range(3):
        book.add_sheet(f"{number}").write(65_535, 255, "x")
    assert refusal_of(tmp_path, "a.xls", saved(book)) == "too_large"


def test_a_legacy_workbook_with_a_password(tmp_path):
    content = xls_with_marks()
    code_page = struct.pack("<HH", 0x42, 2)
    assert code_page in content
    locked = content.replace(code_page, struct.pack("<HH", 0x2F, 2), 1)
    assert refusal_of(tmp_path, "a.xls", locked) == "password_protected"


def test_sectors_of_a_legacy_workbook_that_follow_each_other_for_ever(tmp_path):
    content = bytearray(xls_with_marks())
    table = 512 * (1 + struct.unpack_from("<I", content, 76)[0])
    struct.pack_into("<I", content, table, 0)
    assert refusal_of(tmp_path, "a.xls", bytes(content)) == "broken_file"


@pytest.mark.parametrize("built_in", [None, 14, 31, 57])
def test_date_formats_of_chinese_excel(tmp_path, built_in):
    """Built-in formats stand in the file as numbers alone: 31 is 年月日, 57 is 年月."""
    import xlwt

    book = xlwt.Workbook()
    page = book.add_sheet("a")
    for column, days in enumerate((45_092, 45_092.5, 0.25, 2_958_466)):
        page.write(0, column, days, xlwt.easyxf(num_format_str='yyyy"年"m"月"d"日"'))
    content = saved(book)
    if built_in is not None:
        style = struct.pack("<HHHH", 0xE0, 20, 7, 0xA5)
        assert style in content
        content = content.replace(style, style[:6] + struct.pack("<H", built_in))
    (row,) = rows_of(opened(tmp_path, "a.xls", content)[0])
    assert row.cells == ["2023-06-15", "2023-06-15 12:00:00", "06:00:00", "2958466"] and row.kinds == "ddsn"


@pytest.mark.parametrize("place", ['r="XFD1048576"', "r='XFD1048576'", 's="0"\n  r = "XFD1048576"'])
def test_a_far_cell_is_found_however_it_is_written(tmp_path, book, place):
    content = edited(book, "xl/worksheets/sheet1.xml", 'r="A3"', place)
    assert refusal_of(tmp_path, "a.xlsx", content) == "too_large"


def test_a_document_with_a_cell_over_a_billion_columns(tmp_path):
    import docx

    document = docx.Document()
    document.add_table(2, 2)
    content = saved(document)
    wide = edited(content, "word/document.xml", "<w:tcPr>", '<w:tcPr><w:gridSpan w:val="1000000000"/>')
    assert refusal_of(tmp_path, "a.docx", wide) == "too_large"


def test_an_ods_that_repeats_a_filled_row_a_million_times(tmp_path):
    row = '<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="999" '
    space = 'xmlns:table="urn:table" xmlns:office="urn:office" xmlns:text="urn:text"'
    text = (
        f'<a {space}><table:table table:name="a">{row}office:value-type="string"><text:p>x</text:p></table:table-cell>'
    )
    assert (
        refusal_of(tmp_path, "a.ods", zipped(**{"content.xml": f"{text}</table:table-row></table:table></a>"}))
        == "too_large"
    )


def with_sheets(number: int) -> bytes:
    tables = "".join(f"<table:table table:name='{n}'/>" for n in range(number))
    return zipped(**{"content.xml": f"<a xmlns:table='urn:table'>{tables}</a>"})


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xlsx", zipped(xl__workbook="x", **{f"xl/media/{n}.png": "" for n in range(5_001)})),
        ("a.ods", with_sheets(257)),
        ("a.csv", b"a" * (33 << 20)),
        ("a.csv", b"," * 20_000),
    ],
    ids=["parts", "sheets", "line", "columns"],
)
def test_declared_limits(tmp_path, name, content):
    assert refusal_of(tmp_path, name, content) == "too_large"


@pytest.mark.parametrize("suffix", [".geojson", ".xls"])
def test_a_file_larger_than_any_list_of_its_format_is_not_even_read(tmp_path, suffix):
    kind = {".geojson": "geojson", ".xls": "legacy"}[suffix]
    path = tmp_path / f"a{suffix}"
    path.write_bytes(b"{" * 5_000 if kind == "geojson" else xls_with_marks())
    os.truncate(path, MAX_FILE_BYTES[kind] + 1)
    with pytest.raises(Refused) as stop:
        open_sheets(path, path.name)
    assert stop.value.refusal.code == "too_large"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.geojson", b'{"type": "FeatureCollection"', "broken_file"),
        ("a.geojson", b'{"type": "Feature", "properties": {}}', "broken_file"),
        ("a.geojson", b'{"type": "FeatureCollection", "features": []}', "empty_file"),
        ("a.geojson", b'{"features":' + b"[" * 100_000, "broken_file"),
        ("a.zip", zipped(**{"a.txt": "x"}), "not_one_shapefile"),
        ("a.zip", zipped(**{"a.shp": "x", "a.dbf": "x"}), "broken_file"),
        ("a.parquet", b"PAR1" + b"\x01" * 99, "broken_file"),
        ("a.docx", zipped(word__document="x"), "broken_file"),
        ("a.docx", zipped(xl__workbook="x"), "mislabelled"),
        ("a.csv", b"PAR1" + b"\x01" * 99, "mislabelled"),
        ("a.xlsb", zipped(**{"xl/workbook.bin": b"\x00"}), "broken_file"),
        ("a.ods", zipped(**{"content.xml": "<a><b></a>"}), "broken_file"),
        ("a.pdf", b"%PDF-1.7", "unknown_format"),
        ("a.rar", b"Rar!", "unknown_format"),
        ("a.txt", b"\xff\xfe\x00\xd8\x00\xd8a\x00", "unknown_encoding"),
    ],
)
def test_what_cannot_be_read_is_refused(tmp_path, name, content, code):
    assert refusal_of(tmp_path, name, content) == code
