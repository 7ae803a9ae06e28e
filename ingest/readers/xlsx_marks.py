"""Ingest, readers: one pass over the XML of an .xlsx for what the reader does not tell, and how far each sheet reaches.

The reader gives an empty cell for an error and for a formula without a stored result, and shows hidden rows like
others. Searching bytes for the few marks costs a fraction of parsing the sheet a second time.
"""

from __future__ import annotations

import posixpath
import re
import xml.etree.ElementTree as ET
import zipfile
from typing import IO

from ingest.readers.limits import MAX_PART_BYTES, MAX_SHEETS, MAX_STRINGS_BYTES, check_cells, too_large
from ingest.readers.marks import UNCOMPUTED, SheetMarks

BLOCK_BYTES = 1 << 22
_REFERENCE = re.compile(rb' r="([^"]*)"')
_ODD_REFERENCE = re.compile(rb"""\sr\s{0,9}=\s{0,9}["']([A-Za-z]*\d+)""")
"""XML allows other quotes and white space; no program writes them, so they are looked for only where they can be."""
_ODD_BYTES = (b"'", b"\t", b"\r", b"\n", b" =", b"= ")
_LETTER_BYTES, _DIGIT_BYTES = bytes(range(65, 91)) + bytes(range(97, 123)), b"0123456789"
_HIDDEN = re.compile(rb"""\shidden\s?=\s?["'](?:1|true)["']""")
_ERROR = re.compile(rb"""\st\s?=\s?["']e["']""")
_NOT_COMPUTED = re.compile(rb"</f>\s*(?:<v\s*/>|<v></v>)?\s*</c>|/>(?:<v\s*/>|<v></v>)?</c>")
_COMPUTED_TEXT = re.compile(rb"""<c [^>]*\bt\s?=\s?["']str["']""")
"""A formula whose stored result is a text, be it the empty one of IF(A1="","",A1*2)."""
_ROW = re.compile(rb"""<row\b[^>]*?\sr\s?=\s?["'](\d{1,7})["']""")
_LINE = re.compile(rb"""\sr\s?=\s?["'](\d{1,7})["']""")
_PLACE = re.compile(rb"""\sr\s?=\s?["']([A-Za-z]{1,3})(\d{1,7})["']""")
_VALUE = re.compile(rb"<v[^>]*>([^<]*)</v>")
_PREFIX = re.compile(rb"<(\w{1,20}:)worksheet\b")
_SMALL_ROWS, _LETTERS = 9_999, 26
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"  # a name, never an address
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


def scan_xlsx(archive: zipfile.ZipFile) -> dict[str, SheetMarks]:
    """Marks of each worksheet by name. Reads every member to its end, so that no size in the directory can lie.

    Raises:
        Refused: a sheet spans more cells than any list.
    """
    by_member: dict[str, SheetMarks] = {}
    cells = 0
    for member in archive.infolist():
        if "sharedstrings" in member.filename.lower() and member.file_size > MAX_STRINGS_BYTES:
            raise too_large(f"its texts take {member.file_size >> 20} MiB")
        with archive.open(member) as part:
            marks = _scan(part)
        if marks.rows > _SMALL_ROWS or marks.columns > _LETTERS:
            cells = check_cells(marks.rows, marks.columns, cells)
        by_member[member.filename] = marks
    return {name: by_member[member] for name, member in _sheets(archive).items() if member in by_member}


def _scan(part: IO[bytes]) -> SheetMarks:
    marks, rest, prefix = SheetMarks(rows=_SMALL_ROWS, columns=_LETTERS), b"", b""
    while block := part.read(BLOCK_BYTES):
        if not rest and (named := _PREFIX.search(block)):
            prefix = named.group(1)
        text = _without(prefix, rest + block)
        # Only whole elements: what follows the start of the last cell or row waits for the next block.
        cut = max(text.rfind(b"<c "), text.rfind(b"<row "))
        cut = cut if cut > 0 and len(text) - cut < BLOCK_BYTES else len(text)
        _mark(text[:cut], marks)
        rest = text[cut:]
    _mark(rest, marks)
    return marks


def _without(prefix: bytes, text: bytes) -> bytes:
    """Some programs write x:row and x:c for row and c."""
    return text.replace(b"<" + prefix, b"<").replace(b"</" + prefix, b"</") if prefix else text


def _mark(text: bytes, marks: SheetMarks) -> None:
    _extend(text, marks)
    _check_lines(text, marks)
    if b"hidden" in text:
        _mark_hidden(text, marks)
    if b'"e"' in text or b"'e'" in text:
        _mark_errors(text, marks)
    if b"<f" in text:
        _mark_uncomputed(text, marks)


def _extend(text: bytes, marks: SheetMarks) -> None:
    """Largest row and column in any reference; all at once, since there are millions of them."""
    found = _REFERENCE.findall(text)
    if any(odd in text for odd in _ODD_BYTES):
        found += _ODD_REFERENCE.findall(text)
    together = b" ".join(found)
    rows = {int(row) for row in set(together.translate(None, _LETTER_BYTES).split()) if row.isdigit() and len(row) < 20}
    letters = {name[:4] for name in set(together.translate(None, _DIGIT_BYTES).split()) if name.isalpha()}
    marks.rows = max([marks.rows, *rows])
    marks.columns = max([marks.columns, *map(column_number, letters)])


def _check_lines(text: bytes, marks: SheetMarks) -> None:
    """Of two rows with one number the reader keeps the second, without a word."""
    found = [int(line) for line in _ROW.findall(text)]
    before = len(marks.lines)
    marks.lines.update(found)
    if len(marks.lines) != before + len(found):
        raise ValueError(f"a row number occurs twice among the {len(found)} rows up to {max(found)}")


def _mark_hidden(text: bytes, marks: SheetMarks) -> None:
    for found in _HIDDEN.finditer(text):
        start = text.rfind(b"<", 0, found.start())
        line = _LINE.search(text, start, text.find(b">", found.start()))
        if line and text.startswith(b"<row", start):
            marks.hidden.add(int(line.group(1)))


def _mark_errors(text: bytes, marks: SheetMarks) -> None:
    for found in _ERROR.finditer(text):
        end = text.find(b"</c>", found.end())
        value = _VALUE.search(text, found.end(), end if end >= 0 else len(text))
        _keep(text, found.start(), (value.group(1).decode("utf-8", "replace") if value else "") or "#ERROR!", marks)


def _mark_uncomputed(text: bytes, marks: SheetMarks) -> None:
    for found in _NOT_COMPUTED.finditer(text):
        start = text.rfind(b"<c ", 0, found.start() + 1)
        cell = text[start : found.start() + 2] if start >= 0 else b""
        if b"<f" in cell and not _COMPUTED_TEXT.match(cell):
            _keep(text, found.start(), UNCOMPUTED, marks)


def _keep(text: bytes, position: int, what: str, marks: SheetMarks) -> None:
    start = text.rfind(b"<c ", 0, position + 1)
    place = _PLACE.search(text, start, text.find(b">", start) + 1) if start >= 0 else None
    if place:
        row = marks.cells.setdefault(int(place.group(2)), {})
        row.setdefault(column_number(place.group(1)) - 1, what)


def column_number(letters: bytes) -> int:
    """A -> 1, AA -> 27."""
    number = 0
    for letter in letters.upper():
        number = number * _LETTERS + letter - ord("A") + 1
    return number


def _sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name -> member that holds it."""
    relations = _tree(archive, "xl/_rels/workbook.xml.rels")
    targets = {item.get("Id"): item.get("Target", "") for item in relations}
    found: dict[str, str] = {}
    for sheet in _tree(archive, "xl/workbook.xml").iter():
        key = sheet.get(_RELATION) or sheet.get(_STRICT_RELATION)
        if sheet.tag.endswith("}sheet") and key in targets:
            target = targets[key]
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            found[sheet.get("name", "")] = path
    if len(found) > MAX_SHEETS:
        raise too_large(f"it has {len(found)} sheets")
    return found


def _tree(archive: zipfile.ZipFile, member: str) -> ET.Element:
    if archive.getinfo(member).file_size > MAX_PART_BYTES:
        raise too_large(f"{member} is {archive.getinfo(member).file_size >> 20} MiB")
    return ET.fromstring(archive.read(member))
