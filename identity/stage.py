"""Derive: every code and name in any list gets its enterprise or parcel key (``work/derived``).

Keys are hashes of an anchor, never counters, so equal lists give equal keys in any order. All steps are joins over
distinct values; nothing is decided row by row.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from identity.enterprise.derive import ENTERPRISE_OUTPUTS, derive_enterprises
from identity.geometry.derive import GEOMETRY_OUTPUTS, derive_geometry
from identity.matching.link_cache import linking_files
from identity.matching.thresholds import thresholds
from identity.parcel.derive import PARCEL_OUTPUTS, derive_parcels, join_lineage
from identity.seeds import seed_files
from identity.sources import LINK_DECISIONS, enterprise_sources, parcel_sources
from ingest.contracts.contract import Contract
from park_brain import database
from park_brain.cache import Cache, Rows, digest, file_digest
from park_brain.installation import Installation
from park_brain.tables import copy_table

KEY_OUTPUTS = (*ENTERPRISE_OUTPUTS, *PARCEL_OUTPUTS)
OUTPUTS = (*KEY_OUTPUTS, *GEOMETRY_OUTPUTS)
NOTE = "fingerprint.json"


@dataclass(frozen=True)
class DeriveReport:
    """Result of the stage: rows per output, and whether the previous output was still valid."""

    keys: int
    enterprises: int
    parcels: int
    seconds: float
    reused: bool


def derive(home: Installation, contracts: Mapping[str, Contract], day: date = date.max) -> DeriveReport:
    """Write the key tables; with unchanged inputs and code the existing tables are kept.

    ``day`` decides which thresholds of links are in force; by default the latest ones.
    """
    started = time.monotonic()
    fingerprint = _fingerprint(home, contracts, day)
    cache = Cache(home.derived, NOTE, OUTPUTS)
    known = cache.rows(fingerprint)
    counts = known or cache.make(fingerprint, lambda: _derive(cache, home, contracts, day))
    return DeriveReport(
        keys=counts["enterprise_key"],
        enterprises=counts["enterprise"],
        parcels=counts["parcel_key"],
        seconds=time.monotonic() - started,
        reused=known is not None,
    )


def _derive(cache: Cache, home: Installation, contracts: Mapping[str, Contract], day: date) -> Rows:
    with database.connect(home.tmp) as connection:
        derive_enterprises(connection, home, contracts, day)
        derive_parcels(connection, home, contracts)
        drawn = derive_geometry(connection, home)
        join_lineage(connection, home)
        return {**drawn, **{name: cache.publish(name, partial(copy_table, connection, name)) for name in KEY_OUTPUTS}}


def _fingerprint(home: Installation, contracts: Mapping[str, Contract], day: date) -> str:
    """Hash of the sources, of the selected files of their lists and of this package's own text."""
    named = (enterprise_sources(contracts), parcel_sources(contracts), sorted(thresholds(day, home.rules).items()))
    lists = {
        code
        for code, contract in contracts.items()
        if contract.enterprises or contract.parcels or any(column.type == "geometry" for column in contract.columns)
    }
    lists |= {LINK_DECISIONS} & set(contracts)
    files = [path for code in sorted(lists) for path in sorted((home.selected / code).glob("*.parquet"))]
    content = (
        f"{path.parent.name}/{path.name} {file_digest(path)}"
        for path in (*linking_files(), *seed_files(home.rules), *files)
    )
    return digest((*named, *content))
