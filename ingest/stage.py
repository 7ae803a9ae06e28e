"""Ingest: take in whatever the inbox holds. Calling it again, or after a crash, changes nothing more."""

from __future__ import annotations

import gc
import logging
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from ingest.arrivals import record_arrivals
from ingest.contracts.contract import Contract
from ingest.lake.ledger import Arrival, Outcome, Refusal, read_records, write_record
from ingest.one_file import land_file
from ingest.parser_version import department_derivation
from park_brain.files import write_atomically
from park_brain.installation import Installation
from park_brain.seeds import read_seed

LOG = logging.getLogger("park_brain")
WORKERS = 2
COLLECTION_THRESHOLDS = (50_000, 20, 100)


@dataclass(frozen=True)
class FileOutcome:
    """What became of one file that lies in the inbox now."""

    arrival: Arrival
    outcome: Outcome
    is_new: bool


@dataclass(frozen=True)
class IngestReport:
    """Every file of the inbox and what became of it."""

    files: tuple[FileOutcome, ...]

    @property
    def new_files(self) -> int:
        """Files read in this run."""
        return sum(file.is_new for file in self.files)

    @property
    def refusals(self) -> list[tuple[Arrival, Refusal]]:
        """Files, or sheets of them, that could not be taken in."""
        return [(file.arrival, refusal) for file in self.files for refusal in file.outcome.refusals]


def take_in(
    home: Installation, contracts: Mapping[str, Contract], progress: Callable[[str], None] = lambda _: None
) -> IngestReport:
    """Land every arrival that today's contracts have not judged yet; a changed contract re-derives from raw."""
    arrivals, present = record_arrivals(home)
    derived = derive_arrivals(home, contracts, arrivals, progress)
    shown = (arrival.as_shown for arrival in arrivals if arrival.arrival_id in present)
    return IngestReport(tuple(FileOutcome(arrival, *derived[arrival.arrival_id]) for arrival in shown))


def derive_arrivals(
    home: Installation,
    contracts: Mapping[str, Contract],
    arrivals: Sequence[Arrival],
    progress: Callable[[str], None] = lambda _: None,
) -> dict[str, tuple[Outcome, bool]]:
    """arrival_id -> what today's contracts make of it, and whether it was read just now."""
    done = {(o.arrival_id, o.derivation): o for o in read_records(home.lake / "outcomes", Outcome)}
    by_department: dict[str, list[Contract]] = {}
    for contract in contracts.values():
        by_department.setdefault(contract.department, []).append(contract)
    wanted = {
        a.arrival_id: (a.arrival_id, department_derivation(by_department.get(a.department, []))) for a in arrivals
    }
    new = [arrival for arrival in arrivals if wanted[arrival.arrival_id] not in done]
    key = person_key(home)

    def land(arrival: Arrival) -> Outcome:
        progress(arrival.as_shown.path)
        return _land(home, arrival, by_department.get(arrival.department, []), key)

    # Files do not depend on each other; DuckDB, Polars and the disk work while Python waits.
    with _rare_collections(), ThreadPoolExecutor(WORKERS) as pool:
        landed = {outcome.arrival_id: outcome for outcome in pool.map(land, new)}
    return {
        a.arrival_id: (landed.get(a.arrival_id) or done[wanted[a.arrival_id]], a.arrival_id in landed) for a in arrivals
    }


@contextmanager
def _rare_collections() -> Iterator[None]:
    """A chunk is some hundred thousand lists in use: searching them for cycles took a third of a large file's time."""
    usual = gc.get_threshold()
    gc.set_threshold(*COLLECTION_THRESHOLDS)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _land(home: Installation, arrival: Arrival, contracts: Sequence[Contract], key: bytes) -> Outcome:
    if not arrival.region or not contracts:
        outcome = Outcome(
            arrival_id=arrival.arrival_id,
            derivation=department_derivation(contracts),
            refusals=(_misplaced(arrival),),
        )
    else:
        outcome = _land_safely(home, arrival, contracts, key)
    write_record(home.lake / "outcomes" / f"{outcome.arrival_id}.{outcome.derivation}.json", outcome)
    return outcome


def _land_safely(home: Installation, arrival: Arrival, contracts: Sequence[Contract], key: bytes) -> Outcome:
    """Whatever a file does to our readers (they are native code too), it stops itself and not the others."""
    try:
        return land_file(home, arrival, contracts, divisions_below(arrival.region), key)[0]
    except (KeyboardInterrupt, SystemExit, MemoryError, OSError):
        raise
    except BaseException as error:
        LOG.debug("%s could not be read", arrival.as_shown.path, exc_info=error)
        return Outcome(
            arrival_id=arrival.arrival_id,
            derivation=department_derivation(contracts),
            refusals=(_unreadable(error),),
        )


def _unreadable(error: BaseException) -> Refusal:
    return Refusal(
        code="unreadable",
        en=f"our reader failed on it ({type(error).__name__}); please report it, and ask for the file again",
        zh="文件内容异常，程序无法读取，请重新导出后报送；如仍不行请联系大数据中心",
    )


def _misplaced(arrival: Arrival) -> Refusal:
    return Refusal(
        code="wrong_place",
        en="it is not inbox/<region code>/<department>/[<period>/]<file> with a known department; move it",
        zh="文件不在“地区代码/部门”目录下，请放入正确的目录，如 330683/tax",
    )


def divisions_below(region: str) -> tuple[str, ...]:
    """Names of the counties and towns inside a region, for telling the part a delivery covers."""
    inside, names = {region}, []
    for row in sorted(read_seed("ref_division"), key=lambda r: r["division_code"]):
        if row["parent_code"] in inside:
            inside.add(row["division_code"])
            names.append(row["division_zh"])
    return tuple(names)


def person_key(home: Installation) -> bytes:
    """Secret of this installation under which natural persons' names are hashed; made once, never released."""
    path = home.lake / "person.key"
    if not path.exists():
        write_atomically(path, secrets.token_hex(32).encode())
        path.chmod(0o600)
    return path.read_bytes()
