"""Simulator: the catalogue of faults. Data only (``tables/faults.csv``); ``seeding`` puts them into rows."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache

from simulator.tables import FOLDER

ROWS_PER_REGION = {"default": 2, "hard": 6}
"""Rows that each fault hits per region."""


@dataclass(frozen=True)
class Fault:
    """One kind of mistake in one column of one list, and the rule that must catch it.

    ``action`` is what ``actions``, ``seeding`` or ``exhibits`` do, ``value`` its argument. ``outcome`` says what must
    come of it and ``rule`` by which name: reject, warn or note (a row rule), check (a check between lists), excluded
    (a line that is no data: its role), refused (a file or sheet: the refusal's code), delivery (why the batch counts
    or not; copy: it is the batch of the first file) or accepted (read without any complaint).
    """

    name: str
    list_code: str
    column: str
    action: str
    value: str
    rule: str
    outcome: str
    expected: str
    """What must be read: a typed value, NULL for nothing, = for what stood there before; '' where it is not asked. A *
    at the end stands for the hash of a person's name.

    Of a refusal: words its Chinese message must hold.
    """
    formats: str
    """Worlds (file formats) that have the fault, joined by spaces."""
    mode: str
    """'default', or 'hard' where only hard mode has it."""
    zh: str


@cache
def every_fault() -> tuple[Fault, ...]:
    """The whole catalogue in the order of the table."""
    with (FOLDER / "faults.csv").open(encoding="utf-8", newline="") as file:
        return tuple(Fault(**row) for row in csv.DictReader(file))


def catalogue(mode: str, file_format: str) -> tuple[Fault, ...]:
    """The faults of a mode ('none', 'default', 'hard') that a file format can carry."""
    if mode == "none":
        return ()
    fitting = (fault for fault in every_fault() if file_format in fault.formats.split())
    return tuple(fault for fault in fitting if mode == "hard" or fault.mode == "default")
