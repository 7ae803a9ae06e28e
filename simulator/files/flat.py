"""Simulator: a sheet as CSV (UTF-8 or GB18030) or as Parquet with the lists' usual Chinese headers."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from simulator.files.sheet import Sheet

ENCODINGS = {"330683": "utf-8-sig", "330681": "gb18030", "330800": "utf-8"}
CHUNK_CHARACTERS = 1 << 22
EXTRA_CELL = "多余内容"


def written_rows(sheet: Sheet) -> pl.DataFrame:
    """Rows with the cells that faults touched, under their written headers."""
    frame = sheet.rows
    order = sheet.order if sheet.cells else {}
    for name in dict.fromkeys(name for _, name in sheet.cells):
        values = frame[name].to_list()
        for (row, column), cell in sheet.cells.items():
            if column == name:
                values[order[row]] = None if cell.value == "" else str(cell.value)
        frame = frame.with_columns(pl.Series(name, values, dtype=pl.String))
    return frame.select(pl.col(column.name).alias(column.header) for column in sheet.columns)


def write_csv(sheet: Sheet, path: Path) -> int:
    """Write a CSV with one header line; gives the 1-based line of the first data row."""
    rows, encoding = written_rows(sheet), ENCODINGS[sheet.region]
    if encoding == "utf-8" and not sheet.extra_cells and not sheet.nil_text:
        rows.write_csv(path)
        return 2
    text = rows.write_csv()
    if sheet.nil_text:
        text += sheet.nil_text + "," * (len(sheet.columns) - 1) + "\n"
    if sheet.extra_cells:
        text = _with_extra_cells(text, {sheet.order[row] + 1 for row in sheet.extra_cells})
    with path.open("w", encoding=encoding, newline="") as file:
        for start in range(0, len(text), CHUNK_CHARACTERS):
            file.write(text[start : start + CHUNK_CHARACTERS])
    return 2


def _with_extra_cells(text: str, positions: set[int]) -> str:
    lines = text.split("\n")
    return "\n".join(f"{line},{EXTRA_CELL}" if i in positions else line for i, line in enumerate(lines))


def write_parquet(sheet: Sheet, path: Path) -> int:
    """Write text columns under canonical headers; gives the line of the first row (the headers count as line 1)."""
    written_rows(sheet).write_parquet(path)
    return 2
