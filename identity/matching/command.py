"""``park match``: a list against a register, or against the enterprises of the current release."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from identity.matching.files import MatchInputError, check_ids, match, read_list
from park_brain.installation import Installation

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class MatchReport:
    """What a run did: queries, links by method, seconds."""

    queries: int
    masters: int
    methods: dict[str, int]
    seconds: float


def release_masters(home: Installation) -> pl.DataFrame:
    """The registered enterprises of the current release as a register to match against.

    Raises:
        MatchInputError: there is no release.
    """
    from park_brain.release_reader import NoReleaseError, connect

    try:
        reader = connect(home)
    except NoReleaseError:
        message = f"{home.root} has no release; name a register with --master, or run park refresh"
        raise MatchInputError(message) from None
    with reader:
        return reader.execute(
            """select enterprise_id as id, coalesce(enterprise_name, '') as name, coalesce(uscc, '') as uscc,
                coalesce(address, '') as address, coalesce(county_code, region_code, '') as region_code,
                coalesce(former_name, '') as former_name
            from dim_enterprise where uscc is not null order by enterprise_id"""
        ).pl()


def match_files(query: Path, master: Path | None, out: Path, home: Installation, day: date) -> MatchReport:
    """Link a list to a register, or to the current release, and write the result.

    Raises:
        MatchInputError: a file is not what it should be.
    """
    started = time.monotonic()
    queries = read_list(query)
    check_ids(query, queries)
    if master is None:
        masters = release_masters(home)
    else:
        masters = read_list(master)
        check_ids(master, masters)
    found = match(queries, masters, home.tmp, day)
    out.parent.mkdir(parents=True, exist_ok=True)
    found.write_csv(out)
    methods = dict(sorted(found.group_by("method").len().iter_rows()))
    return MatchReport(len(queries), len(masters), methods, time.monotonic() - started)
