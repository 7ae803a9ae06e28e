"""Ingest, readers: tables of a Word document (.docx). Each is a sheet 表1, 表2 ...

The paragraphs above a table are its caption. A table inside a cell is a table of its own, and one around everything
is a frame, no table. A document without tables is one sheet of its paragraphs: it may say 零报告. The XML is walked
once: python-docx's own cells are quadratic and repeat merged ones.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.lake.refusals import broken_file
from ingest.readers.limits import MAX_COLUMNS, MAX_SHEETS, check_cells, too_large
from ingest.readers.rows import Merge, Row
from ingest.readers.sheets import Sheet, in_blocks

WRAPPERS = ("sdt", "sdtContent", "ins", "customXml")
CAPTION_PARAGRAPHS = 6
"""Nearest paragraphs above a table that may be its title, period, sender or unit."""


def read_document(path: Path) -> list[Sheet]:
    """All tables of the document in their order.

    Raises:
        Refused: damaged, or larger than any list.
    """
    import docx

    try:
        body = docx.Document(str(path)).element.body
    except Exception as error:  # python-docx lets through whatever zip, XML and its own part classes raise
        raise broken_file(error) from error
    sheets: list[Sheet] = []
    cells = 0
    for caption, table in _tables(body, []):
        rows, merges = _read(table)
        cells = check_cells(len(rows), max((len(row.cells) for row in rows), default=0), cells)
        sheets.append(Sheet(f"表{len(sheets) + 1}", in_blocks(rows), tuple(merges), caption))
        if len(sheets) > MAX_SHEETS:
            raise too_large(f"it has more than {MAX_SHEETS} tables")
    return sheets or [_paragraphs(body)]


def _paragraphs(body: Any) -> Sheet:
    texts = [text for block in _blocks(body) if (text := _text(block))]
    return Sheet("", in_blocks(Row(number, [text], "") for number, text in enumerate(texts, 1)))


def _name(element: Any) -> str:
    """Local name of an element; comments and processing instructions have none."""
    return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""


def _attribute(element: Any, name: str) -> str | None:
    return next((value for key, value in element.attrib.items() if key.rsplit("}", 1)[-1] == name), None)


def _blocks(container: Any) -> Iterator[Any]:
    """Paragraphs and tables, also those inside content controls and frames."""
    for element in container:
        if _name(element) in WRAPPERS:
            yield from _blocks(element)
        elif _name(element) == "tbl" and (frame := _only_cell(element)) is not None:
            yield from _blocks(frame)
        elif _name(element) in ("p", "tbl"):
            yield element


def _only_cell(table: Any) -> Any:
    """The cell of a table that has no other: a frame around what stands in it."""
    cells = list(itertools.islice((cell for row in _children(table, "tr") for cell in _children(row, "tc")), 2))
    return cells[0] if len(cells) == 1 else None


def _tables(container: Any, above: list[str]) -> Iterator[tuple[str, Any]]:
    """Tables with the paragraphs above them; those in the cells of a table follow it."""
    for block in _blocks(container):
        if _name(block) == "tbl":
            yield " ".join(above[-CAPTION_PARAGRAPHS:]), block
            for row in _children(block, "tr"):
                for cell in _children(row, "tc"):
                    yield from _tables(cell, [])
            above = []
        elif text := _text(block):
            above.append(text)


def _text(element: Any) -> str:
    """Text as shown: deleted text of tracked changes has another element and stays out, as do tables inside."""
    pieces: list[str] = []
    waiting = [*reversed(element)]
    while waiting:
        node = waiting.pop()
        name = _name(node)
        if name == "t":
            pieces.append(node.text or "")
        elif name in ("tab", "br", "cr"):
            pieces.append(" ")
        elif name != "tbl":
            if name == "p" and pieces:
                pieces.append("\n")
            waiting += reversed(node)
    return "".join(pieces).strip()


def _read(table: Any) -> tuple[list[Row], list[Merge]]:
    rows: list[Row] = []
    merges: list[Merge] = []
    open_from: dict[int, tuple[int, int]] = {}
    for number, element in enumerate(_children(table, "tr")):
        texts = [""] * _count(_child(_child(element, "trPr"), "gridBefore"))
        for cell in _children(element, "tc"):
            left, span, state = len(texts), *_shape(cell)
            if len(texts) + span > MAX_COLUMNS:
                raise too_large(f"row {number + 1} of a table has more than {MAX_COLUMNS} columns")
            texts += ["" if state == "continue" else _text(cell), *[""] * (span - 1)]
            if state != "continue":
                _close(open_from, left, number - 1, merges)
                open_from[left] = (number, left + span - 1)
        rows.append(Row(number + 1, texts, ""))
    for left in list(open_from):
        _close(open_from, left, len(rows) - 1, merges)
    return rows, merges


def _close(open_from: dict[int, tuple[int, int]], left: int, bottom: int, merges: list[Merge]) -> None:
    """End the cell that began at this column; it is a merge if it spans more than itself."""
    top, right = open_from.pop(left, (bottom, left))
    if bottom > top or right > left:
        merges.append(Merge(top, left, max(bottom, top), right))


def _shape(cell: Any) -> tuple[int, str]:
    """Columns a cell spans, and whether it begins or continues a vertical merge."""
    properties = _child(cell, "tcPr")
    merge = _child(properties, "vMerge")
    state = "" if merge is None else (_attribute(merge, "val") or "continue")
    return max(1, _count(_child(properties, "gridSpan"))), state


def _children(element: Any, name: str) -> Iterator[Any]:
    for child in element:
        if _name(child) == name:
            yield child
        elif _name(child) in WRAPPERS:
            yield from _children(child, name)


def _child(element: Any, name: str) -> Any:
    return None if element is None else next((child for child in element if _name(child) == name), None)


def _count(element: Any) -> int:
    text = "" if element is None else (_attribute(element, "val") or "")
    count = int(text[:9]) if text.isascii() and text.isdigit() else 0
    if count > MAX_COLUMNS:
        raise too_large(f"a cell spans {count} columns")
    return count
