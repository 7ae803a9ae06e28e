"""Ingest, recognise: find which lists a sheet holds and where their headers stand.

Every physical row gets exactly one role, so that rows read = data + excluded (docs/architecture.md, Invariants 1).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ingest.contracts.contract import Contract
from ingest.lake.refusals import refused
from ingest.readers.rows import Row
from ingest.readers.sheets import Block, RowBlock, Sheet, split_rows
from ingest.recognise.header_refusals import incomplete, several_tables, unknown_list
from ingest.recognise.header_rows import MIN_HEADERS, Candidate, MergesByTop, header_candidates, merges_by_top
from ingest.recognise.headers import HeaderMatch, Vocabulary, knows
from ingest.recognise.roles import LABELS, folded, is_nil_text, is_note, role_beneath, total_kind
from ingest.recognise.table import Table

HEADER_SEARCH_ROWS = 30
ROWS_AHEAD = 2_000
"""So many rows are looked at before the first is typed: for further tables, and notes below that name a unit."""
BENEATH = 3
_NOTES_SHEET = re.compile(r"(填表|填报|填写|使用|编制)?说明|封面|目录|封底|数据?字典|代码表?|码表|下拉选项|选项|参数")


@dataclass(frozen=True)
class _Page:
    """What is looked at to find the tables of one sheet."""

    sheet: Sheet
    top: list[Row]
    rest: Iterator[Block]
    vocabularies: list[Vocabulary]
    merges: MergesByTop
    region: str
    file_name: str

    @property
    def title(self) -> str:
        """Whatever may name the list: file, caption, first cells of the first rows."""
        rows = self.top[:HEADER_SEARCH_ROWS]
        return " ".join([self.file_name, self.sheet.caption, *(text for row in rows for text in row.filled[:1])])

    def best(self, positions: range) -> Candidate | None:
        """The reading that explains most headers; among equals a complete, low and high-standing one."""
        title = self.title
        return min(
            header_candidates(self.top, self.merges, self.vocabularies, positions),
            key=lambda c: (-c[0].score, not c[0].is_complete, c[2], c[1], not _names_list(title, c[0].contract)),
            default=None,
        )

    def looks_like_header(self, row: Row) -> bool:
        """Most of its cells are names of columns: no row of data does that."""
        filled = row.filled
        if len(filled) <= MIN_HEADERS or not any(knows(v, text) for text in filled[:2] for v in self.vocabularies):
            return False
        return max(sum(knows(v, text) for text in filled) for v in self.vocabularies) > max(1, len(filled) // 2)


def find_tables(sheet: Sheet, contracts: Sequence[Contract], region: str, file_name: str) -> list[Table]:
    """Recognise the lists of a sheet by their headers; none for a sheet without content or with notes alone.

    A sheet without headers that says 零报告 and names its list (in a row or the file name) is a nil delivery.

    Raises:
        Refused: no contract explains the headers completely; the message names the nearest.
    """
    top, rest = split_rows(sheet.blocks, ROWS_AHEAD)
    if not any(row.filled for row in top):
        return _nothing_so_far(sheet, rest)
    vocabularies = [Vocabulary.of(contract, region, spatial=sheet.spatial) for contract in _taking(sheet, contracts)]
    page = _Page(sheet, top, rest, vocabularies, merges_by_top(sheet.merges), region, file_name)
    first = page.best(range(min(HEADER_SEARCH_ROWS, len(top))))
    if first is None or first[0].score < MIN_HEADERS:
        is_aside = sheet.hidden or _NOTES_SHEET.fullmatch(sheet.name.strip())
        return [] if is_aside else [_nil_table(page, contracts)]
    if not first[0].is_complete:
        raise incomplete(sheet.name, top[first[1]].line, first[0], region)
    return _tables(page, _highest(page, first))


def _highest(page: _Page, best: Candidate) -> Candidate:
    """The first header of the sheet: another complete one may stand above the one with most columns."""
    above = header_candidates(page.top, page.merges, page.vocabularies, range(best[1]))
    complete = [c for c in above if c[0].is_complete and c[1] + c[2] <= best[1]]
    first = min(complete, key=lambda c: (c[1], -c[0].score, c[2]), default=best)
    for row in page.top[: first[1]]:
        if page.looks_like_header(row):
            raise several_tables(page.sheet.name, row.line, page.top[first[1]].line)
    return first


def _nothing_so_far(sheet: Sheet, rest: Iterator[Block]) -> list[Table]:
    """Thousands of blank rows above a table: it would never be found, and must not be passed over."""
    late = next((row for block in rest for row in block.rows if row.filled), None)
    if late is None:
        return []
    raise refused(
        "late_header",
        f"the first {ROWS_AHEAD} rows are blank; move the table to the top of the sheet",
        f"前 {ROWS_AHEAD} 行都是空行，请把表格移到工作表顶部",
        sheet=sheet.name or None,
        line=late.line,
    )


def _taking(sheet: Sheet, contracts: Sequence[Contract]) -> list[Contract]:
    """The lists that can take this kind of sheet."""
    if not sheet.spatial:
        return list(contracts)
    taking = [contract for contract in contracts if any(c.type == "geometry" for c in contract.columns)]
    if not taking:
        raise refused(
            "no_map_list",
            "no list of this department holds geometries; send a workbook or text file",
            "本部门没有带图形的清单，请不要报送 geojson 或 shapefile，改用 .xlsx 或 .csv 报送",
        )
    return taking


def _tables(page: _Page, first: Candidate) -> list[Table]:
    """The table of the first header, and those of further complete headers below it."""
    repeated: set[int] = set()
    starts = [first, *_further_headers(page, first, repeated)]
    tops = [0, *(_head_start(page.top, position) for _, position, _ in starts[1:])]
    ends: list[int | None] = [*tops[1:], None]
    return [_table(page, start, top, end, repeated) for start, top, end in zip(starts, tops, ends, strict=True)]


def _table(page: _Page, start: Candidate, head: int, end: int | None, repeated: set[int]) -> Table:
    match, position, height = start
    body = page.top[position + height : end]
    beneath: list[tuple[Row, str]] = []
    while body and len(beneath) < BENEATH and (role := role_beneath(body[0])):
        beneath.append((body.pop(0), role))
    notes = [" ".join(row.filled) for row in body if is_note(row)]
    return Table(
        page.sheet.name,
        match,
        tuple(page.top[head:position]),
        tuple(page.top[position : position + height]),
        tuple(beneath),
        itertools.chain([RowBlock(body)], page.rest if end is None else ()),
        page.file_name,
        page.sheet.merges,
        page.sheet.caption if head == 0 else "",
        page.sheet.hidden,
        " ".join(notes),
        frozenset(repeated),
    )


def _further_headers(page: _Page, first: Candidate, repeated: set[int]) -> Iterator[Candidate]:
    """Headers below the first. One that maps the same columns in the same way is the same header repeated."""
    current, position, height = first
    known = {folded(row.filled) for row in page.top[position : position + height]}
    position += height
    while position < len(page.top):
        row = page.top[position]
        if folded(row.filled) in known or not page.looks_like_header(row):
            position += 1
            continue
        found = page.best(range(position, position + 1))
        if found is None or not found[0].is_complete:
            raise several_tables(page.sheet.name, page.top[first[1]].line, row.line)
        if found[0].contract.list == current.contract.list and found[0].columns == current.columns:
            repeated |= {row.line for row in page.top[position : position + found[2]]}
        elif len(page.top[position - 1].filled) > LABELS:
            raise several_tables(page.sheet.name, page.top[first[1]].line, row.line)
        else:
            current = found[0]
            yield found
        known |= {folded(row.filled) for row in page.top[position : position + found[2]]}
        position += found[2]


def _head_start(rows: Sequence[Row], header: int) -> int:
    """First of the title lines right above a header further down; what stands above them belongs to the table there."""
    start = header
    while start > 0:
        row = rows[start - 1]
        if not 0 < len(row.filled) <= LABELS or total_kind(row) or (is_note(row) and start < header):
            break
        start -= 1
    return start


def _nil_table(page: _Page, contracts: Iterable[Contract]) -> Table:
    title = page.title
    named = [contract for contract in contracts if _names_list(title, contract)]
    says_nil = is_nil_text(title) or any(is_nil_text(row.filled[0]) for row in page.top if len(row.filled) == 1)
    if len(named) != 1 or not says_nil or any(len(row.filled) > LABELS for row in page.top):
        raise unknown_list(page.sheet.name, any(len(row.filled) > 1 for row in page.top))
    nothing = HeaderMatch(named[0], {}, {}, (), (), (), (), ())
    return Table(
        page.sheet.name,
        nothing,
        tuple(page.top),
        (),
        (),
        page.rest,
        page.file_name,
        caption=page.sheet.caption,
        hidden=page.sheet.hidden,
    )


def _names_list(title: str, contract: Contract) -> bool:
    return any(name in title for name in (contract.zh, *contract.aliases))
