"""Derive, linking: matches two lists from files: reads them strictly, links them, one row per query."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from identity.matching.records import TEXT_COLUMNS

if TYPE_CHECKING:
    import polars as pl

TEXTS = {"uscc": "code_text", "name": "name_text", "address": "address_text", "region_code": "region_code"}
REQUIRED = ("id", "name")
OPTIONAL = ("uscc", "address", "region_code", "former_name")


class MatchInputError(ValueError):
    """A file that cannot be matched; the message is one line with file, line and remedy."""


def read_list(path: Path, required: tuple[str, ...] = REQUIRED, optional: tuple[str, ...] = OPTIONAL) -> pl.DataFrame:
    """The wanted columns of a CSV file as text, empty cells as ''; other columns are left out.

    Raises:
        MatchInputError: no such file, not a CSV file, a missing or repeated column, no rows.
    """
    import polars as pl

    from ingest.lake.refusals import Refused
    from ingest.readers.delimited import read_text_file

    if not path.is_file():
        raise MatchInputError(f"{path}: there is no such file")
    if path.suffix.lower() in (".xlsx", ".xls"):
        raise MatchInputError(f"{path}: workbooks are not read here; save the sheet as CSV (UTF-8)")
    try:
        rows = [(row.line, row.cells) for row in read_text_file(path).rows if any(str(c).strip() for c in row.cells)]
    except Refused as error:
        raise MatchInputError(f"{path}: {error.refusal.en}") from error
    if not rows:
        raise MatchInputError(f"{path}: the file is empty; the first line must name the columns {', '.join(required)}")
    header = [str(cell).strip().lower() for cell in rows[0][1]]
    _check_header(path, header, required, (*required, *optional))
    _check_widths(path, header, rows)
    wanted = [name for name in (*required, *optional) if name in header]
    places = [header.index(name) for name in wanted]
    texts = [[cells[p].strip() if p < len(cells) else "" for _, cells in rows[1:]] for p in places]
    frame = pl.DataFrame(dict(zip(wanted, texts, strict=True)), schema=dict.fromkeys(wanted, pl.String))
    return frame.with_columns(_line=pl.Series([line for line, _ in rows[1:]], dtype=pl.Int64))


def _check_header(path: Path, header: list[str], required: tuple[str, ...], known: tuple[str, ...]) -> None:
    missing = [name for name in required if name not in header]
    if missing:
        found = ", ".join(header[:12])
        raise MatchInputError(f"{path}: column {', '.join(missing)} is missing; the first line has: {found}")
    twice = [name for name in known if header.count(name) > 1]
    if twice:
        raise MatchInputError(f"{path}: column {', '.join(twice)} is there twice")


def _check_widths(path: Path, header: list[str], rows: list[tuple[int, list[str]]]) -> None:
    for line, cells in rows[1:]:
        if any(cell.strip() for cell in cells[len(header) :]):
            raise MatchInputError(f"{path}: line {line} has {len(cells)} cells, the first line has {len(header)}")


def check_ids(path: Path, frame: pl.DataFrame, column: str = "id") -> None:
    """Check that every row has an id and no id is repeated.

    Raises:
        MatchInputError: it names the first wrong line.
    """
    import polars as pl

    if frame.is_empty():
        raise MatchInputError(f"{path}: there are no rows below the first line")
    empty = frame.filter(pl.col(column) == "")
    if len(empty):
        raise MatchInputError(f"{path}: line {empty['_line'][0]} has no {column}")
    twice = frame.filter(~pl.col(column).is_first_distinct())
    if len(twice):
        raise MatchInputError(f"{path}: {column} {twice[column][0]} is there twice (line {twice['_line'][0]})")


def as_queries(frame: pl.DataFrame) -> pl.DataFrame:
    """Query rows with ``q``, the number of their distinct record, and the texts that the engine reads."""
    import polars as pl

    texts = [_text(frame, name).alias(text) for name, text in TEXTS.items()]
    named = frame.select(pl.col("id").alias("query_id"), *texts)
    distinct = named.select(TEXT_COLUMNS).unique(maintain_order=True).with_row_index("q")
    return named.join(distinct, on=list(TEXT_COLUMNS), how="left", maintain_order="left")


def as_masters(frame: pl.DataFrame) -> pl.DataFrame:
    """One row per current or former name of a registered enterprise."""
    import polars as pl

    texts = [_text(frame, name).alias(text) for name, text in TEXTS.items()]
    present = frame.select(pl.col("id").alias("master_id"), *texts, is_former=pl.lit(False))
    former = frame.select(pl.col("id").alias("master_id"), *texts, former=_text(frame, "former_name"))
    former = (
        former.with_columns(former=pl.col("former").str.split("、")).explode("former").filter(pl.col("former") != "")
    )
    former = former.with_columns(name_text=pl.col("former"), is_former=pl.lit(True)).drop("former")
    return pl.concat([present, former]).with_row_index("m")


def _text(frame: pl.DataFrame, name: str) -> pl.Expr:
    import polars as pl

    return pl.col(name).fill_null("") if name in frame.columns else pl.lit("")


def match(
    queries: pl.DataFrame, masters: pl.DataFrame, tmp: Path, day: date, rules: Path | None = None
) -> pl.DataFrame:
    """One row per query, in its order; candidates of a review are in columns of their own, best first."""
    import polars as pl

    from identity.matching.engine import SQL_FOLDER, link
    from identity.matching.model import load_model
    from identity.matching.thresholds import thresholds
    from park_brain import database

    rows, named = as_queries(queries), as_masters(masters)
    with database.connect(tmp) as connection:
        distinct = rows.drop("query_id").unique("q", maintain_order=True)
        link(connection, distinct, named, thresholds(day, rules), load_model())
        for table, frame in (
            ("query_row", rows.with_row_index("position")),
            ("master_row", named.filter(~pl.col("is_former"))),
        ):
            connection.register(table, frame.to_arrow())
        return connection.sql((SQL_FOLDER / "answer.sql").read_text(encoding="utf-8")).pl()
