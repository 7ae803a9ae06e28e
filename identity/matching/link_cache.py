"""Derive: answers of the ladder kept between runs.

An answer is a function of the record, the register, the bounds, the model and this code, so it is kept under a hash
of the record as long as nothing else changed; then only new or changed records are linked.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from identity.matching.thresholds import SEED, thresholds
from park_brain.files import publish_file, write_atomically
from park_brain.installation import Installation

if TYPE_CHECKING:
    import polars as pl

KEYS = ("region_code", "code_text", "name_text", "address_text")
ANSWER = ("master_id", "method", "score", "evidence", "doubt")
CANDIDATE = ("rank", "master_id", "score", "reasons")
NOTE, FILES = "link.json", ("link.parquet", "link_candidate.parquet")


def linked_records(
    home: Installation, records: pl.DataFrame, register: pl.DataFrame, day: date
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Answer of every record (``KEYS`` and ``ANSWER``) and candidates of those without one."""
    import polars as pl

    folder = home.derived / "links"
    print_ = _fingerprint(register, day)
    known = _known(folder, print_)
    fresh = records if known is None else records.join(known[0], on=KEYS, how="anti")
    answers, candidates = _link(home, fresh, register, day)
    if known is not None:
        answers = pl.concat([known[0].join(records, on=KEYS, how="semi"), answers])
        candidates = pl.concat([known[1].join(records, on=KEYS, how="semi"), candidates])
    if known is None or len(fresh):
        _keep(folder, print_, home, (answers, candidates))
    return answers, candidates


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
        link(connection, numbered, register, thresholds(day), load_model())
        connection.register("record", numbered.to_arrow())
        answer = ", ".join(f"link.{name}" for name in ANSWER)
        answers = connection.sql(f"select {keys}, {answer} from record join link using (q) order by record.q").pl()
        shown = ", ".join(f"candidate.{name}" for name in CANDIDATE)
        rows = connection.sql(f"select {keys}, {shown} from record join candidate using (q) order by record.q, rank")
        return answers, rows.pl()


def _known(folder: Path, fingerprint: str) -> tuple[pl.DataFrame, pl.DataFrame] | None:
    import polars as pl

    note = folder / NOTE
    if not note.exists() or json.loads(note.read_bytes())["fingerprint"] != fingerprint:
        return None
    if not all((folder / name).exists() for name in FILES):
        return None
    answers, candidates = (pl.read_parquet(folder / name) for name in FILES)
    return answers, candidates


def _keep(folder: Path, fingerprint: str, home: Installation, tables: tuple[pl.DataFrame, pl.DataFrame]) -> None:
    """The note goes first and comes back last, as with all caches."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / NOTE).unlink(missing_ok=True)
    for name, table in zip(FILES, tables, strict=True):
        temporary = home.tmp / name
        table.write_parquet(temporary)
        publish_file(temporary, folder / name)
    write_atomically(folder / NOTE, json.dumps({"fingerprint": fingerprint}).encode())


def _fingerprint(register: pl.DataFrame, day: date) -> str:
    """Hash of the register, of the bounds in force and of everything in this package that links."""
    digest = hashlib.sha256(repr(sorted(thresholds(day).items())).encode())
    for column in register.columns:
        digest.update(f"{column}\n".encode())
        digest.update("\x1f".join(str(value) for value in register[column].to_list()).encode())
    for path in (*linking_files(), SEED):
        digest.update(f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def linking_files() -> list[Path]:
    """Code, tables and models of this package, and the check digits beside it."""
    from park_brain import codes

    own = Path(__file__).parent
    kinds = (".py", ".sql", ".csv", ".txt", ".json")
    return [Path(codes.__file__), *sorted(path for path in own.parent.rglob("*") if path.suffix in kinds)]
