"""Derive: which columns of which list name an enterprise or a parcel. Data, not code: a new list adds a row.

dbt's staging joins the key tables on the same expressions, so they are plain SQL over typed columns.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class EnterpriseSource:
    """One pair of columns that names an enterprise, as SQL expressions."""

    list: str
    uscc: str
    name: str


@dataclass(frozen=True)
class ParcelSource:
    """One pair of columns that names a parcel; ``location`` is None where the list has only the code."""

    list: str
    land_code: str
    location: str | None = None


REGISTRY = "registry.enterprise"
PARCEL_REGISTER = "land.parcel_register"

ENTERPRISES = (
    EnterpriseSource(REGISTRY, "enterprise_uscc", "enterprise_name"),
    EnterpriseSource(PARCEL_REGISTER, "holder_uscc", "holder_name"),
    EnterpriseSource("land.occupancy", "occupant_uscc", "occupant_name"),
    EnterpriseSource("land.occupancy", "counterparty_uscc", "counterparty_name"),
    EnterpriseSource("land.supply_contract", "transferee_uscc", "transferee_name"),
    EnterpriseSource("tax.tax_paid", "taxpayer_uscc", "taxpayer_name"),
    EnterpriseSource("tax.registration", "taxpayer_uscc", "taxpayer_name"),
    EnterpriseSource("tax.credit_rating", "taxpayer_uscc", "taxpayer_name"),
    EnterpriseSource("economy.output", "enterprise_uscc", "enterprise_name"),
    EnterpriseSource("economy.above_scale_roster", "enterprise_uscc", "enterprise_name"),
    # A permit number begins with its holder's code (排污许可证 22 digits: code 18 + serial 3 + kind 1).
    EnterpriseSource("environment.permit", "coalesce(holder_uscc, left(permit_no, 18))", "holder_name"),
    EnterpriseSource("environment.key_unit", "unit_uscc", "unit_name"),
    EnterpriseSource("environment.issue", "enterprise_uscc", "enterprise_name"),
    EnterpriseSource("safety.issue", "enterprise_uscc", "enterprise_name"),
    EnterpriseSource("fire.issue", "enterprise_uscc", "enterprise_name"),
    EnterpriseSource("illegal_construction.issue", "enterprise_uscc", "enterprise_name"),
)

PARCELS = (
    # The first 19 of a unit code (28) are the parcel's code (GB/T 37346).
    ParcelSource(PARCEL_REGISTER, "coalesce(land_code, left(unit_code, 19))", "location"),
    ParcelSource("land.occupancy", "land_code", "location"),
    ParcelSource("land.supply_contract", "land_code", "location"),
    ParcelSource("tax.tax_paid", "land_code"),
    ParcelSource("environment.issue", "land_code"),
    ParcelSource("safety.issue", "land_code"),
    ParcelSource("fire.issue", "land_code"),
    ParcelSource("illegal_construction.issue", "land_code"),
)
