"""Stage derive: one enterprise, one parcel, one key.

Lives here: the one normalisation of names and the tables that give every code and name ever typed in a list
its enterprise or parcel key (``work/derived``). Does not live here: check digits (``park_brain.codes``, shared
with ingest), reading files (``ingest``), choosing batches (``warehouse.select``), who uses which land (dbt).
"""
