"""Ingest, lake: the ledger of what arrived and what became of it, and the refusals it records.

Nothing here opens a delivered file or knows a list; only immutable records are written and read.
"""
