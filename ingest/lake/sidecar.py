"""Ingest, lake: the sidecar ``<file>.meta.yml``, in which a sender states outright what else must be inferred."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from ingest.lake.ledger import Delivery
from ingest.lake.refusals import reasons, refused
from park_brain.clock import to_utc


class Sidecar(BaseModel):
    """What the sender states. ``received_at`` becomes naive UTC."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    period: str | None = None
    part: str | None = None
    delivery: Delivery | None = None
    received_at: datetime | None = None

    @field_validator("received_at")
    @classmethod
    def _in_utc(cls, value: datetime | None) -> datetime | None:
        return None if value is None else to_utc(value)


@lru_cache(maxsize=1_000)
def read_sidecar(text: str | None) -> Sidecar:
    """What a sidecar states; an empty one where there is none. Asked on arrival and again when the file is recognised.

    Raises:
        Refused: it is there and cannot be understood.
    """
    try:
        # Everything stays text: YAML would read 2023.10 as a number and 2023-02-30 as an error of its own.
        return Sidecar.model_validate(yaml.load(text or "", Loader=yaml.BaseLoader) or {})
    except (yaml.YAMLError, ValidationError, OverflowError, RecursionError) as error:
        raise refused(
            "bad_sidecar",
            f"the sidecar cannot be understood ({reasons(error)}); allowed: period, part, delivery, received_at",
            "说明文件 .meta.yml 无法读取，只能包含 period、part、delivery、received_at 四项",
        ) from error
