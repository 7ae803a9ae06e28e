"""The lines of a text list as .xls and .ods: formats that departments have and our own programs never write."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

Lines = Sequence[Sequence[str]]


def write_xls(lines: Lines, path: Path) -> None:
    """Excel 97: text cells on one sheet."""
    import xlwt

    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Sheet1")
    for row, cells in enumerate(lines):
        for column, text in enumerate(cells):
            if text:
                sheet.write(row, column, text)
    book.save(str(path))


def write_ods(lines: Lines, path: Path) -> None:
    """OpenDocument: text cells on one sheet."""
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    document = OpenDocumentSpreadsheet()
    table = Table(name="Sheet1")
    for cells in lines:
        row = TableRow()
        for text in cells:
            cell = TableCell(valuetype="string") if text else TableCell()
            if text:
                cell.addElement(P(text=text))
            row.addElement(cell)
        table.addElement(row)
    document.spreadsheet.addElement(table)
    document.save(str(path))


WRITERS: dict[str, Callable[[Lines, Path], None]] = {".xls": write_xls, ".ods": write_ods}
