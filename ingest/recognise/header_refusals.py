"""Ingest, recognise: refusals of a header: which header, in which column, and what may have been meant."""

from __future__ import annotations

from ingest.lake.refusals import Refused, refused
from ingest.readers.rows import column_letter
from ingest.recognise.headers import HeaderMatch, Heading, describe, nearest_names

SHOWN = 5


def unknown_list(sheet: str, has_columns: bool) -> Refused:
    """Headers of no list, or nothing that is a table."""
    if not has_columns:
        return refused(
            "unknown_list",
            "no row has more than one cell: there is no table; texts need commas, tabs or semicolons between cells",
            "没有找到表格（每行只有一个单元格）；文本文件请用逗号、制表符或分号分列，或改用下发的 .xlsx 模板",
            sheet=sheet or None,
        )
    return refused(
        "unknown_list",
        "no list of this department has these headers; check the department folder or add a contract",
        "表头与本部门任何清单都不符，请确认文件放对了部门目录，或使用下发的模板",
        sheet=sheet or None,
    )


def headless(sheet: str, before: str, line: int) -> Refused:
    """Rows of the table on the sheet before, without its header: nothing may be read under guessed headers."""
    return refused(
        "no_header",
        f"the rows look like those of '{before}' continued without a header; repeat the header, or join the sheets",
        f"没有表头，内容像是“{before}”的续表；请在首行补上表头，或与“{before}”合成一张表后重新报送",
        sheet=sheet or None,
        line=line,
    )


def several_tables(sheet: str, first: int, second: int) -> Refused:
    """Two tables below one another of which the rows cannot be told apart with certainty."""
    return refused(
        "several_tables",
        f"lines {first} and {second} both are headers; put each table on its own sheet, or a blank line between them",
        f"第 {first} 行和第 {second} 行都是表头，请将每张表放在单独的工作表中，或在两张完整的表之间留一个空行",
        sheet=sheet or None,
        line=second,
    )


def incomplete(sheet: str, line: int, match: HeaderMatch, region: str) -> Refused:
    """Name the headers that stop the file, their columns and what they may have been meant to be."""
    code, en, zh = _unknown(match, region) if match.unknown else _missing(match) if match.missing else _repeated(match)
    return refused(code, en, zh, sheet=sheet or None, line=line)


def _unknown(match: HeaderMatch, region: str) -> tuple[str, str, str]:
    contract, shown = match.contract, match.unknown[:SHOWN]
    near = [nearest_names(contract, region, heading) for heading in shown]
    english = [
        f"{describe(heading)}, nearest: {', '.join(names) or 'none'}"
        for heading, names in zip(shown, near, strict=True)
    ]
    chinese = [
        f"{_place(heading)}，最接近的列名：{'、'.join(names) or '无'}"
        for heading, names in zip(shown, near, strict=True)
    ]
    more = len(match.unknown) - len(shown)
    return (
        "unknown_header",
        f"{contract.list} has no header {'; '.join(english)}" + (f"; and {more} more" if more else ""),
        f"“{contract.zh}”没有这样的列：{'；'.join(chinese)}"
        + (f"；另有 {more} 列" if more else "")
        + "。请改用规定的列名或删除该列",
    )


def _missing(match: HeaderMatch) -> tuple[str, str, str]:
    names = [column.zh for column in match.missing]
    spellings = [
        column.zh + (f"（也可写作 {'、'.join(column.headers[:SHOWN])}）" if column.headers else "")
        for column in match.missing
    ]
    return (
        "missing_header",
        f"{match.contract.list} needs the columns {', '.join(names)}; headers of another list, or a column was deleted",
        f"“{match.contract.zh}”缺少必需的列：{'、'.join(spellings)}；请补上后重新报送",
    )


def _repeated(match: HeaderMatch) -> tuple[str, str, str]:
    heading = match.repeated[0]
    first = column_letter(match.first_of[heading.index])
    column = match.columns[match.first_of[heading.index]]
    return (
        "duplicate_header",
        f"{describe(heading)} and column {first} both stand for {column.zh}; keep one of them",
        f"{_place(heading)}与 {first} 列都表示“{column.zh}”，请只保留一列"
        + ("；左右并排的几张表请改为上下排列，或分到各自的工作表" if len(match.repeated) > 1 else ""),
    )


def _place(heading: Heading) -> str:
    return f"“{heading.shown}”（{column_letter(heading.index)} 列）"
