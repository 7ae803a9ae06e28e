"""Derive, parcels: every land code and place gets its parcel key; codes that were replaced are followed.

Polygons live in ``identity.geometry``; which enterprise uses which land is decided in dbt.
"""
