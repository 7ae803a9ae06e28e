"""Ingest: land files that today's contracts have not judged yet, each behind the wall, and keep what became of it."""

from __future__ import annotations

import errno
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cached_property

from ingest.batch_writer import commit
from ingest.contracts.contract import Contract
from ingest.inbox.oddities import odd_refusal
from ingest.lake.ledger import Arrival, Outcome, Refusal, read_records, write_record
from ingest.lake.refusals import Refused
from ingest.lake.sidecar import read_sidecar
from ingest.parser_version import department_derivation
from ingest.person_key import person_key
from ingest.places import PLATFORMS, Places, divisions, platform_names
from ingest.wall.landing import land
from ingest.wall.limits import ReadingLimits
from ingest.wall.messages import Answer, Setup, Task, failed
from ingest.wall.pool import land_all
from park_brain.installation import Installation

Progress = Callable[[str], None]


def derive_arrivals(
    home: Installation,
    contracts: Mapping[str, Contract],
    arrivals: Sequence[Arrival],
    progress: Progress = lambda _: None,
    *,
    limits: ReadingLimits | None = None,
    places: Places | None = None,
) -> dict[str, tuple[Outcome, bool]]:
    """arrival_id -> what today's contracts make of it, and whether it was read just now.

    Lists of platforms come first: they name parts that other files may be about. ``limits``: files are read in
    processes of their own; without, they are read here.
    """
    landing = _landing(home, contracts, progress, limits, places or Places(divisions(home.rules)))
    done = {(o.arrival_id, o.derivation): o for o in read_records(home.lake / "outcomes", Outcome)}
    judged = {a.arrival_id: o for a in arrivals if (o := done.get((a.arrival_id, landing.derivation(a))))}
    new = [arrival for arrival in arrivals if arrival.arrival_id not in judged]
    department = PLATFORMS.partition(".")[0]
    landed = landing.run([arrival for arrival in new if arrival.department == department])
    if new or any(_has_unknown_place(outcome) for outcome in judged.values()):
        landing = landing.knowing(platform_names(home, contracts))
        again = [a for a in arrivals if a.arrival_id in judged and landing.now_knows(a, judged[a.arrival_id])]
        landed |= landing.run([a for a in new if a.department != department] + again)
    return {a.arrival_id: (landed.get(a.arrival_id) or judged[a.arrival_id], a.arrival_id in landed) for a in arrivals}


def _landing(
    home: Installation,
    contracts: Mapping[str, Contract],
    progress: Progress,
    limits: ReadingLimits | None,
    places: Places,
) -> _Landing:
    departments: dict[str, tuple[Contract, ...]] = {}
    for contract in contracts.values():
        departments[contract.department] = (*departments.get(contract.department, ()), contract)
    memory = limits.memory_bytes if limits else 0
    return _Landing(Setup(home, departments, person_key(home), memory), limits, progress, places)


@dataclass(frozen=True)
class _Landing:
    """One run over new files."""

    setup: Setup
    limits: ReadingLimits | None
    progress: Progress
    places: Places

    @cached_property
    def _derivations(self) -> dict[str, str]:
        return {department: department_derivation(lists) for department, lists in self.setup.contracts.items()}

    def derivation(self, arrival: Arrival) -> str:
        return self._derivations.get(arrival.department) or department_derivation(())

    def knowing(self, platforms: Mapping[str, tuple[str, ...]]) -> _Landing:
        """The same, with more names of parts."""
        known = self.places.platforms
        more = {r: tuple(sorted({*known.get(r, ()), *platforms.get(r, ())})) for r in {*known, *platforms}}
        return replace(self, places=replace(self.places, platforms=more))

    def now_knows(self, arrival: Arrival, outcome: Outcome) -> bool:
        """Whether a file of an unknown region or part is of a known one now."""
        if not _has_unknown_place(outcome) or self.places.misplaced(arrival, self.setup.contracts):
            return False
        try:
            self.places.parts_of(arrival.region).resolve(read_sidecar(arrival.sidecar).part or "")
        except Refused:
            return False
        return True

    def run(self, arrivals: Sequence[Arrival]) -> dict[str, Outcome]:
        """Land these files and keep what became of each."""
        landed: dict[str, Outcome] = {}
        tasks = []
        for arrival in arrivals:
            if refusal := self._refusal(arrival):
                landed[arrival.arrival_id] = self._keep(self._refused(arrival, refusal))
            else:
                tasks.append(Task(arrival, self.places.parts_of(arrival.region)))
        with closing(self._answers(tasks)) as answers:
            for task, answer in zip(tasks, answers, strict=True):
                landed[task.arrival.arrival_id] = self._keep(self._outcome(task.arrival, answer))
        return landed

    def _refusal(self, arrival: Arrival) -> Refusal | None:
        """Why a file is not even opened."""
        return odd_refusal(arrival.oddity) if arrival.oddity else self.places.misplaced(arrival, self.setup.contracts)

    def _answers(self, tasks: Sequence[Task]) -> Generator[Answer]:
        if self.limits:
            yield from land_all(self.setup, tasks, self.limits, self.progress)
            return
        for task in tasks:
            self.progress(task.arrival.as_shown.path)
            yield land(self.setup, task)

    def _outcome(self, arrival: Arrival, answer: Answer) -> Outcome:
        """What a file gave, after its batches were committed.

        Raises:
            OSError: the disk is full; that is no fault of the file.
        """
        if answer.disk_full:
            where = str(self.setup.home.lake)
            raise OSError(errno.ENOSPC, f"the disk is full, {arrival.as_shown.path} was not taken in", where)
        if answer.outcome is None:
            return self._refused(arrival, failed(answer.failure or "crashed", answer.where))
        commit(self.setup.home, answer.records)
        return answer.outcome

    def _refused(self, arrival: Arrival, refusal: Refusal) -> Outcome:
        return Outcome(arrival_id=arrival.arrival_id, derivation=self.derivation(arrival), refusals=(refusal,))

    def _keep(self, outcome: Outcome) -> Outcome:
        path = self.setup.home.lake / "outcomes" / f"{outcome.arrival_id}.{outcome.derivation}.json"
        write_record(path, outcome)
        return outcome


def _has_unknown_place(outcome: Outcome) -> bool:
    return any(refusal.code in ("unknown_part", "unknown_region") for refusal in outcome.refusals)
