"""Ingest: where a file lies: its region and department must be known, and what may be a part of a region."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ingest.arrivals import REGION
from ingest.contracts.contract import Contract
from ingest.contracts.names_zh import REGION_DIGITS
from ingest.lake.ledger import Arrival, Refusal
from ingest.parser_version import derivation_of
from ingest.recognise.parts import Parts, likeness, nearest
from park_brain.installation import Installation
from park_brain.seeds import Row, read_seed

LOG = logging.getLogger("park_brain")
PLATFORMS = "platform.register"
"""The list in which a region names its platforms."""


def divisions(rules: Path | None) -> tuple[Row, ...]:
    """The division table, under the county's own rules."""
    return tuple(read_seed("ref_division", rules=rules))


@dataclass(frozen=True)
class Places:
    """The division table, and the platforms that regions have named so far."""

    divisions: tuple[Row, ...]
    platforms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def regions(self) -> dict[str, str]:
        """Code -> name of every known city, district and county."""
        rows = (row for row in self.divisions if len(row["division_code"]) == REGION_DIGITS)
        return {row["division_code"]: row["division_zh"] for row in rows}

    def below(self, region: str) -> tuple[str, ...]:
        """Names of the counties and towns inside a region, for telling the part a delivery covers."""
        inside, names = {region}, []
        for row in sorted(self.divisions, key=lambda r: r["division_code"]):
            if row["parent_code"] in inside:
                inside.add(row["division_code"])
                names.append(row["division_zh"])
        return tuple(names)

    def parts_of(self, region: str) -> Parts:
        """The parts that files of a region may be about."""
        own = [row for row in self.divisions if row["division_code"] == region]
        names = dict.fromkeys(name for row in own for name in (row["division_zh"], row["short_zh"]))
        return Parts(tuple(names), self.below(region), self.platforms.get(region, ()))

    def misplaced(self, arrival: Arrival, departments: Collection[str]) -> Refusal | None:
        """Why a file cannot be told whose it is; ``None`` where region and department are known."""
        known, parts = self.regions, arrival.path.split("/")
        if arrival.region in known and arrival.department in departments:
            return None
        if len(parts) < 3 or parts[0] in known:
            return _wrong_place(nearest(parts[1], departments) if len(parts) > 2 else "")
        code = _nearest_region(parts[0], known)
        return Refusal(
            code="unknown_region" if REGION.fullmatch(parts[0]) else "wrong_place",
            en=f"there is no region {parts[0]}; the nearest is {code} ({known[code]})",
            zh=f"没有代码为“{parts[0]}”的地区，最接近的是 {code}（{known[code]}），请放入正确的地区目录，如 {code}/tax",
        )


def _wrong_place(near: str) -> Refusal:
    hint, hint_zh = (f" (the nearest department is {near})", f"（最接近的部门目录是 {near}）") if near else ("", "")
    return Refusal(
        code="wrong_place",
        en=f"it is not inbox/<region code>/<department>/[<period>/]<file> with a known department; move it{hint}",
        zh=f"文件不在“地区代码/部门”目录下，请放入正确的目录，如 330683/tax{hint_zh}",
    )


def _nearest_region(stated: str, known: Mapping[str, str]) -> str:
    """By code, of codes equally alike that of the same digits, then the one next in number; or by name."""
    if not REGION.fullmatch(stated):
        near = nearest(stated, (*known, *known.values()))
        return next(code for code, name in known.items() if near in (code, name))

    def likest(code: str) -> tuple[float, bool, int]:
        return likeness(stated, code), sorted(stated) == sorted(code), -abs(int(code) - int(stated))

    return max(known, key=likest)


def platform_names(home: Installation, contracts: Mapping[str, Contract]) -> dict[str, tuple[str, ...]]:
    """Region -> platforms that its own lists have named so far. A damaged list names none and stops nothing."""
    import polars as pl

    if PLATFORMS not in contracts:
        return {}
    found: dict[str, set[str]] = {}
    for path in sorted((home.lake / "typed" / PLATFORMS).glob(f"*/*.{derivation_of(contracts[PLATFORMS])}.parquet")):
        try:
            names = pl.read_parquet(path, columns=["platform_name"])["platform_name"].drop_nulls().to_list()
        except (pl.exceptions.PolarsError, OSError) as error:
            LOG.warning("%s names no platforms: %s", path, type(error).__name__)
            continue
        found.setdefault(path.parent.name, set()).update(names)
    return {region: tuple(sorted(names)) for region, names in found.items()}
