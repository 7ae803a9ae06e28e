"""Ingest, readers: tell by its bytes what a file is, and open it; the suffix is only checked against that."""

from __future__ import annotations

import struct
import xml.etree.ElementTree as ET
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

from ingest.lake.refusals import broken_file, refused
from ingest.persons.shown import shown
from ingest.readers.delimited import UTF16_MARKS, read_text_file
from ingest.readers.docx import read_document
from ingest.readers.geodata import read_geojson, read_shapefile
from ingest.readers.limits import MAX_DOCUMENT_BYTES, check_archive, check_file_size
from ingest.readers.marks import SheetMarks
from ingest.readers.ods_marks import scan_ods
from ingest.readers.parquet import read_parquet_file
from ingest.readers.sheets import Sheet
from ingest.readers.workbook import read_workbook
from ingest.readers.xls import read_xls
from ingest.readers.xlsb_marks import scan_xlsb
from ingest.readers.xlsx_marks import scan_xlsx

FORMATS = {
    ".xlsx": "workbook",
    ".xlsm": "workbook",
    ".xlsb": "workbook",
    ".xls": "workbook",
    ".ods": "workbook",
    ".csv": "text",
    ".txt": "text",
    ".docx": "document",
    ".parquet": "parquet",
    ".geojson": "geojson",
    ".zip": "shapefile",
}
ZIP_MAGIC, OLE_MAGIC, PARQUET_MAGIC = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PAR1"
HEAD_BYTES = 4096
_DAMAGE = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    KeyError,
    ValueError,
    OSError,
    ET.ParseError,
    struct.error,
)
"""What Python's own zip and XML readers raise on damaged bytes."""


def open_sheets(path: Path, name: str) -> list[Sheet]:
    """Sheets of a received file. ``path`` holds the bytes, ``name`` is what the sender called it.

    Raises:
        Refused: empty, encrypted, broken, mislabelled, too large or of a kind we do not read.
    """
    suffix = Path(name).suffix.lower()
    wanted = FORMATS.get(suffix)
    if wanted is None:
        raise refused(
            "unknown_format",
            f"'{suffix}' files are not read; send one of {', '.join(FORMATS)}",
            f"不支持 {shown(suffix) or '无后缀'} 文件，请另存为 .xlsx 或 .csv 后重新报送"
            "（也接受 .xls、.xlsm、.xlsb、.ods、.txt、.docx、.parquet；图形用 .geojson 或 shapefile 压缩包 .zip）",
        )
    content = _content_kind(path)
    if content == "text" and wanted == "geojson":
        content = "geojson"
    kind = "workbook" if content == "legacy" else content
    if kind != wanted:
        raise refused(
            "mislabelled",
            f"the name says {suffix} but the content is {kind}; save it again in the format of its name",
            f"文件后缀是 {suffix}，内容却是{_CONTENT_ZH[kind]}，请用 Excel 打开后另存为 .xlsx 重新报送",
        )
    check_file_size(path, content)
    return _READERS[content](path)


_CONTENT_ZH = {
    "workbook": "电子表格工作簿",
    "document": "Word 文档",
    "shapefile": "压缩包",
    "text": "文本",
    "html": "网页",
    "parquet": "Parquet 数据文件",
    "binary": "无法识别的二进制数据",
}


def _content_kind(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if not head.strip(b"\xef\xbb\xbf \t\r\n"):
        raise refused(
            "empty_file",
            "the file is empty (0 bytes of content)",
            "文件是空的（没有任何内容），请重新导出后报送",
        )
    if head.startswith(OLE_MAGIC):
        return "legacy"
    if head.startswith(ZIP_MAGIC):
        return _zip_kind(path)
    if head.startswith(PARQUET_MAGIC):
        return "parquet"
    if b"\x00" in head and not head.startswith(UTF16_MARKS):
        return "binary"
    return "html" if head.lstrip()[:200].lower().startswith((b"<html", b"<!doctype", b"<table", b"<?xml")) else "text"


def _zip_kind(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except _DAMAGE as error:
        raise broken_file(error) from error
    if any(name.startswith("xl/") for name in names) or "content.xml" in names:
        return "workbook"
    return "document" if any(name.startswith("word/") for name in names) else "shapefile"


def _read_workbook(path: Path) -> list[Sheet]:
    return read_workbook(path, _scan_archive(path))


def _scan_archive(path: Path) -> Mapping[str, SheetMarks]:
    try:
        with zipfile.ZipFile(path) as archive:
            check_archive(archive)
            names = set(archive.namelist())
            if "content.xml" in names:
                return scan_ods(archive)
            if "xl/workbook.bin" in names:
                return scan_xlsb(archive)
            return scan_xlsx(archive)
    except _DAMAGE as error:
        raise broken_file(error) from error


def _read_document(path: Path) -> list[Sheet]:
    _check_parts(path, MAX_DOCUMENT_BYTES)
    return read_document(path)


def _read_shapefile(path: Path) -> list[Sheet]:
    _check_parts(path, MAX_DOCUMENT_BYTES)
    return [read_shapefile(path)]


def _check_parts(path: Path, limit: int) -> None:
    """Every part unpacks to what the directory says, and to no more than is parsed at once."""
    try:
        with zipfile.ZipFile(path) as archive:
            check_archive(archive, limit)
            broken = archive.testzip()
    except _DAMAGE as error:
        raise broken_file(error) from error
    if broken is not None:
        raise broken_file(ValueError(f"{broken} is damaged"))


_READERS: Mapping[str, Callable[[Path], list[Sheet]]] = {
    "workbook": _read_workbook,
    "legacy": read_xls,
    "text": lambda path: [read_text_file(path)],
    "document": _read_document,
    "parquet": lambda path: [read_parquet_file(path)],
    "geojson": lambda path: [read_geojson(path)],
    "shapefile": _read_shapefile,
}
