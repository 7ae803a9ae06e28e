"""Derive: one enterprise, one key; one parcel, one key.

Lives here: the one normalisation of names, and the tables in ``work/derived`` that give every code and name in any
list its enterprise or parcel key. Does not live here: check digits (``park_brain.codes``, shared with ingest), reading
files (``ingest``), selecting batches (``warehouse.select``), which enterprise uses which land (dbt).
"""
