"""Valid files of every format we read, as starting points of the fuzz: a tax list, and parcels for the maps."""

from __future__ import annotations

import csv
import io
import json
import struct
import zipfile
from dataclasses import dataclass
from datetime import date

HEADER = ("纳税人识别号", "纳税人名称", "征收项目", "税款所属期", "入库日期", "入库金额")
TITLE = "嵊州市2023年6月税收入库明细"
ROWS = [
    ("91350100M000100Y43", f"某某机械{n}有限公司", "增值税", "2023-05", date(2023, 6, n + 1), 100.25 * n)
    for n in range(1, 13)
]
PARCEL_HEADER = ("宗地代码", "坐落", "权利人", "宗地面积")
POLYGON = [[[120.8, 29.5], [120.9, 29.5], [120.9, 29.6], [120.8, 29.5]]]


@dataclass(frozen=True)
class Seed:
    """One valid file: its name (with the department it belongs to) and its bytes."""

    department: str
    name: str
    content: bytes

    @property
    def suffix(self) -> str:
        return self.name[self.name.rindex(".") :]


def all_seeds() -> list[Seed]:
    """One or more of each format."""
    text = _csv()
    return [
        Seed("tax", "税收.xlsx", _openpyxl()),
        Seed("tax", "税收共享.xlsx", _xlsxwriter()),
        Seed("tax", "税收.xlsm", _openpyxl()),
        Seed("tax", "税收.xls", _xls()),
        Seed("tax", "税收.xlsb", _xlsb()),
        Seed("tax", "税收.ods", _ods()),
        Seed("tax", "税收.csv", text.encode()),
        Seed("tax", "税收国标.csv", text.replace("某某", "㛃𠮷").encode("gb18030")),
        Seed("tax", "税收.txt", text.replace(",", "\t").encode("utf-16")),
        Seed("tax", "税收.docx", _docx()),
        Seed("tax", "税收.parquet", _parquet()),
        Seed("land", "截至2023年12月31日地块.geojson", _geojson()),
        Seed("land", "截至2023年12月31日地块.zip", _shapefile()),
    ]


def _texts() -> list[list[str]]:
    return [[str(value) for value in row] for row in ROWS]


def _csv() -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([HEADER, *_texts(), ["合计", "", "", "", "", "7819.5"]])
    return out.getvalue()


def _openpyxl() -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    page = book.active
    page.append([TITLE])
    page.merge_cells("A1:F1")
    page.append(HEADER)
    for row in ROWS:
        page.append(row)
    page.append(["合计", None, None, None, None, "=SUM(F3:F14)"])
    page["F5"], page["E6"] = "#N/A", "=TODAY()"
    page.row_dimensions[7].hidden = True
    page.merge_cells("D3:D8")
    second = book.create_sheet("说明")
    second.append(["填表说明：按月报送"])
    second.sheet_state = "hidden"
    return _saved(book)


def _saved(book: object) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _xlsxwriter() -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for town in ("剡湖街道", "三江街道"):
            page = book.add_worksheet(town)
            page.merge_range(0, 0, 0, 5, f"{town}2023年6月税收入库明细")
            page.write_row(1, 0, HEADER)
            for line, row in enumerate(_texts(), 2):
                page.write_row(line, 0, row)
    return out.getvalue()


def _xls() -> bytes:
    import xlwt

    book = xlwt.Workbook()
    page = book.add_sheet("税收")
    page.write_merge(0, 0, 0, 5, TITLE)
    for line, row in enumerate([HEADER, *ROWS], 1):
        for column, value in enumerate(row):
            page.write(line, column, value)
    return _saved(book)


def _xlsb() -> bytes:
    """As little of the binary workbook as a reader needs; no library writes them."""
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    sheet = [_record(129), _record(148, struct.pack("<IIII", 0, len(ROWS) + 1, 0, len(HEADER) - 1)), _record(145)]
    for line, row in enumerate([(TITLE,), HEADER, *_texts()]):
        sheet.append(_record(0, struct.pack("<IIHBBBI", line, 0, 300, 0, 0, 0, 0)))
        sheet += [_record(6, struct.pack("<II", column, 0) + _wide(text)) for column, text in enumerate(row)]
    sheet += [_record(146), _record(130)]
    bundle = _record(156, struct.pack("<II", 0, 1) + _wide("rId1") + _wide("税收"))
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"/>',
        "xl/_rels/workbook.bin.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
        f'Type="{relation}/worksheet" Target="worksheets/sheet1.bin"/></Relationships>',
        "xl/workbook.bin": _record(131) + _record(143) + bundle + _record(144) + _record(132),
        "xl/worksheets/sheet1.bin": b"".join(sheet),
    }
    return zipped(parts)


def _record(kind: int, data: bytes = b"") -> bytes:
    return _seven_bits(kind) + _seven_bits(len(data)) + data


def _seven_bits(number: int) -> bytes:
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*out, number])


def _wide(text: str) -> bytes:
    encoded = text.encode("utf-16-le")
    return struct.pack("<I", len(encoded) // 2) + encoded


def zipped(parts: dict[str, str | bytes]) -> bytes:
    """An archive of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def _ods() -> bytes:
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    document = OpenDocumentSpreadsheet()
    table = Table(name="税收")
    for number, row in enumerate([(TITLE,), HEADER, *_texts()]):
        line = TableRow(visibility="collapse") if number == 5 else TableRow()
        for text in row:
            cell = TableCell(valuetype="string")
            cell.addElement(P(text=text))
            line.addElement(cell)
        table.addElement(line)
    table.addElement(TableRow(numberrowsrepeated=1_000_000))
    document.spreadsheet.addElement(table)
    return _saved(document)


def _docx() -> bytes:
    import docx

    document = docx.Document()
    document.add_paragraph(TITLE)
    table = document.add_table(0, len(HEADER))
    for row in [HEADER, *_texts()]:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    table.cell(1, 3).merge(table.cell(2, 3))
    return _saved(document)


def _parquet() -> bytes:
    import polars as pl

    out = io.BytesIO()
    pl.DataFrame(ROWS, schema=list(HEADER), orient="row").write_parquet(out)
    return out.getvalue()


def _geojson() -> bytes:
    features = [
        {
            "type": "Feature",
            "properties": dict(
                zip(PARCEL_HEADER, (f"330683001001GB{n:05}", "剡湖街道", "某某公司", 1000.5 * n), strict=True)
            ),
            "geometry": {"type": "Polygon", "coordinates": POLYGON} if n % 4 else None,
        }
        for n in range(1, 10)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False).encode()


def _shapefile() -> bytes:
    import shapefile

    parts = {kind: io.BytesIO() for kind in ("shp", "shx", "dbf")}
    with shapefile.Writer(**parts, encoding="gb18030") as writer:
        for name, kind, size in zip(PARCEL_HEADER, "CCCN", (28, 60, 60, 18), strict=True):
            writer.field(name, kind, size, 2 if kind == "N" else 0)
        for n in range(1, 10):
            writer.poly(POLYGON)
            writer.record(f"330683001001GB{n:05}", "剡湖街道", "某某公司", 1000.5 * n)
    return zipped({f"地块.{kind}": part.getvalue() for kind, part in parts.items()} | {"地块.cpg": "GBK"})
