"""Ingest, lake: what is kept for ever: the ledger of what arrived and what became of it, and the refusals in it.

Also the sidecar a sender puts beside a file, and where the files of a batch lie until it is committed. Nothing here
opens a delivered file or knows a list; records are written once and never changed.
"""
