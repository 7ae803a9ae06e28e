"""Release: what is to be published, and the manifest that describes it."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from park_brain import __version__
from park_brain.cache import file_digest
from park_brain.clock import utc_now
from park_brain.fingerprints import LIBRARIES
from park_brain.formats import FORMAT
from park_brain.release_folder import MANIFEST
from warehouse.release.schema import SCHEMA_VERSION
from warehouse.select.stage import Selection

Tables = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Publication:
    """What is to be published beside the build file itself."""

    fingerprint: str
    """``fingerprints.release_fingerprint``: same fingerprint, same release."""
    figures: str
    """``fingerprints.figures_fingerprint``: same figures, whatever was published before."""
    rules: str
    """``fingerprints.rules_fingerprint``: code and rules."""
    county_rules: Mapping[str, str]
    """File of the county's own rules -> hash."""
    as_of: datetime
    business_date: date
    selection: Selection
    dbt_manifest: Path
    """Documentation of the marts."""
    tests: Mapping[str, int]
    """Outcome of the dbt tests: how many passed, warned."""
    warnings: Sequence[str]
    """What the warning ones found; outside the hashed part."""
    durations: Mapping[str, float]
    """Seconds per stage; outside the hashed part."""

    @property
    def release_id(self) -> str:
        """Business date for people, fingerprint for the machine."""
        return f"{self.business_date:%Y%m%d}-{self.fingerprint[:12]}"


@dataclass(frozen=True)
class Draft:
    """A release that readers do not see yet, or one that is there already under this fingerprint."""

    publication: Publication
    folder: Path
    tables: Tables

    @property
    def is_published(self) -> bool:
        """Whether it is a whole release, to which nothing is added."""
        return (self.folder / MANIFEST).exists()


def manifest_of(draft: Draft, reports: Iterable[Path]) -> dict[str, Any]:
    """Content first, hashed; what differs between two equal runs stays outside."""
    publication = draft.publication
    content = {
        "fingerprint": publication.fingerprint,
        "figures": publication.figures,
        "schema_version": SCHEMA_VERSION,
        "rules": publication.rules,
        "county_rules": dict(sorted(publication.county_rules.items())),
        "business_date": publication.business_date.isoformat(),
        "tables": draft.tables,
        "quality": {file.relative_to(draft.folder).as_posix(): file_digest(file) for file in reports},
        "batches": _batches(publication.selection),
        "verdicts": dict(sorted(Counter(c.verdict.verdict for c in publication.selection.choices).items())),
        "tests": dict(sorted(publication.tests.items())),
        "versions": {"park-brain": __version__, **{name: version(name) for name in LIBRARIES}},
    }
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False).encode()
    return {
        "format": FORMAT,
        "release_id": publication.release_id,
        "content": content,
        "content_sha256": hashlib.sha256(canonical).hexdigest(),
        "as_of": publication.as_of.isoformat(),
        "published_at": utc_now().isoformat(),
        "warnings": list(publication.warnings),
        "durations": dict(publication.durations),
    }


def _batches(selection: Selection) -> list[dict[str, str]]:
    used = [choice.batch for choice in selection.choices if choice.state == "selected"]
    return [
        {
            "batch_id": b.batch_id,
            "derivation": b.derivation,
            "list": b.list,
            "region": b.region,
            "part": b.part,
            "period": b.period,
            "file_sha256": b.sha256,
        }
        for b in used
    ]
