"""Ingest, readers: CSV and text tables. UTF-8 strictly, else GB18030 strictly, decoded in Python in a stream.

DuckDB's own ``encoding=`` corrupts characters on buffer edges without an error; it is never used.
"""

from __future__ import annotations

import codecs
import csv
import io
import itertools
from collections import Counter, deque
from collections.abc import Iterator
from pathlib import Path

from ingest.lake.refusals import refused
from ingest.persons.shown import shown_error
from ingest.readers.limits import MAX_COLUMNS, MAX_LINE_BYTES, too_large
from ingest.readers.plain_text import plain_columns
from ingest.readers.rows import Row
from ingest.readers.sheets import BLOCK_ROWS, FIRST_ROWS, Block, ColumnBlock, Sheet, in_blocks

DELIMITERS = ",\t;"
UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
BLOCK_BYTES = 1 << 20
AHEAD_CHARS = 8 << 20
MAX_FIELD_CHARS = 1 << 20
SAMPLE_LINES = 50
END_OF_FILE = "\x1a"
"""What programs of DOS days (FoxPro) write behind the last line."""


def read_text_file(path: Path) -> Sheet:
    """The one table of a delimited text file; the sheet has no name.

    Raises:
        Refused: neither UTF-8 nor GB18030 (nor UTF-16 with its mark), or not a table.
    """
    encoding = detect_encoding(path)
    return Sheet("", iter(_TextBlocks(path, encoding, _delimiter(path, encoding))))


def detect_encoding(path: Path) -> str:
    """``utf-8-sig`` if every byte is UTF-8 (with or without BOM), else ``gb18030`` if every byte is.

    Excel's "Unicode text" begins with the mark of UTF-16 and is taken at its word.
    """
    with path.open("rb") as file:
        starts_as_utf16 = file.read(2).startswith(UTF16_MARKS)
    for encoding in ("utf-16",) if starts_as_utf16 else ("utf-8-sig", "gb18030"):
        if _decodes(path, encoding):
            return encoding
    raise refused(
        "unknown_encoding",
        "the text is neither UTF-8 nor GB18030; save it as UTF-8",
        "文本编码既不是 UTF-8 也不是 GB18030，请另存为 UTF-8 编码的 CSV 后重新报送",
    )


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    since_line_end = 0
    with path.open("rb") as file:
        try:
            while block := file.read(BLOCK_BYTES):
                decoder.decode(block)
                end = max(block.rfind(b"\n"), block.rfind(b"\r"))
                since_line_end = since_line_end + len(block) if end < 0 else len(block) - end
                if since_line_end > MAX_LINE_BYTES:
                    raise too_large(f"a line is longer than {MAX_LINE_BYTES >> 20} MiB")
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _delimiter(path: Path, encoding: str) -> str:
    """The mark that cuts most lines into the same number of cells; a count alone would fall for commas in texts."""
    with path.open(encoding=encoding, newline="") as file:
        sample = list(itertools.islice(file, SAMPLE_LINES))
    return max(DELIMITERS, key=lambda mark: _agreement(sample, mark))


def _agreement(sample: list[str], mark: str) -> tuple[int, int]:
    """How many lines have the commonest number of cells above one, and that number."""
    try:
        widths = Counter(len(cells) for cells in csv.reader(sample, delimiter=mark))
    except csv.Error:
        widths = Counter(line.count(mark) + 1 for line in sample)
    return max(((lines, width) for width, lines in widths.items() if width > 1), default=(0, 0))


class _TextBlocks:
    """The rows of a delimited file: the first ones singly, then as many plain ones at once as lie ahead."""

    def __init__(self, path: Path, encoding: str, delimiter: str) -> None:
        self._file = path.open(encoding=encoding, newline="")
        self._delimiter = delimiter
        self._held: deque[str] = deque()
        """Lines that were read ahead and are not plain."""
        self._next_line = 1
        self._at_once = 0
        """Rows that the csv module has not seen."""
        self._rows = self._one_by_one()

    def __iter__(self) -> Iterator[Block]:
        with self._file:
            yield from in_blocks(itertools.islice(self._rows, FIRST_ROWS))
            while text := self._read_ahead():
                columns = plain_columns(text, self._delimiter, MAX_FIELD_CHARS)
                if columns is None:
                    self._held.extend(io.StringIO(text, newline=""))
                    yield from in_blocks(self._held_rows(), BLOCK_ROWS)
                else:
                    block = ColumnBlock(self._next_line, columns)
                    self._at_once += len(block)
                    self._next_line += len(block)
                    yield block

    def _read_ahead(self) -> str:
        """Many lines, the last one whole."""
        text = self._file.read(AHEAD_CHARS)
        return text + self._file.readline() if text else ""

    def _held_rows(self) -> Iterator[Row]:
        """The rows that begin in what was read ahead; a quoted cell may run on beyond it."""
        while self._held:
            yield from itertools.islice(self._rows, 1)

    def _lines(self) -> Iterator[str]:
        while line := self._held.popleft() if self._held else self._file.readline():
            yield line

    def _one_by_one(self) -> Iterator[Row]:
        csv.field_size_limit(MAX_FIELD_CHARS)
        # strict: a stray quote would swallow the lines up to the next one without a word.
        reader = csv.reader(self._lines(), delimiter=self._delimiter, strict=True)
        try:
            for cells in reader:
                line, self._next_line = self._next_line, reader.line_num + self._at_once + 1
                yield Row(line, _tidied(cells, line), "")
        except csv.Error as error:
            raise refused(
                "broken_file",
                f"line {self._next_line} cannot be read as a table row ({shown_error(error)})",
                f"第 {self._next_line} 行无法按表格读取，请检查引号和分隔符",
                line=self._next_line,
            ) from error


def _tidied(cells: list[str], line: int) -> list[str]:
    if len(cells) > MAX_COLUMNS:
        raise too_large(f"line {line} has {len(cells)} cells")
    if line == 1 and cells:
        cells[0] = cells[0].lstrip("\ufeff")  # GB18030 with a byte order mark
    if cells and cells[-1][-1:] == END_OF_FILE:
        cells[-1] = cells[-1].rstrip(END_OF_FILE)
    return cells
