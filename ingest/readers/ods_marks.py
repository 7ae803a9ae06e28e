"""Ingest, readers: one pass over the XML of an .ods: hidden rows and errors, and how far each sheet reaches.

A row or cell may say that it repeats a million times; a reader that believes it takes all memory.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, field
from xml.parsers import expat

from ingest.readers.limits import MAX_COLUMNS, MAX_RATIO, MAX_SHEETS, RATIO_FROM_CELLS, check_cells, too_large
from ingest.readers.marks import SheetMarks

BLOCK_BYTES = 1 << 20
MAX_DEPTH = 200
MAX_REPEATS = 1 << 21
_ERRORS = ("#", "Err:")


def scan_ods(archive: zipfile.ZipFile) -> dict[str, SheetMarks]:
    """Marks of each sheet by name.

    Raises:
        Refused: a sheet spans more cells than any list, or the XML nests without end.
    """
    for member in archive.infolist():
        if member.filename != "content.xml":
            _read_through(archive, member)
    scan = _Scan()
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = scan.start, scan.end
    parser.CharacterDataHandler, parser.buffer_text = scan.text, True
    try:
        with archive.open("content.xml") as content:
            while block := content.read(BLOCK_BYTES):
                parser.Parse(block)
            parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise ValueError(f"content.xml: {error}") from error
    cells = 0
    for marks in scan.sheets.values():
        cells = check_cells(marks.rows, marks.columns, cells)
    if cells > RATIO_FROM_CELLS and cells > scan.elements * MAX_RATIO:
        raise too_large(f"{scan.elements} cells repeat themselves to {cells}")
    return scan.sheets


def _read_through(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    with archive.open(member) as part:
        while part.read(BLOCK_BYTES):
            pass


@dataclass
class _Scan:
    """Where the parser is. Repeated cells and rows count only once something stands in them."""

    sheets: dict[str, SheetMarks] = field(default_factory=dict)
    elements: int = 0
    _marks: SheetMarks = field(default_factory=SheetMarks)
    _depth: int = 0
    _row: int = 0
    _row_repeats: int = 1
    _row_hidden: bool = False
    _column: int = 0
    _repeats: int = 1
    _cell_text: str | None = None
    _used: int = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise too_large(f"its XML nests {self._depth} deep")
        if name == "table:table":
            self._marks = self.sheets.setdefault(attributes.get("table:name", ""), SheetMarks())
            self._row = 0
            if len(self.sheets) > MAX_SHEETS:
                raise too_large(f"it has more than {MAX_SHEETS} sheets")
        elif name == "table:table-row":
            self._row_repeats = _repeats(attributes.get("table:number-rows-repeated"))
            self._row_hidden = attributes.get("table:visibility", "visible") != "visible"
            self._column = self._used = 0
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self._repeats = _repeats(attributes.get("table:number-columns-repeated"))
            self._cell_text = ""
            self.elements += 1
            if "office:value-type" in attributes or "table:formula" in attributes:
                self._used = max(self._used, self._column + self._repeats)

    def text(self, data: str) -> None:
        if self._cell_text is not None and len(self._cell_text) < 16:
            self._cell_text += data

    def end(self, name: str) -> None:
        self._depth -= 1
        if name in ("table:table-cell", "table:covered-table-cell"):
            self._end_cell()
        elif name == "table:table-row":
            self._end_row()

    def _end_cell(self) -> None:
        text = (self._cell_text or "").strip()
        if text:
            self._used = max(self._used, self._column + self._repeats)
        if text.startswith(_ERRORS) and text[1:2].isupper() and self._column < MAX_COLUMNS:
            self._marks.cells.setdefault(self._row + 1, {})[self._column] = text
        self._column += self._repeats
        self._cell_text = None

    def _end_row(self) -> None:
        if self._used:
            self._marks.rows = self._row + self._row_repeats
            self._marks.columns = max(self._marks.columns, self._used)
            if self._row_hidden and self._row_repeats < MAX_COLUMNS:
                self._marks.hidden.update(range(self._row + 1, self._row + self._row_repeats + 1))
        self._row += self._row_repeats


def _repeats(text: str | None) -> int:
    """A repeat count; what is no sensible number is too large for any list."""
    if text is None:
        return 1
    if not (text.isascii() and text.isdigit() and len(text) <= 7 and int(text) <= MAX_REPEATS):
        raise too_large(f"a row or cell repeats '{text[:20]}' times")
    return max(1, int(text))
