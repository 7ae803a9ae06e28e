"""Simulator: faults of rows, headers and sheets, each in a small tax list of a month of its own."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from simulator.faults.catalogue import Fault
from simulator.faults.exhibits.page import Line, Page, Value, workbook_bytes
from simulator.faults.exhibits.small_lists import TAX
from simulator.faults.exhibits.stage import Stage
from simulator.faults.exhibits.table import Table, plain

Builder = Callable[[Stage, Fault], None]
TITLE: Line = ["税收入库明细表"]
AMOUNT = "amount_cny"


def inserted(stage: Stage, fault: Fault, *, line: Callable[[Table], Line], after: int = 3) -> None:
    """A line that is no data among the rows (``after`` the third, or at the end: -1); the fault stands there."""
    period, table = stage.next_tax()
    at = len(table.rows) if after < 0 else after
    lines = [TITLE, table.headers, *table.rows[:at], line(table), *table.rows[at:]]
    path = stage.send_lines(stage.path(TAX, period), lines)
    stage.mark(fault, path, at + 3)


def said_between(stage: Stage, fault: Fault) -> None:
    """A line that holds nothing but the words of the catalogue."""
    inserted(stage, fault, line=lambda _table: [fault.value])


def total(stage: Stage, fault: Fault) -> None:
    """A line of sums below all rows, called as the catalogue says; wrong by 100 元 where the fault is a warning."""
    period, table = stage.next_tax()
    wrong = fault.rule == "total_differs"
    label, _, words = fault.value.partition("|")
    rows = [*table.rows, _total_line(table, label, 0, len(table.rows), 100.0 if wrong else 0.0)]
    if words:
        rows.append(_total_line(table, words, 0, len(table.rows), 0.0))
    path = stage.send_lines(stage.path(TAX, period), [TITLE, table.headers, *rows])
    stage.mark(fault, path, len(table.rows) + (2 if wrong else 3))


def subtotals(stage: Stage, fault: Fault) -> None:
    """小计 after every three rows and 合计 at the end; the second 小计 is wrong where the fault is a warning."""
    period, table = stage.next_tax()
    wrong = 0.0 if fault.outcome == "excluded" else -55.5
    lines = [
        TITLE,
        table.headers,
        *table.rows[:3],
        _total_line(table, "小计", 0, 3, 0.0),
        *table.rows[3:],
        _total_line(table, "小计", 3, 6, wrong),
        _total_line(table, "合计", 0, 6, 0.0),
    ]
    path = stage.send_lines(stage.path(TAX, period), lines)
    stage.mark(fault, path, 9 if wrong else 6)


def _total_line(table: Table, label: str, first: int, end: int, wrong: float) -> Line:
    line: Line = [None] * len(table.names)
    line[0] = label
    cents = sum(round(float(plain(row[table.at(AMOUNT)])) * 100) for row in table.rows[first:end])
    line[table.at(AMOUNT)] = cents / 100 + wrong
    return line


def header(stage: Stage, fault: Fault, *, unit: str = "元") -> None:
    """The header of the column is written as the catalogue says; the first row must be read in its unit."""
    period, table = stage.next_tax()
    path = stage.send_lines(
        stage.path(TAX, period), [TITLE, table.named(**{fault.column: fault.value.replace("\\n", "\n")}), *table.rows]
    )
    line = 2 if fault.outcome == "refused" else 3
    stage.mark(fault, path, line, _in_yuan(table, unit) if fault.column == AMOUNT and line > 2 else "")


def _in_yuan(table: Table, unit: str) -> str:
    """The first amount, had it been written in the unit."""
    cents = round(float(plain(table.rows[0][table.at(AMOUNT)])) * 100) * {"元": 1, "万元": 10_000}[unit]
    return f"{cents // 100}.{cents % 100:02}"


def unit_row(stage: Stage, fault: Fault) -> None:
    """A line with the unit below the header."""
    period, table = stage.next_tax()
    below: Line = [None] * len(table.names)
    below[table.at(AMOUNT)] = fault.value
    path = stage.send_lines(stage.path(TAX, period), [TITLE, table.headers, below, *table.rows])
    refused = fault.outcome == "refused"
    stage.mark(fault, path, 3 if refused else 4, "" if refused else _in_yuan(table, fault.value.strip("（）")))


def unit_above(stage: Stage, fault: Fault) -> None:
    """The unit stands in a line above the header."""
    period, table = stage.next_tax()
    path = stage.send_lines(stage.path(TAX, period), [TITLE, [fault.value], table.headers, *table.rows])
    stage.mark(fault, path, 4, _in_yuan(table, "万元"))


def below_header(stage: Stage, fault: Fault) -> None:
    """A line of column numbers below the header: the catalogue's value, a cell per column."""
    period, table = stage.next_tax()
    numbers: Line = [fault.value.format(n + 1, "甲乙丙丁戊己庚辛壬癸"[n]) for n in range(len(table.names))]
    path = stage.send_lines(stage.path(TAX, period), [TITLE, table.headers, numbers, *table.rows])
    stage.mark(fault, path, 3)


def titles(stage: Stage, fault: Fault) -> None:
    """Several lines of titles, an empty one and notes above the header."""
    period, table = stage.next_tax()
    head: list[Line] = [
        ["附件3"],
        TITLE,
        [],
        ["填报单位：税务局　　联系人：张三　　联系电话：0575-83000000"],
        ["填表说明：1.本表按入库口径填报。"],
        ["2.退税以负数填列。"],
    ]
    path = stage.send_lines(stage.path(TAX, period), [*head, table.headers, *table.rows])
    stage.mark(fault, path, len(head) + 2, _in_yuan(table, "元"))


def number_column(stage: Stage, fault: Fault) -> None:
    """A column of running numbers before the data."""
    period, table = stage.next_tax()
    rows = [[float(number), *row] for number, row in enumerate(table.rows, start=1)]
    path = stage.send_lines(stage.path(TAX, period), [TITLE, [fault.value, *table.headers], *rows])
    stage.mark(fault, path, 3, _in_yuan(table, "元"))


def nameless_column(stage: Stage, fault: Fault) -> None:
    """A column that has values but no header."""
    period, table = stage.next_tax()
    rows = [*table.rows[:2], [*table.rows[2], fault.value], *table.rows[3:]]
    path = stage.send_lines(stage.path(TAX, period), [TITLE, [*table.headers, None], *rows])
    stage.mark(fault, path, 5)


def second_column(stage: Stage, fault: Fault) -> None:
    """A column twice under two of its names, filled both times."""
    period, table = stage.next_tax()
    rows = [[*row, row[table.at(fault.column)]] for row in table.rows]
    path = stage.send_lines(stage.path(TAX, period), [TITLE, [*table.headers, fault.value], *rows])
    stage.mark(fault, path, 2)


def without_column(stage: Stage, fault: Fault) -> None:
    """A required column is not there."""
    period, table = stage.next_tax()
    gone = table.at(fault.column)
    lines = [table.headers, *table.rows]
    path = stage.send_lines(stage.path(TAX, period), [TITLE, *(line[:gone] + line[gone + 1 :] for line in lines)])
    stage.mark(fault, path, 2)


def shifted_row(stage: Stage, fault: Fault) -> None:
    """The cells of a row slid one column to the right."""
    period, table = stage.next_tax()
    slid: list[Value] = [None, *table.rows[2][:-1]]
    rows = [*table.rows[:2], slid, *table.rows[3:]]
    path = stage.send_lines(stage.path(TAX, period), [TITLE, table.headers, *rows])
    stage.mark(fault, path, 5)


def group_header(stage: Stage, fault: Fault) -> None:
    """A merged header of two or three lines: 纳税人 above code and name, 入库 above date and amount."""
    period, table = stage.next_tax()
    depth, width = int(fault.value), len(table.names)
    top: Line = [None] * width
    names = list(table.named(paid_date="日期", amount_cny="金额（元）"))
    left, right = table.at("paid_date"), table.at(AMOUNT)
    top[0], top[left] = "纳税人", "入库"
    head: list[Line] = [top, list[Value]([None] * width), names] if depth == 3 else [top, names]
    merges = [(1, 0, 1, 1), (1, left, depth - 1, right)]
    for column in range(2, width):
        if column not in range(left, right + 1):
            top[column] = table.headers[column]
            names[column] = None
            merges.append((1, column, depth, column))
    if depth == 3:
        head[1][0], head[1][1] = "登记信息", None
        merges.append((2, 0, 2, 1))
    page = Page("Sheet1", [TITLE, *head, *table.rows], merges=tuple(merges))
    path = stage.send(stage.path(TAX, period), workbook_bytes([page]))
    stage.mark(fault, path, depth + 2, _in_yuan(table, "元"))


def repeated_group_header(stage: Stage, fault: Fault) -> None:
    """A header of two lines that comes again in the middle, as printed pages have it."""
    period, table = stage.next_tax()
    width = len(table.names)
    top: Line = [None] * width
    top[0] = "纳税人"
    head: list[Line] = [top, table.headers]
    merge = (1, 0, 1, 1)
    again = (6, 0, 6, 1)
    page = Page("Sheet1", [TITLE, *head, *table.rows[:3], *head, *table.rows[3:]], merges=(merge, again))
    path = stage.send(stage.path(TAX, period), workbook_bytes([page]))
    stage.mark(fault, path, 7)


BUILDERS: dict[str, Builder] = {
    "repeated_header": partial(inserted, line=lambda table: list(table.headers)),
    "repeated_header_spaced": partial(
        inserted, line=lambda table: [" ".join(str(header)) + "　" for header in table.headers]
    ),
    "blank_line": partial(inserted, line=lambda _table: []),
    "space_line": partial(inserted, line=lambda table: [" "] * len(table.names)),
    "note_below": partial(inserted, line=lambda _table: ["注：本表不含海关代征税款。"], after=-1),
    "signature_below": partial(inserted, line=lambda _t: ["填表人：李四", None, "审核人：王五"], after=-1),
    "said_between": said_between,
    "total": total,
    "subtotals": subtotals,
    "header": header,
    "header_wan": partial(header, unit="万元"),
    "unit_row": unit_row,
    "unit_above": unit_above,
    "below_header": below_header,
    "titles": titles,
    "number_column": number_column,
    "nameless_column": nameless_column,
    "second_column": second_column,
    "without_column": without_column,
    "shifted_row": shifted_row,
    "group_header": group_header,
    "repeated_group_header": repeated_group_header,
}
