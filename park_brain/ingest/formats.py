"""Ingest: tell by its bytes what a file is, and open it; the suffix is only checked against that."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

from park_brain.ingest.limits import check_workbook_size
from park_brain.ingest.refusals import broken_workbook, password_protected, refused
from park_brain.ingest.rows import Sheet
from park_brain.ingest.textfile import read_text_file
from park_brain.ingest.workbook import read_workbook

WORKBOOK_SUFFIXES = {".xlsx", ".xlsm", ".xls"}
TEXT_SUFFIXES = {".csv", ".txt"}
ZIP_MAGIC, OLE_MAGIC = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
HEAD_BYTES = 4096


def open_sheets(path: Path, name: str) -> list[Sheet]:
    """Sheets of a received file. ``path`` holds the bytes, ``name`` is what the sender called it.

    Raises:
        Refused: empty, encrypted, broken, mislabelled or of a kind we do not read.
    """
    suffix = Path(name).suffix.lower()
    if suffix not in WORKBOOK_SUFFIXES | TEXT_SUFFIXES:
        raise refused(
            "unknown_format",
            f"'{suffix}' files are not read; send .xlsx, .xls or .csv",
            f"不支持 {suffix or '无后缀'} 文件，请另存为 .xlsx、.xls 或 .csv 后重新报送",
        )
    content = _content_kind(path)
    if content == "workbook" and suffix in WORKBOOK_SUFFIXES:
        return read_workbook(path)
    if content == "text" and suffix in TEXT_SUFFIXES:
        return [read_text_file(path)]
    raise refused(
        "mislabelled",
        f"the name says {suffix} but the content is {content}; save it again in the format of its name",
        f"文件后缀是 {suffix}，内容却是{_CONTENT_ZH[content]}，请用 Excel 打开后另存为 .xlsx 重新报送",
    )


_CONTENT_ZH = {
    "workbook": "Excel 工作簿",
    "text": "文本",
    "html": "网页",
    "zip": "压缩包",
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
        return _ole_kind(path)
    if head.startswith(ZIP_MAGIC):
        return _zip_kind(path)
    if b"\x00" in head:
        return "binary"
    return "html" if head.lstrip()[:200].lower().startswith((b"<html", b"<!doctype", b"<table", b"<?xml")) else "text"


def _ole_kind(path: Path) -> str:
    if ENCRYPTED_STREAM in path.read_bytes():
        raise password_protected()
    return "workbook"


def _zip_kind(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            check_workbook_size(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise broken_workbook(error) from error
    return "workbook" if any(name.startswith("xl/") for name in names) else "zip"
