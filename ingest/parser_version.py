"""Ingest: which contract and parser made a batch. A new derivation is a new reading of the same raw bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from ingest.contracts.contract import Contract
from ingest.contracts.reading import reading_fingerprint

PARSER_VERSION = "6"
"""Raise it when reading, typing or judging changes its result: every file is then derived anew from raw."""


def derivation_of(contract: Contract) -> str:
    """The version of typed rows of one list: how we read, and the part of its contract that reading depends on."""
    return hashlib.sha256(f"{PARSER_VERSION}:{reading_fingerprint(contract)}".encode()).hexdigest()[:12]


def department_derivation(contracts: Iterable[Contract]) -> str:
    """A file is recognised against all contracts of its department; a change of any may change the outcome."""
    return hashlib.sha256("".join(derivation_of(c) for c in contracts).encode()).hexdigest()[:12]
