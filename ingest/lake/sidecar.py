"""Ingest, lake: the sidecar ``<file>.meta.yml``, in which a sender states outright what else must be inferred."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError, field_validator

from ingest.lake.ledger import Delivery
from ingest.lake.refusals import Refused, reasons, refused
from park_brain.clock import to_utc

MAX_SIDECAR_BYTES = 64 * 1024
LONGEST_PART = LONGEST_PERIOD = 64
"""Characters; no name of a town, county or park and no period is longer."""
LONGEST_REASON = 300
FIRST_YEAR = 1980


class Sidecar(BaseModel):
    """What the sender states. ``received_at`` becomes naive UTC."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    period: Annotated[str, StringConstraints(max_length=LONGEST_PERIOD)] | None = None
    part: Annotated[str, StringConstraints(max_length=LONGEST_PART)] | None = None
    delivery: Delivery | None = None
    received_at: datetime | None = None

    @field_validator("received_at")
    @classmethod
    def _in_utc(cls, value: datetime | None) -> datetime | None:
        if value is not None and value.year < FIRST_YEAR:
            raise ValueError(f"the year {value.year} is no time of receipt")
        return None if value is None else to_utc(value)


@lru_cache(maxsize=1_000)
def read_sidecar(text: str | None) -> Sidecar:
    """What a sidecar states; an empty one where there is none. Asked on arrival and again when the file is recognised.

    Raises:
        Refused: it is there and cannot be understood.
    """
    if text and len(text) > MAX_SIDECAR_BYTES:
        raise _bad("it is too long")
    try:
        # Everything stays text: YAML would read 2023.10 as a number and 2023-02-30 as an error of its own.
        return Sidecar.model_validate(yaml.load(text or "", Loader=yaml.BaseLoader) or {})
    except (yaml.YAMLError, ValidationError, ValueError, OverflowError, RecursionError) as error:
        raise _bad(_why(error)) from error


def _why(error: Exception) -> str:
    """What is wrong and where, without the text itself: it may be anything."""
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark:
        return f"no YAML in line {error.problem_mark.line + 1}"
    return reasons(error)[:LONGEST_REASON] if isinstance(error, ValidationError) else "no YAML"


def _bad(why: str) -> Refused:
    return refused(
        "bad_sidecar",
        f"the sidecar cannot be understood ({why}); allowed: period, part, delivery, received_at",
        "说明文件 .meta.yml 无法读取，只能包含 period、part、delivery、received_at 四项，"
        "每项不超过 64 字，文件不超过 64 KB",
    )
