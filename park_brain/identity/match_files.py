"""Matching two lists from files: reading them by the house rules, linking, writing one row per query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from park_brain.identity.matching.records import TEXT_COLUMNS

if TYPE_CHECKING:
    import polars as pl

TEXTS = {"uscc": "code_text", "name": "name_text", "address": "address_text", "region_code": "region_code"}
REQUIRED = ("id", "name")
OPTIONAL = ("uscc", "address", "region_code", "former_name")
OUTPUT = (
    "query_id", "master_id", "method", "score", "evidence", "candidate_id", "candidate_score", "candidate_reasons",
)  # fmt: skip
SHOWN = 3


class MatchInputError(ValueError):
    """A file that cannot be matched; the message is one line that names file, line and remedy."""


@dataclass(frozen=True)
class MatchReport:
    """What a run did: queries, links by method, seconds."""

    queries: int
    masters: int
    methods: dict[str, int]
    seconds: float


def read_list(path: Path, required: tuple[str, ...] = REQUIRED, optional: tuple[str, ...] = OPTIONAL) -> pl.DataFrame:
    """The wanted columns of a CSV file as texts, empty cells as ''; other columns are left out.

    Raises:
        MatchInputError: not there, not a CSV, a column missing, an id empty or twice, no rows.
    """
    import polars as pl

    from park_brain.ingest.refusals import Refused
    from park_brain.ingest.textfile import read_text_file

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
    """Ids are there, and there once.

    Raises:
        MatchInputError: naming the first line that is wrong.
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
    """Query rows with ``q``, the number of their distinct record, and the texts the engine reads."""
    import polars as pl

    texts = [_text(frame, name).alias(text) for name, text in TEXTS.items()]
    named = frame.select(pl.col("id").alias("query_id"), *texts)
    distinct = named.select(TEXT_COLUMNS).unique(maintain_order=True).with_row_index("q")
    return named.join(distinct, on=list(TEXT_COLUMNS), how="left", maintain_order="left")


def as_masters(frame: pl.DataFrame) -> pl.DataFrame:
    """One row per name a registered enterprise has or had."""
    import polars as pl

    texts = [_text(frame, name).alias(text) for name, text in TEXTS.items()]
    present = frame.select(pl.col("id").alias("master_id"), *texts, is_former=pl.lit(False))
    former = frame.select(pl.col("id").alias("master_id"), *texts, former=_text(frame, "former_name"))
    former = former.with_columns(former=pl.col("former").str.split("、")).explode("former").filter(pl.col("former") != "")
    former = former.with_columns(name_text=pl.col("former"), is_former=pl.lit(True)).drop("former")
    return pl.concat([present, former]).with_row_index("m")


def _text(frame: pl.DataFrame, name: str) -> pl.Expr:
    import polars as pl

    return pl.col(name).fill_null("") if name in frame.columns else pl.lit("")


def match(queries: pl.DataFrame, masters: pl.DataFrame, tmp: Path, day: date) -> pl.DataFrame:
    """One row per query in its order, columns ``OUTPUT``; '' and null where there is nothing to say."""
    from park_brain import duck
    from park_brain.identity.matching.engine import link
    from park_brain.identity.matching.model import load_model
    from park_brain.identity.matching.thresholds import thresholds

    rows = as_queries(queries)
    with duck.connect(tmp) as connection:
        link(connection, rows.drop("query_id").unique("q", maintain_order=True), as_masters(masters), thresholds(day), load_model())
        connection.register("query_row", rows.select("query_id", "q").with_row_index("place").to_arrow())
        return connection.sql(
            f"""select query_id, coalesce(link.master_id, '') as master_id,
                coalesce(link.method, if(best.q is not null or doubt is not null, 'review', '')) as method, link.score,
                coalesce(link.evidence, concat_ws('；', doubt, best.reasons), '') as evidence,
                coalesce(best.candidates, '') as candidate_id, best.score as candidate_score,
                coalesce(best.reasons, '') as candidate_reasons
            from query_row left join link using (q) left join (
                select q, string_agg(master_id, ' ' order by rank) as candidates,
                    arg_min(score, rank) as score, arg_min(reasons, rank) as reasons
                from candidate where rank <= {SHOWN} group by q
            ) as best using (q) order by place"""
        ).pl()


def match_files(query: Path, master: Path, out: Path, tmp: Path, day: date) -> MatchReport:
    """Link a list to a list and write the result.

    Raises:
        MatchInputError: a file is not what it should be.
    """
    import time

    started = time.monotonic()
    queries, masters = read_list(query), read_list(master)
    check_ids(query, queries)
    check_ids(master, masters)
    found = match(queries, masters, tmp, day)
    found.write_csv(out)
    methods = dict(sorted(found.group_by("method").len().iter_rows()))
    return MatchReport(len(queries), len(masters), methods, time.monotonic() - started)
