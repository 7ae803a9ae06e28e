"""Ingest: find which list a sheet is, where its header stands, and what role each row plays.

Every physical row gets exactly one role, so that rows read = data + excluded (design.md invariant 1).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from park_brain.ingest.contract import Column, Contract
from park_brain.ingest.headers import HeaderMatch, Heading, Vocabulary, describe, fold, match_headers, nearest_names
from park_brain.ingest.refusals import Refused, refused
from park_brain.ingest.rows import Merge, Row, Sheet
from park_brain.ingest.units import UNITS_BY_TYPE, factor, is_unit_word, normal, units_in_note

HEADER_SEARCH_ROWS = 30
MIN_HEADERS = 2
NIL_WORDS = ("零报告", "本期无数据", "本月无数据")
_TOTAL = re.compile(r"[^\d]{0,8}?(合计|小计|总计|共计|累计)(数|额)?(\([^)]*\))?[::]?")
_NIL = re.compile(rf"(?!说明|注|备注)[^请;]{{0,24}}({'|'.join(NIL_WORDS)})[。.!]?")
LABELS = 3
"""A total may stand behind a row number and a county; a unit row behind a label."""
_NOTE = re.compile(r"(填表说明|填报说明|说明|注|备注|填表人|填报人|制表人?|制表单位|审核人?|单位负责人|数据来源)[::\d]")


@dataclass(frozen=True)
class Table:
    """One recognised list in one sheet. ``body`` yields the rows after the header and can be walked once."""

    sheet: str
    match: HeaderMatch
    head: tuple[Row, ...]
    """Rows above the header: titles, notes, units."""
    header: tuple[Row, ...]
    unit_row: Row | None
    body: Iterator[Row]
    file_name: str
    merges: tuple[Merge, ...] = ()

    @property
    def contract(self) -> Contract:
        """The list this table is."""
        return self.match.contract

    @property
    def title(self) -> str:
        """All text above the header."""
        return " ".join(text for row in self.head for text in row.filled)

    @property
    def heading(self) -> str:
        """The first line that says anything: what the sheet calls itself."""
        return next((" ".join(row.filled) for row in self.head if row.filled), "")

    def units(self) -> dict[str, Fraction]:
        """Size of the unit of each money and area column: header, unit row, note above, contract, in that order."""
        noted = units_in_note(self.title)
        sizes = {}
        for index, column in self.match.columns.items():
            below = self.unit_row.cells[index].strip() if self.unit_row and index < len(self.unit_row.cells) else ""
            unit = self.match.units.get(index) or below or noted.get(column.type) or column.unit
            if column.type in UNITS_BY_TYPE and unit:
                sizes[column.name] = self._size(column, unit)
        return sizes

    def _size(self, column: Column, unit: str) -> Fraction:
        size = factor(column.type, normal(unit).strip("()"))
        if size is None:
            raise refused(
                "unknown_unit",
                f"column {column.zh}: unit '{unit}' is none of {', '.join(UNITS_BY_TYPE[column.type])}",
                f"列“{column.zh}”的单位“{unit}”无法识别，请使用{'、'.join(UNITS_BY_TYPE[column.type])}之一",
                sheet=self.sheet or None,
                line=self.unit_row.line if self.unit_row else None,
            )
        return size

    def constants(self) -> dict[str, str]:
        """Columns the sheet lacks whose value title or file name tells (A级纳税人名单: rating A)."""
        present = {column.name for column in self.match.columns.values()}
        found: dict[str, str] = {}
        for column in self.contract.columns:
            if column.title_pattern and column.name not in present:
                value = re.search(column.title_pattern, f"{self.title} {self.file_name}")
                found |= {column.name: value.group(1)} if value else {}
        return found


def find_table(sheet: Sheet, contracts: Sequence[Contract], region: str, file_name: str) -> Table | None:
    """Recognise the list of a sheet by its headers; None for a sheet without any content.

    A sheet without headers that says 零报告 and names its list (in a row or the file name) is a nil delivery.

    Raises:
        Refused: no contract explains the headers completely; the message names the nearest.
    """
    rows = iter(sheet.rows)
    top = list(itertools.islice(rows, HEADER_SEARCH_ROWS))
    if not any(row.filled for row in top):
        return None
    rows_of_headings = list(_header_candidates(top, sheet.merges))
    candidates = [
        (match_headers(vocabulary, headings), position, height)
        for vocabulary in [Vocabulary.of(contract, region) for contract in contracts]
        for position, height, headings in rows_of_headings
    ]
    title = " ".join([file_name, *(text for row in top for text in row.filled[:1])])
    candidates.sort(
        key=lambda c: (-c[0].score, not c[0].is_complete, c[2], c[1], not _names_list(title, c[0].contract))
    )
    if not candidates or candidates[0][0].score < MIN_HEADERS:
        return _nil_table(sheet.name, contracts, title, top, rows, file_name)
    match, position, height = candidates[0]
    if not match.is_complete:
        raise _incomplete(sheet.name, top[position].line, match, region)
    _refuse_second_table(sheet.name, top, candidates)
    below = top[position + height :]
    unit_row = below.pop(0) if below and _is_unit_row(below[0]) else None
    return Table(
        sheet.name,
        match,
        tuple(top[:position]),
        tuple(top[position : position + height]),
        unit_row,
        itertools.chain(below, rows),
        file_name,
        sheet.merges,
    )


def _is_unit_row(row: Row) -> bool:
    filled = [text for text in row.filled if normal(text) not in ("单位", "计量单位")]
    return bool(filled) and all(map(is_unit_word, filled))


def _refuse_second_table(sheet: str, top: Sequence[Row], candidates: Sequence[tuple[HeaderMatch, int, int]]) -> None:
    """Two tables below one another: the rows of one would pass for notes of the other."""
    _, position, height = candidates[0]
    chosen = [fold(text) for text in top[position].filled]
    for match, other, _ in candidates[1:]:
        apart = other < position - 1 or other >= position + height
        if apart and match.is_complete and [fold(text) for text in top[other].filled] != chosen:
            raise refused(
                "several_tables",
                f"lines {top[position].line} and {top[other].line} both are headers; put each table on its own sheet",
                "同一工作表中有多个表头，请将每张表放在单独的工作表中",
                sheet=sheet or None,
                line=top[other].line,
            )


def _nil_table(
    sheet: str,
    contracts: Iterable[Contract],
    title: str,
    top: Sequence[Row],
    rows: Iterator[Row],
    file_name: str,
) -> Table:
    named = [contract for contract in contracts if _names_list(title, contract)]
    says_nil = _NIL.fullmatch(normal(title)) or any(_NIL.fullmatch(normal(t)) for row in top for t in row.filled)
    if len(named) != 1 or not says_nil or any(len(row.filled) > LABELS for row in top):
        raise _unknown_list(sheet)
    nothing = HeaderMatch(named[0], {}, {}, (), (), (), (), ())
    return Table(sheet, nothing, tuple(top), (), None, rows, file_name)


def _names_list(title: str, contract: Contract) -> bool:
    return any(name in title for name in (contract.zh, *contract.aliases))


def _header_candidates(top: Sequence[Row], merges: Sequence[Merge]) -> Iterator[tuple[int, int, list[Heading]]]:
    for position, row in enumerate(top):
        if len(row.filled) < MIN_HEADERS:
            continue
        yield position, 1, [Heading(i, normal(cell), (cell.strip(),)) for i, cell in enumerate(row.cells)]
        if position + 1 < len(top):
            yield position, 2, _joined_headings(row, top[position + 1], merges)


def _joined_headings(parent: Row, child: Row, merges: Sequence[Merge]) -> list[Heading]:
    """Two header rows as one: a child under a merged parent may be known alone or as parent + child."""
    parents = _spread(parent, merges)
    headings = []
    for i in range(max(len(parents), len(child.cells))):
        above = parents[i].strip() if i < len(parents) else ""
        below = child.cells[i].strip() if i < len(child.cells) else ""
        spellings = (below, above + below) if below and above else (below or above,)
        headings.append(Heading(i, normal(above + below), spellings))
    return headings


def _spread(row: Row, merges: Sequence[Merge]) -> list[str]:
    cells = list(row.cells)
    for merge in merges:
        if merge.top == row.line - 1 and merge.left < len(cells):
            for i in range(merge.left, min(merge.right + 1, len(cells))):
                cells[i] = cells[merge.left]
    return cells


def row_role(row: Row, table: Table) -> str:
    """What a row below the header is: data, or why it is not (blank, repeated_header, total, note, nil)."""
    if _is_plainly_data(row, table):
        return "data"
    filled = row.filled
    if not filled:
        return "blank"
    if not table.header:
        return "title"
    first = normal(filled[0])
    if len(filled) == 1 and _NIL.fullmatch(first):
        return "nil"
    if any(_TOTAL.fullmatch(normal(text)) for text in filled[:LABELS]):
        return "total"
    if _NOTE.match(first) and len(filled) <= 3:
        return "note"
    if fold(filled[0]) == fold(next(iter(table.header[-1].filled), "")) and _same_header(row, table):
        return "repeated_header"
    return "data"


def _is_plainly_data(row: Row, table: Table) -> bool:
    """A code or number in the first cell: what millions of rows look like, told without looking further."""
    first = row.cells[0] if row.cells else ""
    if any("计" in cell for cell in row.cells[1:LABELS]):
        return False
    return first[:1].isascii() and first[:1].isalnum() and bool(table.header) and first != table.header[-1].cells[0]


def _same_header(row: Row, table: Table) -> bool:
    return any([fold(c) for c in row.filled] == [fold(c) for c in header.filled] for header in table.header)


def _unknown_list(sheet: str) -> Refused:
    return refused(
        "unknown_list",
        "no list of this department has these headers; check the department folder or add a contract",
        "表头与本部门任何清单都不符，请确认文件放对了部门目录，或使用下发的模板",
        sheet=sheet or None,
    )


def _incomplete(sheet: str, line: int, match: HeaderMatch, region: str) -> Refused:
    """Name the header that stops the file, its column and what it may have been meant to be."""
    contract, where = match.contract, {"sheet": sheet or None, "line": line}
    if match.unknown:
        heading = match.unknown[0]
        near = nearest_names(contract, region, heading)
        return refused(
            "unknown_header",
            f"{describe(heading)} is no header of {contract.list}; nearest: {', '.join(near) or 'none'}",
            f"“{contract.zh}”没有名为“{heading.shown}”的列，最接近的列名：{'、'.join(near) or '无'}；"
            "请改用规定的列名或删除该列",
            **where,  # type: ignore[arg-type]
        )
    if match.missing:
        names = [column.zh for column in match.missing]
        return refused(
            "missing_header",
            f"{contract.list} needs the columns {', '.join(names)}; headers of another list, or a column was deleted",
            f"“{contract.zh}”缺少必需的列：{'、'.join(names)}；请补上后重新报送",
            **where,  # type: ignore[arg-type]
        )
    return refused(
        "duplicate_header",
        f"{describe(match.repeated[0])} stands for a column that is already there; keep one of them",
        f"列“{match.repeated[0].shown}”与前面的列含义重复，请只保留一列",
        **where,  # type: ignore[arg-type]
    )
