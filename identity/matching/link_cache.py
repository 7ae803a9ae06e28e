"""Derive, linking: answers of the match cascade kept between runs.

An answer depends on the record, the register, the thresholds, the model and this code. While nothing but the records
changes, answers are kept by record and only new or changed records are linked.
"""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from identity.matching.thresholds import SEED, thresholds
from park_brain.cache import Cache, Rows, digest, file_digest
from park_brain.installation import Installation
from park_brain.seeds import seed_file

if TYPE_CHECKING:
    import polars as pl

KEYS = ("region_code", "code_text", "name_text", "address_text")
ANSWER = ("master_id", "method", "score", "evidence", "doubt")
CANDIDATE = ("rank", "master_id", "score", "reasons")
NOTE, FILES = "link.json", ("link", "link_candidate")


def linked_records(
    home: Installation, records: pl.DataFrame, register: pl.DataFrame, day: date
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Answer of every record (``KEYS`` and ``ANSWER``) and candidates of those without one."""
    import polars as pl

    cache = Cache(home.derived / "links", NOTE, FILES)
    fingerprint = _fingerprint(home, register, day)
    known = _known(cache, fingerprint)
    fresh = records if known is None else records.join(known[0], on=KEYS, how="anti")
    tables = _link(home, fresh, register, day)
    if known is not None:
        answers, candidates = (table.join(records, on=KEYS, how="semi") for table in known)
        tables = pl.concat([answers, tables[0]]), pl.concat([candidates, tables[1]])
    if known is None or len(fresh):
        cache.make(fingerprint, lambda: _write(cache, tables))
    return tables


def _link(
    home: Installation, records: pl.DataFrame, register: pl.DataFrame, day: date
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Link in a connection of its own: the engine's tables are many."""
    from identity.matching.engine import link
    from identity.matching.model import load_model
    from park_brain import database

    numbered = records.with_row_index("q")
    keys = ", ".join(f"record.{key}" for key in KEYS)
    with database.connect(home.tmp) as connection:
        link(connection, numbered, register, thresholds(day, home.rules), load_model())
        connection.register("record", numbered.to_arrow())
        answer = ", ".join(f"link.{name}" for name in ANSWER)
        answers = connection.sql(f"select {keys}, {answer} from record join link using (q) order by record.q").pl()
        shown = ", ".join(f"candidate.{name}" for name in CANDIDATE)
        rows = connection.sql(f"select {keys}, {shown} from record join candidate using (q) order by record.q, rank")
        return answers, rows.pl()


def _known(cache: Cache, fingerprint: str) -> tuple[pl.DataFrame, pl.DataFrame] | None:
    import polars as pl

    if cache.rows(fingerprint) is None:
        return None
    answers, candidates = (pl.read_parquet(cache.path(name)) for name in FILES)
    return answers, candidates


def _write(cache: Cache, tables: tuple[pl.DataFrame, pl.DataFrame]) -> Rows:
    def write(table: pl.DataFrame, path: Path) -> int:
        table.write_parquet(path)
        return len(table)

    return {name: cache.publish(name, partial(write, table)) for name, table in zip(FILES, tables, strict=True)}


def _fingerprint(home: Installation, register: pl.DataFrame, day: date) -> str:
    """Hash of the register, of the thresholds in force and of everything in this package that links."""
    columns = (f"{name} {register[name].to_list()}" for name in register.columns)
    files = (f"{path.name} {file_digest(path)}" for path in (*linking_files(), seed_file(SEED)))
    return digest((*sorted(thresholds(day, home.rules).items()), *columns, *files))


def linking_files() -> list[Path]:
    """Code, tables and models of this package, and the check digits beside it."""
    from park_brain import codes

    own = Path(__file__).parent
    kinds = (".py", ".sql", ".csv", ".txt", ".json")
    return [Path(codes.__file__), *sorted(path for path in own.parent.rglob("*") if path.suffix in kinds)]
