"""Derive, geometry: polygons of the land lists in one coordinate system, their areas, overlaps and shares.

Reading map files belongs to ``ingest.readers``; which parcel a code names is decided in ``identity.parcel``.
"""
