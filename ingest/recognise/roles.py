"""Ingest, recognise: what role a row below the header plays: data, or why it is none."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable

from ingest.contracts.units import is_unit_word, normal
from ingest.readers.rows import Row
from ingest.readers.sheets import Block
from ingest.recognise.headers import fold

NIL_WORDS = ("零报告", "本期无数据", "本月无数据", "本月无", "本期无")
NOTHING = frozenset(("无", "暂无"))
_DASHES = frozenset(("-", "--", "—", "——", "/", "\\"))
LABELS = 3
"""A total may stand behind a row number and a county; a unit row behind a label."""
MIN_NUMBERED = 3
MIN_CELLS = 2
_CODE_STARTS = frozenset(string.ascii_letters + string.digits)
_TOTAL = re.compile(
    r"([^\d]{0,12}?)(合计|小计|总计|共计|累计)(?:数|额|金额|数额)?(?:\([^)]*\))?[::]?(?:\(?\d+[户家个宗条笔件]\)?)?[::]?"
)
_NIL = re.compile(rf"(?!说明|注|备注)[^请;]{{0,24}}({'|'.join(NIL_WORDS)})[。.!]?")
_NOTE = re.compile(
    r"(填表说明|填报说明|说明|注|备注|填表人|填报人|制表人?|制表单位|审核人?|单位负责人|负责人|经办人|联系人|联系电话|数据来源)[::\d]"
    r"|(计量|金额|货币)?单位[::]"
)
_FURNITURE = re.compile(
    r"续表.*|\(续\d*\)|(?:第\d+页)?[,/]?(?:共\d+页)?|[-—]+\d{1,4}[-—]+|\(?(?:单位)?(?:盖章|签章|公章)\)?:?"
    r"|(?:打印|制表|填表|填报|导出)(?:日期|时间)[::].*|\d{4}年\d{1,2}月\d{1,2}日"
    r"|(?:\d[.、])?(?:以上|上述|本表).*(?:数据|来源|来自|截至|截止).*"
)
"""What stands alone in a row around and between the pages of a printed table."""
_FOOTNOTE = re.compile(r"[*※★]+")
_PLACE = re.compile(r"(镇|街道|乡|村|社区|园区|开发区|集聚区|新城|本页|分页)$")
_ORDINALS = "甲乙丙丁戊己庚辛壬癸"
_NUMBERED = re.compile(rf"\(?(?:[{_ORDINALS}]|\d{{1,3}})\)?(?:=.*)?")


def role_of(row: Row, header_rows: frozenset[tuple[str, ...]], first_headers: frozenset[str]) -> str:
    """Role of a row that is not plainly data: blank, nil, total, note, repeated_header or data after all."""
    filled = row.filled
    if not filled:
        return "blank"
    first = normal(filled[0])
    if (len(filled) == 1 and _NIL.fullmatch(first)) or NOTHING.issuperset(filled):
        return "nil"
    if _DASHES.issuperset(filled):
        return "blank"
    if total_kind(row) is not None:
        return "total"
    if is_note(row):
        return "note"
    if fold(filled[0]) in first_headers and folded(filled) in header_rows:
        return "repeated_header"
    return "data"


def is_plainly_data(cells: list[str], ascii_headers: frozenset[str]) -> bool:
    """A code or number in the first cell: what millions of rows look like, recognised without a closer look."""
    if len(cells) < MIN_CELLS or cells[0][:1] not in _CODE_STARTS or not cells[1]:
        return False
    if "计" in cells[1] or (len(cells) > LABELS - 1 and "计" in cells[LABELS - 1]):
        return False
    return not ascii_headers or cells[0].lower() not in ascii_headers


def doubtful(block: Block, ascii_headers: frozenset[str]) -> list[int]:
    """Places of the rows of a plain block for which ``is_plainly_data`` does not hold."""
    first, *labels = (block.texts(index) for index in range(min(LABELS, block.width)))
    plain = first.str.contains("^[A-Za-z0-9]") & (labels[0].str.len_bytes() > 0)
    for label in labels:
        plain &= ~label.str.contains("计", literal=True)
    if ascii_headers:
        plain &= ~first.str.to_lowercase().is_in(list(ascii_headers))
    return (~plain).arg_true().to_list()


def folded(texts: Iterable[str]) -> tuple[str, ...]:
    """A row of headers in the form in which headers are compared."""
    return tuple(map(fold, texts))


def total_kind(row: Row) -> str | None:
    """``小计`` for a part, ``合计`` for the whole table, ``累计`` for a running total; None if it is no total."""
    for text in row.filled[:LABELS]:
        found = _TOTAL.fullmatch(normal(text))
        if found and found.group(2) == "累计":
            return "累计"
        if found:
            return "小计" if found.group(2) == "小计" or _PLACE.search(found.group(1)) else "合计"
    return None


def is_total_word(text: str) -> bool:
    """Whether a cell says 合计 or the like and nothing else."""
    return _TOTAL.fullmatch(normal(text)) is not None


def is_nil_text(text: str) -> bool:
    """Whether a text reports that there is nothing to report."""
    return text in NOTHING or _NIL.fullmatch(normal(text)) is not None


def is_note(row: Row) -> bool:
    """Whether a row explains the table, or belongs to the page it was printed on, rather than to the table."""
    filled = row.filled
    if not filled or len(filled) > LABELS:
        return False
    first = normal(filled[0])
    if len(filled) == 1 and _FURNITURE.fullmatch(first):
        return True
    return _NOTE.match(first) is not None or (len(filled) < LABELS and _FOOTNOTE.match(first) is not None)


def role_beneath(row: Row) -> str | None:
    """Rows between header and data: units (元, 亩) or the numbers of the columns (甲 乙 1 2 3)."""
    filled = [word for text in row.filled if (word := normal(text)) not in ("单位", "计量单位")]
    if filled and all(map(is_unit_word, filled)):
        return "unit"
    return "column_numbers" if _counts_columns(filled) else None


def _counts_columns(words: list[str]) -> bool:
    if len(words) < MIN_NUMBERED or not all(map(_NUMBERED.fullmatch, words)):
        return False
    names = [word.strip("()").split("=")[0].strip("()") for word in words]
    letters = [name for name in names if name in _ORDINALS]
    numbers = [int(name) for name in names if name not in _ORDINALS]
    counted = numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] <= 1 if numbers else True
    return counted and letters == list(_ORDINALS[: len(letters)]) and names[: len(letters)] == letters
