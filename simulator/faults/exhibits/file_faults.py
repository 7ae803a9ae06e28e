"""Simulator: faults of files: encodings, delimiters, other formats, damage."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable

from simulator.faults.catalogue import Fault
from simulator.faults.exhibits.page import Line, Page, workbook_bytes
from simulator.faults.exhibits.sheet_faults import AMOUNT, TITLE
from simulator.faults.exhibits.small_lists import TAX
from simulator.faults.exhibits.stage import Stage
from simulator.faults.exhibits.table import Table, plain, text_of

RARE = "𠮷𡊄"
"""Characters of given names and villages that GB18030 writes in four bytes."""
DBF_NAME_BYTES = 10
DBF_DATE = bytes((118, 1, 2))
"""Day of the last change as a .dbf holds it (years since 1900): never today."""
SHORT_HEADERS = {"不动产单元号": "不动产单元", "土地使用权人": "权利人"}
OLE_HEAD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def text_file(stage: Stage, fault: Fault) -> None:
    """A delimited text: suffix, delimiter and encoding as the catalogue says."""
    suffix, delimiter, encoding = fault.value.split(" ")
    period, table = stage.next_tax()
    name = f"嵊州{RARE}轴承有限公司"
    table.rows[0][table.at("taxpayer_name")] = name
    text = text_of([table.headers, *table.rows], {"tab": "\t", "semicolon": ";", "comma": ","}[delimiter])
    path = stage.send(stage.path(TAX, period, suffix=suffix), text.encode(encoding))
    stage.mark(fault, path, 2, name, column="taxpayer_name")


def broken_line_cell(stage: Stage, fault: Fault) -> None:
    """A cell with a line break and a delimiter inside quotes; lines below count on."""
    period, table = stage.next_tax()
    table.rows[0][table.at("note")] = "更正，\n原填 12,000 元"
    text = text_of([table.headers, *table.rows])
    path = stage.send(stage.path(TAX, period, suffix=".csv"), text.encode())
    stage.mark(fault, path, 4, table.amount(1), column=AMOUNT)


def word_table(stage: Stage, fault: Fault) -> None:
    """The list as a table in a Word document, below its title; 'merged': with a header of two rows."""
    import docx

    period, table = stage.next_tax()
    depth = 2 if fault.value == "merged" else 1
    document = docx.Document()
    document.add_paragraph("税收入库明细表")
    grid = document.add_table(rows=depth + len(table.rows), cols=len(table.names))
    for row, line in enumerate([table.headers, *table.rows], start=depth - 1):
        for column, value in enumerate(line):
            grid.cell(row, column).text = "" if value is None else plain(value)
    if depth == 2:
        merged = grid.cell(0, 0).merge(grid.cell(0, 1))
        merged.text = "纳税人"
    target = io.BytesIO()
    document.save(target)
    path = stage.send(stage.path(TAX, period, suffix=".docx"), _undated(target.getvalue()))
    stage.mark(fault, path, depth + 1, table.amount(0), sheet="表1", column=AMOUNT)


def _undated(archive: bytes) -> bytes:
    """The same archive without the hour it was packed: equal worlds give equal bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            new.writestr(zipfile.ZipInfo(member.filename), old.read(member), zipfile.ZIP_DEFLATED)
    return target.getvalue()


def parquet_file(stage: Stage, fault: Fault) -> None:
    """An export of another warehouse: typed columns under the template's headers."""
    import polars as pl

    period, table = stage.next_tax()
    columns = {
        plain(header): pl.Series([row[place] for row in table.rows], dtype=pl.Float64 if name == AMOUNT else pl.String)
        for place, (name, header) in enumerate(zip(table.names, table.headers, strict=True))
    }
    target = io.BytesIO()
    pl.DataFrame(columns).write_parquet(target)
    path = stage.send(stage.path(TAX, period, suffix=".parquet"), target.getvalue())
    stage.mark(fault, path, 2, table.amount(0), column=AMOUNT)


def _square(number: int) -> list[list[float]]:
    west, south, size = 120_500 + 10 * number, 29_500, 1
    east, north = west + size, south + size
    corners = ((west, south), (east, south), (east, north), (west, north), (west, south))
    return [[x / 1000, y / 1000] for x, y in corners]


def geojson_file(stage: Stage, fault: Fault) -> None:
    """The parcels as GeoJSON, one feature each."""
    table = stage.plain("land.parcel_register", 5)
    features = [
        {
            "type": "Feature",
            "properties": {plain(header): value for header, value in zip(table.headers, row, strict=True)},
            "geometry": {"type": "Polygon", "coordinates": [_square(number)]},
        }
        for number, row in enumerate(table.rows)
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
    path = stage.send(stage.path("land.parcel_register", "2018-12-31", suffix=".geojson"), text.encode())
    stage.mark(fault, path, 2, table.text(0, "location"), column="location")
    corners = ", ".join(f"{east} {north}" for east, north in _square(1))
    stage.mark(fault, path, 3, f"POLYGON (({corners}))", column="boundary_wkt")


def shape_file(stage: Stage, fault: Fault) -> None:
    """The parcels as a zipped shapefile with GB18030 attributes, named in the ten bytes a .dbf has for it."""
    import shapefile

    table = stage.plain("land.parcel_register", 5)
    names = [SHORT_HEADERS.get(plain(header), plain(header)) for header in table.headers]
    short = [place for place, name in enumerate(names) if len(name.encode("gb18030")) <= DBF_NAME_BYTES]
    parts = {suffix: io.BytesIO() for suffix in ("shp", "shx", "dbf")}
    with shapefile.Writer(**parts, encoding="gb18030") as writer:
        for place in short:
            writer.field(names[place], "C", 120)
        for number, row in enumerate(table.rows):
            writer.poly([_square(number)[::-1]])
            writer.record(*("" if row[place] is None else plain(row[place]) for place in short))
    members = {suffix: part.getvalue() for suffix, part in parts.items()} | {"cpg": b"GB18030"}
    members["dbf"] = members["dbf"][:1] + DBF_DATE + members["dbf"][4:]
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for suffix, content in members.items():
            archive.writestr(zipfile.ZipInfo(f"parcels.{suffix}"), content, zipfile.ZIP_DEFLATED)
    path = stage.send(stage.path("land.parcel_register", "2017-12-31", suffix=".zip"), target.getvalue())
    stage.mark(fault, path, 2, table.text(0, "location"), column="location")


def damaged(stage: Stage, fault: Fault) -> None:
    """Bytes no list can be read from; the name is an honest one."""
    period = stage.next_month()
    suffix, kind = fault.value.split(" ")
    path = stage.send(stage.path(TAX, period, suffix=suffix), DAMAGE[kind](stage.tax(period)))
    stage.mark(fault, path, None)


def _lines(table: Table) -> list[Line]:
    return [TITLE, table.headers, *table.rows]


def _book(table: Table) -> bytes:
    return workbook_bytes([Page("Sheet1", _lines(table))])


def _html(table: Table) -> bytes:
    cells = ("".join(f"<td>{'' if v is None else plain(v)}</td>" for v in line) for line in _lines(table))
    return f"<html><table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table></html>".encode()


def _stray_byte(table: Table) -> bytes:
    """Two exports pasted together: neither UTF-8 nor GB18030."""
    text = text_of([table.headers, *table.rows])
    return text.encode("utf-8") + text.encode("gb18030") + b"\xff\n"


DAMAGE: dict[str, Callable[[Table], bytes]] = {
    "encrypted": lambda _t: OLE_HEAD + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(512),
    "cut": lambda table: _book(table)[:3000],
    "nothing": lambda _t: b"",
    "html": _html,
    "book": _book,
    "text": lambda table: text_of(_lines(table)).encode(),
    "stray_byte": _stray_byte,
    "open_quote": lambda table: text_of(_lines(table)).replace("增值税", '"增值税', 1).encode(),
    "zeros": lambda _t: bytes(4096),
    "scan": lambda _t: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(2048),
    "blank_book": lambda _t: workbook_bytes([Page("Sheet1", []), Page("Sheet2", [])]),
}
BUILDERS: dict[str, Callable[[Stage, Fault], None]] = {
    "text_file": text_file,
    "broken_line_cell": broken_line_cell,
    "word_table": word_table,
    "parquet_file": parquet_file,
    "geojson_file": geojson_file,
    "shape_file": shape_file,
    "damaged": damaged,
}
