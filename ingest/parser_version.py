"""Ingest: which contract and code made a batch. A new derivation is a new reading of the same raw bytes.

Nobody raises a number: the derivation is a hash of what the reading code does, of the tables it reads, of the versions
of the libraries that read, and of the reading part of the contract. A comment, a docstring, a label changes nothing; an
expression has everything derived again from raw.
"""

from __future__ import annotations

import hashlib
import sys
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.metadata import version

from ingest.contracts.contract import Contract
from ingest.contracts.reading import reading_fingerprint
from park_brain.source_code import Code, code_of

READER = "ingest.one_file"
"""Where the way of a row begins."""
HANDED_IN = ("ref_division",)
"""Seeds that the caller of `READER` reads for it: the places inside a region."""
STORAGE = (
    "ingest.parser_version",
    "park_brain.files",
    "park_brain.formats",
    "park_brain.installation",
)
"""Says where things lie, in which format and how they are written: no row depends on it."""
NO_READERS = ("pydantic",)
"""Libraries that only check what we wrote ourselves."""
DISTRIBUTIONS = {
    "docx": ("python-docx", "lxml"),
    "python_calamine": ("python-calamine",),
    "shapefile": ("pyshp",),
    "stdnum": ("python-stdnum",),
    "yaml": ("PyYAML",),
}
"""Where a library is installed under another name than it is imported by, and what it has the reading done by."""


@lru_cache(maxsize=1_000)
def derivation_of(contract: Contract) -> str:
    """The version of typed rows of one list: how we read, and the part of its contract that reading depends on."""
    return hashlib.sha256(f"{reading_code()}:{reading_fingerprint(contract)}".encode()).hexdigest()[:12]


def department_derivation(contracts: Iterable[Contract]) -> str:
    """A file is recognised against all contracts of its department; a change of any may change the outcome."""
    return hashlib.sha256("".join(derivation_of(c) for c in contracts).encode()).hexdigest()[:12]


@cache
def reading_code() -> str:
    """Hash of how we read; our own text does not change while we run."""
    return fingerprint_of(code_of(READER, STORAGE))


def fingerprint_of(code: Code) -> str:
    """Hash of code, its tables, and the libraries it reads with."""
    libraries = (f"{name} {version(name)}" for name in reading_libraries(code))
    return hashlib.sha256(
        "\n".join((code.digest(HANDED_IN), unicodedata.unidata_version, *libraries)).encode()
    ).hexdigest()


def reading_libraries(code: Code) -> list[str]:
    """Distributions of what the code imports beside Python itself."""
    imported = code.libraries - set(sys.stdlib_module_names) - set(NO_READERS)
    return sorted({name for module in imported for name in DISTRIBUTIONS.get(module, (module,))})
