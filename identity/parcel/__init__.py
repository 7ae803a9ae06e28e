"""Derive, parcels: every land code and place leads to one parcel key; codes that replaced others are followed.

Polygons live in ``identity.geometry``; who uses which land is not decided here but in dbt.
"""
