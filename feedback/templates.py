"""Feedback: the blank workbook of a list, made from its contract, for departments to fill in.

Filled in, it is accepted without a finding; with only its period filled in, it is a nil delivery; without the period it
is refused with a message that says so. Columns that only hold persons are left out: we do not keep them, so nobody
should type them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from feedback.workbook import Book, sheet_name
from ingest.contracts.contract import Column, Contract
from ingest.contracts.units import factor

ROWS = 5000
"""Rows that are formatted and checked while typing; more rows may be filled in."""
LONGEST_DROP_DOWN = 255
"""Excel's limit for the options of a drop-down list, joined."""
LONGEST_MESSAGE = 255
HEADER_LINE = 1
PERIOD_BLANK = {"date": "____年__月__日", "month": "____年__月", "year": "____年"}
PERIOD_EXAMPLE = {"date": "2023年6月30日", "month": "2023年6月", "year": "2023年"}
STYLES = {
    "date": "date",
    "money": "money",
    "area": "area",
    "decimal": "area",
    "integer": "integer",
    "year": "integer",
}
TYPES = {
    "text": ("文字", ""),
    "code": ("编码，按文本填写", ""),
    "uscc": ("统一社会信用代码，18 位，按文本填写", "91330683MA2XXXXX0X"),
    "date": ("日期", "2023-06-30"),
    "month": ("年月", "2023-06"),
    "year": ("年份", "2023"),
    "date_range": ("起止日期", "2023-01-01至2025-12-31"),
    "integer": ("整数", "12"),
    "decimal": ("数字，不写单位", "12.5"),
    "money": ("金额，不写单位", "12345.67"),
    "area": ("面积，不写单位", "1234.56"),
    "boolean": ("是或否", "是"),
    "category": ("从选项中选择", ""),
    "geometry": ("图形坐标（WKT）", "POLYGON((120.81 29.58, 120.82 29.58, 120.82 29.59, 120.81 29.58))"),
}


def write_templates(contracts: list[Contract], folder: Path, region: str) -> list[Path]:
    """Write ``<folder>/<department>/<list>.xlsx`` for each contract."""
    paths = []
    for contract in contracts:
        path = folder / contract.department / f"{contract.zh}.xlsx"
        path.parent.mkdir(parents=True, exist_ok=True)
        write_template(contract, path, region)
        paths.append(path)
    return paths


def write_template(contract: Contract, path: Path, region: str) -> None:
    """Write one blank workbook: the table to fill in, and 填表说明."""
    taken: set[str] = set()
    with Book(path, title=contract.zh) as book:
        _table(book, book.add(sheet_name(contract.zh, taken)), contract, region)
        _notes(book, book.add(sheet_name("填表说明", taken)), contract, region)


def asked(contract: Contract) -> list[Column]:
    """The columns a department is asked for, in order."""
    return [column for column in contract.columns if column.personal != "always" or column.required]


def heading(column: Column, region: str) -> str:
    """The header of a column: the region's own name, ``*`` if it must be filled in, the unit if it has one."""
    name = next(iter(column.region_headers.get(region, ())), column.zh)
    unit = f"（{column.unit}）" if column.unit and factor(column.type, column.unit) is not None else ""
    return f"{'*' if must_fill(column) else ''}{name}{unit}"


def must_fill(column: Column) -> bool:
    """Whether an empty cell quarantines the row."""
    return not column.nullable


def _table(book: Book, page: Any, contract: Contract, region: str) -> None:
    page.write_string(0, 0, f"{PERIOD_BLANK[contract.period]} {contract.zh}", book.style("title"))
    for index, column in enumerate(asked(contract)):
        header = heading(column, region)
        page.set_column(
            index, index, max(12, min(2 * len(header) + 2, 34)), book.style(STYLES.get(column.type, "text"))
        )
        page.write_string(HEADER_LINE, index, header, book.style("required" if must_fill(column) else "header"))
        page.data_validation(HEADER_LINE + 1, index, HEADER_LINE + ROWS, index, _validation(column))
    page.freeze_panes(HEADER_LINE + 1, 0)
    page.repeat_rows(0, HEADER_LINE)


def _validation(column: Column) -> dict[str, Any]:
    """Checks while typing; they only warn, since reading the file decides."""
    rule: dict[str, Any] = {
        "validate": "any",
        "input_title": column.zh[:32],
        "input_message": _message(column)[:LONGEST_MESSAGE],
        "error_type": "warning",
        "error_title": "请核对",
        "error_message": f"“{column.zh}”：{_message(column)}"[:LONGEST_MESSAGE],
        "ignore_blank": True,
    }
    options = ["是", "否"] if column.type == "boolean" else list(column.values)
    if options and len(",".join(options)) <= LONGEST_DROP_DOWN:
        return rule | {"validate": "list", "source": options}
    if column.type == "date":
        return rule | {"validate": "date", "criteria": ">=", "value": "=DATE(1950,1,1)"}
    if column.type in ("money", "area", "decimal"):
        return rule | {"validate": "decimal", "criteria": "between", "minimum": -1e15, "maximum": 1e15}
    if column.type in ("integer", "year"):
        low, high = (1949, 2100) if column.type == "year" else (-(10**12), 10**12)
        return rule | {"validate": "integer", "criteria": "between", "minimum": low, "maximum": high}
    return rule


def _message(column: Column) -> str:
    """Kind, unit, options and an example, in one line."""
    kind, example = TYPES[column.type]
    parts = ["必填" if must_fill(column) else "应填，确无的留空" if column.required else "选填", kind]
    if column.unit:
        parts.append(f"单位：{column.unit}")
    if column.width:
        parts.append(f"{column.width} 位")
    if column.values:
        parts.append("可选：" + "、".join(column.values))
    if column.type == "date" and not column.values:
        parts.append("只到月的按当月" + ("最后一天" if column.month_means == "end" else "第一天") + "读取")
    if example:
        parts.append(f"例：{example}")
    return "；".join(parts)


def _notes(book: Book, page: Any, contract: Contract, region: str) -> None:
    """Write the notes in two columns, so that neither people nor programs take them for a table of the list."""
    page.set_column(0, 0, 30)
    page.set_column(1, 1, 110)
    page.write_string(0, 0, "填表说明", book.style("title"))
    for line, (label, text) in enumerate(_note_lines(contract, region), 1):
        page.write_string(line, 0, label, book.style("label"))
        page.write_string(line, 1, text, book.style("plain"))


def _note_lines(contract: Contract, region: str) -> Iterator[tuple[str, str]]:
    yield "清单", f"{contract.zh}（{contract.list}）"
    example = PERIOD_EXAMPLE[contract.period]
    yield (
        "报告期",
        f"请在表格第一行的标题中填写，如“{example} {contract.zh}”；本期确无内容的，只填报告期、不填数据行，即为零报告",
    )
    remarks = "；其他说明请写在备注列" if any(column.zh == "备注" for column in asked(contract)) else ""
    yield "表头", f"请不要改动表头；黄色、带 * 的为必填项；每行填一条，不要合并单元格；可以有合计行{remarks}"
    yield "填好以后", "保存为 .xlsx，按原来的方式报送；每份文件都会收到回执或退回通知，写明收到多少行、哪些需要改"
    for note in contract.notes:
        yield "说明", note
    for column in asked(contract):
        yield heading(column, region), _message(column)
    for rule in contract.rules:
        if rule.severity != "note":
            yield "校验", f"{rule.zh}：{rule.remedy}"
