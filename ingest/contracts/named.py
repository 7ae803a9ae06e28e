"""Ingest, contracts: whom and what land a row of a list names, and the strictness all parts of a contract share."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class Strict(BaseModel):
    """Unknown keys in a contract are mistakes, never decoration."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class EnterpriseNamed(Strict):
    """Columns of a list that together name one enterprise, as SQL over its typed columns."""

    role: str = Field(default="", pattern=r"^([a-z][a-z0-9_]*)?$")
    """What a further one is to the row; the staging model calls its key ``<role>_enterprise_id``."""
    uscc: str = "null"
    name: str = "null"
    address: str = "null"
    """Where it works or is registered: evidence beside the name."""
    former: str = "null"
    """Former names (曾用名), which lead to the code."""
    is_authoritative: bool = False
    """Whether its valid codes may be given to rows elsewhere that have only the name. Only for lists whose keeper
    checks names against codes: otherwise adding a list would move links of rows that it does not touch."""


class ParcelNamed(Strict):
    """Columns of a list that together name one parcel, as SQL over its typed columns."""

    land_code: str = "null"
    location: str = "null"
    place: str = "null"
    """What tells rows apart that have neither a code nor a place name of their own: a hash of the polygon."""
    is_authoritative: bool = False
    """Whether its valid land codes may be given to rows elsewhere that have only the location."""
