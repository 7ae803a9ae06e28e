"""Derive: which columns of which list name an enterprise or a parcel, according to the contracts.

They are SQL expressions over typed columns, since dbt's staging joins the key tables on the same expressions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ingest.contracts.contract import Contract

REGISTRY = "registry.enterprise"
LINK_DECISIONS = "data_centre.enterprise_link"


@dataclass(frozen=True)
class EnterpriseSource:
    """Columns of a list that together name an enterprise."""

    list: str
    uscc: str
    name: str
    address: str
    former: str
    is_authoritative: bool


@dataclass(frozen=True)
class ParcelSource:
    """Columns of a list that together name a parcel."""

    list: str
    land_code: str
    location: str
    place: str
    is_authoritative: bool


def enterprise_sources(contracts: Mapping[str, Contract]) -> list[EnterpriseSource]:
    """All sources of enterprises, in order of the list code."""
    return [
        EnterpriseSource(code, named.uscc, named.name, named.address, named.former, named.is_authoritative)
        for code, contract in sorted(contracts.items())
        for named in contract.enterprises
    ]


def parcel_sources(contracts: Mapping[str, Contract]) -> list[ParcelSource]:
    """All sources of parcels, in order of the list code."""
    return [
        ParcelSource(code, named.land_code, named.location, named.place, named.is_authoritative)
        for code, contract in sorted(contracts.items())
        for named in contract.parcels
    ]
